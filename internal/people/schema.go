package people

import (
	"fmt"
	"net/mail"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/resourcevalidator"
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
func ExactlyOne() []resource.ConfigValidator {
	return []resource.ConfigValidator{resourcevalidator.ExactlyOneOf(path.MatchRoot("user_id"), path.MatchRoot("email"))}
}
