package mcpintegrationaccess

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

var _ list.ListResourceWithConfigure = (*Resource)(nil)

// NewListResource returns the list resource for the provider's registry.
func NewListResource() list.ListResource { return newResource() }

// ListResourceConfigSchema describes the MCP integration.
func (r *Resource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the workspaces that have access to an MCP integration for `terraform query`, which can generate the configuration that imports them.\n\n" +
			official + "\n\n" + needs,
		Attributes: map[string]schema.Attribute{
			"mcp_integration_id": schema.StringAttribute{Required: true, MarkdownDescription: integrationArgument, Validators: []validator.String{tfkit.NotBlank()}},
		},
	}
}

// List finds the access entries for terraform query.
func (r *Resource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	r.ListResults(ctx, req, stream, func(diags *diag.Diagnostics) []tfkit.Listed {
		integration, found := listAccess(ctx, r.Session, req.Config, diags)
		return tfkit.Views(found, func(one portkey.IntegrationAccess) tfkit.Listed {
			imported := model{MCPIntegrationID: types.StringValue(integration), WorkspaceID: types.StringValue(one.ID.Or(""))}
			imported.ID = types.StringValue(imported.address())
			imported = imported.observe(one)
			return tfkit.Listed{
				ID: imported.ID.ValueString(), Slug: integration, Name: one.ID.Or(""),
				Model: func(context.Context, *diag.Diagnostics) any { return imported },
			}
		})
	})
}
