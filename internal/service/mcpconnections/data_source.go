package mcpconnections

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// noun is what diagnostics need to know of connections.
var noun = tfkit.Noun{
	Words: portkey.Words{One: "MCP server connection", Many: "MCP server connections", Rights: "scope mcp_servers.read", Advice: portkey.MCPServerWords.Advice},
	Type:  "portkey_mcp_server_connections",
}

// DataSource is the data source portkey_mcp_server_connections.
type DataSource struct{ tfkit.DataSourceBase }

// model is the data source.
type model struct {
	MCPServerID types.String `tfsdk:"mcp_server_id"`
	WorkspaceID types.String `tfsdk:"workspace_id"`
	UserID      types.String `tfsdk:"user_id"`
	Connections []view       `tfsdk:"connections"`
}

// view is how it shows a connection.
type view struct {
	UserID        types.String `tfsdk:"user_id"`
	Connected     types.Bool   `tfsdk:"connected"`
	CreatedAt     types.String `tfsdk:"created_at"`
	LastUpdatedAt types.String `tfsdk:"last_updated_at"`
}

func viewOf(one portkey.MCPConnection) view {
	return view{
		UserID: types.StringValue(one.UserID.Or("")), Connected: tfkit.OrPriorBool(one.Connected, types.BoolNull()),
		CreatedAt: tfkit.StringOrNull(one.CreatedAt.Or("")), LastUpdatedAt: tfkit.StringOrNull(one.LastUpdatedAt.Or("")),
	}
}

// NewDataSource returns the data source portkey_mcp_server_connections for the provider's
// registry.
func NewDataSource() datasource.DataSource {
	return &DataSource{tfkit.DataSourceBase{Name: "mcp_server_connections"}}
}

// Schema describes the data source.
func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads which users are logged in to the upstream server of an MCP server. Users log in and out at run time, so the result may differ with each plan. An incomplete list is an error.\n\n" +
			"Official documentation: [MCP gateway](https://portkey.ai/docs/product/mcp-gateway).\n\n" +
			"The API key needs the scope `mcp_servers.read`, and `workspaces.read` if `workspace_id` is a slug. " + portkey.MCPServerWords.Advice,
		Attributes: map[string]schema.Attribute{
			"mcp_server_id": schema.StringAttribute{
				Required: true, MarkdownDescription: "The ID or the slug of the MCP server.", Validators: []validator.String{tfkit.NotBlank()},
			},
			"workspace_id": schema.StringAttribute{
				Required: true, MarkdownDescription: "The ID or the slug of the workspace of the MCP server.", Validators: []validator.String{tfkit.NotBlank()},
			},
			"user_id": schema.StringAttribute{
				Optional: true, MarkdownDescription: "The ID of a user whose connections are read. If omitted, those of all users are.", Validators: []validator.String{tfkit.NotBlank()},
			},
			"connections": schema.ListNestedAttribute{
				Computed: true, MarkdownDescription: "The connections, in the order in which Portkey lists them.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"user_id":         schema.StringAttribute{Computed: true, MarkdownDescription: "The ID of the user."},
					"connected":       schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the user is logged in at present."},
					"created_at":      schema.StringAttribute{Computed: true, MarkdownDescription: noun.CreatedAt().MarkdownDescription},
					"last_updated_at": schema.StringAttribute{Computed: true, MarkdownDescription: noun.LastUpdatedAt().MarkdownDescription},
				}},
			},
		},
	}
}

// Read lists the connections.
func (d *DataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	if !d.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer d.Session.WarnOfWaits(&resp.Diagnostics)
	var m model
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	home, ok := d.Session.WorkspaceID(ctx, m.WorkspaceID, &resp.Diagnostics)
	if !ok {
		return
	}
	found, err := d.Session.API.MCPConnections(ctx, home, m.MCPServerID.ValueString(), m.UserID.ValueString())
	if err != nil {
		resp.Diagnostics.Append(noun.List().Failed(err))
		return
	}
	m.Connections = tfkit.Views(found, viewOf)
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}
