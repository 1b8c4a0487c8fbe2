package conformance

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// What Terraform 1.14 generates for an import is valid as it is, and plans nothing but the
// import.
func TestNoun_generatedConfiguration(t *testing.T) {
	eachResource(t, func(s stage) {
		s.driver.Forget(s.address)
		ref := s.id
		if s.importRef != nil {
			ref = s.importRef(s.env.API, s.id)
		}
		if err := s.driver.Import(s.address, ref).Err(); err != nil {
			s.Fatal(err)
		}
		config, diags := s.driver.Generate(s.address)
		if diags.Err() != nil {
			s.Fatal(diags.Err())
		}
		if plan, diags := s.driver.Plan(s.address, config); diags.Err() != nil || plan.Action != harness.NoOp {
			s.Errorf("%v plans %v", config, diags.Err())
		}
		harness.WantUntouched(s.T, s.env, true)
	})
}

// newest matches the version of a CLI with terraform query, which has the provider generate
// configuration.
var newest = regexp.MustCompile(`^Terraform v1\.(1[4-9]|[2-9]\d)\.`)

// Under the real CLI it is valid as it is too, but for what Terraform before 1.14 and
// OpenTofu generate of people: the error says which line to remove.
func TestGenerated_cli(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ typeName, removed string }{
		{"portkey_scim_workspace_mapping", ""}, {"portkey_user", "user_id"}, {"portkey_user", "email"}, {"portkey_workspace_member", "user_id"},
	} {
		t.Run(test.typeName+" "+test.removed, func(t *testing.T) {
			t.Parallel()
			noun := nouns[test.typeName]
			env := noun.start(t)
			d := env.Driver(t)
			address := test.typeName + ".test"
			_, diags := d.Converge(address, noun.config)
			harness.NoErrors(t, diags)
			env.API.ResetRequests()

			tf := env.CLI(t, fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", address, d.State(address)["id"]))
			const generated = "generated.tf"
			code := harness.PlanEmpty
			if test.removed != "" && !newest.MatchString(tf.Run(0, "version")) {
				code = 1
			}
			output := tf.Run(code, "plan", "-generate-config-out="+generated)
			if code == 1 {
				if !strings.Contains(strings.Join(strings.Fields(output), " "), "Remove one of them, whether you wrote them or Terraform generated them") {
					t.Errorf("the error does not say what to do:\n%s", output)
				}
				line := regexp.MustCompile(`(?m)^\s*` + test.removed + `\s*=.*\n`)
				tf.Write(generated, line.ReplaceAllString(tf.Read(generated), ""))
			}
			if output := tf.Plan(harness.PlanChanges); !strings.Contains(output, "1 to import, 0 to add, 0 to change, 0 to destroy") {
				t.Errorf("the plan is more than an import:\n%s", output)
			}
			tf.Run(0, "apply", "-auto-approve")
			tf.Plan(harness.PlanEmpty)
			harness.WantUntouched(t, env, true)
		})
	}
}
