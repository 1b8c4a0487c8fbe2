package members

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/people"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Schema describes portkey_workspace_members.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		Version: 1,
		MarkdownDescription: "Manages all members of a workspace and their roles. The resource is authoritative: who is in the workspace and not in `members` is removed. " +
			"To manage single members, use `portkey_workspace_member` instead, and never both for one workspace.\n\n" +
			"Official documentation: [Access control](https://portkey.ai/docs/product/enterprise-offering/access-control-management).\n\n" +
			"~> Removing a member may also delete the API keys that Portkey created for the membership. The plan names who is removed in `removed_members`, " +
			"and the apply removes nobody else: who was added since the plan is left, with a warning. " +
			"If the members change between the plan and the apply of a create, Terraform reports an inconsistent plan and writes nothing: plan again, or import first. " +
			"Destroying the resource removes the members in the state and nobody else.\n\n" +
			"-> Owners and admins of the organisation are admins of every workspace. They are never removed, and need not be in `members`: a lower role for one has no effect.\n\n" +
			"The API key needs the scopes `workspace_users.create`, `workspace_users.read`, `workspace_users.update`, `workspace_users.delete` and `workspace_users.list`, " +
			"`organisation_users.read` and `organisation_users.list` to look up users, `organisation_users.create` and `organisation_users.delete` for invites, " +
			"and `workspaces.read` and `workspaces.list` to detect that the workspace was deleted outside Terraform and if `workspace_id` is a slug.",
		Attributes: map[string]schema.Attribute{
			"id": tfkit.Fixed("The ID of the workspace, a UUID. It never changes."),
			"workspace_id": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "The ID or the slug of the workspace. Another workspace forces a new resource to be created: the members in the state are removed from the old one.",
				Validators:          []validator.String{tfkit.NotBlank()},
			},
			"members": schema.MapAttribute{
				Required:    true,
				ElementType: types.StringType,
				MarkdownDescription: "The role of each member, by the ID or the e-mail address of the user: `admin`, `manager` or `member`. Case is not significant in an address. " +
					"The keys must be known when Terraform plans, as soon as the workspace has members, so that the plan can name who is removed.",
				Validators: []validator.Map{
					tfkit.NoNullValues(),
					mapvalidator.KeysAre(reference{}),
					mapvalidator.ValueStringsAre(people.WorkspaceRole()...),
					onePerPerson{},
				},
			},
			"when_unknown": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "What to do about an e-mail address that belongs to no user of the organisation: `error` fails at plan, and `invite` sends an invite to the organisation " +
					"as a member, with this workspace and role. A pending invite that says the same is not sent again; an expired or cancelled one is. Defaults to `error`.",
				Validators: []validator.String{tfkit.Among("error", invite)},
			},
			"allow_no_admin": schema.BoolAttribute{
				Optional: true,
				MarkdownDescription: "Whether to remove the last admin or manager, or to lower their role. Owners and admins of the organisation count only if they are in `members`, " +
					"and the invited do not count before they accept. Destroying the resource only produces a warning, so that a workspace can be destroyed with its members. Defaults to `false`.",
			},
			"removed_members": schema.ListAttribute{
				Computed:            true,
				ElementType:         types.StringType,
				MarkdownDescription: "The members that the apply removes, by e-mail address or as they were in `members`; afterwards those that the last apply removed.",
			},
		},
	}
}

// invite is the value of when_unknown that sends invites.
const invite = "invite"

// IdentitySchema names what identifies the members of a workspace.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = noun.Identity()
}

// reference is the ID or the e-mail address of a user.
type reference struct{}

func (reference) Description(context.Context) string { return "the ID or the e-mail address of a user" }

func (r reference) MarkdownDescription(ctx context.Context) string { return r.Description(ctx) }

func (reference) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	checks := people.UserID()
	if !people.UserOf(req.ConfigValue.ValueString()).Email.IsNull() {
		checks = people.Email()
	}
	for _, one := range checks {
		one.ValidateString(ctx, req, resp)
	}
}

// onePerPerson refuses two spellings of one key: an address is compared without case.
type onePerPerson struct{}

func (onePerPerson) Description(context.Context) string         { return "one key for each person" }
func (onePerPerson) MarkdownDescription(context.Context) string { return "one key for each person" }

func (onePerPerson) ValidateMap(_ context.Context, req validator.MapRequest, resp *validator.MapResponse) {
	first := map[string]string{}
	for _, key := range slices.Sorted(maps.Keys(req.ConfigValue.Elements())) {
		address := portkey.Address(key)
		if other, again := first[address]; again {
			at := req.Path.AtMapKey(key)
			resp.Diagnostics.AddAttributeError(tfkit.Shown(at), "Invalid value",
				fmt.Sprintf("The keys %q and %q of %s are two spellings of one. Case is not significant. Remove one of them.", other, key, req.Path))
			continue
		}
		first[address] = key
	}
}
