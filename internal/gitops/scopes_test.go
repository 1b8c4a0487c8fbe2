package gitops

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

type attrs = map[string]any

// task is a row of the guide's table: what is there before, made by an administrator,
// and what is done with the key of the row.
type task struct {
	prepare, do func(s stage) error
}

// stage is where a task is done.
type stage struct {
	*harness.Driver
	api      *emulator.Server
	warnings *harness.Diagnostics
	// restart goes on in another process of the provider.
	restart func() stage
}

func newStage(d *harness.Driver, api *emulator.Server) stage {
	return stage{Driver: d, api: api, warnings: &harness.Diagnostics{}}
}

var tasks = map[string]task{
	"Plan, and drift report": {
		prepare: func(s stage) error { return errors.Join(s.converge("edited", nil), s.converge("deleted", nil)) },
		do: func(s stage) error {
			s.api.EditWorkspace(s.id("edited"), attrs{"description": "Ask Kim"})
			s.api.DeleteWorkspace(s.id("deleted"))
			_, diags := s.Data("portkey_workspaces", nil)
			return errors.Join(diags.Err(), s.plans("edited", harness.Update), s.plans("deleted", harness.Create))
		},
	},
	"Import": {
		prepare: func(s stage) error {
			s.api.AddWorkspace(attrs{"name": "by-id", "id": "6c6f2b7e-3c1d-4a52-9a5e-0f4d1c8b2a37"})
			s.api.AddWorkspace(attrs{"name": "by-slug", "slug": "ws-slug-1f2e3d"})
			s.api.AddWorkspace(attrs{"name": "by-name"})
			return nil
		},
		do: func(s stage) error {
			var errs []error
			for name, id := range map[string]string{"by-id": "6c6f2b7e-3c1d-4a52-9a5e-0f4d1c8b2a37", "by-slug": "ws-slug-1f2e3d", "by-name": "by-name"} {
				errs = append(errs, s.Import(address(name), id).Err(), s.plans(name, harness.NoOp))
			}
			return errors.Join(errs...)
		},
	},
	"Apply that creates and changes": {do: manage},
	"Apply that also destroys": {do: func(s stage) error {
		return errors.Join(manage(s), s.Destroy(address("managed")).Err())
	}},
	"Destroy with force_delete": {
		prepare: func(s stage) error {
			err := s.converge("full", attrs{"force_delete": true})
			if err == nil {
				furnish(s.api, s.id("full"))
			}
			return err
		},
		do: func(s stage) error { return s.Destroy(address("full")).Err() },
	},
	"Plan models":  {prepare: giveModels, do: planModels},
	"Apply models": {prepare: giveModels, do: applyModels},
}

// manage is all that an apply does but destroy, a create of what was deleted by hand
// included.
func manage(s stage) error {
	err := errors.Join(s.converge("managed", nil), s.converge("managed", attrs{"description": "Customer traffic"}))
	if err != nil {
		return err
	}
	s.api.DeleteWorkspace(s.id("managed"))
	return s.converge("managed", nil)
}

func address(name string) string { return "portkey_workspace." + name }

func (s stage) id(name string) string {
	id, _ := s.State(address(name))["id"].(string)
	return id
}

// config is a configuration of a workspace, with more attributes.
func config(name string, more attrs) attrs {
	all := attrs{"name": name}
	maps.Copy(all, more)
	return all
}

// converge applies a configuration.
func (s stage) converge(name string, more attrs) error {
	_, diags := s.Converge(address(name), config(name, more))
	*s.warnings = append(*s.warnings, diags.Warnings()...)
	return diags.Err()
}

// plans wants a plan to do this.
func (s stage) plans(name string, action harness.Action) error {
	p, diags := s.Plan(address(name), config(name, nil))
	if err := diags.Err(); err != nil {
		return err
	}
	if p.Action != action {
		return fmt.Errorf("%s is planned to be %s, want %s", name, p.Action, action)
	}
	return nil
}

// furnish puts one of each kind into a workspace, and a key of each of both kinds.
func furnish(api *emulator.Server, id string) {
	guardrail := api.Add(emulator.Guardrails, id, attrs{"name": "no secrets"})
	fallback := api.Add(emulator.Configs, id, attrs{"name": "fallback"})
	api.Add(emulator.APIKeys, id, attrs{"name": "backend", "type": "workspace-service"})
	api.Add(emulator.APIKeys, id, attrs{"name": "kim", "type": "workspace-user"})
	api.Add(emulator.Prompts, id, attrs{"name": "greeting"})
	api.Add(emulator.Partials, id, attrs{"name": "signature"})
	api.Add(emulator.Providers, id, attrs{"name": "OpenAI", "slug": "openai"})
	api.EditWorkspace(id, attrs{"defaults": attrs{"input_guardrails": []string{guardrail}, "user_api_key_config": fallback}})
}

// try does a task with a key of the scopes given, and returns the warnings as well.
func (one task) try(t *testing.T, answers emulator.Answers, scopes []string) (harness.Diagnostics, error) {
	t.Helper()
	env := harness.Start(t, emulator.WithAnswers(answers))
	admin := newStage(env.Driver(t), env.API)
	if one.prepare != nil {
		if err := one.prepare(admin); err != nil {
			t.Fatal(err)
		}
	}
	env.Key = env.API.AddKey(emulator.Key{Scopes: scopes})
	s := newStage(env.Restart(t, admin.Driver), env.API)
	s.restart = func() stage { return newStage(env.Restart(t, s.Driver), env.API) }
	err := one.do(s)
	return *s.warnings, err
}

// TestScopes does each task of the guide's table with a key that has just the scopes
// of its row, and wants it to fail without any one of them. What is there for safety
// is needed only where a server lists more than it was asked for.
func TestScopes(t *testing.T) {
	t.Parallel()
	rows := scopeTable(t)
	if len(rows) != len(tasks) {
		t.Errorf("the guide has %d tasks, want %d", len(rows), len(tasks))
	}
	for name, row := range rows {
		one, known := tasks[name]
		if !known {
			t.Errorf("nothing is known of the task %q", name)
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			usual, tooMuch := emulator.Answers{}, emulator.Answers{FiltersIgnored: true, Sparse: true, WorkspaceIDInReads: emulator.PresentAlways}
			if warnings, err := one.try(t, usual, row.needed); err != nil || len(warnings) > 0 {
				t.Fatalf("with %v it fails, or warns: %v %v", row.needed, err, warnings)
			}
			for _, scope := range row.needed {
				if _, err := one.try(t, usual, less(row.needed, scope)); err == nil {
					t.Errorf("%s is not needed", scope)
				}
			}
			if len(row.safety) == 0 {
				return
			}
			all := slices.Concat(row.needed, row.safety)
			if _, err := one.try(t, tooMuch, all); err != nil {
				t.Fatalf("with %v it fails where a list holds too much: %v", all, err)
			}
			for _, scope := range row.safety {
				if _, err := one.try(t, tooMuch, less(all, scope)); err == nil {
					t.Errorf("%s is not needed, not even where a list holds too much", scope)
				}
			}
		})
	}
}

func less(scopes []string, scope string) []string {
	return slices.DeleteFunc(slices.Clone(scopes), func(one string) bool { return one == scope })
}

// TestScopes_words holds what the guide says below the table.
func TestScopes_words(t *testing.T) {
	t.Parallel()
	rows := scopeTable(t)
	// begin is two workspaces of an administrator's, and another key for them.
	begin := func(t *testing.T, scopes []string) stage {
		env := harness.Start(t)
		admin := newStage(env.Driver(t), env.API)
		if err := errors.Join(admin.converge("one", attrs{"force_delete": true}), admin.converge("two", nil)); err != nil {
			t.Fatal(err)
		}
		env.Key = env.API.AddKey(emulator.Key{Scopes: scopes})
		return newStage(env.Restart(t, admin.Driver), env.API)
	}
	t.Run("a plan without workspaces.list", func(t *testing.T) {
		t.Parallel()
		s := begin(t, less(rows["Plan, and drift report"].needed, "workspaces.list"))
		s.api.EditWorkspace(s.id("two"), attrs{"description": "Ask Kim"})
		if err := s.plans("two", harness.Update); err != nil {
			t.Error(err)
		}
		s.api.DeleteWorkspace(s.id("two"))
		if err := s.plans("two", harness.Create); err == nil || !strings.Contains(err.Error(), "workspaces.list") {
			t.Errorf("it says %v", err)
		}
	})
	t.Run("a create without workspaces.list", func(t *testing.T) {
		t.Parallel()
		s := begin(t, less(rows["Apply that creates and changes"].needed, "workspaces.list"))
		_, diags := s.Converge(address("blind"), attrs{"name": "Production"})
		if warnings := diags.Warnings(); diags.Err() != nil || len(warnings) != 1 || warnings[0].Summary != "Cannot look for taken names" {
			t.Errorf("it says %v", diags)
		}
	})
	t.Run("a destroy without workspaces.delete", func(t *testing.T) {
		t.Parallel()
		s := begin(t, rows["Apply that creates and changes"].needed)
		if err := s.Destroy(address("two")).Err(); err == nil || s.id("two") == "" {
			t.Errorf("it is destroyed: %v", err)
		}
	})
	t.Run("force_delete without a kind", func(t *testing.T) {
		t.Parallel()
		for _, verb := range []string{"list", "delete"} {
			s := begin(t, less(rows["Destroy with force_delete"].needed, "prompts."+verb))
			id := s.id("one")
			furnish(s.api, id)
			err := s.Destroy(address("one")).Err()
			if w, _ := s.api.Workspace(id); err == nil || !strings.Contains(err.Error(), "prompt") || w.Status != "active" || s.id("one") != id {
				t.Errorf("without %s it is %s, and says %v", verb, w.Status, err)
			}
			if prompts, configs := s.api.Count(emulator.Prompts, id), s.api.Count(emulator.Configs, id); prompts != 1 || configs != 0 {
				t.Errorf("without %s %d prompts and %d configs are left, want 1 and 0", verb, prompts, configs)
			}
		}
	})
}

// scopeRow is a row of the table.
type scopeRow struct{ needed, safety []string }

var (
	scopeLine = regexp.MustCompile("(?m)^\\| ([^|]+) \\| (`[^|]+`) \\|(?: (`[^|]+`))? \\|$")
	quoted    = regexp.MustCompile("`([^`]+)`")
)

// scopeTable is the guide's table of scopes, by task.
func scopeTable(t *testing.T) map[string]scopeRow {
	t.Helper()
	rows := map[string]scopeRow{}
	names := func(cell string) (all []string) {
		for _, one := range quoted.FindAllStringSubmatch(cell, -1) {
			all = append(all, one[1])
		}
		return all
	}
	for _, line := range scopeLine.FindAllStringSubmatch(read(t, guide), -1) {
		rows[strings.ReplaceAll(line[1], "`", "")] = scopeRow{names(line[2]), names(line[3])}
	}
	if len(rows) == 0 {
		t.Fatal("the guide has no table of scopes")
	}
	return rows
}
