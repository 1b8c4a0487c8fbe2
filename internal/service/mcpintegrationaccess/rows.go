package mcpintegrationaccess

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// noun is what diagnostics need to know of access, integrations of MCP integrations.
var (
	noun = tfkit.Noun{
		Words: portkey.MCPIntegrationAccessWords, Type: "portkey_mcp_integration_workspace_access", Name: "workspace_id",
		References: "MCP integration and workspace",
	}
	integrations = tfkit.Noun{Words: portkey.MCPIntegrationReferenceWords, Type: "portkey_mcp_integration", References: "ID or slug"}
)

// place is where a row is: in the list of an MCP integration, for a workspace.
type place = tfkit.AccessRow[portkey.MCPIntegrationAccessWrite]

func placeOf(api *portkey.Client, integration, workspaceID string) place {
	return place{
		API: api, Rows: portkey.NewMCPIntegrationAccesses(api, integration), Integration: integration,
		ProveIntegration: portkey.NewMCPIntegrations(api, "").ProveGone, WorkspaceID: workspaceID,
	}
}

// find is the place of a row that is to be written. It reports false, with an error, where
// the MCP integration or the workspace is not there.
func (r *Resource) find(ctx context.Context, m model, diags *diag.Diagnostics) (place, bool) {
	workspaceID, ok := r.Session.WorkspaceID(ctx, m.WorkspaceID, diags)
	if !ok {
		return place{}, false
	}
	known, err := r.Session.API.ResolveMCPIntegration(ctx, m.MCPIntegrationID.ValueString())
	if err != nil {
		failed := integrations.FindFailed(integrations.Find(), err)
		diags.AddAttributeError(path.Root("mcp_integration_id"), failed.Summary(), failed.Detail())
		return place{}, false
	}
	return placeOf(r.Session.API, known.ID, workspaceID), true
}

// known is the place of a row of a state, whose MCP integration and workspace may have been
// deleted.
func (r *Resource) known(ctx context.Context, state model) place {
	return placeOf(r.Session.API, state.MCPIntegrationID.ValueString(), r.Session.KnownWorkspaceID(ctx, state.WorkspaceID))
}

// createFailed explains why nothing was enabled, or may have been.
func createFailed(err error) diag.Diagnostic {
	var taken *portkey.TakenError
	if !errors.As(err, &taken) {
		return noun.Create().Failed(err)
	}
	return tfkit.RowTaken{
		At: "workspace_id", What: "access",
		Twice:  "give the workspace access to the MCP integration",
		Exists: "The access of the workspace to the MCP integration already exists.",
		More:   "- An MCP integration that is enabled for all new workspaces, and one of the workspace itself, is enabled without a resource: import it, or leave it out.\n",
	}.Failed(noun, taken)
}
