package scim_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

const address = "portkey_scim_workspace_mapping.test"

// attrs is a configuration or a part of one, for the driver.
type attrs = map[string]any

// start starts an API with the workspace that groups are mapped to.
func start(t *testing.T, options ...emulator.Option) (*harness.Env, emulator.Workspace) {
	t.Helper()
	env := harness.Start(t, options...)
	return env, env.API.AddWorkspace(attrs{"name": "Production"})
}

// maps is the configuration of a mapping of the group Platform, with pairs of a name and
// a value laid over it.
func maps(workspace any, more ...any) attrs {
	config := attrs{"workspace_id": workspace, "role": "manager", "scim_group_name": "Platform"}
	for i := 0; i < len(more); i += 2 {
		config[more[i].(string)] = more[i+1]
	}
	return config
}

// byID is maps with the id of the group.
func byID(workspace any, group string, more ...any) attrs {
	return maps(workspace, append([]any{"scim_group_name", nil, "scim_group_id", group}, more...)...)
}

// only is the one mapping that there is.
func only(t *testing.T, env *harness.Env) emulator.Object {
	t.Helper()
	all := env.API.All(emulator.SCIMMappings)
	if len(all) != 1 {
		t.Fatalf("there are %d mappings, want 1", len(all))
	}
	return all[0]
}

func posts(env *harness.Env) []string {
	var sent []string
	for _, body := range env.API.Bodies(http.MethodPost, "/scim/workspaces") {
		sent = append(sent, fmt.Sprint(body))
	}
	return sent
}

// The API answers a create of what exists with that: it is found before, however the
// group is named and the role is written, and nothing is sent.
func TestResource_exists(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	env.API.Add(emulator.SCIMMappings, home.ID, attrs{"scim_group_name": "Platform", "role": "manager"})
	there := only(t, env)
	group, _ := there.Fields["scim_group_id"].(string)
	for name, config := range map[string]attrs{
		"by name": maps(home.ID), "by id": byID(home.ID, group), "in another case": maps(home.Slug, "role", "Manager"),
	} {
		_, diags := env.Driver(t).Converge(address, config)
		at := "scim_group_name"
		if config[at] == nil {
			at = "scim_group_id"
		}
		harness.WantError(t, diags, at, "Cannot create SCIM workspace mapping", "already exists", "Nothing was created", fmt.Sprintf("to = <address above>\n    id = %q", there.ID))
		if sent := posts(env); len(sent) > 0 {
			t.Errorf("%s: sent %q", name, sent)
		}
	}

	// A control plane that is older than the list of groups shows the name in mappings.
	remove := env.API.Fail(emulator.Fault{Method: http.MethodGet, Path: "/scim/groups", Status: http.StatusNotFound})
	_, diags := env.Driver(t).Converge(address, byID(home.ID, group))
	harness.WantError(t, diags, "scim_group_id", "already exists", there.ID)
	other := env.API.Add(emulator.SCIMGroups, "", attrs{"name": "Unmapped"})
	_, diags = env.Driver(t).Converge(address, byID(home.ID, other))
	harness.NoErrors(t, diags)
	remove()

	// Nor do two resources of one run share a mapping.
	d := env.Driver(t)
	staging := env.API.AddWorkspace(attrs{"name": "Staging"})
	_, diags = d.Converge(address, maps(staging.ID))
	harness.NoErrors(t, diags)
	_, diags = d.Converge(address+"_again", byID(staging.Slug, group))
	harness.WantError(t, diags, "scim_group_id", "Two resources of this run", "Nothing was created for this one")
}

// A group has one role: the old mapping has to be deleted first.
func TestResource_otherRole(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	m := env.Create(t, address, maps(home.ID))
	old := only(t, env).ID

	_, diags := m.Driver.Converge(address, maps(home.ID, "role", "admin"), harness.CreateBeforeDestroy)
	harness.WantError(t, diags, "role", "A SCIM group has one role", old, "has the role manager", "Nothing was created", "create_before_destroy", "Portkey: ")
	if only(t, env).ID != old {
		t.Error("the old mapping was replaced")
	}
	_, diags = m.Driver.Converge(address, maps(home.ID, "role", "admin"))
	harness.NoErrors(t, diags)
	if now := only(t, env); now.ID == old || now.Fields["role"] != "admin" {
		t.Errorf("there is %v", now)
	}

	staging := env.API.AddWorkspace(attrs{"name": "Staging"})
	_, diags = env.Driver(t).Converge(address, byID(staging.ID, m.Driver.State(address)["scim_group_id"].(string)))
	harness.WantError(t, diags, "role", "A SCIM group has one role", home.ID, "has the role admin")
}

// Where the role of several mappings changes, a create waits for the deletes of the same
// apply.
func TestResource_roleOfSeveral(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	staging := env.API.AddWorkspace(attrs{"name": "Staging"})
	slow, fast := env.Create(t, address, maps(home.ID)), env.Driver(t)
	seen := make(chan struct{})
	go func() {
		defer close(seen)
		for len(env.API.Bodies(http.MethodPost, "/scim/workspaces")) == 0 && t.Context().Err() == nil {
			<-time.After(time.Millisecond)
		}
		_ = slow.Driver.Destroy(address)
	}()
	_, diags := fast.Converge(address, maps(staging.ID, "role", "admin"))
	<-seen
	harness.NoErrors(t, diags)
	if got := only(t, env); got.WorkspaceID != staging.ID {
		t.Errorf("there is %v", got)
	}
}

// Groups that Portkey maps by itself are warned of, and their refusal is explained.
func TestResource_provisionedGroup(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	config := maps(home.ID, "scim_group_name", "ws-research-role-admin")
	d := env.Driver(t)
	harness.WantOne(t, d.Validate(address, config), "scim_group_name", "Group of a workspace", "ws-<workspace>-role-<role>")
	_, diags := d.Converge(address, config)
	harness.WantError(t, diags, "scim_group_name", "accepts no other mapping", "Nothing was created", "400")
	if sent := posts(env); len(sent) != 1 {
		t.Errorf("sent %q", sent)
	}
}

func TestResource_badInput(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	d := env.Driver(t)
	for _, c := range []struct {
		config attrs
		at     string
		words  []string
	}{
		{maps(home.ID, "scim_group_name", nil), "", []string{"scim_group_id", "scim_group_name"}},
		{maps(home.ID, "scim_group_id", "a"), "scim_group_id", []string{"scim_group_id", "scim_group_name"}},
		{maps(home.ID, "role", "managr"), "role", []string{`Did you mean "manager"?`}},
		{maps(home.ID, "role", ""), "role", []string{"blank"}},
		{maps(home.ID, "scim_group_name", "Platform "), "scim_group_name", []string{"trimspace()"}},
		{maps(""), "workspace_id", []string{"blank"}},
	} {
		diags := d.Validate(address, c.config)
		harness.WantError(t, diags, c.at, c.words...)
	}
	if diags := d.Validate(address, maps(home.ID, "role", "MANAGER")); len(diags) > 0 {
		t.Error(diags)
	}
	harness.WantUntouched(t, env, false)
}

// Another spelling is kept, and nothing is sent for it; anything else is another mapping.
func TestResource_spelling(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	m := env.Create(t, address, maps(home.ID, "role", "Manager"))
	m.WantState(attrs{"role": "Manager", "scim_group_name": "Platform", "scim_group": "Platform"})
	group := m.Driver.State(address)["scim_group_id"].(string)
	env.API.ResetRequests()
	for name, config := range map[string]attrs{
		"the role": maps(home.ID, "role", "manager"), "the workspace": maps(home.Slug), "the group": byID(home.ID, group),
	} {
		if p := m.Apply(config); p.Action != harness.Update {
			t.Errorf("%s: plans %s", name, p.Action)
		}
		m.WantState(config)
		m.WantEmptyPlan(config)
	}
	if sent := env.Writes(); len(sent) > 0 {
		t.Errorf("sent %v", sent)
	}
	m.Apply(maps(home.ID))
	for attribute, config := range map[string]attrs{
		"role": maps(home.ID, "role", "admin"), "scim_group_name": maps(home.ID, "scim_group_name", "Research"),
		"scim_group_id": byID(home.ID, "another"), "workspace_id": maps(env.API.AddWorkspace(attrs{"name": "Staging"}).Slug),
	} {
		if p := m.Plan(config); p.Action != harness.Replace || strings.Join(p.RequiresReplace, " ") != attribute {
			t.Errorf("%s: plans %s for %q", attribute, p.Action, p.RequiresReplace)
		}
	}
}

// A group that was renamed is another one to who names it, and the same one to who does
// not.
func TestResource_renamedGroup(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	m := env.Create(t, address, maps(home.ID))
	group := m.Driver.State(address)["scim_group_id"].(string)
	env.API.Edit(emulator.SCIMMappings, only(t, env).ID, attrs{"scim_group_name": "Platform Team"})
	if p := m.Plan(maps(home.ID)); p.Action != harness.Replace || !p.Drifted {
		t.Errorf("plans %s", p.Action)
	}
	now := only(t, env).Fields["scim_group_id"].(string)
	if now == group {
		t.Fatal("the emulator has kept the group")
	}
	m.Apply(byID(home.ID, now))
	m.WantState(attrs{"scim_group": "Platform Team", "scim_group_id": now})
}

// The answer to a create is lost: the mapping is looked for, and the POST is not sent
// again. What was there before is not taken for it.
func TestResource_lostAnswer(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	group := env.API.Add(emulator.SCIMGroups, "", attrs{"name": "Platform"})
	env.API.Fail(emulator.Fault{Method: http.MethodPost, When: emulator.After, Reset: true, Times: 1})
	d := env.Driver(t)
	_, diags := d.Converge(address, byID(home.ID, group))
	harness.WantOne(t, diags, "", "SCIM workspace mapping adopted", "Nothing was created twice", only(t, env).ID)
	if sent := posts(env); len(sent) != 1 || d.State(address)["id"] != only(t, env).ID {
		t.Errorf("sent %q, state %v", sent, d.State(address))
	}
	_, diags = d.Converge(address+"_again", byID(home.ID, group))
	harness.WantError(t, diags, "scim_group_id", "Nothing was created for this one")
}

// The scopes are not documented, so none is named.
func TestResource_rights(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	m := env.Create(t, address, maps(home.ID))
	env.Key = env.API.AddKey(emulator.Key{WorkspaceID: home.ID})
	m.Driver = env.Restart(t, m.Driver)
	_, planned := m.Driver.Plan(address, maps(home.ID))
	_, created := env.Driver(t).Converge(address, maps(home.ID, "scim_group_name", "Research"))
	for name, diags := range map[string]harness.Diagnostics{"plan": planned, "create": created, "destroy": m.Driver.Destroy(address)} {
		harness.WantError(t, diags, "", "rights of an Admin API key of an organisation with SCIM", "403")
		if strings.Contains(diags.String(), "scim.") {
			t.Errorf("%s: names a scope:\n%s", name, diags)
		}
	}
	m.WantState(maps(home.ID))
}
