package securitysettings

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

const (
	official = "Official documentation: [Access control](https://portkey.ai/docs/product/enterprise-offering/org-management/user-roles-and-permissions)."
	names    = "The names are those of the API in snake_case, such as `members_view_logs`, `managers_write_api_keys` or `organisation_admins_view_logs`."
)

// Schema describes portkey_workspace_security_settings.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		Version: 1,
		MarkdownDescription: "Manages what members, managers and admins may see and do in a workspace. Settings that are not named are not managed, and stay as they are.\n\n" +
			official + "\n\n" +
			"~> Destroying the resource changes nothing in Portkey: there is no way to reset the settings. Only the state forgets them.\n\n" +
			"-> The organisation decides which settings its workspaces may override. Changing another one is an error, and such a setting follows that of the organisation.\n\n" +
			"Setting what a later version of Portkey has is possible without a later version of this provider. A name that Portkey does not have is an error at plan.\n\n" +
			"The API key needs the scopes `workspaces.read` and `workspaces.update`, and `workspaces.list` for the import by name, and to detect that the workspace was deleted.",
		Attributes: map[string]schema.Attribute{
			"id":           tfkit.Fixed("The ID of the workspace."),
			"workspace_id": noun.OwnerAttribute(),
			"settings": schema.MapAttribute{
				ElementType: types.BoolType,
				Required:    true,
				MarkdownDescription: "The settings by name. " + names + " The data source `portkey_workspace_security_settings` returns all of them. " +
					"Removing one leaves it as it is.",
				Validators: []validator.Map{tfkit.NoNullValues(), tfkit.NoEmptyKey()},
			},
		},
	}
}

// IdentitySchema names what identifies the settings.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = noun.Identity()
}
