package prompt_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// A prompt is found by its id, its slug or a name, with its default version; its versions
// say which one that is.
func TestDataSource(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	env.Create(t, address, with("parameters", `{"temperature":1}`, "version_description", "First"))
	ours, d := only(t, env), env.Driver(t)
	env.API.AddVersion(emulator.Prompts, ours.ID, attrs{"string": "Draft", "version_description": "Second"})
	other := env.API.AddWorkspace(attrs{"name": "Staging"})
	env.API.Add(emulator.Prompts, other.ID, attrs{"name": "Refund"})
	for _, argument := range []attrs{{"id": ours.ID}, {"id": ours.Slug}, {"slug": ours.Slug}, {"name": "Refund", "workspace_id": home.Slug}} {
		got, diags := d.Data("portkey_prompt", argument)
		harness.NoErrors(t, diags)
		want := attrs{
			"template": template, "model": "gpt-4o", "provider_id": "openai", "parameters": `{"temperature":1}`, "tools": nil,
			"version_description": "First", "version": 1, "collection_id": ours.Fields["collection_id"],
		}
		seen := attrs{}
		for name := range want {
			seen[name] = got[name]
		}
		if diff := harness.DiffAsState(want, seen); diff != "" {
			t.Errorf("%v: want - got +:\n%s", argument, diff)
		}
	}
	_, diags := d.Data("portkey_prompt", attrs{"name": "Refund"})
	harness.WantError(t, diags, "", "Several prompts are named")

	got, diags := d.Data("portkey_prompts", attrs{"workspace_id": home.ID})
	harness.NoErrors(t, diags)
	if all := got["prompts"].([]any); len(all) != 1 || all[0].(attrs)["slug"] != ours.Slug || all[0].(attrs)["model"] != "gpt-4o" {
		t.Errorf("got %v", got)
	}
	got, diags = d.Data("portkey_prompt_versions", attrs{"prompt_id": ours.ID})
	harness.NoErrors(t, diags)
	versions := env.API.Versions(emulator.Prompts, ours.ID)
	var seen []any
	for _, one := range got["versions"].([]any) {
		row := one.(attrs)
		if row["created_at"] == nil {
			t.Errorf("no time: %v", row)
		}
		seen = append(seen, []any{row["version_id"], row["description"], row["is_default"], row["label_id"]})
	}
	if diff := cmp.Diff([]any{[]any{versions[1].ID, "Second", false, nil}, []any{versions[0].ID, "First", true, nil}}, seen); diff != "" {
		t.Errorf("want - got +:\n%s", diff)
	}
	_, diags = d.Data("portkey_prompt_versions", attrs{"prompt_id": "pp-none"})
	harness.WantError(t, diags, "", "No active prompt")
	results, diags := d.List("portkey_prompt", attrs{"workspace_id": home.ID}, 100, true)
	harness.NoErrors(t, diags)
	harness.NoErrors(t, d.Import(address, ours.ID))
	if diff := cmp.Diff([]harness.ListResult{{DisplayName: "Refund", Identity: attrs{"id": ours.ID}, Resource: d.State(address)}}, results); diff != "" {
		t.Errorf("want - got +:\n%s", diff)
	}
}
