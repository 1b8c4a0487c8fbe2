package guardrail_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// furnish puts guardrails of one name into two workspaces and into the organisation.
func furnish(t *testing.T, options ...emulator.Option) (env *harness.Env, home emulator.Workspace, ours, theirs, organisations emulator.Object) {
	t.Helper()
	env, home = start(t, options...)
	other := env.API.AddWorkspace(attrs{"name": "Staging"})
	for _, in := range []string{home.ID, other.ID, ""} {
		env.API.Add(emulator.Guardrails, in, attrs{"name": "PII"})
	}
	all := env.API.All(emulator.Guardrails)
	return env, home, all[0], all[1], all[2]
}

// A guardrail is found by its id or its slug, and by a name in its workspace or, without
// one, in the organisation.
func TestDataSource(t *testing.T) {
	t.Parallel()
	env, home, ours, theirs, organisations := furnish(t)
	d := env.Driver(t)
	for _, c := range []struct {
		argument attrs
		is       emulator.Object
		words    []string // where it is none
	}{
		{argument: attrs{"id": ours.ID}, is: ours},
		{argument: attrs{"slug": ours.Slug, "workspace_id": home.ID}, is: ours},
		{argument: attrs{"name": "PII", "workspace_id": home.Slug}, is: ours},
		{argument: attrs{"name": "PII"}, is: organisations},
		{argument: attrs{"id": organisations.ID}, is: organisations},
		{argument: attrs{"id": theirs.ID, "workspace_id": home.ID}, words: []string{"No active guardrail"}},
		{argument: attrs{"name": "pii"}, words: []string{"No active guardrail"}},
	} {
		got, diags := d.Data("portkey_guardrail", c.argument)
		if c.words != nil {
			harness.WantError(t, diags, "", c.words...)
			continue
		}
		harness.NoErrors(t, diags)
		want := attrs{"id": c.is.ID, "slug": c.is.Slug, "name": "PII", "scope": "workspace", "workspace_id": c.is.WorkspaceID, "target": "llm", "status": "active"}
		if c.is.WorkspaceID == "" {
			want["scope"], want["workspace_id"] = "organisation", nil
		}
		maps.Copy(want, c.argument)
		for attribute, value := range want {
			if got[attribute] != value {
				t.Errorf("%v: %s is %v, want %v", c.argument, attribute, got[attribute], value)
			}
		}
		if check := got["checks"].([]any)[0].(attrs); check["id"] != "default.wordCount" || check["parameters"] != `{"maxWords":500}` {
			t.Errorf("%v: the check is %v", c.argument, check)
		}
	}
}

// Those of a workspace are listed, or those of the organisation; what a list resource
// reads is what an import would.
func TestDataSource_many(t *testing.T) {
	t.Parallel()
	for name, answers := range map[string]emulator.Answers{"usual": {}, "newer": {NewerGuardrails: true}} {
		env, home, ours, _, organisations := furnish(t, emulator.WithAnswers(answers))
		d := env.Driver(t)
		for workspace, want := range map[any]emulator.Object{nil: organisations, home.Slug: ours} {
			got, diags := d.Data("portkey_guardrails", attrs{"workspace_id": workspace})
			harness.NoErrors(t, diags)
			var seen []string
			for _, one := range got["guardrails"].([]any) {
				seen = append(seen, one.(attrs)["slug"].(string))
			}
			results, diags := d.List("portkey_guardrail", attrs{"workspace_id": workspace}, 100, true)
			harness.NoErrors(t, diags)
			if !slices.Equal(seen, []string{want.Slug}) {
				t.Errorf("%s: in %v are %q, want %q", name, workspace, seen, want.Slug)
			}
			harness.NoErrors(t, d.Import(address, want.ID))
			if diff := cmp.Diff([]harness.ListResult{{DisplayName: "PII", Identity: attrs{"id": want.ID}, Resource: d.State(address)}}, results); diff != "" {
				t.Errorf("%s: want - got +:\n%s", name, diff)
			}
			d.Forget(address)
		}
	}
}

// An import finds a guardrail by its id or slug wherever it is, and shows its scope.
func TestResource_import(t *testing.T) {
	t.Parallel()
	for name, answers := range map[string]emulator.Answers{
		"usual": {}, "newer": {NewerGuardrails: true}, "filled in": {FilledGuardrails: true}, "without workspaces": {WorkspaceIDInReads: emulator.PresentNever},
	} {
		env, home, ours, theirs, organisations := furnish(t, emulator.WithAnswers(answers))
		for ref, want := range map[string]attrs{
			"PII":                  {"slug": organisations.Slug, "scope": "organisation", "workspace_id": nil},
			organisations.ID:       {"slug": organisations.Slug, "scope": "organisation", "workspace_id": nil},
			"Production/PII":       {"slug": ours.Slug, "scope": "workspace", "workspace_id": home.ID},
			home.Slug + "/PII":     {"slug": ours.Slug, "scope": "workspace", "workspace_id": home.Slug},
			ours.Slug:              {"slug": ours.Slug, "scope": "workspace", "workspace_id": home.ID},
			"Staging/" + theirs.ID: {"slug": theirs.Slug, "scope": "workspace", "workspace_id": theirs.WorkspaceID},
		} {
			m := env.Manage(t, address)
			harness.NoErrors(t, m.Driver.Import(address, ref))
			if name == "without workspaces" && ref == ours.Slug { // nothing says where it is
				want["scope"], want["workspace_id"] = nil, nil
			}
			m.WantState(want)
			config := attrs{"name": "PII", "checks": []any{attrs{"id": "default.wordCount", "parameters": `{"maxWords":500}`}}, "actions": attrs{}, "scope": want["scope"], "workspace_id": want["workspace_id"]}
			if want["scope"] != nil {
				m.WantEmptyPlan(config)
				continue
			}
			config["scope"], config["workspace_id"] = "workspace", home.ID
			if p := m.Plan(config); p.Action == harness.Delete {
				t.Errorf("plans %s", p.Action)
			}
		}
	}
	env, home, _, theirs, organisations := furnish(t)
	d := env.Driver(t)
	for _, ref := range []string{home.Slug + "/" + theirs.ID, home.Slug + "/" + organisations.Slug, home.Slug + "/Other", "Other"} {
		harness.WantError(t, d.Import(address, ref), "", "Cannot import guardrail", "No active guardrail")
	}
}
