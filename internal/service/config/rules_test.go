package config_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
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

// in is the configuration of a config in a workspace, with pairs of a name and a value
// laid over it.
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

// What keeps a config from being deleted is said, as far as the key may see it.
func TestResource_deleteInUse(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		bound, isDefault bool
		scopes           []string
		status           int
		words            []string
	}{
		"by an API key":          {bound: true, words: []string{"409 AB07", `API key "backend" (`, "Nothing was deleted"}},
		"as a default":           {isDefault: true, words: []string{"409 AB07", `the defaults of workspace "Production" (`, "Nothing was deleted"}},
		"as a default, with 400": {isDefault: true, status: 400, words: []string{"400", `the defaults of workspace "Production" (`, "Nothing was deleted"}},
		"by what is not visible": {bound: true, scopes: []string{"configs.read", "configs.delete"}, words: []string{"409 AB07", "by something that is not visible to this API key", "Nothing was deleted"}},
		"by one that is not":     {bound: true, isDefault: true, scopes: []string{"configs.read", "configs.delete", "workspaces.read"}, words: []string{"the defaults of", "There may be more"}},
		"by nothing, with 400":   {status: 400, words: []string{"400", "Portkey refused the request"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, home := start(t)
			m := env.Create(t, address, in(home.ID))
			config := only(t, env)
			if c.bound {
				env.API.Add(emulator.APIKeys, home.ID, attrs{"name": "backend", "defaults": attrs{"config_id": config.Slug}})
			}
			if c.isDefault {
				env.API.EditWorkspace(home.ID, attrs{"defaults": attrs{"user_api_key_config": config.ID}})
			}
			if c.status != 0 {
				env.API.Fail(emulator.Fault{Method: http.MethodDelete, Status: c.status})
			}
			if c.scopes != nil {
				env.API.SetScopes(env.Key, c.scopes...)
			}
			harness.WantError(t, m.Driver.Destroy(address), "", append(c.words, "Cannot destroy config")...)
			m.WantState(attrs{"id": only(t, env).ID})
		})
	}
}

// The key of a workspace needs no workspace_id; that of an organisation does.
func TestResource_withoutWorkspace(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	config := in(nil)
	_, diags := env.Driver(t).Converge(address, config)
	harness.WantError(t, diags, "workspace_id", "Cannot create config", "400 AB01", "Set workspace_id")
	env.Key = env.API.AddKey(emulator.Key{WorkspaceID: home.ID})
	m := env.Create(t, address, config)
	m.WantState(attrs{"workspace_id": home.ID})
	m.WantEmptyPlan(config)
	m.WantEmptyPlan(in(home.ID))
}

// A name is taken in its workspace alone.
func TestResource_takenName(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	env.API.Add(emulator.Configs, home.ID, attrs{"name": "Fallback", "config": attrs{"weight": 1}})
	d := env.Driver(t)
	_, diags := d.Converge(address, in(home.ID))
	harness.WantError(t, diags, "name", "Cannot create config", only(t, env).Slug)
	_, diags = d.Converge(address, in(env.API.AddWorkspace(attrs{"name": "Staging"}).ID))
	harness.NoErrors(t, diags)
}

func TestResource_badInput(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	d := env.Driver(t)
	for config, word := range map[string]string{
		``: "is not JSON", `{"api_key": ` + secret: "is not JSON", `{"api_key": "` + secret: "is not JSON",
		text + text: "more than one value", text + "}": "more than one value",
		`["` + secret + `"]`: "not a JSON object", `"` + secret + `"`: "not a JSON object", `{}`: "at least one key",
	} {
		diags := d.Validate(address, in(home.ID, "config", config))
		harness.WantError(t, diags, "config", word)
		if strings.Contains(diags.String(), secret) {
			t.Errorf("%s: the message shows the secret:\n%s", config, diags)
		}
	}
	harness.WantError(t, d.Validate(address, in(home.ID, "name", " ")), "name", "blank")
	harness.WantError(t, d.Validate(address, in(home.ID, "name", "Fallback ")), "name", "trimspace()")
	harness.WantError(t, d.Validate(address, in("")), "workspace_id", "blank")
	harness.WantUntouched(t, env, false)
}

// The API's word on a config that it refuses is shown at the attribute, without what
// it contains.
func TestResource_refusedConfig(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	var logged strings.Builder
	env.Tune(func(options *portkey.Options) {
		options.Log = func(_ context.Context, _ portkey.Level, message string, fields map[string]any) {
			fmt.Fprintln(&logged, message, fields)
		}
	})
	m := env.Manage(t, address)
	refused := in(home.ID, "config", `{"retries":"`+secret+`","aws_secret_access_key":"a\"b<c>d-`+secret+`"}`)
	_, created := m.Driver.Converge(address, refused)
	m.Apply(in(home.ID))
	_, updated := m.Driver.Converge(address, refused)
	for verb, diags := range map[string]harness.Diagnostics{"create": created, "update": updated} {
		harness.WantError(t, diags, "config", "Cannot "+verb+" config", "400 AB01", "field config", "***")
		if strings.Contains(diags.String()+logged.String(), secret) || logged.Len() == 0 {
			t.Errorf("%s: the error or the log shows the secret:\n%s\n%s", verb, diags, &logged)
		}
	}
	m.WantState(in(home.ID))
}

// What the server changes by itself meanwhile is no part of an update.
func TestResource_changedMeanwhile(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	m := env.Create(t, address, in(home.ID))
	env.API.Edit(emulator.Configs, only(t, env).ID, attrs{"is_default": 1})
	m.Apply(in(home.ID, "name", "Renamed"), harness.WithoutRefresh)
	m.WantPuts(`{"name": "Renamed"}`)
	m.WantEmptyPlan(in(home.ID, "name", "Renamed"))
}

// A rename onto the name of another config is refused as a create is.
func TestResource_renameTakenName(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	d := env.Driver(t)
	env.API.Add(emulator.Configs, home.ID, attrs{"name": "Taken"})
	_, diags := d.Converge("portkey_config.this", in(home.ID))
	harness.NoErrors(t, diags)
	_, diags = d.Converge("portkey_config.this", in(home.ID, "name", "Taken"))
	harness.WantError(t, diags, "name", "Cannot update config", `A config named "Taken" already exists. Nothing was changed`, "allow_duplicate_name = true")
	_, diags = d.Converge("portkey_config.this", in(home.ID, "name", "Taken", "allow_duplicate_name", true))
	harness.NoErrors(t, diags)
}

// Decomposed letters, as somebody types them on a Mac, are the composed ones of
// Terraform: in a name that is taken or imported, and in the config.
func TestResource_decomposed(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	name, content := norm.NFC.String("Größe"), norm.NFC.String(`{"größe":"mäßig"}`)
	made := env.API.Add(emulator.Configs, home.ID, attrs{"name": norm.NFD.String(name), "config": norm.NFD.String(content)})
	m := env.Manage(t, address)
	_, diags := m.Driver.Converge(address, in(home.ID, "name", name))
	harness.WantError(t, diags, "name", "Cannot create config", "already exists", "Nothing was created")

	harness.NoErrors(t, m.Driver.Import(address, home.ID+"/"+name))
	if got := m.Driver.State(address)["slug"]; got != made {
		t.Errorf("imported %v, want %s", got, made)
	}
	m.WantNoDrift(in(home.ID, "name", name, "config", content))
}

// The plan of a create warns of a name that is taken in its workspace.
func TestResource_planTakenName(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	other := env.API.AddWorkspace(attrs{"name": "Staging"})
	_, diags := env.Driver(t).Converge(address, in(home.ID))
	harness.NoErrors(t, diags)
	there := only(t, env)
	for name, test := range map[string]struct {
		config attrs
		warns  bool
	}{
		"the id of the workspace":   {in(home.ID), true},
		"the slug of the workspace": {in(home.Slug), true},
		"another workspace":         {in(other.ID), false},
		"a workspace to be created": {in(harness.Unknown), false},
		"another name":              {in(home.ID, "name", "Other"), false},
		"duplicates allowed":        {in(home.ID, "allow_duplicate_name", true), false},
	} {
		env.API.ResetRequests()
		_, diags := env.Driver(t).Plan(address, test.config)
		if !test.warns {
			if len(diags) > 0 {
				t.Errorf("%s: warns of\n%s", name, diags)
			}
			continue
		}
		harness.NoErrors(t, diags)
		harness.WantOne(t, diags, "name", `A config named "Fallback" already exists`, fmt.Sprintf("id = %q", there.Slug), "add a moved block", "allow_duplicate_name = true")
		if lists := len(env.API.Bodies(http.MethodGet, "/configs")); lists != 1 {
			t.Errorf("%s: %d lists, want 1", name, lists)
		}
	}
}

// The name of what is replaced is free by the time of the create.
func TestResource_planReplacedName(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	d := env.Driver(t)
	_, diags := d.Converge(address, in(home.ID))
	harness.NoErrors(t, diags)
	if _, diags := env.Restart(t, d).Plan(address, in(home.ID), harness.Replacing); len(diags) > 0 {
		t.Errorf("warns of\n%s", diags)
	}
}

// A list item lacks the config, so that a refresh reads each config alone: once, and nothing
// else.
func TestResource_refreshRequests(t *testing.T) {
	t.Parallel()
	const workspaces, each = 40, 5
	env := harness.Start(t)
	d := env.Driver(t)
	var addresses []string
	for i := range workspaces {
		home := env.API.AddWorkspace(attrs{"name": fmt.Sprintf("Workspace %d", i)})
		for j := range each {
			id := env.API.Add(emulator.Configs, home.ID, attrs{"name": fmt.Sprintf("Config %d", j), "config": text})
			addresses = append(addresses, fmt.Sprintf("portkey_config.c%d_%d", i, j))
			harness.NoErrors(t, d.Import(addresses[len(addresses)-1], id))
		}
	}
	d = env.Restart(t, d)
	env.API.ResetRequests()
	for _, at := range addresses {
		harness.NoErrors(t, d.Refresh(at))
	}
	if got := len(env.API.Requests()); got != workspaces*each {
		t.Errorf("%d requests for %d configs", got, workspaces*each)
	}
}
