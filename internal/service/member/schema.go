package member

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/portkey-community/terraform-provider-portkey/internal/people"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// What when_unknown can be.
const (
	whenUnknownError  = "error"
	whenUnknownInvite = "invite"
)

const idDescription = "The ID of the workspace and that of the user, as in `<workspace ID>/<user ID>`. While the user is invited, it ends in the e-mail address instead."

// Schema describes portkey_workspace_member.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		Version: 1,
		MarkdownDescription: "Manages one member of a workspace, and the role of that member. Other members are not affected.\n\n" +
			official +
			"~> Owners and admins of the organisation are admins of every workspace, whatever role is set. Another `role` is not a difference: a warning explains that. " +
			"An owner can't be removed from a workspace, so destroying that member fails.\n\n" +
			"~> The last admin or manager of a workspace can be removed, or get a lower role: the plan of one member can't see whether another resource gives the role to somebody else, " +
			"or whether the workspace is deleted as well. A warning names the workspace. To have the plan fail instead, use `portkey_workspace_members`.\n\n" +
			"~> Portkey does not return whose API key is in use. Terraform can therefore remove the user whose key it uses: use the API key of an organisation's service.\n\n" +
			"-> A member needs a user. With `when_unknown = \"invite\"`, an invite is sent to an address that no user has. Once it is accepted, the same resource is the member.\n\n" +
			people.GeneratedNote +
			"The API key needs the scopes `workspace_users.create`, `workspace_users.read`, `workspace_users.update`, `workspace_users.delete` and `workspace_users.list`, " +
			"`organisation_users.list` if `email` is set, `organisation_users.create`, `organisation_users.read` and `organisation_users.delete` to invite, " +
			"and `workspaces.read` to detect that a member was removed outside Terraform and if `workspace_id` is a slug.",
		Attributes: attributesSchema(),
	}
}

// attributesSchema describes the attributes of the resource. The data sources show
// most of them too.
func attributesSchema() map[string]schema.Attribute {
	workspace := noun.WorkspaceIDAttribute()
	attributes := map[string]schema.Attribute{
		"id": tfkit.Fixed(idDescription),
		"workspace_id": schema.StringAttribute{
			Required:            true,
			MarkdownDescription: "The ID or the slug of the workspace. Changing the workspace forces a new workspace member to be created.",
			Validators:          workspace.Validators,
		},
		"role": schema.StringAttribute{
			Required: true,
			MarkdownDescription: "The role of the member in the workspace: `admin`, `manager` or `member`. Changing the role updates the member in place, " +
				"but replaces an invite that was not accepted yet.",
			Validators: people.WorkspaceRole(),
		},
		"when_unknown": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "What to do if no user of the organisation has the `email`: `error` fails during the apply, `invite` sends an invite to the organisation, as a member, " +
				"which adds the user to this workspace with this role once it is accepted. An invite that has expired or was cancelled is planned to be sent again. Defaults to `error`.",
			Validators: []validator.String{tfkit.Among(whenUnknownError, whenUnknownInvite)},
		},
		"status":          tfkit.Fixed("The status of the member: `active`, or `invited` until the invite is accepted."),
		"invite_id":       tfkit.Fixed("The ID of the invite while `status` is `invited`."),
		"first_name":      tfkit.Fixed("The first name of the user."),
		"last_name":       tfkit.Fixed("The last name of the user."),
		"org_role":        tfkit.Fixed("The role of the user in the organisation: `owner`, `admin` or `member`."),
		"created_at":      tfkit.Fixed("When the user became a member of the workspace or, while `status` is `invited`, when the invite was sent, as an RFC 3339 time in UTC."),
		"last_updated_at": noun.LastUpdatedAt(),
	}
	maps.Copy(attributes, people.UserAttributes(noun.One))
	return attributes
}

// IdentitySchema names what identifies a member. It stays as it was at the create, since
// Terraform accepts no other identity from a refresh: that of an invite is still an import
// ID once the invite is accepted.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{
			RequiredForImport: true,
			Description:       "The workspace and the user, each by ID, as in `<workspace ID>/<user ID>`. The e-mail address of the user will do.",
		},
	}}
}

// ConfigValidators requires one way to name the user.
func (r *Resource) ConfigValidators(context.Context) []resource.ConfigValidator {
	return people.ExactlyOne()
}
