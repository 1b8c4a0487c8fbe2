package people

import (
	"context"
	"fmt"
	"net/mail"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// The roles that a configuration can give.
var (
	WorkspaceRoles    = []string{"admin", "manager", "member"}
	OrganisationRoles = []string{"admin", "member"}
)

// WorkspaceRole checks a role in a workspace.
func WorkspaceRole() []validator.String {
	return []validator.String{tfkit.NotBlank(), tfkit.OneOf(WorkspaceRoles...)}
}

// OrganisationRole checks a role in the organisation. Nobody can be given the role of an
// owner.
func OrganisationRole() []validator.String {
	return []validator.String{tfkit.NotBlank(), tfkit.OneOf(OrganisationRoles...)}
}

// UserID checks the id of a user.
func UserID() []validator.String {
	return []validator.String{tfkit.NotBlank(), tfkit.Trimmed(), tfkit.Satisfies("the ID of a user", func(value string, at path.Path) string {
		if strings.Contains(value, "@") {
			return fmt.Sprintf("The attribute %s is %q, which looks like an e-mail address. Set email instead.", at, value)
		}
		return ""
	})}
}

// Email checks an e-mail address: one, and nothing else than the address.
func Email() []validator.String {
	return []validator.String{tfkit.NotBlank(), tfkit.Trimmed(), tfkit.Satisfies("an e-mail address", emailProblem)}
}

func emailProblem(value string, at path.Path) string {
	trimmed := strings.TrimSpace(value)
	if trimmed == "" || trimmed != value { // another validator's to refuse
		return ""
	}
	if read, err := mail.ParseAddress(value); err != nil || read.Address != value {
		return fmt.Sprintf("The attribute %s is %q, which is not an e-mail address. Write one address alone, as in \"ada@example.com\".", at, value)
	}
	return ""
}

// GeneratedNote is the note of a page on what Terraform generates for an import.
const GeneratedNote = "-> Terraform before 1.14 and OpenTofu write both `user_id` and `email` into the configuration that they generate for an import. Remove one of them.\n\n"

// UserAttributes are user_id and email of a resource for one user, which [PlanUser]
// compares. one is what the resource is called.
func UserAttributes(one string) map[string]schema.Attribute {
	replaces := fmt.Sprintf("Exactly one of `user_id` and `email` must be set. Naming another user forces a new %s to be created.", one)
	attribute := func(description string, validators []validator.String) schema.StringAttribute {
		return schema.StringAttribute{
			Optional: true, Computed: true, MarkdownDescription: description + " " + replaces, Validators: validators,
			PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		}
	}
	return map[string]schema.Attribute{
		"user_id": attribute("The ID of the user, a UUID.", UserID()),
		"email":   attribute("The e-mail address of the user. Case is not significant.", Email()),
	}
}

// ExactlyOne requires user_id or email.
func ExactlyOne() []resource.ConfigValidator { return []resource.ConfigValidator{exactlyOne{}} }

// exactlyOne is ExactlyOneOf of the framework's validators with the cure. Terraform before 1.14
// generates both for an import, and no provider can prevent that: what it generates is the
// state of the import, which has both.
type exactlyOne struct{}

func (v exactlyOne) Description(context.Context) string {
	return "requires exactly one of user_id and email"
}

func (v exactlyOne) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v exactlyOne) ValidateResource(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var written User
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("user_id"), &written.ID)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("email"), &written.Email)...)
	const summary = "Invalid Attribute Combination"
	switch {
	case resp.Diagnostics.HasError() || written.ID.IsUnknown() || written.Email.IsUnknown():
	case written.ID.IsNull() && written.Email.IsNull():
		resp.Diagnostics.AddError(summary, "Exactly one of user_id and email must be set, to name the user. Neither is. Set email, or user_id.")
	case !written.ID.IsNull() && !written.Email.IsNull():
		resp.Diagnostics.AddAttributeError(path.Root("user_id"), summary, "Exactly one of user_id and email must be set, to name the user. Both are. "+
			"Remove one of them, whether you wrote them or Terraform generated them for an import.")
	}
}
