package mcpcapabilities

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

const official = "Official documentation: [MCP gateway](https://portkey.ai/docs/product/mcp-gateway)."

// Schema describes the resource.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	of := r.of
	resp.Schema = schema.Schema{
		Version: 1,
		MarkdownDescription: fmt.Sprintf("Manages which tools, prompts and resources of an %s are enabled. All are by default, and those that are not named are not managed: they stay as they are.\n\n", of.what) +
			official + "\n\n" +
			"~> Destroying the resource, or removing a capability that is `false`, enables it: that is the default of Portkey. The plan warns of each.\n\n" +
			"-> Capabilities exist once the gateway of Portkey has synced with the upstream MCP server. Creating the resource, and changing it, wait for that, for `wait_for_sync` at most. " +
			"A server that users log in to may be synced only once one of them has.\n\n" +
			r.level() +
			"A capability that the upstream server no longer has is kept in the state as it is, with a warning.\n\n" +
			of.needsWrite,
		Attributes: map[string]schema.Attribute{
			"id": tfkit.Fixed(fmt.Sprintf("The ID of the %s.", of.what)),
			of.attribute: schema.StringAttribute{
				Required:            true,
				MarkdownDescription: fmt.Sprintf("The ID or the slug of the %s. Changing it to another one forces a new resource to be created.", of.what),
				Validators:          []validator.String{tfkit.NotBlank()},
			},
			"capabilities": schema.MapAttribute{
				Required: true, ElementType: types.BoolType,
				MarkdownDescription: fmt.Sprintf("Whether a capability is enabled, by its type and name, such as `tool/create_issue`. The types are `tool`, `prompt` and `resource`; "+
					"resource templates can't be enabled or disabled. The data source `%s` lists the keys. A name that the %s does not have is an error at apply, and a warning at plan.", of.noun.Type, of.what),
				Validators: []validator.Map{tfkit.NoNullValues(), capabilityKeys{}},
			},
			"wait_for_sync": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "How long a create and an update wait until the capabilities are synced, as a duration such as `2m`. The maximum is `30m`, and `0s` does not wait. " +
					"Has no effect if they are. Defaults to `1m`.",
				Validators: []validator.String{tfkit.DurationBetween(0, longestPatience)},
			},
		},
	}
}

// level says how the capabilities of a server depend on those of its integration.
func (r *Resource) level() string {
	if r.of.attribute == "mcp_server_id" {
		return "~> A capability that the MCP integration disables can't be used, whatever the server says. The provider warns of those that are `true` here.\n\n"
	}
	return "-> What is disabled here is disabled for all servers of the integration. To disable it for one of them, use `portkey_mcp_server_capabilities`.\n\n"
}

// IdentitySchema names what identifies the capabilities. It stays as it was at the create.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{RequiredForImport: true, Description: fmt.Sprintf("The ID of the %s.", r.of.what)},
	}}
}
