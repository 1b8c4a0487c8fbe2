package repo

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// policiesGuide is the configuration under a heading of the guide, and the texts that it
// shows there.
func policiesGuide(t *testing.T, heading string) (hcl []string, texts []piece) {
	t.Helper()
	for _, one := range pieces(section(t, "policies", heading)) {
		switch one.language {
		case "text":
			texts = append(texts, one)
		case "terraform", "hcl":
			hcl = append(hcl, one.text)
		}
	}
	return hcl, texts
}

// TestGuide_policies creates the policies of the guide, raises a budget that somebody has used
// up, and resets it: each plan and output is the one that the guide shows.
func TestGuide_policies(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	all, built := policiesGuide(t, "The policies of a workspace")
	tf := env.CLI(t, all[0])
	restart := func() {
		tf = tf.Restart(map[string]func() tfprotov6.ProviderServer{harness.Ours: env.Server})
	}
	shows(t, tf.Run(0, "apply", "-auto-approve"), built[0])
	restart()
	tf.Plan(harness.PlanEmpty)

	id := ""
	for _, one := range env.API.All(emulator.UsagePolicies) {
		if one.Name == "Per user" {
			id = one.ID
		}
	}
	const user = "dana@example.com"
	env.API.Spend(id, user, 21)
	env.API.Spend(id, "kim@example.com", 5)
	_, blocked := policiesGuide(t, "Let a user continue")
	shows(t, tf.Run(0, "apply", "-auto-approve"), blocked[0])

	lines, raised := policiesGuide(t, "Change a budget")
	changed := strings.Replace(tf.Read("main.tf"), "  credit_limit    = 20\n", lines[0], 1)
	tf.Write("main.tf", changed)
	env.API.ResetRequests()
	shows(t, tf.Run(0, "apply", "-auto-approve"), raised[0])
	if sent := env.API.Bodies(http.MethodPut, ""); !slices.Equal(sent, []string{`{"credit_limit":25}`}) {
		t.Errorf("sent %q", sent)
	}
	if spent := env.API.Spent(id); spent[user] != 21 {
		t.Errorf("spent: %v", spent)
	}

	reset, _ := policiesGuide(t, "Let a user continue")
	tf.Write("main.tf", strings.Replace(changed, lines[0], lines[0]+reset[1], 1))
	tf.Run(0, "apply", "-auto-approve")
	restart()
	tf.Plan(harness.PlanEmpty)
	if spent := env.API.Spent(id); spent[user] != 0 || spent["kim@example.com"] != 0 {
		t.Errorf("spent: %v", spent)
	}
	tf.Run(0, "destroy", "-auto-approve")
}

// TestGuide_policiesAction resets one user by the action of the guide.
func TestGuide_policiesAction(t *testing.T) {
	t.Parallel()
	harness.NeedsActions(t, "TestGuide_policiesAction")
	env := harness.Start(t)
	all, _ := policiesGuide(t, "The policies of a workspace")
	reset, _ := policiesGuide(t, "Let a user continue")
	tf := env.CLI(t, all[0])
	tf.Run(0, "apply", "-auto-approve")
	id := env.API.All(emulator.UsagePolicies)[0].ID
	for _, one := range env.API.All(emulator.UsagePolicies) {
		if one.Name == "Per user" {
			id = one.ID
		}
	}
	env.API.Spend(id, "dana@example.com", 21)
	env.API.Spend(id, "kim@example.com", 5)
	tf.Write("reset.tf", reset[0])
	tf.Run(0, "apply", "-auto-approve", "-invoke=action.portkey_reset_usage.dana")
	if spent := env.API.Spent(id); spent["dana@example.com"] != 0 || spent["kim@example.com"] != 5 {
		t.Errorf("spent: %v", spent)
	}
}
