package mcpuseraccess

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// DataSource is the data source portkey_mcp_server_user_access.
type DataSource struct{ tfkit.DataSourceBase }

var _ datasource.DataSourceWithConfigure = (*DataSource)(nil)

// NewDataSource returns the data source for the provider's registry.
func NewDataSource() datasource.DataSource {
	return &DataSource{tfkit.DataSourceBase{Name: "mcp_server_user_access"}}
}

type view struct {
	ID            types.String `tfsdk:"id"`
	MCPServerID   types.String `tfsdk:"mcp_server_id"`
	DefaultAccess types.String `tfsdk:"default_access"`
	Users         []user       `tfsdk:"users"`
}

type user struct {
	UserID           types.String `tfsdk:"user_id"`
	FirstName        types.String `tfsdk:"first_name"`
	LastName         types.String `tfsdk:"last_name"`
	Enabled          types.Bool   `tfsdk:"enabled"`
	HasOverride      types.Bool   `tfsdk:"has_override"`
	ConnectionStatus types.String `tfsdk:"connection_status"`
}

// Schema describes the data source.
func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	text := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads which users of a workspace may use an MCP server: all members of the workspace, with what is set for them or follows from the default.\n\n" + official +
			"The API key needs the scope `mcp_servers.read`. " + keys,
		Attributes: map[string]schema.Attribute{
			"id": text("The ID of the MCP server."),
			"mcp_server_id": schema.StringAttribute{
				Required: true, MarkdownDescription: "The ID or the slug of the MCP server.", Validators: []validator.String{tfkit.NotBlank()},
			},
			"default_access": text("What users may do for whom nothing else is set: `allow` or `deny`."),
			"users": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "The users, in the order in which Portkey lists them.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"user_id":           text("The ID of the user, as this API key has to name the user for the MCP server."),
					"first_name":        text("The first name of the user."),
					"last_name":         text("The last name of the user."),
					"enabled":           schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the user may use the MCP server."},
					"has_override":      schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether that is set for the user. If not, it follows from the default."},
					"connection_status": text("Whether the user is connected to the MCP server: `connected` or `not_connected`."),
				}},
			},
		},
	}
}

// Read reads the access of all users.
func (d *DataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var ref types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("mcp_server_id"), &ref)...)
	if resp.Diagnostics.HasError() || !d.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer d.Session.WarnOfWaits(&resp.Diagnostics)
	id, ok := d.Session.MCPServerID(ctx, noun.Find(), ref, &resp.Diagnostics)
	if !ok {
		return
	}
	got, err := portkey.NewMCPUserAccesses(d.Session.API, id).List(ctx)
	if err != nil {
		resp.Diagnostics.Append(noun.Find().NoMCPServer(err, ref.ValueString()))
		return
	}
	none, unknown := types.StringNull(), types.BoolNull()
	resp.Diagnostics.Append(resp.State.Set(ctx, view{
		ID: types.StringValue(id), MCPServerID: ref, DefaultAccess: tfkit.OrPrior(got.Default, none),
		Users: tfkit.Views(got.Users, func(one portkey.MCPUser) user {
			return user{
				UserID: tfkit.OrPrior(one.ID, none), FirstName: tfkit.OrPrior(one.FirstName, none), LastName: tfkit.OrPrior(one.LastName, none),
				Enabled: tfkit.OrPriorBool(one.Enabled, unknown), HasOverride: tfkit.OrPriorBool(one.HasOverride, unknown),
				ConnectionStatus: tfkit.OrPrior(one.ConnectionStatus, none),
			}
		}),
	})...)
}
