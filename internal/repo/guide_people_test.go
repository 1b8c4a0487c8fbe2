package repo

import (
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// TestGuide_people does to a member what the guide describes, from the invite to the
// departure, and plans at each step: the plans are those that the guide shows.
func TestGuide_people(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	env.API.Add(emulator.Users, "", map[string]any{"email": "grace.hopper@example.com"})
	tf := env.CLI(t, pieces(section(t, "people", "Add members"))[0].text)
	shown := pieces(section(t, "people", "From an invite to a member"))
	// plans expects the lines of the next piece of the guide in a plan.
	plans := func(code int) {
		t.Helper()
		if len(shown) == 0 {
			t.Fatal("the guide shows no more plans")
		}
		env.API.Advance(2 * time.Hour) // what is absent from a list by then was deleted
		tf = tf.Restart(map[string]func() tfprotov6.ProviderServer{harness.Ours: env.Server})
		var lines []string
		for _, line := range strings.Split(strings.TrimSpace(shown[0].text), "\n") {
			lines = append(lines, harness.Flat(line))
		}
		inOrder(t, harness.Flat(tf.Plan(code)), lines...)
		shown = shown[1:]
	}
	apply := func() { tf.Run(0, "apply", "-auto-approve") }
	status := func() string { return tf.Run(0, "state", "show", "portkey_workspace_member.alan") }

	plans(harness.PlanChanges)
	apply()
	inOrder(t, status(), `status       = "invited"`)
	invite := env.API.All(emulator.Invites)[0].ID
	plans(harness.PlanEmpty)

	alan := env.API.Accept(invite)
	home := env.Only().ID
	env.API.ResetRequests()
	plans(harness.PlanEmpty)
	apply()
	inOrder(t, status(), home+"/"+alan, `status          = "active"`)
	if writes := env.Writes(); len(writes) > 0 {
		t.Errorf("an accepted invite led to %d writes", len(writes))
	}

	member := home + "/" + alan
	env.API.Edit(emulator.Members, member, map[string]any{"role": "manager"})
	plans(harness.PlanChanges)
	apply()

	env.API.Drop(emulator.Members, member)
	plans(harness.PlanChanges)
	apply()

	env.API.Leave(alan)
	plans(harness.PlanChanges)
	apply()
	if invites := env.API.All(emulator.Invites); len(invites) != 2 {
		t.Errorf("who left was sent %d invites in all, want 2", len(invites))
	}
	env.API.Advance(30 * 24 * time.Hour)
	plans(harness.PlanChanges)
	if len(shown) > 0 {
		t.Errorf("the guide shows %d more plans", len(shown))
	}
}
