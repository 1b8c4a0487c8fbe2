package config_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// furnish puts a config into one workspace, and two into another: the first has the
// same name.
func furnish(t *testing.T, options ...emulator.Option) (env *harness.Env, home emulator.Workspace, ours, same, theirs emulator.Object) {
	t.Helper()
	env, home = start(t, options...)
	other := env.API.AddWorkspace(attrs{"name": "Staging"})
	for i, workspace := range []string{home.ID, other.ID, other.ID} {
		env.API.Add(emulator.Configs, workspace, attrs{"name": []string{"Fallback", "Fallback", "Retries"}[i], "config": attrs{"weight": 1}})
	}
	all := env.API.All(emulator.Configs)
	return env, home, all[0], all[1], all[2]
}

// A config is found by its id, its slug or a name, in a workspace or without one,
// also where a path takes the slug alone.
func TestDataSource(t *testing.T) {
	t.Parallel()
	for _, slugsOnly := range []bool{false, true} {
		env, home, ours, same, theirs := furnish(t, emulator.WithAnswers(emulator.Answers{SlugsOnly: slugsOnly}))
		d := env.Driver(t)
		for _, c := range []struct {
			argument attrs
			is       emulator.Object
			words    []string // where it is none
		}{
			{argument: attrs{"id": ours.ID}, is: ours},
			{argument: attrs{"id": ours.Slug}, is: ours},
			{argument: attrs{"slug": ours.Slug, "workspace_id": home.ID}, is: ours},
			{argument: attrs{"name": "Fallback", "workspace_id": home.ID}, is: ours},
			{argument: attrs{"name": "Fallback", "workspace_id": home.Slug}, is: ours},
			{argument: attrs{"name": "Retries"}, is: theirs},
			{argument: attrs{"name": "Fallback"}, words: []string{"Several configs are named", ours.Slug, same.Slug}},
			{argument: attrs{"id": "Retries"}, words: []string{"No active config"}},
			{argument: attrs{"id": theirs.Slug, "workspace_id": home.ID}, words: []string{"No active config"}},
			{argument: attrs{"slug": theirs.Slug, "workspace_id": home.ID}, words: []string{"No active config"}},
			{argument: attrs{"name": "Retries", "workspace_id": home.ID}, words: []string{"No active config"}},
		} {
			got, diags := d.Data("portkey_config", c.argument)
			if c.words != nil {
				harness.WantError(t, diags, "", c.words...)
				continue
			}
			harness.NoErrors(t, diags)
			want := attrs{"id": c.is.ID, "slug": c.is.Slug, "name": c.is.Name, "workspace_id": c.is.WorkspaceID, "config": `{"weight":1}`, "status": "active"}
			maps.Copy(want, c.argument)
			for attribute, value := range want {
				if got[attribute] != value {
					t.Errorf("%v: %s is %v, want %v", c.argument, attribute, got[attribute], value)
				}
			}
		}
		_, diags := d.Data("portkey_config", attrs{"name": "Fallback", "workspace_id": "ws-nowhere-000000"})
		harness.WantError(t, diags, "workspace_id", "Cannot find workspace")
		_, diags = d.Data("portkey_config_versions", attrs{"config_id": "Retries"})
		harness.WantError(t, diags, "", "No active config")
		for _, ref := range []string{home.Slug + "/" + theirs.Slug, home.ID + "/" + theirs.ID, home.Slug + "/Retries", home.Slug + "/"} {
			harness.WantError(t, d.Import(address, ref), "", "Cannot import config")
		}
		harness.NoErrors(t, d.Import(address, "Staging/Retries"))
		if got := d.State(address); got["workspace_id"] != theirs.WorkspaceID || got["slug"] != theirs.Slug {
			t.Errorf("imported %v", got)
		}
	}
}

// Those of a workspace are listed and no other, even where the API ignores the filter;
// what a list resource reads is what an import would.
func TestDataSource_many(t *testing.T) {
	t.Parallel()
	env, home, ours, same, theirs := furnish(t, emulator.WithAnswers(emulator.Answers{FiltersIgnored: true}))
	d := env.Driver(t)
	for workspace, want := range map[any][]string{nil: {ours.Slug, same.Slug, theirs.Slug}, home.Slug: {ours.Slug}} {
		got, diags := d.Data("portkey_configs", attrs{"workspace_id": workspace})
		harness.NoErrors(t, diags)
		results, diags := d.List("portkey_config", attrs{"workspace_id": workspace}, 100, true)
		harness.NoErrors(t, diags)
		var seen, listed []string
		for i, one := range got["configs"].([]any) {
			seen, listed = append(seen, one.(attrs)["slug"].(string)), append(listed, results[i].Resource["slug"].(string))
		}
		for _, slugs := range [][]string{seen, listed, want} {
			slices.Sort(slugs)
		}
		if len(results) != len(want) || !slices.Equal(seen, want) || !slices.Equal(listed, want) {
			t.Errorf("in %v are %q, listed %q, want %q", workspace, seen, listed, want)
		}
		if workspace != nil {
			harness.NoErrors(t, d.Import(address, ours.ID))
			if diff := cmp.Diff([]harness.ListResult{{DisplayName: "Fallback", Identity: attrs{"id": ours.ID}, Resource: d.State(address)}}, results); diff != "" {
				t.Errorf("want - got +:\n%s", diff)
			}
		}
	}
}

func TestDataSource_versions(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	m := env.Create(t, address, in(home.ID))
	m.Apply(in(home.ID, "config", `{"weight":1}`))
	got, diags := m.Driver.Data("portkey_config_versions", attrs{"config_id": only(t, env).ID})
	harness.NoErrors(t, diags)
	versions := got["versions"].([]any)
	if len(versions) != 2 || versions[0].(attrs)["version_id"] != m.Driver.State(address)["version_id"] || versions[1].(attrs)["config"] != text || versions[1].(attrs)["created_at"] == nil {
		t.Errorf("got %v", versions)
	}
}
