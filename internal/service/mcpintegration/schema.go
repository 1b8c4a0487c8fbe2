package mcpintegration

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

const official = "Official documentation: [MCP Gateway](https://portkey.ai/docs/product/mcp-gateway)."

// Schema describes portkey_mcp_integration.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		Version: 1,
		MarkdownDescription: "Manages an MCP integration: an MCP server that is registered for the organisation or for one workspace, and how Portkey connects to it. " +
			"Workspaces use it by MCP servers of their own, once they have access.\n\n" +
			official + "\n\n" +
			"-> The best place for a secret is a vault: `secret_mappings` fills fields of `configurations` from a `portkey_secret_reference`, so that Terraform never has the secret. " +
			"Next best is the write-only argument `secret_configurations_wo`, which the state does not contain. `secret_configurations` is in the state.\n\n" +
			"Portkey returns the values of headers and other secrets masked. So Terraform detects that a field or a header was added or removed outside Terraform, and not that the value of one was changed. " +
			"Only the values of `forward_headers`, `jwt_validation`, `passthrough_headers` and `user_identity_forwarding` are compared.\n\n" +
			"~> Portkey rejects the deletion of an MCP integration as long as there are MCP servers of it; the error names them. " +
			"MCP servers that Terraform manages are deleted first if their `mcp_integration_id` refers to this resource.\n\n" +
			"The API key needs the scopes `create`, `read`, `update`, `delete` and `list` of `organisation_mcp_integrations` or, with `workspace_id`, of `workspace_mcp_integrations`, " +
			"as in `organisation_mcp_integrations.create`. It also needs `workspaces.read` to detect that an MCP integration was deleted outside Terraform and if `workspace_id` is a slug, " +
			"and `secret_references.read` if `secret_reference_id` is an ID.",
		Attributes: attributesSchema(),
	}
}

// secretInput is the secret part of the configurations, which can be set in two arguments.
var secretInput = tfkit.SecretInput{Name: "secret_configurations", Version: "secret_configurations_wo_version"}

// secretArguments are the names of the arguments of secrets.
var secretArguments = []string{"secret_configurations", "secret_configurations_wo", "secret_configurations_wo_version"}

const replaces = " Changing it forces a new MCP integration to be created."

// attributesSchema describes the attributes of the resource. The data sources show most of
// them too.
func attributesSchema() map[string]schema.Attribute {
	all := map[string]schema.Attribute{
		"id": noun.ID(),
		"slug": schema.StringAttribute{
			Optional: true, Computed: true,
			MarkdownDescription: "The slug of the MCP integration. Unique in the organisation, up to 255 letters, digits, hyphens and underscores. " +
				"If omitted, Portkey derives it from the name, and creating the MCP integration fails if another one has the name." + replaces,
			Validators: []validator.String{tfkit.IsSlug()},
			PlanModifiers: []planmodifier.String{
				stringplanmodifier.UseStateForUnknown(), stringplanmodifier.RequiresReplaceIfConfigured(),
			},
		},
		"name": schema.StringAttribute{
			Required:            true,
			MarkdownDescription: "The name of the MCP integration, up to 255 characters. Renaming updates the MCP integration in place, and its slug stays.",
			Validators:          []validator.String{tfkit.NotBlank(), tfkit.Trimmed()},
		},
		"url": schema.StringAttribute{
			Required: true,
			MarkdownDescription: "The URL of the MCP server, with the scheme `https` or `http` and without a fragment. " +
				"Portkey rejects hosts of private networks; a self-hosted control plane may accept them.",
			Validators: []validator.String{tfkit.NotBlank(), tfkit.Trimmed(), isURL()},
		},
		"auth_type": schema.StringAttribute{
			Required: true,
			MarkdownDescription: "How Portkey logs in to the MCP server: `none`, by `headers`, or with OAuth, as every user (`oauth_auto`) or as a client of its own (`oauth_client_credentials`). " +
				"Headers and the settings of OAuth are in the configurations.",
			Validators: []validator.String{tfkit.OneOf("none", "headers", "oauth_auto", "oauth_client_credentials")},
		},
		"transport": schema.StringAttribute{
			Required:            true,
			MarkdownDescription: "The transport of the MCP server: `http` for streamable HTTP, or `sse`.",
			Validators:          []validator.String{tfkit.OneOf("http", "sse")},
		},
		"workspace_id": schema.StringAttribute{
			Optional: true, Computed: true,
			MarkdownDescription: "The ID or the slug of the workspace that the MCP integration belongs to. If omitted, it belongs to the organisation, or to the workspace of a workspace's own API key. " +
				"Changing the workspace forces a new MCP integration to be created.",
			Validators:    []validator.String{tfkit.NotBlank()},
			PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		},
		"description": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "A description of the MCP integration. If omitted or empty, there is none.",
		},
		"configurations": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "The settings of the connection, as a JSON object: write it with `jsonencode`. Plans show it, so it must not contain secrets: set those in `secret_configurations_wo`. " +
				"The fields are those of the Admin API: `custom_headers`, `forward_headers`, `passthrough_headers`, `oauth_metadata`, `user_identity_forwarding`, `jwt_validation` and `external_auth_config`. " +
				"An unknown field is a warning, and sent as it is. " +
				"The same object, formatted differently, is not a change. A field that is removed is cleared. If omitted, there are none.",
			Validators: []validator.String{tfkit.JSONObject(), noMasks()},
		},
		"secret_mappings": tfkit.SecretMappingsAttribute(
			"What is filled: a field of the configurations, as in `configurations.custom_headers`. The prefix may be omitted.", isField()),
		"type":            tfkit.Fixed("The type of the MCP integration: `organisation` or `workspace`."),
		"status":          tfkit.Fixed("The status of the MCP integration: `active`, or `archived` once deleted."),
		"owner_id":        tfkit.Fixed("The ID of the user who owns the MCP integration. Null if Portkey does not return it."),
		"created_at":      noun.CreatedAt(),
		"last_updated_at": noun.LastUpdatedAt(),
	}
	secrets := secretInput.Strings("The secret part of the configurations, as a JSON object that is laid over `configurations`, down to the single header: write it with `jsonencode`, " +
		"as in `jsonencode({ custom_headers = { Authorization = var.token } })`. It is sent along whenever `configurations` changes.")
	for name, one := range secrets {
		attribute, _ := one.(schema.StringAttribute)
		attribute.Validators = append(attribute.Validators, tfkit.JSONObject(), noMasks())
		secrets[name] = attribute
	}
	maps.Copy(all, secrets)
	all["secret_configurations_wo_version"] = tfkit.SecretVersion("`secret_configurations_wo`")
	return all
}

// IdentitySchema names what identifies an MCP integration.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = noun.Identity()
}
