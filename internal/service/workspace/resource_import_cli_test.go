package workspace_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// matching is the configuration of what rich makes.
const matching = `resource "portkey_workspace" "test" {
  name        = "Fraud detection"
  icon        = "🔎"
  description = "Scores payments"
  defaults    = { metadata = { team = "payments" } }
  usage_limits = [
    { type = "tokens", credit_limit = 1000, periodic_reset_days = 30 },
    { type = "cost", credit_limit = 500, alert_threshold = 400, periodic_reset = "monthly" },
  ]
  rate_limits = [{ type = "requests", unit = "rpm", value = 60 }]
}`

func TestResource_importCommand(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	env.API.AddWorkspace(rich())
	tf := env.CLI(t, matching)
	tf.Run(0, "import", address, "🔎 Fraud detection")
	tf.Plan(harness.PlanEmpty)
	harness.WantUntouched(t, env, true)
}

// An import block by slug, and one with for_each by name; applied, they only
// read, and the next plan is empty.
func TestResource_importBlock(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	made := env.API.AddWorkspace(rich())
	env.API.AddWorkspace(attrs{"name": "Payments"})
	env.API.AddWorkspace(attrs{"name": "Support"})
	tf := env.CLI(t, matching+fmt.Sprintf(`

import {
  to = portkey_workspace.test
  id = %q
}

locals {
  teams = { payments = "Payments", support = "Support" }
}

import {
  for_each = local.teams
  to       = portkey_workspace.team[each.key]
  id       = each.value
}

resource "portkey_workspace" "team" {
  for_each = local.teams
  name     = each.value
}`, made.Slug))
	if output := tf.Plan(harness.PlanChanges); !strings.Contains(output, "3 to import, 0 to add, 0 to change, 0 to destroy") {
		t.Errorf("the plan is more than an import:\n%s", output)
	}
	tf.Run(0, "apply", "-auto-approve")
	tf.Plan(harness.PlanEmpty)
	harness.WantUntouched(t, env, true)
}

// What -generate-config-out writes is what is there: with it, the import
// changes nothing, and the next plan is empty.
func TestResource_importGeneratesConfiguration(t *testing.T) {
	t.Parallel()
	// documented is the answer on the documentation page, value by value.
	documented := attrs{
		"id": "ws-test-a-174eb1", "slug": "ws-test-a-174eb1", "name": "New Workspace",
		"created_at": "2024-07-30T13:27:29.000Z", "last_updated_at": "2024-07-30T13:27:29.000Z",
		"defaults":     attrs{"metadata": attrs{"foo": "bar"}},
		"usage_limits": []any{attrs{"credit_limit": 10, "periodic_reset": "monthly", "alert_threshold": 9}},
		"rate_limits":  []any{attrs{"value": 100}},
	}
	for _, test := range []struct {
		name      string
		shape     emulator.Shape
		workspace attrs
		wants     []string
	}{
		{"everything set, recorded", emulator.ShapeRecorded, rich(), []string{`"🔎"`, `"Fraud detection"`, `type                = "tokens"`}},
		{"everything set, documented", emulator.ShapeDocumented, rich(), []string{`"🔎"`, `"Fraud detection"`}},
		{"nothing set", emulator.ShapeRecorded, attrs{"name": "Production"}, []string{`"Production"`}},
		{"the documentation page's answer", emulator.ShapeDocumented, documented, []string{`"New Workspace"`, `foo = "bar"`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t, emulator.WithShape(test.shape))
			made := env.API.AddWorkspace(test.workspace)
			tf := env.CLI(t, fmt.Sprintf("import {\n  to = portkey_workspace.test\n  id = %q\n}\n", made.ID))
			output := tf.Plan(harness.PlanChanges, "-generate-config-out=generated.tf")
			if !strings.Contains(output, "1 to import, 0 to add, 0 to change, 0 to destroy") {
				t.Errorf("the plan is more than an import:\n%s", output)
			}
			for _, want := range test.wants {
				if !strings.Contains(tf.Read("generated.tf"), want) {
					t.Errorf("lacks %s:\n%s", want, tf.Read("generated.tf"))
				}
			}
			tf.Run(0, "apply", "-auto-approve")
			tf.Plan(harness.PlanEmpty)
			harness.WantUntouched(t, env, true)
		})
	}
}
