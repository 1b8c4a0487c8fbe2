package people_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/portkey-community/terraform-provider-portkey/internal/people"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Each workspace that is managed in two ways is named, once.
func TestWarnOfBoth(t *testing.T) {
	t.Parallel()
	var diags diag.Diagnostics
	session := &tfkit.Session{}
	for _, one := range []struct{ workspace, typeName string }{
		{"a", "portkey_workspace_member"},
		{"a", "portkey_workspace_member"},
		{"b", "portkey_workspace_members"},
		{"a", "portkey_workspace_members"},
		{"a", "portkey_workspace_member"},
	} {
		people.WarnOfBoth(session, one.workspace, one.typeName, &diags)
	}
	if diags.WarningsCount() != 1 || diags.HasError() {
		t.Fatalf("got %v", diags)
	}
	if got := diags[0].Summary(); got != "Members of the workspace a are managed twice" {
		t.Errorf("got %q", got)
	}
}
