package mcpintegration

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

var _ list.ListResourceWithConfigure = (*Resource)(nil)

// NewListResource returns the list resource for the provider's registry.
func NewListResource() list.ListResource { return newResource() }

// ListResourceConfigSchema describes the filter.
func (r *Resource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the MCP integrations of a workspace, or all that are visible to the API key, for `terraform query`, " +
			"which can generate the configuration that imports them, except for the secrets.\n\n" +
			official + "\n\n" +
			"The API key needs the scope `organisation_mcp_integrations.list` or, for those of workspaces, `workspace_mcp_integrations.list`, and the scope `read` of the same with `include_resource` and for the import.",
		Attributes: map[string]schema.Attribute{"workspace_id": noun.ListWorkspaceFilter()},
	}
}

// List finds the MCP integrations for terraform query.
func (r *Resource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	r.ListResults(ctx, req, stream, func(diags *diag.Diagnostics) []tfkit.Listed {
		found, integrations := listIntegrations(ctx, r.Session, req.Config, diags)
		return tfkit.Views(found, func(one portkey.MCPIntegration) tfkit.Listed {
			imported := r.identified(ctx, one)
			return tfkit.Listed{
				ID: imported.ID.ValueString(), Slug: imported.Slug.ValueString(), Name: one.Name.Or(""),
				Model: func(ctx context.Context, diags *diag.Diagnostics) any {
					got, err := integrations.GetUncached(ctx, imported.address())
					if err != nil {
						diags.Append(noun.Read().Failed(err))
					}
					return imported.hide(got).observe(got, r.Session.API.Now())
				},
			}
		})
	})
}

// identified is as much of an MCP integration as an import begins with. Its workspace is
// named by the id, as the documentation recommends.
func (r *Resource) identified(ctx context.Context, found portkey.MCPIntegration) model {
	var state model
	state.ID, state.Slug = types.StringValue(found.ID.Or(found.Slug.Or(""))), tfkit.OrPrior(found.Slug, types.StringNull())
	if home := tfkit.OrPrior(found.WorkspaceID, types.StringNull()); home.ValueString() != "" {
		state.WorkspaceID = types.StringValue(r.Session.KnownWorkspaceID(ctx, home))
	}
	return state
}

// listIntegrations lists what the argument workspace_id selects.
func listIntegrations(ctx context.Context, session *tfkit.Session, config tfsdk.Config, diags *diag.Diagnostics) ([]portkey.MCPIntegration, *portkey.MCPIntegrations) {
	workspaceID, ok := session.WorkspaceFilter(ctx, config, diags)
	if !ok {
		return nil, nil
	}
	integrations := portkey.NewMCPIntegrations(session.API, workspaceID)
	found, err := integrations.List(ctx, nil)
	if err != nil {
		diags.Append(noun.List().Failed(err))
	}
	return found, integrations
}
