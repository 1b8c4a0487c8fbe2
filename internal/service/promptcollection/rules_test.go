package promptcollection_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// attrs is a configuration or a part of one, for the driver.
type attrs = map[string]any

const address = "portkey_prompt_collection.test"

// start starts an API with the workspace that a collection lies in.
func start(t *testing.T, options ...emulator.Option) (*harness.Env, emulator.Workspace) {
	t.Helper()
	env := harness.Start(t, options...)
	return env, env.API.AddWorkspace(attrs{"name": "Production"})
}

// in is the configuration of a collection in a workspace, with pairs of a name and a value
// laid over it.
func in(workspace any, more ...any) attrs {
	config := attrs{"name": "Refunds", "workspace_id": workspace}
	for i := 0; i < len(more); i += 2 {
		config[more[i].(string)] = more[i+1]
	}
	return config
}

// own are the collections that are not default ones.
func own(env *harness.Env) []emulator.Object {
	return slices.DeleteFunc(env.API.All(emulator.Collections), func(one emulator.Object) bool { return one.Fields["is_default"] == 1.0 })
}

// sent are the writes so far.
func sent(env *harness.Env) []string {
	var all []string
	for _, one := range env.Writes() {
		all = append(all, strings.TrimRight(one.Method+" "+string(one.Body), " "))
	}
	return all
}

// The default collection can be imported and renamed. Destroying it deletes nothing, and the
// plan says so.
func TestResource_default(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	first := env.API.Held(emulator.Collections, home.ID)[0]
	m := env.Manage(t, address)
	harness.NoErrors(t, m.Driver.Import(address, first.ID))
	m.WantState(attrs{"is_default": true, "name": "Default", "workspace_id": home.ID})
	m.Apply(in(home.ID, "name", "Prompts"))
	m.WantPuts(`{"name": "Prompts"}`)
	env.API.ResetRequests()
	diags := m.Driver.Destroy(address)
	harness.NoErrors(t, diags)
	if text := diags.Warnings().String(); !strings.Contains(text, "Default prompt collection stays in the workspace") {
		t.Errorf("the plan says %q", text)
	}
	harness.WantUntouched(t, env, true)
	if m.Driver.State(address) != nil {
		t.Error("it is still in the state")
	}
}

// A collection with something in it is not deleted, whatever the control plane would do
// about that, and what is in it is named.
func TestResource_deleteNotEmpty(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		noun    emulator.Noun
		fields  attrs
		answers emulator.Answers
		word    string
	}{
		"a prompt":               {emulator.Prompts, attrs{"name": "Greeting"}, emulator.Answers{}, `prompt "Greeting" (`},
		"a partial":              {emulator.Partials, attrs{"name": "Rules"}, emulator.Answers{}, `prompt partial "Rules" (`},
		"a collection":           {emulator.Collections, attrs{"name": "Returns"}, emulator.Answers{}, `prompt collection "Returns" (`},
		"where all goes with it": {emulator.Prompts, attrs{"name": "Greeting"}, emulator.Answers{CascadingCollections: true}, `prompt "Greeting" (`},
		"a list without filters": {emulator.Prompts, attrs{"name": "Greeting"}, emulator.Answers{FiltersIgnored: true, NamesIgnored: true}, `prompt "Greeting" (`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, home := start(t)
			m := env.Create(t, address, in(home.ID))
			id := own(env)[0].ID
			field := "collection_id"
			if c.noun == emulator.Collections {
				field = "parent_collection_id"
			}
			c.fields[field] = id
			env.API.Add(c.noun, home.ID, c.fields)
			env.API.Add(emulator.Prompts, home.ID, attrs{"name": "Elsewhere"})
			env.API.SetAnswers(c.answers)
			diags := m.Driver.Destroy(address)
			harness.WantError(t, diags, "", "Cannot destroy prompt collection", "is not empty", c.word, "Nothing was deleted")
			if strings.Contains(diags.String(), "Elsewhere") {
				t.Errorf("names what is elsewhere: %s", diags)
			}
			m.WantState(attrs{"id": id})
			harness.WantUntouched(t, env, true)
		})
	}
}

// What a list shows that was deleted a moment ago keeps no collection.
func TestResource_deleteEmptied(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	m := env.Create(t, address, in(home.ID))
	prompt := env.API.Add(emulator.Prompts, home.ID, attrs{"collection_id": own(env)[0].ID})
	env.API.Drop(emulator.Prompts, prompt)
	env.API.Fail(emulator.Fault{Method: http.MethodGet, Path: "/prompts", Status: http.StatusForbidden})
	harness.NoErrors(t, m.Driver.Destroy(address))
	if left := own(env); len(left) > 0 {
		t.Errorf("left %v", left)
	}
}

// The ID and the slug of one parent are two spellings of it. Another one, and one that does
// not exist, are not.
func TestResource_parent(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	parent := env.API.Add(emulator.Collections, home.ID, attrs{"name": "Support", "slug": "co-support"})
	env.API.Add(emulator.Collections, home.ID, attrs{"name": "Sales", "slug": "co-sales"})
	m := env.Create(t, address, in(home.ID, "parent_collection_id", "co-support"))
	m.WantState(attrs{"parent_collection_id": "co-support"})
	m.WantEmptyPlan(in(home.ID, "parent_collection_id", "co-support"))
	m.WantEmptyPlan(in(home.ID)) // it stays where it is
	for spelled, want := range map[string]harness.Action{parent: harness.Update, "co-sales": harness.Replace} {
		if p := m.Plan(in(home.ID, "parent_collection_id", spelled)); p.Action != want {
			t.Errorf("%s plans %s, want %s", spelled, p.Action, want)
		}
	}
	_, diags := env.Driver(t).Converge(address, in(home.ID, "name", "Other", "parent_collection_id", "co-none"))
	harness.WantError(t, diags, "parent_collection_id", "Cannot create prompt collection", "no collection of the ID or slug", "Nothing was created")
}

// A name is taken in its workspace alone, below any parent.
func TestResource_takenName(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	parent := env.API.Add(emulator.Collections, home.ID, attrs{"name": "Support"})
	env.API.Add(emulator.Collections, home.ID, attrs{"name": "Refunds", "parent_collection_id": parent})
	_, diags := env.Driver(t).Converge(address, in(home.ID))
	harness.WantError(t, diags, "name", "already exists", "allow_duplicate_name")
	env.Create(t, address, in(home.ID, "allow_duplicate_name", true))
	other := env.API.AddWorkspace(attrs{"name": "Staging"})
	env.Create(t, address, in(other.ID))
}

// With the key of an organisation a name has to follow its workspace.
func TestResource_importByName(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	env.API.Add(emulator.Collections, home.ID, attrs{"name": "Refunds"})
	harness.WantError(t, env.Driver(t).Import(address, "Refunds"), "", "Cannot import prompt collection", "workspace/name")
	harness.NoErrors(t, env.Driver(t).Import(address, "Production/Refunds"))
	env.Key = env.API.AddKey(emulator.Key{WorkspaceID: home.ID})
	harness.NoErrors(t, env.Driver(t).Import(address, "Refunds"))
}
