package mcpuseraccess

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// noun is what diagnostics need to know of the access of users.
var noun = tfkit.Noun{
	Words: portkey.MCPUserAccessWords, Type: "portkey_mcp_server_user_access", Name: "mcp_server_id", References: "ID or slug",
	Attributes: []string{"default_access", "users"},
}

const (
	official = "Official documentation: [MCP Gateway](https://portkey.ai/docs/product/mcp-gateway).\n\n"
	keys     = "Some control planes refuse MCP servers to the API keys of an organisation, whatever their scopes: use an API key of the workspace there."
)

// Schema describes portkey_mcp_server_user_access.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		Version: 1,
		MarkdownDescription: "Manages which users of a workspace may use an MCP server: a default, and users who differ from it. " +
			"Users who are not named are not managed, and stay as they are.\n\n" + official +
			"~> Portkey can't remove what was set for a user. When a user is removed from `users`, or the resource is destroyed, the access of the users is set to that of the default, " +
			"and does not follow later changes of the default. The plan has a warning that names them. The default itself stays as it is.\n\n" +
			"-> Users are members of the workspace of the server. Which IDs Portkey takes depends on the API key: for some keys they are not those of `portkey_user`. " +
			"The data source `portkey_mcp_server_user_access` returns those of the key.\n\n" +
			"The API key needs the scopes `mcp_servers.read` and `mcp_servers.update`, `organisation_users.read` and `organisation_users.list` for e-mail addresses, " +
			"and `workspaces.read`, `workspaces.list` and `mcp_servers.list` to detect that the server was deleted. " + keys,
		Attributes: map[string]schema.Attribute{
			"id":            tfkit.Fixed("The ID of the MCP server."),
			"mcp_server_id": noun.MCPServerAttribute(),
			"default_access": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "What users may do for whom nothing else is set: `allow` or `deny`. If omitted, the default is not managed, and stays as it is.",
				Validators:          []validator.String{tfkit.OneOf("allow", "deny")},
			},
			"users": schema.MapAttribute{
				ElementType: types.BoolType,
				Optional:    true,
				MarkdownDescription: "Whether users may use the MCP server, whatever the default is, by their IDs or e-mail addresses. " +
					"Upper and lower case in an address are the same. If omitted, the access of no user is managed.",
				Validators: []validator.Map{tfkit.NoNullValues(), tfkit.NoEmptyKey()},
			},
		},
	}
}

// IdentitySchema names what identifies the access.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = noun.Identity()
}
