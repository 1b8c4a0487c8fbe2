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
	"portkey_integration_models":           modelsNoun(),
	"portkey_mcp_integration_capabilities": mcpIntegrationCapabilitiesNoun(),
	"portkey_mcp_server_capabilities":      mcpServerCapabilitiesNoun(),
	"portkey_mcp_server_user_access":       mcpUserAccessNoun(),
	"portkey_organisation_defaults":        organisationDefaultsNoun(),
	"portkey_workspace_defaults":           workspaceDefaultsNoun(),
	"portkey_workspace_members":            membersNoun(),
	"portkey_workspace_security_settings":  securitySettingsNoun(),
}

// eachResource runs a test over every resource, the sets and the rows too.
func eachResource(t *testing.T, test func(s stage)) {
	t.Helper()
	eachOf(t, everyResource(), test)
}

// everyResource has the nouns, the sets, the rows, and the assignments.
func everyResource() map[string]noun {
	all := everyObject()
	maps.Copy(all, sets)
	maps.Copy(all, assignments)
	return all
}

// A key that may not list keeps the state, and the error names the scope.
func TestSet_lostRightsKeepTheState(t *testing.T) {
	eachOf(t, sets, func(s stage) {
		s.env.API.SetScopes(s.env.Key)
		s.stops("403", "AB03", s.right("list"))
	})
}

// What a person takes out of the set is planned to be added, by name.
func TestSet_takenOutIsPlannedAgain(t *testing.T) {
	eachOf(t, sets, func(s stage) {
		s.remove(s.env.API, s.id)
		p, diags := s.driver.Plan(s.address, s.config)
		harness.NoErrors(s.T, diags)
		harness.WantChanges(s.T, p, nil, s.contents)
		harness.NoErrors(s.T, s.driver.Apply(p))
		s.madeOne()
	})
}

// The response to the add is lost: who was added is found, and not added again. A PUT of the
// whole set is repeated, which changes nothing, and read: so it needs no warning.
func TestSet_lostAnswerOfAnAdd(t *testing.T) {
	for name, fault := range map[string]emulator.Fault{
		"connection reset": {Reset: true},
		"gateway page":     {HTML: true},
		"half an answer":   {Truncate: true},
	} {
		t.Run(name, func(t *testing.T) {
			eachOf(t, sets, func(s stage) {
				harness.NoErrors(s.T, s.driver.Destroy(s.address))
				if s.forgets {
					s.remove(s.env.API, s.id)
				}
				s.env.API.ResetRequests()
				lost := fault
				lost.Method, lost.Path, lost.When = http.MethodPost, s.path, emulator.After
				if s.row {
					lost.Method = http.MethodPut
				}
				s.env.API.Fail(lost)
				_, diags := s.driver.Converge(s.address, s.config)
				if diags.Err() != nil || len(diags.Warnings()) == 0 && !s.row || s.driver.Tainted(s.address) {
					s.Errorf("want a warning, have: %s", diags)
				}
				s.madeOne()
			})
		})
	}
}

// The id and the slug of what a set belongs to are two spellings of it, and nothing is
// written for the other one; another workspace or integration is another set. It is gone with
// what it belongs to.
func TestSet_owner(t *testing.T) {
	eachOf(t, sets, func(s stage) {
		if s.belongs == nil { // what the organisation has one of
			return
		}
		m := &harness.Managed{T: s.T, Env: s.env, Driver: s.driver, Address: s.address}
		attribute, spelled, another := s.belongs(s.env.API)
		in := func(owner any) config { return laid(s.config, config{attribute: owner}) }
		p := m.Apply(in(spelled))
		harness.WantChanges(s.T, p, nil, attribute)
		harness.WantUntouched(s.T, s.env, true)
		for name, owner := range map[string]any{"another": another, "not known yet": harness.Unknown} {
			if p := m.Plan(in(owner)); p.Action != harness.Replace {
				s.Errorf("%s: plans %s", name, p.Action)
			}
		}
		s.env.API.Advance(2 * time.Hour)
		s.restart(s.env.Key)
		if len(s.owners) != 1 {
			s.Fatalf("it belongs to %d", len(s.owners))
		}
		for _, remove := range s.owners {
			remove(s.env.API)
		}
		harness.NoErrors(s.T, s.driver.Refresh(s.address))
		if state := s.driver.State(s.address); state != nil {
			s.Errorf("the state has %v", state)
		}
	})
}
