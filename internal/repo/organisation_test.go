package repo

import (
	"encoding/json"
	"net/http"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// TestExamples_team runs the tests of examples/team as its README says: with mocks, and against
// the emulator with the users that it names. A module that is wrong fails both.
func TestExamples_team(t *testing.T) {
	t.Parallel()
	e := newExample(t, "team")
	e.env.API.Add(emulator.SCIMGroups, "", map[string]any{"name": "Payments engineers"}) // which stays
	e.users("grace.hopper@example.com", "alan.turing@example.com")
	e.mocks("8 passed, 0 failed.")

	e.emulated("5 passed, 0 failed.")
	if err := e.env.NothingLeft(); err != nil {
		t.Error(err)
	}

	e.replace("main.tf", "* 0.8)", "* 0.9)")
	e.replace("people.tf", "= each.value.role", `= "member"`)
	inOrder(t, e.run(1, "test", mocked), `run "configures_what_is_there"... fail`)
	if harness.Nightly() {
		inOrder(t, e.run(1, "test", emulated), `run "look"... fail`)
	}
}

// TestExamples_organisation does the same for examples/organisation.
func TestExamples_organisation(t *testing.T) {
	t.Parallel()
	e := newExample(t, "organisation", "team")
	e.env.API.Add(emulator.SCIMGroups, "", map[string]any{"name": "Payments engineers"}) // which stays
	e.users("grace.hopper@example.com", "alan.turing@example.com")
	e.mocks("6 passed, 0 failed.")

	e.emulated("4 passed, 0 failed.")
	for path, want := range map[string]int{"/v1/admin/workspaces/": 4, "/v1/admin/users/invites": 1, "/v1/scim/workspaces": 2} {
		if got := len(e.env.API.Bodies(http.MethodPost, path)); got != want {
			t.Errorf("%d requests created something below %s, want %d", got, path, want)
		}
	}
	for _, invite := range e.env.API.All(emulator.Invites) {
		if status := invite.Fields["status"]; status != "cancelled" {
			t.Errorf("the invite %s is %s", invite.Name, status)
		}
	}
	if err := e.env.NothingLeft(); err != nil {
		t.Error(err)
	}

	if harness.Nightly() {
		e.replace("checks.tf", "setsubtract(mapping.keys, local.known[mapping.kind])", "[]")
		inOrder(t, e.run(1, "test", mocked), `run "rejects_unknown_keys"... fail`)
	}
}

// organisation is examples/organisation with the real CLI.
type organisation struct {
	t   *testing.T
	env *harness.Env
	tf  *harness.CLI
}

// newOrganisation returns the organisation as it is in examples/, and with more if there is any.
func newOrganisation(t *testing.T, more string) *organisation {
	t.Helper()
	env := harness.Start(t)
	for _, email := range []string{"grace.hopper@example.com", "alan.turing@example.com"} {
		env.API.Add(emulator.Users, "", map[string]any{"email": email})
	}
	env.API.Add(emulator.SCIMGroups, "", map[string]any{"name": "Payments engineers"}) // which stays
	env.Baseline()
	env.Tune(func(o *portkey.Options) { o.Waits.Granted, o.Waits.GrantedPause = 20*time.Second, 10*time.Millisecond })
	o := &organisation{t: t, env: env, tf: harness.NewCLI(t, map[string]func() tfprotov6.ProviderServer{harness.Ours: env.Server})}
	for _, file := range slices.Concat(glob(t, "examples/organisation/*.tf"), glob(t, "examples/organisation/*.yaml")) {
		o.tf.Write(filepath.Base(file), attached.Replace(read(t, file)))
	}
	writeTeam(t, o.tf)
	o.tf.Write("provider_override.tf", env.Config(""))
	o.tf.Write("keys.auto.tfvars", "ai_provider_keys = { openai = \"sk-of-a-test\", anthropic = \"sk-of-another\" }\n")
	o.tf.Write("more.tf", more)
	o.tf.Run(0, "init")
	return o
}

// attached makes an example one for the provider that is attached to the CLI, whose address names
// its host, with the module of a team below it.
var attached = strings.NewReplacer(`"../team"`, `"./team"`, `"portkey-community/portkey"`, `"`+harness.Ours+`"`)

// writeTeam puts the module of a team below the configuration.
func writeTeam(t *testing.T, tf *harness.CLI) {
	t.Helper()
	for _, file := range glob(t, "examples/team/*.tf") {
		tf.Write("team/"+filepath.Base(file), attached.Replace(read(t, file)))
	}
}

// restart begins what the next run of Terraform begins with, and an empty log of requests.
func (o *organisation) restart() {
	o.tf = o.tf.Restart(map[string]func() tfprotov6.ProviderServer{harness.Ours: o.env.Server})
	o.env.API.ResetRequests()
}

// apply applies, and holds that the next plan is empty. It returns what was printed, and the
// writes that were sent.
func (o *organisation) apply(args ...string) (output string, sent []emulator.Request) {
	o.t.Helper()
	o.restart()
	output = o.tf.Run(0, append([]string{"apply", "-auto-approve"}, args...)...)
	sent = o.env.Writes()
	o.restart()
	o.tf.Plan(harness.PlanEmpty, args...)
	return output, sent
}

// edit changes the file of the teams.
func (o *organisation) edit(pairs ...string) {
	o.t.Helper()
	before := o.tf.Read("teams.yaml")
	after := strings.NewReplacer(pairs...).Replace(before)
	if after == before {
		o.t.Fatalf("teams.yaml has none of %q", pairs)
	}
	o.tf.Write("teams.yaml", after)
}

// TestOrganisation creates examples/organisation in one apply, changes it in one, and destroys it
// in one. The plan after each is empty, though reads lag behind writes. What a team adds to it
// refers to the outputs of the module.
func TestOrganisation(t *testing.T) {
	t.Parallel()
	for name, answers := range map[string]emulator.Answers{
		"as documented": {},
		"lagging":       {GrantLag: 2},
	} {
		if answers.GrantLag == 0 && !harness.Nightly() {
			continue // TestOrganisation_teams creates it, too
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOrganisation(t, read(t, "testdata/prompts.tf"))
			o.env.API.SetAnswers(answers)
			o.apply()

			o.edit("name: Payments\n", "name: Payments and refunds\n", "monthly_budget: 1500", "monthly_budget: 1800",
				"Project Heron", "Project Egret", "monthly_budget: 20\n", "monthly_budget: 25\n", "mode: fallback", "mode: loadbalance")
			o.tf.Write("question.auto.tfvars", "question = \"Question: {{question}}\"\n")
			output, sent := o.apply()
			inOrder(t, output, "0 added, 10 changed, 0 destroyed")
			for _, r := range sent {
				if r.Method != http.MethodPut {
					t.Errorf("the change sent %s %s", r.Method, r.Path)
				}
			}

			o.edit("    production:\n", "    production:\n      deletion_protection: false\n")
			o.apply()
			o.restart()
			o.tf.Run(0, "apply", "-destroy", "-auto-approve")
			if err := o.env.NothingLeft(); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestOrganisation_teams holds what the API receives for the teams of examples/organisation, that
// nothing of a protected team is destroyed, and that a team which is added to the file, or removed
// from it, touches nothing but the team.
func TestOrganisation_teams(t *testing.T) {
	t.Parallel()
	o := newOrganisation(t, "")
	_, sent := o.apply()
	o.wantSent(sent)
	o.wantProtected()
	o.wantApart()
}

// wantSent wants the lines of testdata/organisation.txt, in any order.
func (o *organisation) wantSent(sent []emulator.Request) {
	o.t.Helper()
	var names []string
	for _, w := range o.env.API.Workspaces() {
		names = append(names, w.ID, "<"+w.Name+">")
	}
	for _, user := range o.env.API.All(emulator.Users) {
		email, _ := user.Fields["email"].(string)
		names = append(names, user.ID, "<"+email+">")
	}
	named := strings.NewReplacer(names...)
	var lines []string
	for _, r := range sent {
		for _, body := range rows(o.t, r.Body) {
			line := r.Method + " " + strings.TrimPrefix(r.Path, "/v1/") + " " + body
			lines = append(lines, ofConfig.ReplaceAllString(named.Replace(line), "<$1>"))
		}
	}
	slices.Sort(lines)
	got := strings.Join(lines, "\n") + "\n"
	if want := read(o.t, "testdata/organisation.txt"); got != want {
		o.t.Errorf("the apply sent\n%s\nwant\n%s", got, want)
	}
}

// ofConfig is the slug of a config or a guardrail.
var ofConfig = regexp.MustCompile(`(pc|pg)-[a-z-]+-[0-9a-f]{6}`)

// rows is a body, or one for each workspace of a body that has several: how many of them are
// written by one request depends on the time.
func rows(t *testing.T, body []byte) []string {
	t.Helper()
	var object map[string]any
	if err := json.Unmarshal(body, &object); err != nil {
		t.Fatal(err)
	}
	all, _ := object["workspaces"].([]any)
	if len(all) == 0 {
		return []string{strings.TrimSpace(string(body))}
	}
	var found []string
	for _, row := range all {
		object["workspaces"] = []any{row}
		text, err := json.Marshal(object)
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, string(text))
	}
	return found
}

// wantProtected wants a destroy to fail at plan, and to name each protected workspace.
func (o *organisation) wantProtected() {
	o.t.Helper()
	o.restart()
	output := harness.Flat(o.tf.Run(1, "apply", "-destroy", "-auto-approve"))
	for _, address := range []string{`module.team["payments"].portkey_workspace.this["production"]`, `module.team["search"].portkey_workspace.this["production"]`} {
		if !strings.Contains(output, "deletion_protection") || !strings.Contains(output, address) {
			o.t.Errorf("%s is not named\n%s", address, output)
		}
	}
	if writes := o.env.Writes(); len(writes) > 0 {
		o.t.Errorf("the refused destroy led to %d writes", len(writes))
	}
}

// changed are the addresses that a plan names.
var changed = regexp.MustCompile(`(?m)^  # (\S+) will be`)

// wantApart adds a team to the file and removes it again.
func (o *organisation) wantApart() {
	o.t.Helper()
	before := o.tf.Read("teams.yaml")
	o.tf.Write("teams.yaml", before+`
support:
  name: Support
  members:
    grace.hopper@example.com: member
  environments:
    production:
      deletion_protection: false
      integrations:
        openai:
      keys:
        desk:
`)
	touches := func(changes int) {
		o.t.Helper()
		o.restart()
		all := changed.FindAllStringSubmatch(o.tf.Plan(harness.PlanChanges), -1)
		for _, one := range all {
			if !strings.HasPrefix(one[1], `module.team["support"].`) {
				o.t.Errorf("%s changes with another team", one[1])
			}
		}
		if len(all) != changes {
			o.t.Errorf("%d changes are planned, want %d", len(all), changes)
		}
	}
	touches(5)
	output, _ := o.apply()
	inOrder(o.t, output, "5 added, 0 changed, 0 destroyed")

	o.tf.Write("teams.yaml", before)
	touches(5)
	output, sent := o.apply()
	inOrder(o.t, output, "0 added, 0 changed, 5 destroyed")
	for _, r := range sent {
		if strings.Contains(string(r.Body), "Payments") {
			o.t.Errorf("the removal sent %s %s", r.Method, r.Path)
		}
	}
	if left := o.env.API.Workspaces(); !slices.ContainsFunc(left, func(w emulator.Workspace) bool { return w.Name == "Support production" && w.Status == "archived" }) {
		o.t.Error("the workspace of the team is still there")
	}
}

// TestReadme applies the configuration of the README, with its file of teams, twice: nothing is
// planned after the first time.
func TestReadme(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	grace := env.API.Add(emulator.Users, "", map[string]any{"email": "grace.hopper@example.com"})
	env.API.Add(emulator.Integrations, "", map[string]any{"name": "OpenAI", "slug": "openai-prod", "ai_provider_id": "openai"})
	readme := read(t, root+"/README.md")
	tf := harness.NewCLI(t, map[string]func() tfprotov6.ProviderServer{harness.Ours: env.Server})
	tf.Write("main.tf", env.Config(teamModule.ReplaceAllString(fenced.FindStringSubmatch(readme)[1], `$1= "./team"`)))
	tf.Write("versions.tf", attached.Replace(required))
	tf.Write("teams.yaml", fencedYAML.FindStringSubmatch(readme)[1])
	writeTeam(t, tf)
	tf.Run(0, "init")
	tf.Run(0, "apply", "-auto-approve")
	tf.Plan(harness.PlanEmpty)
	roles := map[any]int{}
	for _, member := range env.API.All(emulator.Members) {
		if member.ID == grace {
			roles[member.Fields["role"]]++
		}
	}
	if len(roles) != 1 || roles["manager"] != 2 {
		t.Errorf("Grace has the roles %v", roles)
	}
	for _, noun := range []emulator.Noun{emulator.Providers, emulator.IntegrationWorkspaces, emulator.APIKeys} {
		if got := len(env.API.All(noun)); got != 1 {
			t.Errorf("%d of %s, want 1", got, noun)
		}
	}
}
