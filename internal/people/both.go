package people

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// WarnOfBoth notes that a resource of a type manages members of a workspace, and warns
// once of a workspace whose members are managed as a whole and one by one in the same
// run: each apply would undo what the other resource does.
func WarnOfBoth(s *tfkit.Session, workspaceID, typeName string, diags *diag.Diagnostics) {
	for _, other := range s.Together("members of "+workspaceID, typeName) {
		s.WarnOnce(diags, fmt.Sprintf("Members of the workspace %s are managed twice", workspaceID), fmt.Sprintf(
			"Both %s and %s manage members of the workspace %s. The former removes whom the latter adds, unless its members has them as well. Use one of the two for a workspace.",
			max(typeName, other), min(typeName, other), workspaceID))
	}
}
