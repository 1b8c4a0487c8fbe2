package scim_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// 120 mappings are on two pages, and are refreshed by these two; what is missing there is
// proven to be deleted by a list more.
func TestResource_refreshByPages(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	d := env.Driver(t)
	name := func(i int) string { return fmt.Sprint("portkey_scim_workspace_mapping.test", i) }
	for i := range 120 {
		id := env.API.Add(emulator.SCIMMappings, home.ID, attrs{"scim_group_name": fmt.Sprint("Group ", i)})
		d.Load(name(i), 1, fmt.Sprintf(`{"id": %q, "workspace_id": %q, "role": "member", "scim_group_id": null, "scim_group": null, "scim_group_name": "Group %d"}`, id, home.ID, i))
	}
	env.API.ResetRequests()
	for i := range 120 {
		harness.NoErrors(t, d.Refresh(name(i)))
		if got := d.State(name(i)); got["scim_group"] != fmt.Sprint("Group ", i) || got["scim_group_id"] == nil {
			t.Fatalf("got %v", got)
		}
	}
	if sent := len(env.API.Requests()); sent != 2 {
		t.Errorf("%d requests, want 2", sent)
	}
	got, diags := d.Data("portkey_scim_workspace_mappings", attrs{})
	harness.NoErrors(t, diags)
	if all := got["scim_workspace_mappings"].([]any); len(all) != 120 {
		t.Errorf("%d mappings, want 120", len(all))
	}
	if sent := len(env.API.Requests()); sent != 2 {
		t.Errorf("%d requests, want 2", sent)
	}

	// A workspace takes its mappings with it.
	env.API.DeleteWorkspace(home.ID)
	d = env.Restart(t, d)
	for i := range 3 {
		harness.NoErrors(t, d.Refresh(name(i)))
		if state := d.State(name(i)); state != nil {
			t.Errorf("the state has %v", state)
		}
	}
}

// 20 mappings of groups by id cost the lists of groups and mappings, and a POST each.
func TestResource_createMany(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	d := env.Driver(t)
	var groups []string
	for i := range 20 {
		groups = append(groups, env.API.Add(emulator.SCIMGroups, "", attrs{"name": fmt.Sprint("Group ", i)}))
	}
	env.API.ResetRequests()
	for i, group := range groups {
		_, diags := d.Converge(fmt.Sprint("portkey_scim_workspace_mapping.test", i), byID(home.ID, group))
		harness.NoErrors(t, diags)
	}
	for path, most := range map[string]int{"/scim/groups": 1, "/scim/workspaces": 1} {
		if lists := len(env.API.Bodies(http.MethodGet, path)); lists > most {
			t.Errorf("%s: %d lists, want %d", path, lists, most)
		}
	}
	if sent := len(env.API.Requests()); sent > 22 {
		t.Errorf("%d requests, want 22 at most", sent)
	}
}

func TestDataSource_mappings(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	staging := env.API.AddWorkspace(attrs{"name": "Staging"})
	for i, group := range []string{"Platform", "Platform", "Research"} {
		env.API.Add(emulator.SCIMMappings, []string{home.ID, staging.ID, home.ID}[i], attrs{"scim_group_name": group, "role": []string{"admin", "admin", "member"}[i]})
	}
	all := env.API.All(emulator.SCIMMappings)
	platform := all[0].Fields["scim_group_id"]
	d := env.Driver(t)
	for _, c := range []struct {
		filter attrs
		want   []int
	}{
		{attrs{}, []int{0, 1, 2}},
		{attrs{"workspace_id": home.Slug}, []int{0, 2}},
		{attrs{"role": "Admin"}, []int{0, 1}},
		{attrs{"scim_group_id": platform, "workspace_id": staging.ID}, []int{1}},
		{attrs{"scim_group_name": "Research"}, []int{2}},
		{attrs{"scim_group_name": "research"}, nil},
	} {
		got, diags := d.Data("portkey_scim_workspace_mappings", c.filter)
		harness.NoErrors(t, diags)
		var ids, want []string
		for _, one := range got["scim_workspace_mappings"].([]any) {
			ids = append(ids, one.(attrs)["id"].(string))
		}
		for _, i := range c.want {
			want = append(want, all[i].ID)
		}
		slices.Sort(ids)
		slices.Sort(want)
		if !slices.Equal(ids, want) {
			t.Errorf("%v: got %q, want %q", c.filter, ids, want)
		}
	}
	results, diags := d.List("portkey_scim_workspace_mapping", attrs{"workspace_id": staging.Slug}, 100, true)
	harness.NoErrors(t, diags)
	harness.NoErrors(t, d.Import(address, all[1].ID))
	if diff := cmp.Diff([]harness.ListResult{{DisplayName: "Platform admin", Identity: attrs{"id": all[1].ID}, Resource: d.State(address)}}, results); diff != "" {
		t.Errorf("want - got +:\n%s", diff)
	}
}

// The API's search is only a help: what it returns beyond is left out.
func TestDataSource_groups(t *testing.T) {
	t.Parallel()
	for _, field := range []string{"", "displayName", "name", "scim_group"} {
		env := harness.Start(t, emulator.WithAnswers(emulator.Answers{GroupName: field, NamesIgnored: true}))
		for _, name := range []string{"Platform", "Platform Berlin", "Research"} {
			env.API.Add(emulator.SCIMGroups, "", attrs{"name": name})
		}
		for search, want := range map[any]string{nil: "Platform, Platform Berlin, Research", "platform": "Platform, Platform Berlin", "nobody": ""} {
			got, diags := env.Driver(t).Data("portkey_scim_groups", attrs{"search": search})
			harness.NoErrors(t, diags)
			var names []string
			for _, one := range got["scim_groups"].([]any) {
				names = append(names, one.(attrs)["name"].(string))
			}
			slices.Sort(names)
			if strings.Join(names, ", ") != want {
				t.Errorf("%s: %v: got %q, want %q", field, search, names, want)
			}
		}
	}
}

func TestResource_import(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	id := env.API.Add(emulator.SCIMMappings, home.ID, attrs{"scim_group_name": "EMEA/Platform", "role": "admin"})
	d := env.Driver(t)
	group := only(t, env).Fields["scim_group_id"].(string)
	for ref, workspace := range map[string]string{
		id: home.ID, home.ID + "/EMEA/Platform/admin": home.ID, home.Slug + "/EMEA/Platform/Admin": home.Slug,
		"Production/EMEA/Platform/admin": home.ID, home.Slug + "/" + group + "/admin": home.Slug, home.ID + "/" + id: home.ID,
	} {
		m := env.Manage(t, address)
		m.Driver = env.Restart(t, d)
		harness.NoErrors(t, m.Driver.Import(address, ref))
		m.WantState(attrs{"id": id, "workspace_id": workspace, "role": "admin", "scim_group_id": group, "scim_group": "EMEA/Platform"})
		m.WantEmptyPlan(byID(workspace, group, "role", "admin"))
		if p := m.Apply(maps(workspace, "scim_group_name", "EMEA/Platform", "role", "admin")); p.Action != harness.Update {
			t.Errorf("%s: plans %s", ref, p.Action)
		}
	}
	if sent := env.Writes(); len(sent) > 0 {
		t.Errorf("sent %v", sent)
	}
	harness.NoErrors(t, d.ImportIdentity(address, attrs{"id": id}))
	for _, ref := range []string{"nothing", home.ID + "/EMEA/Platform/member", "ws-nowhere-000000/EMEA/Platform/admin", home.ID + "/", home.ID + "/" + home.ID} {
		diags := env.Driver(t).Import(address, ref)
		if diags.Err() == nil || !strings.Contains(diags.String(), "Cannot import SCIM workspace mapping") {
			t.Errorf("%s: %s", ref, diags)
		}
	}
}
