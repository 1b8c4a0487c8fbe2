package repo

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// TestGuide_guardrails builds the configuration of the guide, changes a check in place,
// and destroys everything in an order that Portkey accepts.
func TestGuide_guardrails(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	built := pieces(section(t, "guardrails", "What refers to what"))[0].text
	tf := env.CLI(t, built)
	apply := func() {
		tf.Run(0, "apply", "-auto-approve")
		tf = tf.Restart(map[string]func() tfprotov6.ProviderServer{harness.Ours: env.Server})
		tf.Plan(harness.PlanEmpty)
	}
	apply()
	all := env.API.All(emulator.Guardrails)
	if len(all) != 2 {
		t.Fatalf("there are %d guardrails, want 2", len(all))
	}

	tf.Write("main.tf", harness.Requires(map[string]string{"portkey": harness.Ours})+env.Config(strings.Replace(built, "{16}", "{16,20}", 1)))
	env.API.ResetRequests()
	apply()
	if writes := env.Writes(); len(writes) != 1 || !strings.HasPrefix(string(writes[0].Body), `{"checks":`) {
		t.Errorf("a check was changed by %d writes", len(writes))
	}

	tf.Run(0, "destroy", "-auto-approve")
	if left := env.API.All(emulator.Guardrails); len(left) > 0 {
		t.Errorf("%d guardrails are left", len(left))
	}
}
