package members_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

const address = "portkey_workspace_members.test"

// attrs is a configuration or a part of one, for the driver.
type attrs = map[string]any

// office is an API with a workspace and users of the organisation who are in none, by
// their first names: ada@example.com and so on.
type office struct {
	*harness.Env

	t    *testing.T
	home emulator.Workspace
	ids  map[string]string
}

func open(t *testing.T, names ...string) *office {
	t.Helper()
	o := &office{Env: harness.Start(t), t: t, ids: map[string]string{}}
	o.home = o.API.AddWorkspace(attrs{"name": "Production"})
	for _, name := range names {
		o.ids[name] = o.API.Add(emulator.Users, "", attrs{"email": name + "@example.com"})
	}
	return o
}

// join makes somebody a member, as a person in the UI would.
func (o *office) join(name, role string) {
	o.API.Add(emulator.Members, o.home.ID, attrs{"id": o.ids[name], "role": role})
}

// leave is somebody leaving the workspace.
func (o *office) leave(name string) { o.API.Drop(emulator.Members, o.home.ID+"/"+o.ids[name]) }

// set is a configuration of members, given pairs of a key and a role.
func (o *office) set(pairs ...string) attrs {
	members := attrs{}
	for i := 0; i < len(pairs); i += 2 {
		key := pairs[i]
		if _, known := o.ids[key]; known {
			key += "@example.com"
		}
		members[key] = pairs[i+1]
	}
	return attrs{"workspace_id": o.home.ID, "members": members}
}

func with(config attrs, name string, value any) attrs {
	config = maps.Clone(config)
	config[name] = value
	return config
}

// roles are the roles of the members, but for owners, by their first names.
func (o *office) roles() map[string]string {
	names, roles := map[string]string{}, map[string]string{}
	for name, id := range o.ids {
		names[id] = name
	}
	for _, one := range o.API.Held(emulator.Members, o.home.ID) {
		if name, known := names[one.ID]; known {
			roles[name], _ = one.Fields["role"].(string)
		}
	}
	return roles
}

func (o *office) wantRoles(pairs ...string) {
	o.t.Helper()
	want := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		want[pairs[i]] = pairs[i+1]
	}
	if diff := cmp.Diff(want, o.roles()); diff != "" {
		o.t.Errorf("members: want - got +:\n%s", diff)
	}
}

// wantWrites wants these writes, each with its method and the end of its path.
func (o *office) wantWrites(want ...string) {
	o.t.Helper()
	var got []string
	for _, one := range o.Writes() {
		path := one.Path[strings.LastIndex(one.Path, "/")+1:]
		for name, id := range o.ids {
			path = strings.ReplaceAll(path, id, name)
		}
		got = append(got, one.Method+" "+path)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		o.t.Errorf("writes: want - got +:\n%s", diff)
	}
}

// removes is what a plan names as removed.
func removes(p *harness.Plan) []any {
	all, _ := p.After["removed_members"].([]any)
	return all
}
