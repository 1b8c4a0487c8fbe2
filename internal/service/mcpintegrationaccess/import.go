package mcpintegrationaccess

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// ImportState takes integration/workspace, each by id, slug or name. It is the import ID of
// the vendor's provider as well.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	ref, ok := tfkit.ImportReference(ctx, noun, req, resp)
	if !ok {
		return
	}
	integration, workspace, nested := strings.Cut(ref, "/")
	if !nested || integration == "" || workspace == "" {
		resp.Diagnostics.Append(notImported(ref, "does not name an MCP integration and a workspace"))
		return
	}
	api := r.Session.API
	found, err := portkey.NewMCPIntegrations(api, "").Find(ctx, integration)
	if err != nil {
		resp.Diagnostics.Append(noFound(ref, "names no MCP integration that is visible to this API key", err))
		return
	}
	home, err := portkey.NewWorkspaces(api).Find(ctx, workspace)
	if err != nil {
		resp.Diagnostics.Append(noFound(ref, "names no workspace that is visible to this API key", err))
		return
	}
	if integration != found.ID.Or("") && integration != found.Slug.Or("") { // a name is no mcp_integration_id
		integration = found.ID.Or("")
	}
	if workspace != home.ID && workspace != home.Slug.Or("") {
		workspace = home.ID
	}
	at := placeOf(api, found.ID.Or(integration), home.ID)
	list, err := at.Rows.List(ctx)
	var row tfkit.FoundRow
	if err == nil {
		row, err = at.In(ctx, list)
	}
	if err != nil {
		resp.Diagnostics.Append(noun.Import().Failed(err))
		return
	}
	if !row.IsEnabled() {
		resp.Diagnostics.Append(notImported(ref, "names a workspace that has no access to the MCP integration"))
		return
	}
	state := model{MCPIntegrationID: types.StringValue(integration), WorkspaceID: types.StringValue(workspace)}
	state.ID = types.StringValue(state.address())
	resp.Diagnostics.Append(resp.State.Set(ctx, state.observe(row.IntegrationAccess))...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)
}

// noFound explains why an import did not find a part of what it names.
func noFound(ref, why string, err error) diag.Diagnostic {
	var missing *portkey.NotFoundError
	if errors.As(err, &missing) && !missing.ListRefused {
		return notImported(ref, why)
	}
	return noun.Import().Failed(err)
}

// notImported explains why an import found nothing.
func notImported(ref, why string) diag.Diagnostic {
	return diag.NewErrorDiagnostic(noun.Import().Summary(), fmt.Sprintf("The import ID %.200q %s.\n"+
		"Specify the MCP integration and the workspace, each by ID, slug or name: integration/workspace.\n%s",
		ref, why, tfkit.More(tfkit.SectionNotFound)))
}
