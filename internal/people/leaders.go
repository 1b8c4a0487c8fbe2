package people

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// IsOverridden reports whether the role in the organisation makes a user an admin of
// every workspace although role is another one.
func IsOverridden(orgRole, role string) bool {
	return portkey.LeadsOrganisation(orgRole) && role != "admin"
}

// WarnOfRole warns, at the role, that the role in the organisation overrides it, if it
// does. who is the user as people know it.
func WarnOfRole(at path.Path, who, orgRole, role string, diags *diag.Diagnostics) {
	if !IsOverridden(orgRole, role) {
		return
	}
	diags.AddAttributeWarning(at, "Role without effect", fmt.Sprintf(
		"%s is an %s of the organisation, and thereby an admin of every workspace: the role %q has no effect, and is not a difference. "+
			"Set the role to \"admin\", or change the role in the organisation.", who, orgRole, role))
}
