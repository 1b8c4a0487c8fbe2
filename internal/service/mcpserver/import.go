package mcpserver

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

var idPath = path.Root("id")

// ImportState takes workspace/server: the workspace by its id, slug or name, the server by its
// slug, id or exact name. The id or the slug of a server alone will do where the key can list
// the servers of its workspace.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	ref, ok := tfkit.ImportReferenceWithin(ctx, noun, req, resp)
	if !ok {
		return
	}
	api := r.Session.API
	found, written, err := tfkit.FindInWorkspaces(ctx, api, func(workspaceID, ref string) (portkey.MCPServer, error) {
		if workspaceID == "" {
			return api.LocateMCPServer(ctx, ref)
		}
		return portkey.FindMCPServer(ctx, api, workspaceID, func(servers *portkey.MCPServers) (portkey.MCPServer, error) { return servers.Find(ctx, ref) })
	}, ref)
	if err != nil {
		failed := noun.FindFailed(noun.Import(), err)
		if written.IsNull() {
			failed = diag.NewErrorDiagnostic(failed.Summary(), failed.Detail()+
				"\n  An ID or a slug without a workspace is looked up in the list of each workspace that is visible to the API key. Specify the workspace, as in workspace/server.")
		}
		resp.Diagnostics.Append(failed)
		return
	}
	state := model{attributes: attributes{WorkspaceID: written}}.takeComputed(found)
	home := r.workspaceID(ctx, state)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, idPath, state.ID)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("slug"), state.Slug)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("workspace_id"), state.WorkspaceID)...)
	resp.Diagnostics.Append(tfkit.IdentifyWithin(ctx, resp.Identity, state.ID, home)...)
}
