package promptlabel_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// attrs is a configuration or a part of one, for the driver.
type attrs = map[string]any

const address = "portkey_prompt_label.test"

// start starts an API with the workspace that a label lies in.
func start(t *testing.T, options ...emulator.Option) (*harness.Env, emulator.Workspace) {
	t.Helper()
	env := harness.Start(t, options...)
	return env, env.API.AddWorkspace(attrs{"name": "Production"})
}

// with is the configuration of a label, with pairs of a name and a value laid over it.
func with(more ...any) attrs {
	config := attrs{"name": "canary"}
	for i := 0; i < len(more); i += 2 {
		config[more[i].(string)] = more[i+1]
	}
	return config
}

// only is the one label that there is, beside the universal ones.
func only(t *testing.T, env *harness.Env) emulator.Object {
	t.Helper()
	all := slices.DeleteFunc(env.API.All(emulator.Labels), func(one emulator.Object) bool { return one.Fields["is_universal"] == true })
	if len(all) != 1 {
		t.Fatalf("there are %d labels, want 1", len(all))
	}
	return all[0]
}

// The life of a label under the real CLI, with every write that the API gets.
func TestResource_lifecycle(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	hcl := func(workspace, more string) string {
		return env.Config(fmt.Sprintf("resource \"portkey_prompt_label\" \"test\" {\n  workspace_id = %q\n  %s\n}\n", workspace, more))
	}
	const full, bare = "name = \"canary\"\n  description = \"For a few\"\n  color_code = \"#a1b2c3\"", `name = "canary"`
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories,
		Steps: []resource.TestStep{
			{Config: hcl(home.ID, full), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionCreate)},
			env.ImportStep(address, func() []string { return []string{home.ID + "/" + only(t, env).ID, home.ID + "/canary"} }),
			{Config: hcl(home.ID, bare), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate)},
			{Config: hcl(home.Slug, `name = "canaries"`), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate)},
			{ // deleted by somebody, long enough ago for the list to prove it
				PreConfig: func() {
					env.API.Advance(2 * time.Hour)
					env.API.Drop(emulator.Labels, only(t, env).ID)
				},
				Config: hcl(home.Slug, bare), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionCreate),
			},
		},
	})
	var sent []string
	for _, one := range env.Writes() {
		sent = append(sent, strings.TrimRight(one.Method+" "+string(one.Body), " "))
	}
	if diff := cmp.Diff([]string{
		fmt.Sprintf(`POST {"name":"canary","description":"For a few","color_code":"#a1b2c3","workspace_id":%q}`, home.ID),
		`PUT {"description":null,"color_code":null}`, `PUT {"name":"canaries"}`,
		fmt.Sprintf(`POST {"name":"canary","workspace_id":%q}`, home.ID), `DELETE`,
	}, sent); diff != "" {
		t.Errorf("writes: want - got +:\n%s", diff)
	}
}

// A label of the organisation is created, read, changed, imported and deleted by the ID of
// that, and another scope is another label.
func TestResource_organisation(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	m := env.Create(t, address, with("scope", "organisation"))
	m.WantState(attrs{"workspace_id": nil, "organisation_id": env.API.OrganisationID(), "is_universal": false})
	if got := only(t, env).WorkspaceID; got != "" {
		t.Errorf("it is in the workspace %s", got)
	}
	m.WantEmptyPlan(with("scope", "organisation"))
	m.Apply(with("scope", "organisation", "description", "For a few"))
	m.WantPuts(`{"description": "For a few"}`)
	m.WantNoDrift(with("scope", "organisation", "description", "For a few"))
	for _, ref := range []string{"organisation/canary", "organisation/" + only(t, env).ID, env.API.OrganisationID() + "/canary"} {
		other := env.Manage(t, address)
		harness.NoErrors(t, other.Driver.Import(address, ref))
		other.WantState(attrs{"scope": "organisation", "workspace_id": nil, "description": "For a few"})
		other.WantEmptyPlan(with("scope", "organisation", "description", "For a few"))
	}
	if p := m.Plan(with("workspace_id", home.ID)); p.Action != harness.Replace {
		t.Errorf("a workspace plans %s", p.Action)
	}
	harness.NoErrors(t, m.Driver.Destroy(address))
	if left := env.API.All(emulator.Labels); len(left) != 3 {
		t.Errorf("left %v", left)
	}
}

// The key of a workspace needs neither workspace_id nor scope; that of an organisation needs
// one of them.
func TestResource_withoutPlace(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	_, diags := env.Driver(t).Converge(address, with())
	harness.WantError(t, diags, "workspace_id", "Cannot create prompt label", "scope = \"organisation\"")
	harness.WantError(t, env.Driver(t).Import(address, "canary"), "", "workspace/label or organisation/label")
	env.Key = env.API.AddKey(emulator.Key{WorkspaceID: home.ID})
	m := env.Create(t, address, with())
	m.WantState(attrs{"workspace_id": home.ID})
	m.WantEmptyPlan(with())
	harness.NoErrors(t, env.Driver(t).Import(address, "canary"))
}

// What a name can't be is said before anything is sent.
func TestResource_badInput(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	d := env.Driver(t)
	for name, c := range map[string]struct {
		config attrs
		at     string
	}{
		"a version":           {with("name", "latest"), "name"},
		"a number":            {with("name", "12"), "name"},
		"white space":         {with("name", "a b"), "name"},
		"an @":                {with("name", "a@b"), "name"},
		"two others":          {with("name", "1.2.3"), "name"},
		"no colour":           {with("color_code", "red"), "color_code"},
		"another scope":       {with("scope", "team"), "scope"},
		"a place and another": {with("scope", "organisation", "workspace_id", home.ID), "workspace_id"},
	} {
		t.Run(name, func(t *testing.T) { harness.WantError(t, d.Validate(address, c.config), c.at) })
	}
	harness.NoErrors(t, d.Validate(address, with("name", "v1.2")))
}

// A label that every workspace has is found in each, and can't be imported.
func TestUniversal(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	got, diags := env.Driver(t).Data("portkey_prompt_label", attrs{"workspace_id": home.ID, "name": "production"})
	harness.NoErrors(t, diags)
	if got["is_universal"] != true || got["id"] == nil {
		t.Errorf("got %v", got)
	}
	harness.WantError(t, env.Driver(t).Import(address, home.ID+"/production"), "", "every workspace has", "Nothing was imported")
	_, diags = env.Driver(t).Converge(address, with("name", "production", "workspace_id", home.ID))
	harness.WantError(t, diags, "name", "already exists", "another name")
	got, diags = env.Driver(t).Data("portkey_prompt_labels", attrs{"scope": "organisation"})
	harness.NoErrors(t, diags)
	if all, _ := got["prompt_labels"].([]any); len(all) != 3 {
		t.Errorf("got %v", got)
	}
}

// A description that nothing clears is warned of once, and is no drift.
func TestResource_keptDescription(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	env.API.SetAnswers(emulator.Answers{NullKeeps: true})
	m := env.Create(t, address, with("workspace_id", home.ID, "description", "For a few"))
	env.API.Advance(time.Minute)
	p := m.Plan(with("workspace_id", home.ID))
	diags := m.Driver.Apply(p)
	harness.NoErrors(t, diags)
	if !strings.Contains(diags.Warnings().String(), "Description was not cleared") {
		t.Errorf("warned of %s", diags.Warnings())
	}
	m.WantEmptyPlan(with("workspace_id", home.ID))
	env.API.Edit(emulator.Labels, only(t, env).ID, attrs{"description": "Theirs"})
	if p := m.Plan(with("workspace_id", home.ID)); p.Action != harness.Update {
		t.Errorf("plans %s", p.Action)
	}
}
