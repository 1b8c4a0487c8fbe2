package members_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// A plan in a file, applied by other processes after somebody has joined: an update
// leaves them, with a warning, and a create writes nothing.
func TestPlan_savedCLI(t *testing.T) {
	t.Parallel()
	for _, isUpdate := range []bool{true, false} {
		t.Run(fmt.Sprintf("update %t", isUpdate), func(t *testing.T) {
			t.Parallel()
			o := open(t, "ada", "bob", "eve")
			hcl := func(role string) string {
				return fmt.Sprintf("resource \"portkey_workspace_members\" \"test\" {\n  workspace_id = %q\n  members = {\n    \"ada@example.com\" = \"admin\"\n    \"bob@example.com\" = %q\n  }\n}\n", o.home.ID, role)
			}
			tf := o.CLI(t, hcl("member"))
			restart := func() {
				tf = tf.Restart(map[string]func() tfprotov6.ProviderServer{harness.Ours: o.Server})
			}
			if isUpdate {
				tf.Run(0, "apply", "-auto-approve")
				tf.Write("main.tf", harness.Requires(map[string]string{"portkey": harness.Ours})+o.Config(hcl("manager")))
				restart()
			}
			tf.Plan(harness.PlanChanges, "-out=saved")
			o.join("eve", "member")
			restart()
			o.API.ResetRequests()
			if isUpdate {
				if got := harness.Flat(tf.Run(0, "apply", "saved")); !strings.Contains(got, `"eve@example.com" joined the workspace after the plan`) {
					t.Errorf("no warning of eve:\n%s", got)
				}
				o.wantWrites("PUT bob")
				return
			}
			if got := harness.Flat(tf.Run(1, "apply", "saved")); !strings.Contains(got, "removed_members") {
				t.Errorf("no error about removed_members:\n%s", got)
			}
			o.wantWrites()
		})
	}
}
