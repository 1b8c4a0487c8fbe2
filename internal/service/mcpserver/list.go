package mcpserver

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

// ListResourceConfigSchema describes the argument.
func (r *Resource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the MCP servers of a workspace, for `terraform query`, which can generate the configuration that imports them.\n\n" + documentation +
			"The API key needs the scope `mcp_servers.list`, and `mcp_servers.read` for the import. It needs `workspaces.read` if `workspace_id` is a slug. " + keys,
		Attributes: map[string]schema.Attribute{"workspace_id": noun.ListHomeArgument()},
	}
}

// List finds the MCP servers for terraform query.
func (r *Resource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	r.ListResults(ctx, req, stream, func(diags *diag.Diagnostics) []tfkit.Listed {
		found, workspaceID := listServers(ctx, r.Session, req.Config, diags)
		return tfkit.Views(found, func(one portkey.MCPServer) tfkit.Listed {
			imported := model{attributes: attributes{WorkspaceID: types.StringValue(workspaceID)}}.observe(one)
			return tfkit.Listed{
				ID: imported.ID.ValueString(), WorkspaceID: workspaceID, Slug: imported.Slug.ValueString(), Name: one.Name.Or(""),
				Model: func(context.Context, *diag.Diagnostics) any { return imported },
			}
		})
	})
}

// listServers lists the MCP servers of the workspace that the argument workspace_id names.
func listServers(ctx context.Context, session *tfkit.Session, config tfsdk.Config, diags *diag.Diagnostics) (found []portkey.MCPServer, workspaceID string) {
	workspaceID, ok := session.WorkspaceFilter(ctx, config, diags)
	if !ok {
		return nil, ""
	}
	found, err := portkey.NewMCPServers(session.API, workspaceID).List(ctx, nil)
	if err != nil {
		diags.Append(noun.List().Failed(err))
	}
	return found, workspaceID
}
