package mcpserver

import (
	"context"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// noun is what diagnostics need to know of MCP servers.
var noun = tfkit.Noun{
	Words: portkey.MCPServerWords, Type: "portkey_mcp_server", Name: "name",
	References: "ID, slug, or exact name", OwnSlug: true,
	Attributes: []string{"name", "slug", "workspace_id", "mcp_integration_id", "description"},
}

const (
	documentation = "Official documentation: [MCP Gateway](https://portkey.ai/docs/product/mcp-gateway).\n\n"
	// keys says which API keys there are for MCP servers.
	keys = "Some control planes refuse MCP servers to the API keys of an organisation, whatever their scopes: use an API key of the workspace there. "
)

// The documented lengths.
const (
	longestName        = 255
	longestDescription = 500
	shortestSlug       = 3
	longestSlug        = 50
)

var slugPattern = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

// Schema describes portkey_mcp_server.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		Version: 1,
		MarkdownDescription: "Manages an MCP server: what a workspace reaches an MCP integration through. Clients connect to it by its slug.\n\n" + documentation +
			"The MCP integration must be enabled for the workspace, with `portkey_mcp_integration_workspace_access`. Refer to that resource, or name it in `depends_on`, " +
			"so that the access is created before the server, and destroyed after it. If neither is there, creating a server waits up to 20 seconds for the access.\n\n" +
			"~> Destroying the resource deletes the MCP server permanently, with the access of its users and their connections.\n\n" +
			"-> Portkey may create an MCP server by itself when an MCP integration is enabled for a workspace, with the slug of the integration. Import it to manage it.\n\n" +
			"The API key needs the scopes `mcp_servers.create`, `mcp_servers.read`, `mcp_servers.update`, `mcp_servers.delete` and `mcp_servers.list`, " +
			"and `workspaces.read` to detect that a server was deleted outside Terraform and if `workspace_id` is a slug. " + keys +
			"It also needs a right to read MCP integrations if `mcp_integration_id` is changed from the ID of an integration to its slug or back.",
		Attributes: attributesSchema(),
	}
}

// attributesSchema describes the attributes of the resource. The data sources show them too.
func attributesSchema() map[string]schema.Attribute {
	const replaces = " forces a new MCP server to be created."
	return map[string]schema.Attribute{
		"id":           noun.ID(),
		"workspace_id": noun.HomeAttribute(),
		"mcp_integration_id": schema.StringAttribute{
			Required:            true,
			MarkdownDescription: "The ID or the slug of the MCP integration, which must be enabled for the workspace. Changing the integration" + replaces,
			Validators:          []validator.String{tfkit.NotBlank()},
		},
		"name": schema.StringAttribute{
			Required: true,
			MarkdownDescription: "The name of the MCP server, at most 255 characters. Renaming updates the server in place. " +
				"Without `slug`, creating a server fails if another one of the workspace has the name.",
			Validators: []validator.String{tfkit.NotBlank(), tfkit.Trimmed(), stringvalidator.UTF8LengthAtMost(longestName)},
		},
		"slug": schema.StringAttribute{
			Optional: true, Computed: true,
			MarkdownDescription: "The slug of the MCP server, by which clients connect to it. 3 to 50 letters, digits, `-` and `_`, and unique in the organisation. " +
				"If omitted, Portkey makes one of the name and random characters. Changing the slug" + replaces,
			Validators: []validator.String{
				stringvalidator.RegexMatches(slugPattern, "must consist of letters, digits, - and _"), stringvalidator.LengthBetween(shortestSlug, longestSlug),
			},
			PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown(), stringplanmodifier.RequiresReplaceIfConfigured()},
		},
		"description": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "A description of the MCP server, at most 500 characters. If omitted or empty, there is none.",
			Validators:          []validator.String{stringvalidator.UTF8LengthAtMost(longestDescription)},
		},
		"status":     tfkit.Fixed("The status of the MCP server, such as `active`."),
		"created_at": noun.CreatedAt(),
	}
}

// IdentitySchema names what identifies an MCP server: no read of one has its workspace.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = noun.IdentityWithin()
}
