package mcpserver

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// ModifyPlan plans a replacement for another workspace or integration, and warns of a create
// whose name is taken.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	if req.State.Raw.IsNull() {
		if r.Session.API != nil {
			noun.PlanName(ctx, req, resp, []string{"name", "workspace_id", "slug"}, r.namesakes)
		}
		return
	}
	tfkit.PlanWorkspace(ctx, r.Session, req, resp)
	tfkit.PlanMCPIntegration(ctx, r.Session, req, resp)
	var id types.String
	resp.Diagnostics.Append(req.State.GetAttribute(ctx, idPath, &id)...)
	tfkit.NotePlanned(ctx, id.ValueString(), resp)
}

// namesakes looks in its workspace for what has the name of an MCP server to be created,
// unless that has a slug of its own.
func (r *Resource) namesakes(ctx context.Context, parts map[string]string) (shown string, found []portkey.Candidate) {
	if parts["slug"] != "" {
		return "", nil
	}
	workspaceID := r.Session.KnownWorkspaceID(ctx, types.StringValue(parts["workspace_id"]))
	return parts["name"], portkey.NewMCPServers(r.Session.API, workspaceID).Namesakes(ctx, portkey.MCPServerCreate{Name: parts["name"]})
}
