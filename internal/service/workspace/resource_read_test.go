package workspace_test

import (
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// refusal is a reason for which the API refuses to show a workspace that is there.
type refusal struct {
	name string
	// lock makes it so, and returns the URL and the key of the next run.
	lock func(env *harness.Env) (baseURL, key string)
	// words distinguish it from the others.
	words func(env *harness.Env) []string
}

var refusals = []refusal{
	{
		name: "a key that loses its rights",
		lock: func(env *harness.Env) (string, string) {
			return env.BaseURL, env.API.AddKey(emulator.Key{Scopes: []string{}})
		},
		words: func(*harness.Env) []string {
			return []string{"403 AB03", "may not list workspaces (scope workspaces.list)"}
		},
	},
	{
		name: "a key that may list but not read",
		lock: func(env *harness.Env) (string, string) {
			return env.BaseURL, env.API.AddKey(emulator.Key{Scopes: []string{"workspaces.list"}})
		},
		words: func(*harness.Env) []string { return []string{"403 AB03", "still listed", "scope workspaces.read"} },
	},
	{
		name: "a key of another organisation",
		lock: func(env *harness.Env) (string, string) {
			_, key := env.API.AddOrganisation("rival")
			return env.BaseURL, key
		},
		words: func(env *harness.Env) []string {
			return []string{"403 AB03", "sees another organisation", env.API.OrganisationID() + " is expected"}
		},
	},
	{
		name: "a workspace's own key",
		lock: func(env *harness.Env) (string, string) {
			other := env.API.AddWorkspace(attrs{"name": "Staging"})
			return env.BaseURL, env.API.AddKey(emulator.Key{WorkspaceID: other.ID})
		},
		words: func(*harness.Env) []string {
			return []string{"403 AB03", "a workspace's own key sees only that workspace"}
		},
	},
	{
		name:  "a wrong base URL",
		lock:  func(env *harness.Env) (string, string) { return env.BaseURL + "/nowhere", env.Key },
		words: func(*harness.Env) []string { return []string{"404", "wrong base URL"} },
	},
	{
		name: "a proxy's page",
		lock: func(env *harness.Env) (string, string) {
			env.API.Fail(emulator.Fault{Status: http.StatusNotFound, HTML: true})
			return env.BaseURL, env.Key
		},
		words: func(*harness.Env) []string { return []string{"404", "HTML page", "a proxy"} },
	},
}

// A refusal stops the run, keeps the state, and says what is wrong and how to
// go on; in a refresh, a plan, an update and a destroy alike.
func TestResource_refusedIsNotGone(t *testing.T) {
	t.Parallel()
	for _, c := range refusals {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t)
			first := env.Driver(t)
			old(t, env, first)
			baseURL, key := c.lock(env)
			d := handOver(t, env, first, attrs{"base_url": baseURL, "api_key": key})
			state, server := d.State(address), take(env)

			changed := attrs{"name": "Production", "description": "Changed"} // a rename looks its name up first
			update, diags := d.Plan(address, changed, harness.WithoutRefresh)
			harness.NoErrors(t, diags)
			destroy, diags := d.PlanDestroy(address, harness.WithoutRefresh)
			harness.NoErrors(t, diags)
			for _, step := range []struct {
				summary, unchanged string
				do                 func() harness.Diagnostics
			}{
				{"Cannot read workspace", "The state was left unchanged.", func() harness.Diagnostics { return d.Refresh(address) }},
				{"Cannot read workspace", "terraform plan -refresh=false", func() harness.Diagnostics { _, diags := d.Plan(address, changed); return diags }},
				{"Cannot update workspace", "Nothing was changed.", func() harness.Diagnostics { return errorsOf(d.Apply(update)) }},
				{"Cannot destroy workspace", "Nothing was changed.", func() harness.Diagnostics { return d.Apply(destroy) }},
			} {
				harness.WantError(t, step.do(), "", append(c.words(env), step.summary, "Portkey refused to return this workspace. ", step.unchanged,
					"terraform state rm '<", "#it-was-deleted-or-it-cant-be-read")...)
				if !reflect.DeepEqual(d.State(address), state) {
					t.Errorf("%s: the state is %v, and was %v", step.summary, d.State(address), state)
				}
			}
			server.wantSame(t, env)
		})
	}
}

func errorsOf(diags harness.Diagnostics) harness.Diagnostics {
	var errs harness.Diagnostics
	for _, one := range diags {
		if !one.Warning {
			errs = append(errs, one)
		}
	}
	return errs
}

// A key that may read but not write gets the name of the scope that the verb needs,
// and no doubts about the workspace, which it could read.
func TestResource_refusedForLackOfAScope(t *testing.T) {
	t.Parallel()
	for name, scopes := range map[string][]string{
		"may list": {"workspaces.read", "workspaces.list"}, "may not list": {"workspaces.read"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t)
			d := env.Driver(t)
			old(t, env, d)
			env.API.SetScopes(env.Key, scopes...)
			_, updated := d.Converge(address, attrs{"name": "Production", "description": "Customer traffic"})
			for scope, diags := range map[string]harness.Diagnostics{"update": errorsOf(updated), "delete": d.Destroy(address)} {
				harness.WantError(t, diags, "", "The API key may not "+scope+" this workspace: it lacks the scope workspaces."+scope+". Nothing was changed.",
					"Give the API key that scope", "403 AB03", "#the-key-may-not-do-this")
				for _, wrong := range []string{"workspaces.read", "workspaces.list", "still listed", "deleted", "-refresh=false", "state rm", "removed"} {
					if strings.Contains(diags.String(), wrong) {
						t.Errorf("%s: says %s:\n%s", scope, wrong, diags)
					}
				}
			}
			if d.State(address) == nil {
				t.Error("it was removed from the state")
			}
		})
	}
}

// The same under the real CLI: the state file is the same, byte by byte. By day that is
// tried with two of the refusals.
func TestResource_refusedKeepsTheStateFile(t *testing.T) {
	t.Parallel()
	for i, c := range refusals[:5] {
		if strings.Contains(c.name, "but not read") {
			continue // needs no other path of the CLI
		}
		if i > 2 && !harness.Nightly() {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t)
			made := env.API.AddWorkspace(attrs{"name": "Production", "created_at": ago(48 * time.Hour)})
			tf := harness.NewCLI(t, map[string]func() tfprotov6.ProviderServer{harness.Ours: env.Server})
			configure := func(baseURL, key string) {
				whole := *env
				whole.BaseURL, whole.Key = baseURL, key
				tf.Write("main.tf", harness.Requires(map[string]string{"portkey": harness.Ours})+
					whole.Config(`resource "portkey_workspace" "test" { name = "Production" }`))
			}
			configure(env.BaseURL, env.Key)
			tf.Run(0, "init")
			tf.Run(0, "import", address, made.ID)
			before := tf.Read("terraform.tfstate")

			baseURL, key := c.lock(env)
			configure(baseURL, key)
			for _, command := range [][]string{{"plan"}, {"apply", "-auto-approve"}, {"refresh"}, {"destroy", "-auto-approve"}} {
				output := harness.Flat(tf.Run(1, command...))
				for _, word := range append(c.words(env), "Cannot read workspace", "-refresh=false") {
					if !strings.Contains(output, word) {
						t.Errorf("terraform %v lacks %q:\n%s", command, word, output)
					}
				}
				if after := tf.Read("terraform.tfstate"); after != before {
					t.Errorf("terraform %v changed the state to\n%s\nfrom\n%s", command, after, before)
				}
			}
		})
	}
}

// What was deleted in the UI is listed as archived, and planned again.
func TestResource_archivedIsGone(t *testing.T) {
	t.Parallel()
	for name, age := range map[string]string{"old": ago(48 * time.Hour), "young": ago(time.Minute)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			eachAbsence(t, func(t *testing.T, env *harness.Env) {
				d := env.Driver(t)
				config := attrs{"name": "🚀 Production"}
				made := env.API.AddWorkspace(attrs{"name": "Production", "icon": "🚀", "created_at": age})
				harness.NoErrors(t, d.Import(address, made.ID))
				env.API.DeleteWorkspace(made.ID)
				p, diags := d.Converge(address, config)
				harness.NoErrors(t, diags)
				if p.Action != harness.Create {
					t.Errorf("plans %s", p.Action)
				}
				wantManaged(t, env, d)
				wantEmptyPlan(t, env, d, config)
			})
		})
	}
}

// Whatever an archived workspace is called by then, the complete list shows it.
func TestResource_archivedUnderAnotherName(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	d := env.Driver(t)
	made := old(t, env, d)
	env.API.EditWorkspace(made.ID, attrs{"name": "Renamed"})
	env.API.DeleteWorkspace(made.ID)
	harness.NoErrors(t, d.Refresh(address))
	wantNoState(t, d, address)
}

// A list that ignores the filter, and has no status, proves nothing.
func TestResource_archivedIsNotShown(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	d := env.Driver(t)
	made := old(t, env, d)
	env.API.Fail(emulator.Fault{Path: "/admin/workspaces/*", Status: http.StatusForbidden})
	env.API.Fail(emulator.Fault{Path: listPattern, Body: asJSON(t, attrs{"total": 1, "data": []attrs{{"id": made.ID, "name": made.Name}}})})
	harness.WantError(t, d.Refresh(address), "", "still listed")
	if d.State(address)["id"] != made.ID {
		t.Errorf("the state is %v", d.State(address))
	}
}

// vanished is the state of a workspace that no list shows and no read answers.
func vanished(t *testing.T, env *harness.Env, age time.Duration) string {
	t.Helper()
	return asJSON(t, attrs{
		"id": "0b9a3a52-8a54-4c0b-9a63-2f1f5f9f6f10", "slug": "ws-produc-ffffff", "name": "Production",
		"created_at": ago(age), "last_updated_at": ago(age), "is_default": false, "organisation_id": env.API.OrganisationID(),
		"effective_metadata": attrs{},
	})
}

// A complete list that lacks it is proof for what is old, and for no younger one.
func TestResource_absentIsGone(t *testing.T) {
	t.Parallel()
	t.Run("older than an hour", func(t *testing.T) {
		t.Parallel()
		env := harness.Start(t)
		d := env.Driver(t)
		d.Load(address, 1, vanished(t, env, 61*time.Minute))
		p, diags := d.Converge(address, attrs{"name": "Production"})
		harness.NoErrors(t, diags)
		if p.Action != harness.Create {
			t.Errorf("plans %s", p.Action)
		}
		wantManaged(t, env, d)
	})
	t.Run("younger than an hour", func(t *testing.T) {
		t.Parallel()
		env := harness.Start(t)
		d := env.Driver(t)
		d.Load(address, 1, vanished(t, env, 50*time.Minute))
		before := d.State(address)
		harness.WantError(t, d.Refresh(address), "", "less than an hour ago", "Plan again later, or, if you know that it is deleted: terraform state rm")
		if !reflect.DeepEqual(d.State(address), before) {
			t.Errorf("the state is %v", d.State(address))
		}
		env.API.Advance(time.Hour) // it is the server's clock that counts
		harness.NoErrors(t, d.Refresh(address))
		wantNoState(t, d, address)
	})
	t.Run("listed in part only", func(t *testing.T) {
		t.Parallel()
		env := harness.Start(t)
		d := env.Driver(t)
		d.Load(address, 1, vanished(t, env, 48*time.Hour))
		env.API.Fail(emulator.Fault{Path: listPattern, After: 1, Status: 500})
		harness.WantError(t, d.Refresh(address), "", "could not be read")
		if d.State(address) == nil {
			t.Error("it was removed from the state")
		}
	})
	t.Run("in an organisation that is not returned", func(t *testing.T) {
		t.Parallel()
		env := harness.Start(t, emulator.WithShape(emulator.ShapeDocumented))
		d := env.Driver(t)
		d.Load(address, 1, vanished(t, env, 48*time.Hour))
		harness.WantError(t, d.Refresh(address), "", "has no organisation_id")
	})
}

// What this very run wrote may be missing from lists that are older.
func TestResource_absentButWritten(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	d := env.Driver(t)
	config := attrs{"name": "Production"}
	_, diags := d.Converge(address, config)
	harness.NoErrors(t, diags)
	env.API.Advance(48 * time.Hour)
	id := d.State(address)["id"].(string)
	home := env.API.Workspaces()[0]
	env.API.DeleteWorkspace(id)
	env.API.Fail(emulator.Fault{Path: listPattern, Body: asJSON(t, attrs{"object": "list", "total": 1, "data": []attrs{
		{"id": home.ID, "slug": home.Slug, "name": home.Name, "is_default": 1, "status": "active"},
	}})})
	harness.WantError(t, d.Refresh(address), "", "written by this run")
	if d.State(address)["id"] != id {
		t.Errorf("the state is %v", d.State(address))
	}

	next := handOver(t, env, d, attrs{"base_url": env.BaseURL, "api_key": env.Key})
	harness.NoErrors(t, next.Refresh(address))
	wantNoState(t, next, address)
}

// State without an identity, which an older Terraform or the vendor's provider
// wrote, can be dropped too.
func TestResource_goneWithoutIdentity(t *testing.T) {
	t.Parallel()
	for name, prepare := range map[string]func(*harness.Driver){
		"none in the state":       func(d *harness.Driver) { d.DropIdentity(address) },
		"a Terraform before 1.12": func(d *harness.Driver) { d.WithoutIdentities() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t)
			d := env.Driver(t)
			made := old(t, env, d)
			prepare(d)
			harness.NoErrors(t, d.Refresh(address))
			env.API.DeleteWorkspace(made.ID)
			prepare(d)
			harness.NoErrors(t, d.Refresh(address))
			wantNoState(t, d, address)
		})
	}
}

// A key that nobody knows says nothing about a workspace: nothing is looked up.
func TestResource_unknownKeyIsNotGone(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	d := env.Driver(t)
	old(t, env, d)
	state := d.State(address)
	env.API.RemoveKey(env.Key)
	env.API.ResetRequests()
	harness.WantError(t, d.Refresh(address), "", "Cannot read workspace", "401", "PORTKEY_API_KEY")
	wantRequests(t, env, http.MethodGet, 1)
	if !reflect.DeepEqual(d.State(address), state) {
		t.Errorf("the state is %v", d.State(address))
	}
}

// While the provider's own arguments are unknown, the state is taken as it is,
// with one warning; what needs an answer names the argument.
func TestResource_unknownCredentials(t *testing.T) {
	t.Parallel()
	for argument, block := range map[string]attrs{
		"api_key":  {"api_key": harness.Unknown},
		"base_url": {"api_key": "pk-test", "base_url": harness.Unknown},
	} {
		t.Run(argument, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t)
			d := harness.NewDriver(t, env.Server())
			harness.NoErrors(t, d.Configure(block))
			state := vanished(t, env, time.Hour)
			var diags harness.Diagnostics
			for _, at := range []string{address, second} {
				d.Load(at, 1, state)
				p, planned := d.Plan(at, attrs{"name": "Production"})
				diags = append(diags, planned...)
				if p.Action != harness.NoOp {
					t.Errorf("plans %s", p.Action)
				}
			}
			wantWarning(t, diags, "", "not refreshed", argument)

			_, read := d.Data("portkey_workspace", attrs{"name": "Production"})
			harness.WantError(t, read, argument, "Cannot reach Portkey", argument)
			_, read = d.Data("portkey_workspaces", attrs{})
			harness.WantError(t, read, argument, "Cannot reach Portkey", argument)
			harness.WantError(t, d.Import("portkey_workspace.third", "Production"), argument, "Cannot reach Portkey", argument)
			harness.WantUntouched(t, env, false)
		})
	}
}
