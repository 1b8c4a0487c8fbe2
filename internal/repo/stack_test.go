package repo

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// stacked are the nouns of which examples/team-stack has objects.
var stacked = []emulator.Noun{
	emulator.Integrations, emulator.Providers, emulator.Guardrails, emulator.Configs, emulator.APIKeys,
	emulator.UsagePolicies, emulator.RatePolicies, emulator.Partials, emulator.Prompts, emulator.Labels,
}

// TestStack creates all of a team in one apply, changes it in one, and destroys it in one. The
// plan after each is empty, though reads lag behind writes.
func TestStack(t *testing.T) {
	t.Parallel()
	for name, answers := range map[string]emulator.Answers{
		"as documented": {},
		"lagging":       {GrantLag: 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t)
			env.API.SetAnswers(answers)
			env.Tune(func(o *portkey.Options) { o.Waits.Granted, o.Waits.GrantedPause = 20*time.Second, 10*time.Millisecond })
			tf := env.CLI(t, read(t, root+"/examples/team-stack/main.tf")+read(t, root+"/examples/team-stack/variables.tf"))
			tf.Write("terraform.tfvars", "openai_key = \"sk-of-a-test\"\n")
			restart := func() {
				tf = tf.Restart(map[string]func() tfprotov6.ProviderServer{harness.Ours: env.Server})
				env.API.ResetRequests()
			}
			tf.Run(0, "apply", "-auto-approve")
			restart()
			tf.Plan(harness.PlanEmpty)

			restart()
			tf.Write("later.auto.tfvars", `
team            = "Customer care"
attempts        = 5
code_names      = ["Project Heron", "Project Egret"]
budget_per_user = 25
question        = "Question: {{question}}"
`)
			if out := tf.Run(0, "apply", "-auto-approve"); !strings.Contains(out, "0 added, 7 changed, 0 destroyed") {
				t.Errorf("the change is\n%s", out)
			}
			for _, r := range env.Writes() {
				if r.Method != http.MethodPut {
					t.Errorf("the change sent %s %s", r.Method, r.Path)
				}
			}
			restart()
			tf.Plan(harness.PlanEmpty)

			restart()
			tf.Run(0, "apply", "-destroy", "-auto-approve")
			for _, noun := range stacked {
				left := slices.DeleteFunc(env.API.All(noun), func(o emulator.Object) bool { return o.Fields["is_universal"] == true })
				if len(left) > 0 {
					t.Errorf("%d of %s are left", len(left), noun)
				}
			}
		})
	}
}
