package user

import (
	"context"
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/portkey-community/terraform-provider-portkey/internal/people"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// documentation links to the vendor's page.
const documentation = "Official documentation: [User management](https://portkey.ai/docs/product/enterprise-offering/org-management).\n\n"

// Schema describes portkey_user.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	attributes := attributesSchema()
	maps.Copy(attributes, people.UserAttributes(noun.One))
	attributes["role"] = schema.StringAttribute{
		Required:            true,
		MarkdownDescription: "The role of the user in the organisation: `admin` or `member`. An `admin` is an admin of every workspace. The role of an owner can't be managed.",
		Validators:          append(people.OrganisationRole(), notOwner()),
	}
	attributes["remove_on_destroy"] = schema.BoolAttribute{
		Optional: true,
		MarkdownDescription: "Whether destroying the resource removes the user from the organisation, and with it the user's memberships of workspaces and API keys. " +
			"The value that was last applied counts. If `false`, the user stays in the organisation with the current role. Defaults to `false`.",
	}
	resp.Schema = schema.Schema{
		Version: 1,
		MarkdownDescription: "Manages the role of a user in the organisation. The user must exist: people join an organisation by an invite, by single sign-on or by SCIM. " +
			"Creating the resource adopts the user, and changes the role if it is another one. The plan warns of that.\n\n" +
			documentation +
			"~> With `remove_on_destroy = true`, destroying the resource removes a person from the organisation. Otherwise, only the state forgets the user. " +
			"The plan of a destroy says which of the two happens.\n\n" +
			people.GeneratedNote +
			"The API key must be one of an organisation, with the scopes `organisation_users.read`, `organisation_users.update` and `organisation_users.list`, " +
			"`organisation_users.delete` for `remove_on_destroy`, and `workspaces.list` and `workspaces.read` to detect that a user has left the organisation.",
		Attributes: attributes,
	}
}

// notOwner refuses the role of an owner, which is no misspelling.
func notOwner() validator.String {
	return tfkit.Satisfies("not owner", func(value string, at path.Path) string {
		if value != "owner" {
			return ""
		}
		return fmt.Sprintf("The attribute %s is \"owner\". Portkey makes nobody an owner by its API. Use one of `admin`, `member`.", at)
	})
}

// attributesSchema describes what the resource and the data sources show.
func attributesSchema() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":              noun.ID(),
		"email":           tfkit.Fixed("The e-mail address of the user."),
		"first_name":      tfkit.Fixed("The first name of the user."),
		"last_name":       tfkit.Fixed("The last name of the user."),
		"role":            tfkit.Fixed("The role of the user in the organisation: `owner`, `admin` or `member`."),
		"created_at":      noun.CreatedAt(),
		"last_updated_at": noun.LastUpdatedAt(),
	}
}

// IdentitySchema names what identifies a user.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = noun.Identity()
}
