package workspace_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// furnish puts one of each kind into a workspace, bound to one another as far
// as they can be: the key to the config, the config and the defaults of the
// workspace to the guardrail. Workspaces share the slug of the provider.
func furnish(env *harness.Env, id string) {
	guardrail := env.API.Add(emulator.Guardrails, id, attrs{"name": "no secrets"})
	config := env.API.Add(emulator.Configs, id, attrs{"name": "fallback", "config": attrs{"input_guardrails": []string{guardrail}}})
	env.API.Add(emulator.APIKeys, id, attrs{"name": "backend", "defaults": attrs{"config_id": config}})
	env.API.Add(emulator.Prompts, id, attrs{"name": "greeting"})
	env.API.Add(emulator.Partials, id, attrs{"name": "signature"})
	env.API.Add(emulator.Providers, id, attrs{"name": "OpenAI", "slug": "openai"})
	env.API.EditWorkspace(id, attrs{"defaults": attrs{
		"metadata": attrs{"team": "payments"}, "input_guardrails": []string{guardrail}, "user_api_key_config": config,
	}})
}

// deletes are the paths of what was deleted, without their ids.
func deletes(env *harness.Env) []string {
	var paths []string
	for _, one := range env.API.Requests() {
		if one.Method == http.MethodDelete && one.Effect {
			path := strings.TrimPrefix(one.Path, "/v1/")
			paths = append(paths, path[:strings.LastIndex(path, "/")])
		}
	}
	return paths
}

// furnished is a workspace that this driver made, with things in it, beside a
// neighbour and an organisation with things of their own.
func furnished(t *testing.T, env *harness.Env, force bool) (d *harness.Driver, id, neighbour string) {
	t.Helper()
	d = env.Driver(t)
	_, diags := d.Converge(address, attrs{"name": "Production", "force_delete": force})
	harness.NoErrors(t, diags)
	id = env.Only().ID
	furnish(env, id)
	neighbour = env.API.AddWorkspace(attrs{"name": "Staging"}).ID
	furnish(env, neighbour)
	env.API.Add(emulator.APIKeys, "", attrs{"name": "the organisation's"})
	env.API.Add(emulator.Guardrails, "", attrs{"name": "the organisation's"})
	env.API.ResetRequests()
	return d, id, neighbour
}

// A workspace that holds something is not deleted, nor is anything in it.
func TestResource_deleteHeld(t *testing.T) {
	t.Parallel()
	eachShape(t, func(t *testing.T, env *harness.Env) {
		d, id, _ := furnished(t, env, false)
		env.API.Add(emulator.Prompts, id, attrs{"name": "farewell"})
		before := take(env)
		harness.WantError(t, d.Destroy(address), "", "Cannot destroy workspace",
			"holds: 2 prompts, 1 prompt partial, 1 API key, 1 config, 1 guardrail, 1 provider. Nothing was deleted.",
			"set force_delete = true, apply that, and destroy again", "409 AB07")
		if d.State(address)["id"] != id {
			t.Errorf("the state is %v", d.State(address))
		}
		before.wantSame(t, env)
		wantRequests(t, env, http.MethodDelete, 1)
	})
}

// A kind that the key may not list is said to be out of sight, not empty.
func TestResource_deleteHeldOutOfSight(t *testing.T) {
	t.Parallel()
	for _, force := range []bool{false, true} {
		t.Run(fmt.Sprintf("force_delete = %t", force), func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t)
			d := env.Driver(t)
			_, diags := d.Converge(address, attrs{"name": "Production", "force_delete": force})
			harness.NoErrors(t, diags)
			env.API.Add(emulator.Prompts, env.Only().ID, nil)
			env.API.SetScopes(env.Key, "workspaces.read", "workspaces.list", "workspaces.delete", "configs.list")
			harness.WantError(t, d.Destroy(address), "", "Cannot destroy workspace", "prompts are not visible to this key",
				"API keys are not visible to this key", "providers are not visible to this key", "409 AB07")
			if d.State(address) == nil || env.API.Count(emulator.Prompts, env.Only().ID) != 1 {
				t.Error("something is gone")
			}
		})
	}
}

// force_delete empties the workspace in the order that works, and counts once
// it is applied.
func TestResource_forceDelete(t *testing.T) {
	t.Parallel()
	eachShape(t, func(t *testing.T, env *harness.Env) {
		d, id, _ := furnished(t, env, false)
		before := take(env)
		forced := attrs{"name": "Production", "force_delete": true}
		_, diags := d.Plan(address, forced)
		harness.NoErrors(t, diags)
		harness.WantError(t, d.Destroy(address), "", "force_delete = true, apply that")
		before.wantSame(t, env)

		env.API.ResetRequests()
		_, diags = d.Converge(address, attrs{"name": "Production", "force_delete": true, "defaults": attrs{"metadata": attrs{"team": "payments"}}})
		harness.NoErrors(t, diags)
		harness.WantUntouched(t, env, true)
		harness.NoErrors(t, d.Destroy(address))
		wantNoState(t, d, address)
		want := []string{"prompts", "prompts/partials", "api-keys", "configs", "guardrails", "providers", "admin/workspaces"}
		if got := deletes(env); !slices.Equal(got, want) {
			t.Errorf("deleted %v, want %v", got, want)
		}
		before.wantSame(t, env, id)
		if left := take(env).held[id]; len(left) > 0 {
			t.Errorf("%v is left inside", left)
		}
	})
}

// Whatever a server ignores or does not tell, nothing of a neighbour's or of
// the organisation's is deleted; what can't be shown to be inside is left and named.
func TestResource_forceDeleteSparesTheNeighbour(t *testing.T) {
	t.Parallel()
	tellings := map[string]emulator.Presence{
		"as documented": emulator.PresentAsDocumented, "always": emulator.PresentAlways, "never": emulator.PresentNever,
	}
	for _, ignored := range []bool{false, true} {
		for items, itemsTell := range tellings {
			for reads, readsTell := range tellings {
				t.Run(fmt.Sprintf("filters ignored %t, items tell %s, reads tell %s", ignored, items, reads), func(t *testing.T) {
					t.Parallel()
					env := harness.Start(t, emulator.WithAnswers(emulator.Answers{
						FiltersIgnored: ignored, WorkspaceIDInItems: itemsTell, WorkspaceIDInReads: readsTell,
					}))
					d, id, _ := furnished(t, env, true)
					before := take(env)
					diags := d.Destroy(address)
					before.wantSame(t, env, id)
					left := take(env).held[id]
					if len(left) == 0 {
						harness.NoErrors(t, diags)
						wantNoState(t, d, address)
						return
					}
					if telling := !ignored || itemsTell == emulator.PresentAlways || readsTell == emulator.PresentAlways; telling {
						t.Errorf("%v can be shown to be inside, and is left", left)
					}
					harness.WantError(t, diags, "", "Cannot destroy workspace", "Not deleted, because deleting it failed, it could not be verified to be inside, or it belongs to another workspace")
					for _, kind := range emulator.Contents() {
						for _, item := range env.API.Held(kind, id) {
							if !strings.Contains(diags.String(), item.ID) && !strings.Contains(diags.String(), item.Slug) {
								t.Errorf("does not name %s %s:\n%s", kind, item.ID, diags)
							}
						}
					}
					if d.State(address)["id"] != id {
						t.Errorf("the state is %v", d.State(address))
					}
				})
			}
		}
	}
}

// A prompt that its owner shares with the workspace is the owner's: it is left, and
// named.
func TestResource_forceDeleteLeavesWhatIsShared(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	d, id, neighbour := furnished(t, env, true)
	prompt := env.API.Add(emulator.Prompts, id, attrs{"name": "lent", "prompt_owning_workspace_id": neighbour})
	harness.WantError(t, d.Destroy(address), "", "Cannot destroy workspace", "1 prompt shared by another workspace",
		"Not deleted, because deleting it failed, it could not be verified to be inside, or it belongs to another workspace: prompt "+prompt)
	left := env.API.Held(emulator.Prompts, id)
	if len(left) != 1 || left[0].ID != prompt {
		t.Errorf("left are %v", left)
	}
}

// What fails half way keeps the workspace in the state, and is ended by the next destroy.
func TestResource_forceDeleteFailsHalfWay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		fault emulator.Fault
		word  string
	}{
		{"one is refused", emulator.Fault{Method: http.MethodDelete, Path: "/configs/*", Status: 400}, "Not deleted, because deleting it failed"},
		{"the server fails", emulator.Fault{Method: http.MethodDelete, Path: "/guardrails/*", Status: 500}, "Not deleted, because deleting it failed"},
		{"the connection breaks", emulator.Fault{Method: http.MethodDelete, Path: "/api-keys/*", Reset: true}, "Not deleted, because deleting it failed"},
		{"a list fails", emulator.Fault{Method: http.MethodGet, Path: "/providers*", Status: 500}, "Apply again later"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t)
			d, id, _ := furnished(t, env, true)
			before := take(env)
			mend := env.API.Fail(c.fault)
			harness.WantError(t, d.Destroy(address), "", "Cannot destroy workspace", c.word)
			if d.State(address)["id"] != id {
				t.Fatalf("the state is %v", d.State(address))
			}
			before.wantSame(t, env, id)

			mend()
			harness.NoErrors(t, d.Destroy(address))
			wantNoState(t, d, address)
			before.wantSame(t, env, id)
			if left := take(env).held[id]; len(left) > 0 {
				t.Errorf("%v is left inside", left)
			}
		})
	}
}

// A key that may see what is inside, and not delete it, is told which right it lacks.
func TestResource_forceDeleteLacksAScope(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	d, id, _ := furnished(t, env, true)
	before := take(env)
	env.API.SetScopes(env.Key, "workspaces.read", "workspaces.list", "workspaces.delete", "prompts.list")
	diags := d.Destroy(address)
	harness.WantError(t, diags, "", "DELETE /prompts/", "scope to list, read and delete each kind", "Not deleted, because")
	if strings.Contains(diags.String(), "workspaces.delete") {
		t.Errorf("blames a scope that the key has:\n%s", diags)
	}
	if d.State(address)["id"] != id {
		t.Errorf("the state is %v", d.State(address))
	}
	before.wantSame(t, env)
}

// An answer that does not tell the name leaves that of the state to confirm with.
func TestResource_deleteByNameInState(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	d := env.Driver(t)
	_, diags := d.Converge(address, attrs{"name": "Production", "force_delete": true})
	harness.NoErrors(t, diags)
	id := env.Only().ID
	env.API.Add(emulator.Prompts, id, nil)
	env.API.Fail(emulator.Fault{Method: http.MethodGet, Path: "/admin/workspaces/*", Body: asJSON(t, attrs{"id": id})})
	harness.NoErrors(t, d.Destroy(address))
	if err := env.NothingLeft(); err != nil {
		t.Error(err)
	}
}

// An empty workspace goes by one request, whatever force_delete says, and
// nothing else with it.
func TestResource_deleteEmpty(t *testing.T) {
	t.Parallel()
	eachShape(t, func(t *testing.T, env *harness.Env) {
		d := env.Driver(t)
		_, diags := d.Converge(address, attrs{"name": "Production", "icon": "🚀", "force_delete": true})
		harness.NoErrors(t, diags)
		id := env.Only().ID
		furnish(env, env.API.AddWorkspace(attrs{"name": "Staging"}).ID)
		before := take(env)
		env.API.ResetRequests()
		harness.NoErrors(t, d.Destroy(address))
		if err := env.Sent(http.MethodDelete, `{"name": "🚀 Production"}`)(nil); err != nil {
			t.Error(err)
		}
		before.wantSame(t, env, id)
		if gone, _ := env.API.Workspace(id); gone.Status != "archived" {
			t.Errorf("it is %s", gone.Status)
		}
	})
}

// The name that confirms the delete is the live one.
func TestResource_deleteByLiveName(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	d := env.Driver(t)
	_, diags := d.Converge(address, attrs{"name": "Production"})
	harness.NoErrors(t, diags)
	p, diags := d.PlanDestroy(address)
	harness.NoErrors(t, diags)
	env.API.EditWorkspace(env.Only().ID, attrs{"name": "Renamed", "icon": "🎯"})
	harness.NoErrors(t, d.Apply(p))
	if err := env.Sent(http.MethodDelete, `{"name": "🎯 Renamed"}`)(nil); err != nil {
		t.Error(err)
	}
	wantNoState(t, d, address)
}

// That it is gone already is success.
func TestResource_deleteGone(t *testing.T) {
	t.Parallel()
	t.Run("deleted in the UI", func(t *testing.T) {
		t.Parallel()
		eachAbsence(t, func(t *testing.T, env *harness.Env) {
			d := env.Driver(t)
			old(t, env, d)
			p, diags := d.PlanDestroy(address)
			harness.NoErrors(t, diags)
			env.API.DeleteWorkspace(env.Only().ID)
			harness.NoErrors(t, d.Apply(p))
			wantNoState(t, d, address)
			harness.WantUntouched(t, env, true)
		})
	})
	for name, fault := range map[string]emulator.Fault{
		"the answer is lost":  {Reset: true, Times: 1},
		"a gateway's page":    {HTML: true, Times: 1},
		"500, although it is": {Status: 500, Times: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fault.Method, fault.When = http.MethodDelete, emulator.After
			eachShape(t, func(t *testing.T, env *harness.Env) {
				d := env.Driver(t)
				_, diags := d.Converge(address, attrs{"name": "Production"})
				harness.NoErrors(t, diags)
				env.API.Fail(fault)
				harness.NoErrors(t, d.Destroy(address))
				wantNoState(t, d, address)
				if err := env.NothingLeft(); err != nil {
					t.Error(err)
				}
			})
		})
	}
}

// An answer about another workspace than was asked for deletes nothing.
func TestResource_deleteNoOther(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	d := env.Driver(t)
	_, diags := d.Converge(address, attrs{"name": "Production"})
	harness.NoErrors(t, diags)
	other := env.API.AddWorkspace(attrs{"name": "Staging"})
	before := take(env)
	p, diags := d.PlanDestroy(address, harness.WithoutRefresh)
	harness.NoErrors(t, diags)
	env.API.Fail(emulator.Fault{
		Method: http.MethodGet, Path: "/admin/workspaces/*", Body: asJSON(t, attrs{"id": other.ID, "slug": other.Slug, "name": "Staging"}),
	})
	harness.WantError(t, d.Apply(p), "", "Cannot destroy workspace", other.ID, "nothing was changed")
	before.wantSame(t, env)
	wantRequests(t, env, http.MethodDelete, 0)
}

// A stop between a plan and its destroy begins no delete.
func TestResource_deleteNotBegun(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	d, stop := stoppable(t, env)
	_, diags := d.Converge(address, attrs{"name": "Production"})
	harness.NoErrors(t, diags)
	p, diags := d.PlanDestroy(address)
	harness.NoErrors(t, diags)
	env.API.Fail(emulator.Fault{Method: http.MethodGet, Path: "/admin/workspaces/*", Hook: stop})
	harness.WantError(t, d.Apply(p), "", "Cannot destroy workspace")
	wantRequests(t, env, http.MethodDelete, 0)
	wantManaged(t, env, d)
}
