package workspace_test

import (
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

const second = "portkey_workspace.second"

// A name that is taken by what is not managed is refused, with the way to adopt it.
func TestResource_createTakenName(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name          string
		there, wanted attrs
		taken         bool
	}{
		{"the same name", attrs{"name": "Production"}, attrs{"name": "Production"}, true},
		{"the icon in the name", attrs{"name": "Production", "icon": "🚀"}, attrs{"name": "🚀 Production"}, true},
		{"the icon apart", attrs{"name": "🚀 Production"}, attrs{"name": "Production", "icon": "🚀"}, true},
		{"another icon", attrs{"name": "Production", "icon": "🚀"}, attrs{"name": "Production", "icon": "🎯"}, false},
		{"no icon", attrs{"name": "Production", "icon": "🚀"}, attrs{"name": "Production"}, false},
		{"another case", attrs{"name": "Production"}, attrs{"name": "production"}, false},
		{"a longer name", attrs{"name": "Production EU"}, attrs{"name": "Production"}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for _, names := range []emulator.NameForm{emulator.NameDisplay, emulator.NamePlain, emulator.NameEither} {
				env := harness.Start(t, emulator.WithAnswers(emulator.Answers{Names: names}))
				d := env.Driver(t)
				there := env.API.AddWorkspace(c.there)
				_, diags := d.Converge(address, c.wanted)
				if !c.taken {
					harness.NoErrors(t, diags)
					continue
				}
				harness.WantError(t, diags, "name", "Cannot create workspace", "Nothing was created",
					"import {\n    to = <address above>\n    id = \""+there.ID+"\"", "moved block", "allow_duplicate_name = true")
				wantNoState(t, d, address)
				wantRequests(t, env, http.MethodPost, 0)
			}
		})
	}
}

// Two resources of one run with one name are distinguished from an existing object.
func TestResource_createTakenHere(t *testing.T) {
	t.Parallel()
	config := attrs{"name": "Production"}
	t.Run("one after the other", func(t *testing.T) {
		t.Parallel()
		eachShape(t, func(t *testing.T, env *harness.Env) {
			d := env.Driver(t)
			_, diags := d.Converge(address, config)
			harness.NoErrors(t, diags)
			_, diags = d.Converge(second, config)
			harness.WantError(t, diags, "name", "Two resources of this run", "allow_duplicate_name = true")
			wantNoState(t, d, second)
			wantManaged(t, env, d)
		})
	})
	t.Run("although the list does not show it yet", func(t *testing.T) {
		t.Parallel()
		env := harness.Start(t)
		d := env.Driver(t)
		_, diags := d.Converge(address, config)
		harness.NoErrors(t, diags)
		env.API.Fail(emulator.Fault{Path: listPattern, Body: `{"object": "list", "total": 0, "data": []}`})
		_, diags = d.Converge(second, config)
		harness.WantError(t, diags, "name", "Two resources of this run")
		wantManaged(t, env, d)
	})
	t.Run("at once", func(t *testing.T) {
		t.Parallel()
		env := harness.Start(t)
		d := env.Driver(t)
		var refused harness.Diagnostics
		env.API.Fail(emulator.Fault{Method: http.MethodPost, Times: 1, Hook: func(*http.Request) {
			_, refused = d.Converge(second, config) // while the first one is open
		}})
		_, diags := d.Converge(address, config)
		harness.NoErrors(t, diags)
		harness.WantError(t, refused, "name", "Two resources of this run")
		wantNoState(t, d, second)
		wantManaged(t, env, d)
	})
}

// A name that becomes free within the wait is taken.
func TestResource_createFreedName(t *testing.T) {
	t.Parallel()
	for name, free := range map[string]func(*emulator.Server, string){
		"by a delete": func(api *emulator.Server, id string) { api.DeleteWorkspace(id) },
		"by a rename": func(api *emulator.Server, id string) { api.EditWorkspace(id, attrs{"name": "Elsewhere"}) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t)
			env.Tune(patience(time.Minute))
			d := env.Driver(t)
			there := env.API.AddWorkspace(attrs{"name": "Production"})
			env.API.Fail(emulator.Fault{Path: listPattern, After: 1, Times: 1, Hook: func(*http.Request) { free(env.API, there.ID) }})
			_, diags := d.Converge(address, attrs{"name": "Production"})
			harness.NoErrors(t, diags)
			wantRequests(t, env, http.MethodPost, 1)
			if id := d.State(address)["id"]; id == there.ID {
				t.Error("the workspace that was there was taken over")
			}
		})
	}
}

func TestResource_createDuplicateName(t *testing.T) {
	t.Parallel()
	eachShape(t, func(t *testing.T, env *harness.Env) {
		d := env.Driver(t)
		there := env.API.AddWorkspace(attrs{"name": "Production"})
		config := attrs{"name": "Production", "allow_duplicate_name": true}
		_, diags := d.Converge(address, config)
		harness.NoErrors(t, diags)
		if err := env.Sent(http.MethodPost, `{"name": "Production"}`)(nil); err != nil {
			t.Error(err)
		}
		if id := d.State(address)["id"]; id == nil || id == there.ID {
			t.Errorf("the state has %v, and %s was there", id, there.ID)
		}
		wantEmptyPlan(t, env, d, config)
	})
}

// A key that may not list creates without the lookup, with one warning.
func TestResource_createBlind(t *testing.T) {
	t.Parallel()
	scopes := []string{"workspaces.create", "workspaces.read", "workspaces.update", "workspaces.delete"}
	t.Run("one warning for all", func(t *testing.T) {
		t.Parallel()
		env := harness.Start(t)
		d := env.Driver(t)
		env.API.SetScopes(env.Key, scopes...)
		var mutex sync.Mutex
		var all harness.Diagnostics
		var group sync.WaitGroup
		for _, name := range []string{"production", "staging", "research"} {
			group.Go(func() {
				_, diags := d.Converge("portkey_workspace."+name, attrs{"name": name})
				mutex.Lock()
				defer mutex.Unlock()
				all = append(all, diags...)
			})
		}
		group.Wait()
		wantWarning(t, all, "", "Cannot look for taken names", "workspaces.list")
		wantRequests(t, env, http.MethodPost, 3)
	})
	t.Run("a lost answer can't be found", func(t *testing.T) {
		t.Parallel()
		env := harness.Start(t)
		d := env.Driver(t)
		env.API.SetScopes(env.Key, scopes...)
		env.API.Fail(emulator.Fault{Method: http.MethodPost, When: emulator.After, Reset: true})
		_, diags := d.Converge(address, attrs{"name": "Production"})
		harness.WantError(t, diags, "", "Cannot create workspace", "workspaces.list", "Look in Portkey", "import")
		wantNoState(t, d, address)
		wantRequests(t, env, http.MethodPost, 1)
	})
}

// A look that fails in any other way creates nothing.
func TestResource_createLookFails(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		fault emulator.Fault
		word  string
	}{
		{"the server fails", emulator.Fault{Status: 500}, "Apply again later"},
		{"every connection breaks", emulator.Fault{Reset: true}, "could not be reached"},
		{"a wrong base URL", emulator.Fault{Status: 404}, "base_url"},
		{"a proxy's page", emulator.Fault{Status: 404, HTML: true}, "HTML page"},
		{"a page instead of a list", emulator.Fault{Status: 200, HTML: true}, "HTML page"},
		{"an unknown key", emulator.Fault{Status: 401}, "PORTKEY_API_KEY"},
		{"no list", emulator.Fault{Status: 200, Body: `{"message": "hello"}`}, "GET /admin/workspaces"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t)
			d := env.Driver(t)
			c.fault.Path = listPattern
			c.fault.Method = http.MethodGet
			env.API.Fail(c.fault)
			_, diags := d.Converge(address, attrs{"name": "Production"})
			harness.WantError(t, diags, "", "Cannot create workspace", c.word)
			wantNoState(t, d, address)
			wantRequests(t, env, http.MethodPost, 0)
		})
	}
}
