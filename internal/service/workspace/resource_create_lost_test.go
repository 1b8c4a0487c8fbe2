package workspace_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// losses are the ways to lose the answer to a create.
func losses() map[string]emulator.Fault {
	return map[string]emulator.Fault{
		"a reset":                   {Reset: true},
		"500":                       {Status: 500},
		"502 of a gateway":          {Status: 502, Body: `{"error": "bad gateway"}`},
		"a gateway's page":          {HTML: true},
		"a page with 200":           {Status: 200, HTML: true},
		"503 without Retry-After":   {Status: 503},
		"408":                       {Status: 408},
		"an empty 200":              {Status: 200, Body: " "},
		"200 without an id":         {Status: 200, Body: `{"success": true}`},
		"200 with something else":   {Status: 200, Body: `["created"]`},
		"a redirect":                {Status: 302, Header: http.Header{"Location": {"/v1/elsewhere"}}, Body: "{}"},
		"an answer that breaks off": {Truncate: true},
	}
}

// A create whose answer is lost is found again and adopted, and never sent twice.
func TestResource_createLost(t *testing.T) {
	t.Parallel()
	for name, fault := range losses() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fault.Method, fault.When = http.MethodPost, emulator.After
			eachShape(t, func(t *testing.T, env *harness.Env) {
				env.Tune(patience(time.Minute))
				d := env.Driver(t)
				env.API.Fail(fault)
				_, diags := d.Converge(address, everything())
				wantWarning(t, diags, "", "Workspace adopted", "🚀 Production", env.Only().ID)
				if err := env.Sent(http.MethodPost, everythingSent)(nil); err != nil {
					t.Error(err)
				}
				wantManaged(t, env, d)
				wantEmptyPlan(t, env, d, everything())
			})
		})
	}
}

// A create that had no effect leaves nothing in the state and is not sent
// again; the next apply does it.
func TestResource_createLostBeforeEffect(t *testing.T) {
	t.Parallel()
	for name, fault := range losses() {
		if fault.Truncate { // an answer breaks off after its effect only
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t)
			d := env.Driver(t)
			fault.Method, fault.When, fault.Times = http.MethodPost, emulator.Before, 1
			env.API.Fail(fault)
			_, diags := d.Converge(address, everything())
			harness.WantError(t, diags, "", "Cannot create workspace", "Whether the workspace \"🚀 Production\" was created is not known", "Apply again")
			wantNoState(t, d, address)
			wantRequests(t, env, http.MethodPost, 1)

			_, diags = d.Converge(address, everything())
			harness.NoErrors(t, diags)
			wantRequests(t, env, http.MethodPost, 2)
			wantManaged(t, env, d)
		})
	}
}

// What was lost and is not adopted is found by the look of the next apply.
func TestResource_createLostThenTaken(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	d := env.Driver(t)
	config := attrs{"name": "Production"}
	show := env.API.Fail(emulator.Fault{Method: http.MethodGet, Path: listPattern, After: 2, Status: 500})
	env.API.Fail(emulator.Fault{Method: http.MethodPost, When: emulator.After, Times: 1, Reset: true})
	_, diags := d.Converge(address, config)
	harness.WantError(t, diags, "", "Apply again: the name is looked up first")
	wantNoState(t, d, address)

	show()
	_, diags = d.Converge(address, config)
	harness.WantError(t, diags, "name", "import {", env.Only().ID)
	wantRequests(t, env, http.MethodPost, 1)
}

// What the server does not show yet, or not wholly, is adopted once it does.
func TestResource_createLostIsSlowToShow(t *testing.T) {
	t.Parallel()
	t.Run("the workspace", func(t *testing.T) {
		t.Parallel()
		eachShape(t, func(t *testing.T, env *harness.Env) {
			env.Tune(patience(time.Minute))
			d := env.Driver(t)
			env.API.SetStale(1 << 40) // reads are minutes old
			env.API.Fail(emulator.Fault{Method: http.MethodGet, Path: listPattern, After: 4, Times: 1, Hook: func(*http.Request) { env.API.SetStale(0) }})
			env.API.Fail(emulator.Fault{Method: http.MethodPost, When: emulator.After, Reset: true})
			_, diags := d.Converge(address, everything())
			wantWarning(t, diags, "", "Workspace adopted")
			wantManaged(t, env, d)
			wantEmptyPlan(t, env, d, everything())
		})
	})
	t.Run("its limits", func(t *testing.T) {
		t.Parallel()
		eachShape(t, func(t *testing.T, env *harness.Env) {
			env.Tune(patience(time.Minute))
			d := env.Driver(t)
			env.API.Fail(emulator.Fault{Method: http.MethodPost, When: emulator.After, Reset: true, Hook: func(*http.Request) {
				env.API.EditWorkspace(env.Only().ID, attrs{"rate_limits": nil})
			}})
			env.API.Fail(emulator.Fault{Method: http.MethodGet, Path: "/admin/workspaces/*", After: 1, Times: 1, Hook: func(*http.Request) {
				env.API.EditWorkspace(env.Only().ID, attrs{"rate_limits": everything()["rate_limits"]})
			}})
			_, diags := d.Converge(address, everything())
			wantWarning(t, diags, "", "Workspace adopted")
			wantManaged(t, env, d)
			wantEmptyPlan(t, env, d, everything())
		})
	})
}

// What can't be told apart, or is not what was sent, is named and not adopted.
func TestResource_createLostAmong(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		// meanwhile is done behind the create, after its effect.
		meanwhile func(env *harness.Env)
		before    bool
		named     int
	}{
		{name: "two of the name", named: 2, meanwhile: func(env *harness.Env) { env.API.AddWorkspace(everything()) }},
		{name: "one with another description", named: 1, before: true, meanwhile: func(env *harness.Env) {
			env.API.AddWorkspace(attrs{"name": "Production", "icon": "🚀", "description": "somebody's"})
		}},
		{name: "one with another budget", named: 1, before: true, meanwhile: func(env *harness.Env) {
			other := everything()
			other["usage_limits"] = []attrs{{"type": "cost", "credit_limit": 1}}
			env.API.AddWorkspace(other)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			eachShape(t, func(t *testing.T, env *harness.Env) {
				env.Tune(patience(time.Second))
				d := env.Driver(t)
				fault := emulator.Fault{Method: http.MethodPost, When: emulator.After, Reset: true, Hook: func(*http.Request) { c.meanwhile(env) }}
				if c.before {
					fault.When = emulator.Before
				}
				env.API.Fail(fault)
				_, diags := d.Converge(address, everything())
				words := []string{"which of them it is can't be determined"}
				for _, one := range env.API.Workspaces() {
					if !one.IsDefault {
						words = append(words, "import {\n    to = <address above>\n    id = \""+one.ID+"\"")
					}
				}
				harness.WantError(t, diags, "", words...)
				if len(words) != c.named+1 {
					t.Errorf("%d workspaces, want %d", len(words)-1, c.named)
				}
				wantNoState(t, d, address)
				wantRequests(t, env, http.MethodPost, 1)
			})
		})
	}
}

// One that was there before is never taken for what was made.
func TestResource_createLostBesideATwin(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		when    emulator.When
		adopted bool
	}{
		"made":     {emulator.After, true},
		"not made": {emulator.Before, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t)
			env.Tune(patience(time.Second))
			d := env.Driver(t)
			twin := env.API.AddWorkspace(everything())
			env.API.Fail(emulator.Fault{Method: http.MethodPost, When: c.when, Reset: true})
			config := everything()
			config["allow_duplicate_name"] = true
			_, diags := d.Converge(address, config)
			if !c.adopted {
				harness.WantError(t, diags, "", "Look in Portkey before applying again")
				wantNoState(t, d, address)
				return
			}
			wantWarning(t, diags, "", "Workspace adopted")
			if id := d.State(address)["id"]; id == twin.ID {
				t.Error("the workspace that was there was adopted")
			}
		})
	}
}

// Of two creates of one name whose answers are both lost, neither takes what
// may be the other's.
func TestResource_createLostTwice(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	env.Tune(patience(time.Second))
	d := env.Driver(t)
	meet := func() func(*http.Request) {
		var both sync.WaitGroup
		both.Add(2)
		return func(*http.Request) {
			both.Done()
			both.Wait()
		}
	}
	// Both have looked before either is made, and both are made before either is lost.
	env.API.Fail(emulator.Fault{Method: http.MethodGet, Path: listPattern, Times: 2, When: emulator.After, Hook: meet()})
	env.API.Fail(emulator.Fault{Method: http.MethodPost, When: emulator.After, Reset: true, Hook: meet()})
	config := attrs{"name": "Production", "allow_duplicate_name": true}
	results := map[string]harness.Diagnostics{address: nil, second: nil}
	var mutex sync.Mutex
	var group sync.WaitGroup
	for at := range map[string]bool{address: true, second: true} {
		group.Go(func() {
			_, diags := d.Converge(at, config)
			mutex.Lock()
			defer mutex.Unlock()
			results[at] = diags
		})
	}
	group.Wait()
	for at, diags := range results {
		harness.WantError(t, diags, "", "which of them it is can't be determined")
		for _, one := range env.API.Workspaces() {
			if !one.IsDefault && !strings.Contains(diags.String(), one.ID) {
				t.Errorf("%s does not name %s:\n%s", at, one.ID, diags)
			}
		}
		wantNoState(t, d, at)
	}
	wantRequests(t, env, http.MethodPost, 2)
}
