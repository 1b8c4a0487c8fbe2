package config_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// furnish puts a config into one workspace, two of one name into another, and says
// which are there, by what they are called here.
func furnish(t *testing.T, env *harness.Env, home emulator.Workspace) map[string]emulator.Object {
	t.Helper()
	other := env.API.AddWorkspace(attrs{"name": "Staging"})
	all := map[string]emulator.Object{}
	for _, one := range []struct{ called, workspace, name string }{{"ours", home.ID, "Fallback"}, {"theirs", other.ID, "Fallback"}, {"theirs too", other.ID, "Retries"}} {
		env.API.Add(emulator.Configs, one.workspace, attrs{"name": one.name, "config": attrs{"retry": attrs{"attempts": 3}}})
		made := env.API.All(emulator.Configs)
		all[one.called] = made[len(made)-1]
	}
	return all
}

// A config is found by its id, its slug, or a name, in a workspace or without one,
// also where a path takes the slug alone.
func TestDataSource(t *testing.T) {
	t.Parallel()
	for _, slugsOnly := range []bool{false, true} {
		env, home := start(t, emulator.WithAnswers(emulator.Answers{SlugsOnly: slugsOnly}))
		all := furnish(t, env, home)
		ours, theirs := all["ours"], all["theirs too"]
		d := env.Driver(t)
		for name, argument := range map[string]attrs{
			"id":                       {"id": ours.ID},
			"a slug as the id":         {"id": ours.Slug},
			"slug":                     {"slug": ours.Slug},
			"name and workspace":       {"name": "Fallback", "workspace_id": home.ID},
			"name and slug of it":      {"name": "Fallback", "workspace_id": home.Slug},
			"slug and its workspace":   {"slug": ours.Slug, "workspace_id": home.ID},
			"a name that no other has": {"name": theirs.Name},
		} {
			got, diags := d.Data("portkey_config", argument)
			harness.NoErrors(t, diags)
			is := ours
			if argument["name"] == theirs.Name {
				is = theirs
			}
			want := attrs{"id": is.ID, "slug": is.Slug, "name": is.Name, "workspace_id": is.WorkspaceID, "config": `{"retry":{"attempts":3}}`, "status": "active"}
			for attribute, value := range argument {
				want[attribute] = value
			}
			for attribute, value := range want {
				if got[attribute] != value {
					t.Errorf("%s: %s is %v, want %v", name, attribute, got[attribute], value)
				}
			}
		}
		for name, c := range map[string]struct {
			argument attrs
			words    []string
		}{
			"a name that two have":    {attrs{"name": "Fallback"}, []string{"Several configs are called", ours.Slug, all["theirs"].Slug}},
			"a name as the id":        {attrs{"id": theirs.Name}, []string{"No active config"}},
			"an id elsewhere":         {attrs{"id": theirs.Slug, "workspace_id": home.ID}, []string{"No active config"}},
			"a slug elsewhere":        {attrs{"slug": theirs.Slug, "workspace_id": home.ID}, []string{"No active config"}},
			"a name elsewhere":        {attrs{"name": theirs.Name, "workspace_id": home.ID}, []string{"No active config"}},
			"a workspace that is not": {attrs{"name": "Fallback", "workspace_id": "ws-nowhere-000000"}, []string{"Cannot find workspace"}},
		} {
			_, diags := d.Data("portkey_config", c.argument)
			at := ""
			if name == "a workspace that is not" {
				at = "workspace_id"
			}
			harness.WantError(t, diags, at, c.words...)
		}
		_, diags := d.Data("portkey_config_versions", attrs{"config_id": theirs.Name})
		harness.WantError(t, diags, "", "No active config")
	}
}

// Nothing of another workspace is imported through one.
func TestResource_importElsewhere(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	theirs := furnish(t, env, home)["theirs too"]
	d := env.Driver(t)
	for _, ref := range []string{home.Slug + "/" + theirs.Slug, home.ID + "/" + theirs.ID, home.Slug + "/" + theirs.Name, home.Slug + "/"} {
		harness.WantError(t, d.Import(address, ref), "", "Cannot import config")
	}
	harness.NoErrors(t, d.Import(address, "Staging/"+theirs.Name))
	if got := d.State(address); got["workspace_id"] != theirs.WorkspaceID || got["slug"] != theirs.Slug {
		t.Errorf("imported %v", got)
	}
}

func TestDataSource_many(t *testing.T) {
	t.Parallel()
	env, home := start(t, emulator.WithAnswers(emulator.Answers{FiltersIgnored: true}))
	all := furnish(t, env, home)
	d := env.Driver(t)
	for workspace, want := range map[any][]string{nil: {"ours", "theirs", "theirs too"}, home.Slug: {"ours"}} {
		got, diags := d.Data("portkey_configs", attrs{"workspace_id": workspace})
		harness.NoErrors(t, diags)
		results, diags := d.List("portkey_config", attrs{"workspace_id": workspace}, 100, true)
		harness.NoErrors(t, diags)
		var seen, listed, wanted []string
		for _, one := range got["configs"].([]any) {
			seen = append(seen, one.(attrs)["slug"].(string))
		}
		for _, one := range results {
			harness.NoErrors(t, one.Diagnostics)
			listed = append(listed, one.Resource["slug"].(string))
		}
		for _, called := range want {
			wanted = append(wanted, all[called].Slug)
		}
		for _, slugs := range [][]string{seen, listed, wanted} {
			slices.Sort(slugs)
		}
		if !slices.Equal(seen, wanted) || !slices.Equal(listed, wanted) {
			t.Errorf("in %v are %q, listed %q, want %q", workspace, seen, listed, wanted)
		}
	}
}

// A list resource reads what an import would.
func TestListing(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	made := furnish(t, env, home)["ours"]
	d := env.Driver(t)
	results, diags := d.List("portkey_config", attrs{"workspace_id": home.ID}, 100, true)
	harness.NoErrors(t, diags)
	harness.NoErrors(t, d.Import(address, made.ID))
	if diff := cmp.Diff([]harness.ListResult{{DisplayName: "Fallback", Identity: attrs{"id": made.ID}, Resource: d.State(address)}}, results); diff != "" {
		t.Errorf("want - got +:\n%s", diff)
	}
}

func TestDataSource_versions(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	m := env.Create(t, address, in(home.ID))
	m.Apply(in(home.ID, "config", `{"retry":{"attempts":3}}`))
	got, diags := m.Driver.Data("portkey_config_versions", attrs{"config_id": only(t, env).ID})
	harness.NoErrors(t, diags)
	versions := got["versions"].([]any)
	if len(versions) != 2 || versions[0].(attrs)["version_id"] != m.Driver.State(address)["version_id"] || versions[1].(attrs)["config"] != text || versions[1].(attrs)["created_at"] == nil {
		t.Errorf("got %v", versions)
	}
}
