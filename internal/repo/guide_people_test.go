package repo

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// TestExamples_teamOnboarding runs the tests of examples/team-onboarding as its README
// says: with mocks, and against the emulator with the users that it names. A configuration
// that is wrong fails both.
func TestExamples_teamOnboarding(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	for _, email := range []string{"grace.hopper@example.com", "alan.turing@example.com"} {
		env.API.Add(emulator.Users, "", map[string]any{"email": email})
	}
	env.API.Add(emulator.SCIMGroups, "", map[string]any{"name": "Payments engineers"}) // which stays
	// A key that is no emulator's stands for a real one, which must not be used.
	sandbox := harness.NewSandboxWithProvider(t, "PORTKEY_BASE_URL="+env.BaseURL, "PORTKEY_API_KEY=a real one", "TF_CLI_ARGS=-no-color")
	dir := filepath.Join(t.TempDir(), "team-onboarding")
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(root, "examples", "team-onboarding"))); err != nil {
		t.Fatal(err)
	}
	run := func(code int, args ...string) string {
		t.Helper()
		env.API.ResetRequests()
		got, err := sandbox.Run(t.Context(), dir, io.Discard, args...)
		if err != nil || got.Code != code {
			t.Fatalf("%v: exit code %d, want %d: %v\n%s", args, got.Code, code, err, got.Output)
		}
		return got.Output
	}
	run(0, "init")

	mocks := []string{"test", "-filter=tests/mock.tftest.hcl"}
	if output := run(0, mocks...); !strings.Contains(output, "6 passed, 0 failed.") || len(env.API.Requests()) > 0 {
		t.Errorf("with mocks there were %d requests\n%s", len(env.API.Requests()), output)
	}

	if output := run(0, "test"); !strings.Contains(output, "10 passed, 0 failed.") {
		t.Error(output)
	}
	for path, want := range map[string]int{"/v1/admin/workspaces/": 2, "/v1/admin/users/invites": 1, "/v1/scim/workspaces": 2} {
		if got := len(env.API.Bodies(http.MethodPost, path)); got != want {
			t.Errorf("%d requests created something below %s, want %d", got, path, want)
		}
	}
	for _, request := range env.API.Requests() {
		if request.Key != emulator.AdminKey {
			t.Errorf("%s %s came with the key of the environment", request.Method, request.Path)
		}
	}
	for _, invite := range env.API.All(emulator.Invites) {
		if status := invite.Fields["status"]; status != "cancelled" {
			t.Errorf("the invite %s is %s", invite.Name, status)
		}
	}
	for _, one := range env.API.Workspaces() {
		if one.Status == "active" && !one.IsDefault {
			t.Errorf("the workspace %s is left", one.Name)
		}
	}
	if mappings := env.API.All(emulator.SCIMMappings); len(mappings) > 0 {
		t.Errorf("%d mappings are left", len(mappings))
	}

	main := filepath.Join(dir, "main.tf")
	wrong := strings.NewReplacer("* 0.8)", "* 0.9)", "= each.value.role", `= "member"`).Replace(read(t, main))
	if err := os.WriteFile(main, []byte(wrong), 0o600); err != nil {
		t.Fatal(err)
	}
	inOrder(t, run(1, "test"), `run "look"... fail`, `run "plans_each_team"... fail`)
}

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
