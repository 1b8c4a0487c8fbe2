package mcpserver

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// view is an MCP server as a data source shows it: with what only lists have.
type view struct {
	attributes

	OwnerID       types.String `tfsdk:"owner_id"`
	URL           types.String `tfsdk:"url"`
	LastUpdatedAt types.String `tfsdk:"last_updated_at"`
}

func viewOf(answer portkey.MCPServer) view {
	return view{
		attributes: model{}.observe(answer).attributes, OwnerID: tfkit.OrPrior(answer.OwnerID, types.StringNull()),
		URL: tfkit.OrPrior(answer.URL, types.StringNull()), LastUpdatedAt: tfkit.OrPrior(answer.LastUpdatedAt, types.StringNull()),
	}
}

func viewAttributes() map[string]schema.Attribute {
	attributes := tfkit.Computed(attributesSchema())
	const listed = " Null for an API key that may not list the MCP servers of the workspace."
	for name, description := range map[string]string{
		"workspace_id":       "The ID of the workspace that contains the MCP server.",
		"mcp_integration_id": "The ID of the MCP integration, or its slug on control planes that return that.",
		"name":               "The name of the MCP server.",
		"slug":               "The slug of the MCP server, by which clients connect to it.",
		"description":        "A description of the MCP server. Null if there is none.",
		"owner_id":           "The ID of the user who created the MCP server." + listed,
		"url":                "The URL at which clients connect to the MCP server." + listed,
		"last_updated_at":    "When the MCP server was last changed, by anyone, as an RFC 3339 time in UTC." + listed,
	} {
		attributes[name] = schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	return attributes
}

// NewDataSource returns the data source portkey_mcp_server for the provider's registry: one
// MCP server.
func NewDataSource() datasource.DataSource {
	return &tfkit.LookupDataSource[view]{
		DataSourceBase: tfkit.DataSourceBase{Name: "mcp_server"},
		Noun:           noun,
		Description: "Reads an MCP server of a workspace by its ID, its slug or its exact name. It is an error if no server, or more than one, matches.\n\n" + documentation +
			"The API key needs the scopes `mcp_servers.read` and `mcp_servers.list`, and `workspaces.read` if `workspace_id` is a slug. " + keys,
		NameArgument: "The exact name of the MCP server. Case-sensitive.",
		Attributes:   viewAttributes(),
		Within:       true,
		Find: func(ctx context.Context, session *tfkit.Session, workspaceID string, by portkey.Lookup) (view, error) {
			found, err := portkey.FindMCPServer(ctx, session.API, workspaceID, func(servers *portkey.MCPServers) (portkey.MCPServer, error) { return servers.FindBy(ctx, by) })
			return viewOf(found), err
		},
	}
}

// NewListDataSource returns the data source portkey_mcp_servers for the provider's registry:
// the MCP servers of a workspace.
func NewListDataSource() datasource.DataSource {
	return &tfkit.ListDataSource[view]{
		DataSourceBase: tfkit.DataSourceBase{Name: "mcp_servers"},
		Description: "Reads the MCP servers of a workspace, those too that Portkey has created by itself. " +
			"If there is none, the list is empty; an incomplete list is an error.\n\n" + documentation +
			"The API key needs the scope `mcp_servers.list`, and `workspaces.read` if `workspace_id` is a slug. " + keys,
		Arguments:  map[string]schema.Attribute{"workspace_id": noun.HomeArgument()},
		Listed:     "The MCP servers, in the order in which Portkey lists them.",
		Attributes: viewAttributes(),
		Find: func(ctx context.Context, session *tfkit.Session, config tfsdk.Config, diags *diag.Diagnostics) []view {
			found, _ := listServers(ctx, session, config, diags)
			return tfkit.Views(found, viewOf)
		},
	}
}
