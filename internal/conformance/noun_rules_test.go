package conformance

import (
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// nested runs a test over every resource that lies in a workspace, with its slug.
func nested(t *testing.T, test func(s stage, slug string)) {
	t.Helper()
	eachNoun(t, func(s stage) {
		if s.config["workspace_id"] != home {
			return
		}
		at, _ := s.env.API.Workspace(home)
		test(s, at.Slug)
	})
}

// The id and the slug of one workspace are two spellings of it, and nothing is written
// for the other one; another workspace is another object.
func TestNoun_workspace(t *testing.T) {
	nested(t, func(s stage, slug string) {
		m := &harness.Managed{T: s.T, Env: s.env, Driver: s.driver, Address: s.address}
		in := func(workspace any) config { return laid(s.config, config{"workspace_id": workspace}) }
		for _, spelled := range []string{slug, home} {
			s.env.API.ResetRequests()
			p := m.Plan(in(spelled), harness.WithoutRefresh)
			harness.WantChanges(s.T, p, nil, "workspace_id")
			harness.NoErrors(s.T, s.driver.Apply(p))
			if sent := s.env.API.Bodies("", s.path); len(sent) > 0 {
				s.Errorf("%d requests to %s", len(sent), s.path)
			}
			m.WantState(config{"workspace_id": spelled})
		}
		other := s.env.API.AddWorkspace(config{"name": "Another"})
		for name, workspace := range map[string]any{"another": other.Slug, "not known yet": harness.Unknown} {
			if p := m.Plan(in(workspace)); p.Action != harness.Replace || !slices.Equal(p.RequiresReplace, []string{"workspace_id"}) {
				s.Errorf("%s: plans %s for %q", name, p.Action, p.RequiresReplace)
			}
		}
		_, diags := s.driver.Plan(s.address, in("ws-nowhere-000000"))
		harness.WantError(s.T, diags, "workspace_id", "Cannot find workspace", "ws-nowhere-000000")
		m.WantEmptyPlan(s.config)
	})
}

// What lies in a workspace is gone with it, however the state names that.
func TestNoun_goneWithItsWorkspace(t *testing.T) {
	nested(t, func(s stage, slug string) {
		bySlug := s.address + "_by_slug"
		_, diags := s.driver.Converge(bySlug, laid(s.called("By slug"), config{"workspace_id": slug}))
		harness.NoErrors(s.T, diags)
		s.env.API.Advance(2 * time.Hour)
		s.restart(s.env.Key)
		s.env.API.DeleteWorkspace(home)
		for _, at := range []string{s.address, bySlug} {
			harness.NoErrors(s.T, s.driver.Refresh(at))
			if state := s.driver.State(at); state != nil {
				s.Errorf("%s: the state has %v", at, state)
			}
		}
	})
}

// A taken name is refused with the block that imports what has it, unless two are meant.
func TestNoun_takenName(t *testing.T) {
	eachCreated(t, func(s stage) {
		s.driver.Forget(s.address)
		s.restart(s.env.Key)
		_, diags := s.driver.Converge(s.address, s.config)
		harness.WantError(s.T, diags, s.nameAttribute(), "Nothing was created", "import {\n    to = <address above>\n    id = \"")
		harness.WantUntouched(s.T, s.env, true)
		if s.duplicate == nil {
			return
		}
		for attribute, value := range s.duplicate {
			advice := fmt.Sprintf("set %s = %v", attribute, value)
			if attribute == "slug" {
				advice = "set slug to one that is free"
			}
			harness.WantError(s.T, diags, s.nameAttribute(), advice)
		}
		_, diags = s.driver.Converge(s.address, laid(s.config, s.duplicate))
		harness.NoErrors(s.T, diags)
	})
}

// While the provider is not known, the state is taken as it is, and what can't be
// compared is not guessed.
func TestNoun_notRefreshed(t *testing.T) {
	eachResource(t, func(s stage) {
		s.remove(s.env.API, s.id)
		s.env.Block = config{"api_key": harness.Unknown}
		s.driver = s.env.Restart(s, s.driver)
		p, diags := s.driver.Plan(s.address, s.config)
		harness.WantOne(s.T, diags, "", "are not refreshed", "api_key")
		if p.Action != harness.NoOp {
			s.Errorf("plans %s", p.Action)
		}
		if s.config["workspace_id"] != nil {
			_, diags = s.driver.Plan(s.address, laid(s.config, config{"workspace_id": "ws-another-000000"}))
			harness.WantError(s.T, diags, "api_key", "Cannot reach Portkey")
		}
		harness.WantUntouched(s.T, s.env, false)
	})
}

// What the server alone decides is as planned after an apply, also where it was not
// known when that was planned: the next refresh shows it.
func TestNoun_planIsKept(t *testing.T) {
	eachCreated(t, func(s stage) {
		harness.NoErrors(s.T, s.driver.Destroy(s.address))
		remove := s.env.API.Fail(emulator.Fault{Method: http.MethodGet, Path: s.path + "/*", Status: http.StatusForbidden})
		m := s.env.Create(s.T, s.address, s.config) // can't be read back
		remove()
		m.Apply(s.called("Renamed"), harness.WithoutRefresh)
		m.WantEmptyPlan(s.called("Renamed"))
	})
}
