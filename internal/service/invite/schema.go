package invite

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/people"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

const replaces = " Changing it while the invite is not accepted forces a new invite to be sent."

// Schema describes portkey_user_invite.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		Version: 1,
		MarkdownDescription: "Invites somebody to the organisation by e-mail, and to workspaces of it.\n\n" +
			"Official documentation: [Invite users](https://portkey.ai/docs/api-reference/admin-api/control-plane/user-invites/invite-a-user).\n\n" +
			"Portkey can't change an invite, so a change sends another one. What is planned depends on `status`:\n\n" +
			"- `pending`: destroying the resource cancels the invite.\n" +
			"- `accepted`: the invite has done its work. No change is planned, except for another `email`, and a destroy only removes the resource from the state: " +
			"the user stays. Manage the user with `portkey_user` and `portkey_workspace_member`.\n" +
			"- `expired` or `cancelled`: nobody is invited again by surprise, so no change is planned, and the plan warns. " +
			"To send another invite, run `terraform apply -replace='<address>'`.\n\n" +
			"Creating an invite fails if one is pending for the address, or if a user of the organisation has it. " +
			"With `create_before_destroy`, a replacement of a pending invite fails for that reason.\n\n" +
			"-> Portkey returns neither `invite_link` nor `api_key_scopes` of an existing invite. After an import, `invite_link` is null, " +
			"and `api_key_scopes` is recorded in the state by an update that sends nothing.\n\n" +
			"The API key needs the scopes `organisation_users.create`, `organisation_users.read`, `organisation_users.delete` and `organisation_users.list`, " +
			"and `workspaces.read` and `workspaces.list` to detect that an invite was deleted outside Terraform and if a `workspace_id` is a slug.",
		Attributes: attributesSchema(),
	}
}

// attributesSchema describes the attributes of the resource. The data source shows most
// of them too.
func attributesSchema() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id": noun.ID(),
		"email": schema.StringAttribute{
			Required: true,
			MarkdownDescription: "The e-mail address that the invite is sent to. Case is not significant. " +
				"Changing the address forces a new invite to be sent.",
			Validators: people.Email(),
		},
		"role": schema.StringAttribute{
			Required:            true,
			MarkdownDescription: "The role in the organisation: `admin` or `member`." + replaces,
			Validators:          people.OrganisationRole(),
		},
		"workspaces": schema.ListNestedAttribute{
			Optional: true,
			MarkdownDescription: "The workspaces of which the user becomes a member. Their order is not significant. " +
				"If omitted, the user becomes a member of none." + replaces,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				// Optional, and required by the validator of the list: the framework takes
				// a required attribute for missing where the whole object is unknown.
				"workspace_id": schema.StringAttribute{
					Optional:            true,
					MarkdownDescription: "Required. The ID or the slug of the workspace.",
					Validators:          []validator.String{tfkit.NotBlank()},
				},
				"role": schema.StringAttribute{
					Optional:            true,
					MarkdownDescription: "Required. The role in the workspace: `admin`, `manager` or `member`.",
					Validators:          people.WorkspaceRole(),
				},
			}},
			Validators: []validator.List{seats{}},
		},
		"api_key_scopes": schema.SetAttribute{
			Optional: true, ElementType: types.StringType,
			MarkdownDescription: "The scopes of the API key that the user gets in each of `workspaces`, such as `completions.write`. " +
				"If omitted, Portkey chooses them. Portkey does not return them, so a change outside Terraform is not detected." + replaces,
			Validators: []validator.Set{
				setvalidator.NoNullValues(), setvalidator.ValueStringsAre(tfkit.NotBlank(), tfkit.Trimmed()),
			},
		},
		"status": tfkit.Fixed("The status of the invite: `pending`, `accepted`, `expired` or `cancelled`."),
		"invited_by": tfkit.Fixed("The ID of the user who sent the invite. For an API key of an organisation, " +
			"Portkey chooses it."),
		"created_at":  noun.CreatedAt(),
		"expires_at":  tfkit.Fixed("Until when the invite can be accepted, as an RFC 3339 time in UTC."),
		"accepted_at": tfkit.Fixed("When the invite was accepted, as an RFC 3339 time in UTC. Null if it was not."),
		"invite_link": schema.StringAttribute{
			Computed: true, Sensitive: true, // who has it can accept the invite
			MarkdownDescription: "The link by which the invite is accepted. Portkey returns it once, when it creates the invite: " +
				"it stays in the state, and is null after an import. Sending the invite again, as the action `portkey_resend_invite` does, " +
				"replaces the link in the e-mail, and not the one in the state.",
			PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		},
	}
}

// IdentitySchema names what identifies an invite.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = noun.Identity()
}
