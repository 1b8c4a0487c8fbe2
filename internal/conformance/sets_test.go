package conformance

import (
	"maps"
	"net/http"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// sets are the resources whose object is a set of others. They have no name, and nothing
// that a create creates or a destroy deletes by itself, so that of the tests over every
// noun only those of eachResource fit; the rest is here.
var sets = map[string]noun{
	"portkey_workspace_members": membersNoun(),
}

// eachResource runs a test over every resource, the sets and the rows too.
func eachResource(t *testing.T, test func(s stage)) {
	t.Helper()
	eachOf(t, everyResource(), test)
}

// everyResource has the nouns, the sets and the rows.
func everyResource() map[string]noun {
	all := maps.Clone(nouns)
	maps.Copy(all, sets)
	maps.Copy(all, rows)
	return all
}

// A key that may not list keeps the state, and the error names the scope.
func TestSet_lostRightsKeepTheState(t *testing.T) {
	eachOf(t, sets, func(s stage) {
		s.env.API.SetScopes(s.env.Key)
		s.stops("403", "AB03", s.scopes+".list")
	})
}

// What a person takes out of the set is planned to be added, by name.
func TestSet_takenOutIsPlannedAgain(t *testing.T) {
	eachOf(t, sets, func(s stage) {
		s.remove(s.env.API, s.id)
		p, diags := s.driver.Plan(s.address, s.config)
		harness.NoErrors(s.T, diags)
		harness.WantChanges(s.T, p, nil, "members")
		harness.NoErrors(s.T, s.driver.Apply(p))
		s.madeOne()
	})
}

// The response to the add is lost: who was added is found, and not added again.
func TestSet_lostAnswerOfAnAdd(t *testing.T) {
	for name, fault := range map[string]emulator.Fault{
		"connection reset": {Reset: true},
		"gateway page":     {HTML: true},
		"half an answer":   {Truncate: true},
	} {
		t.Run(name, func(t *testing.T) {
			eachOf(t, sets, func(s stage) {
				harness.NoErrors(s.T, s.driver.Destroy(s.address))
				s.env.API.ResetRequests()
				lost := fault
				lost.Method, lost.Path, lost.When = http.MethodPost, s.path, emulator.After
				s.env.API.Fail(lost)
				_, diags := s.driver.Converge(s.address, s.config)
				if diags.Err() != nil || len(diags.Warnings()) == 0 || s.driver.Tainted(s.address) {
					s.Errorf("want a warning, have: %s", diags)
				}
				s.madeOne()
			})
		})
	}
}

// The id and the slug of one workspace are two spellings of it, and nothing is written
// for the other one; another workspace is another set. It is gone with its workspace.
func TestSet_workspace(t *testing.T) {
	eachOf(t, sets, func(s stage) {
		m := &harness.Managed{T: s.T, Env: s.env, Driver: s.driver, Address: s.address}
		at, _ := s.env.API.Workspace(home)
		other := s.env.API.AddWorkspace(config{"name": "Another"})
		in := func(workspace any) config { return laid(s.config, config{"workspace_id": workspace}) }
		p := m.Apply(in(at.Slug))
		harness.WantChanges(s.T, p, nil, "workspace_id")
		harness.WantUntouched(s.T, s.env, true)
		for name, workspace := range map[string]any{"another": other.Slug, "not known yet": harness.Unknown} {
			if p := m.Plan(in(workspace)); p.Action != harness.Replace {
				s.Errorf("%s: plans %s", name, p.Action)
			}
		}
		s.env.API.Advance(2 * time.Hour)
		s.restart(s.env.Key)
		s.env.API.DeleteWorkspace(home)
		harness.NoErrors(s.T, s.driver.Refresh(s.address))
		if state := s.driver.State(s.address); state != nil {
			s.Errorf("the state has %v", state)
		}
	})
}
