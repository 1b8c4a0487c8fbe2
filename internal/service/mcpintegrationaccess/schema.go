package mcpintegrationaccess

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

const (
	official = "Official documentation: [MCP Gateway](https://portkey.ai/docs/product/mcp-gateway)."
	needs    = "The API key needs the scopes `organisation_mcp_integrations.read` and `organisation_mcp_integrations.update` " +
		"(`workspace_mcp_integrations.read` and `workspace_mcp_integrations.update` for an MCP integration of a workspace), and `workspaces.read`."
	idDescription = "The MCP integration and the workspace, as in `<integration>/<workspace>`, each as it was written when the access was created."
)

// Schema describes portkey_mcp_integration_workspace_access.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		Version: 1,
		MarkdownDescription: "Manages the access of one workspace to an MCP integration. The access of other workspaces is not affected.\n\n" +
			official + "\n\n" +
			"~> Destroying the resource disables the access. An MCP server of the MCP integration in the workspace remains, unless it is destroyed as well.\n\n" +
			"-> Many workspaces of one MCP integration are enabled in few requests. To use the MCP integration, a workspace also needs an MCP server: `portkey_mcp_server`. " +
			"Its `mcp_integration_id` can refer to this resource, so that the access is created first.\n\n" +
			needs,
		Attributes: map[string]schema.Attribute{
			"id": tfkit.Fixed(idDescription),
			"mcp_integration_id": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "The ID or the slug of the MCP integration. Changing the MCP integration forces a new access to be created.",
				Validators:          []validator.String{tfkit.NotBlank()},
			},
			"workspace_id": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "The ID or the slug of the workspace. Changing the workspace forces a new access to be created.",
				Validators:          []validator.String{tfkit.NotBlank()},
			},
			"created_at":      noun.CreatedAt(),
			"last_updated_at": noun.LastUpdatedAt(),
		},
	}
}

// IdentitySchema names what identifies an access. It stays as it was at the create.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{
			RequiredForImport: true,
			Description:       "The MCP integration and the workspace, each by ID or slug, as in `<integration>/<workspace>`.",
		},
	}}
}
