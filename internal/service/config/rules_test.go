package config_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// attrs is a configuration or a part of one, for the driver.
type attrs = map[string]any

// secret is a key of an AI provider, which nothing but the state may show.
const secret = "sk-live-4f9a77c1d2e3"

const text = `{"provider":"openai","api_key":"` + secret + `"}`

// start starts an API with the workspace that a config lies in.
func start(t *testing.T, options ...emulator.Option) (*harness.Env, emulator.Workspace) {
	t.Helper()
	env := harness.Start(t, options...)
	return env, env.API.AddWorkspace(attrs{"name": "Production"})
}

func in(workspace any, more ...any) attrs {
	config := attrs{"name": "Fallback", "workspace_id": workspace, "config": text}
	for i := 0; i < len(more); i += 2 {
		config[more[i].(string)] = more[i+1]
	}
	return config
}

// only is the one config that there is.
func only(t *testing.T, env *harness.Env) emulator.Object {
	t.Helper()
	all := env.API.All(emulator.Configs)
	if len(all) != 1 {
		t.Fatalf("there are %d configs, want 1", len(all))
	}
	return all[0]
}

// The id and the slug of one workspace are two spellings of it; another workspace is
// another config.
func TestResource_workspace(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	other := env.API.AddWorkspace(attrs{"name": "Staging"})
	m := env.Create(t, address, in(home.ID))
	for _, spelled := range []string{home.Slug, home.ID} {
		env.API.ResetRequests()
		p := m.Plan(in(spelled), harness.WithoutRefresh)
		harness.WantChanges(t, p, nil, "workspace_id")
		harness.NoErrors(t, m.Driver.Apply(p))
		if sent := env.API.Bodies("", "/configs"); len(sent) > 0 {
			t.Errorf("%d requests to /configs", len(sent))
		}
		m.WantState(in(spelled))
	}
	for name, workspace := range map[string]any{"another": other.Slug, "not known yet": harness.Unknown} {
		if p := m.Plan(in(workspace)); p.Action != harness.Replace || len(p.RequiresReplace) != 1 || p.RequiresReplace[0] != "workspace_id" {
			t.Errorf("%s: plans %s for %q", name, p.Action, p.RequiresReplace)
		}
	}
	_, diags := m.Driver.Plan(address, in("ws-nowhere-000000"))
	harness.WantError(t, diags, "workspace_id", "Cannot find workspace", "ws-nowhere-000000")
	m.WantSettled(in(home.ID))
}

// What keeps a config from being deleted is said, as far as the key may see it.
func TestResource_deleteInUse(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		use   func(env *harness.Env, home emulator.Workspace, config emulator.Object) string
		words []string
	}{
		"an API key": {func(env *harness.Env, home emulator.Workspace, config emulator.Object) string {
			return env.API.Add(emulator.APIKeys, home.ID, attrs{"name": "backend", "defaults": attrs{"config_id": config.Slug}})
		}, []string{"409 AB07", `API key "backend"`, "nothing was deleted"}},
		"the workspace's default": {func(env *harness.Env, home emulator.Workspace, config emulator.Object) string {
			env.API.EditWorkspace(home.ID, attrs{"defaults": attrs{"user_api_key_config": config.ID}})
			return home.ID
		}, []string{"409 AB07", `the defaults of workspace "Production"`, "nothing was deleted"}},
		"what the key can't see": {func(env *harness.Env, home emulator.Workspace, config emulator.Object) string {
			env.API.SetScopes(env.Key, "configs.read", "configs.delete")
			env.API.Add(emulator.APIKeys, home.ID, attrs{"name": "backend", "defaults": attrs{"config_id": config.Slug}})
			return ""
		}, []string{"409 AB07", "by something that this key can't see", "nothing was deleted"}},
		"another status": {func(env *harness.Env, home emulator.Workspace, config emulator.Object) string {
			env.API.EditWorkspace(home.ID, attrs{"defaults": attrs{"user_api_key_config": config.ID}})
			env.API.Fail(emulator.Fault{Method: http.MethodDelete, Status: http.StatusBadRequest})
			return home.ID
		}, []string{"400", `the defaults of workspace "Production"`, "nothing was deleted"}},
		"another reason": {func(env *harness.Env, _ emulator.Workspace, _ emulator.Object) string {
			env.API.Fail(emulator.Fault{Method: http.MethodDelete, Status: http.StatusBadRequest})
			return ""
		}, []string{"400", "Portkey refused the request"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, home := start(t)
			m := env.Create(t, address, in(home.ID))
			id := c.use(env, home, only(t, env))
			harness.WantError(t, m.Driver.Destroy(address), "", append(c.words, id, "Cannot destroy config")...)
			m.WantState(attrs{"id": only(t, env).ID})
		})
	}
}

// With its workspace a config is gone, however the state names that.
func TestResource_goneWithItsWorkspace(t *testing.T) {
	t.Parallel()
	for _, bySlug := range []bool{false, true} {
		env, home := start(t)
		config := in(home.ID)
		if bySlug {
			config = in(home.Slug)
		}
		m := env.Create(t, address, config)
		env.API.Advance(2 * time.Hour)
		env.API.DeleteWorkspace(home.ID)
		d := env.Restart(t, m.Driver)
		harness.NoErrors(t, d.Refresh(address))
		if state := d.State(address); state != nil {
			t.Errorf("by slug %t: the state has %v", bySlug, state)
		}
	}
}

// The key of a workspace needs no workspace_id; that of an organisation does.
func TestResource_withoutWorkspace(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	config := in(nil)
	_, diags := env.Driver(t).Converge(address, config)
	harness.WantError(t, diags, "workspace_id", "Cannot create config", "400 AB01", "needs workspace_id")
	env.Key = env.API.AddKey(emulator.Key{WorkspaceID: home.ID})
	m := env.Create(t, address, config)
	m.WantState(attrs{"workspace_id": home.ID})
	m.WantSettled(config)
	m.WantSettled(in(home.ID))
}

// A name of the same workspace is taken, unless two are meant.
func TestResource_takenName(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	there := env.API.Add(emulator.Configs, home.ID, attrs{"name": "Fallback", "config": attrs{"retry": attrs{"attempts": 2}}})
	d := env.Driver(t)
	_, diags := d.Converge(address, in(home.ID))
	harness.WantError(t, diags, "name", "Cannot create config", "nothing was created",
		"import {\n    to = portkey_config.<name>\n    id = \""+there+"\"", "allow_duplicate_name = true")
	harness.WantUntouched(t, env, true)
	_, diags = d.Converge(address, in(home.ID, "allow_duplicate_name", true))
	harness.NoErrors(t, diags)
	_, diags = d.Converge("portkey_config.elsewhere", in(env.API.AddWorkspace(attrs{"name": "Staging"}).ID))
	harness.NoErrors(t, diags)
}

func TestResource_badInput(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	d := env.Driver(t)
	for name, c := range map[string]struct{ config, word string }{
		"no JSON":               {`{"api_key": ` + secret, "is not JSON"},
		"half a JSON":           {`{"api_key": "` + secret, "is not JSON"},
		"more than one value":   {text + text, "more than one value"},
		"one brace too many":    {text + "}", "more than one value"},
		"no object":             {`["` + secret + `"]`, "not a JSON object"},
		"a string":              {`"` + secret + `"`, "not a JSON object"},
		"nothing in the object": {`{}`, "at least one key"},
		"nothing":               {``, "is not JSON"},
	} {
		diags := d.Validate(address, in(home.ID, "config", c.config))
		harness.WantError(t, diags, "config", c.word)
		if strings.Contains(diags.String(), secret) {
			t.Errorf("%s: the message shows the secret:\n%s", name, diags)
		}
	}
	harness.WantError(t, d.Validate(address, in(home.ID, "name", " ")), "name", "blank")
	harness.WantError(t, d.Validate(address, in("")), "workspace_id", "blank")
	harness.WantUntouched(t, env, false)
}

// The API's word on a config that it refuses is shown at the attribute, without what
// that holds.
func TestResource_refusedConfig(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	m := env.Manage(t, address)
	refused := in(home.ID, "config", `{"retries":"`+secret+`","aws_secret_access_key":"a\"b<c>d-`+secret+`"}`)
	_, created := m.Driver.Converge(address, refused)
	m.Apply(in(home.ID))
	_, updated := m.Driver.Converge(address, refused)
	for verb, diags := range map[string]harness.Diagnostics{"create": created, "update": updated} {
		harness.WantError(t, diags, "config", "Cannot "+verb+" config", "400 AB01", "field config", "***")
		if strings.Contains(diags.String(), secret) {
			t.Errorf("%s: the error shows the secret:\n%s", verb, diags)
		}
	}
	m.WantState(in(home.ID))
}

// What the server alone decides is as planned after an apply, whatever the answers
// to it say by then; the next refresh shows it.
func TestResource_planIsKept(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	remove := env.API.Fail(emulator.Fault{Method: http.MethodGet, Path: "/configs/*", Status: http.StatusForbidden})
	m := env.Create(t, address, in(home.ID)) // could not be read back
	remove()
	m.WantState(attrs{"created_at": nil, "last_updated_at": nil, "status": nil, "is_default": nil})
	env.API.Edit(emulator.Configs, only(t, env).ID, attrs{"is_default": 1})
	m.Apply(in(home.ID, "name", "Renamed"), harness.WithoutRefresh)
	m.WantPuts(`{"name": "Renamed"}`)
	m.WantSettled(in(home.ID, "name", "Renamed"))
}

// While the provider is not known the state is taken as it is.
func TestResource_notRefreshed(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	m := env.Create(t, address, in(home.ID))
	before := m.Driver.State(address)
	env.API.Drop(emulator.Configs, only(t, env).ID)
	env.Block = attrs{"api_key": harness.Unknown}
	env.API.ResetRequests()
	d := env.Restart(t, m.Driver)
	p, diags := d.Plan(address, in(home.ID))
	harness.WantOne(t, diags, "", "Configs are not refreshed", "api_key")
	if p.Action != harness.NoOp {
		t.Errorf("plans %s for %v", p.Action, before)
	}
	_, diags = d.Plan(address, in(home.Slug)) // the same one, or a replacement?
	harness.WantError(t, diags, "api_key", "Cannot reach Portkey")
	harness.WantUntouched(t, env, false)
}
