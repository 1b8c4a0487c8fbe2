package conformance

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// rows are the resources that are one row of a list, which belongs to another object. They
// have no path and no name of their own: name is the attribute that tells the rows of a list
// apart, and an ID is the ID of the owner, a slash and that. A PUT of the list writes rows,
// and removes them unless a DELETE does, for which there is one right.
var rows = completed(map[string]noun{
	"portkey_guardrail_exclusion":              exclusionNoun(),
	"portkey_integration_model_access":         modelAccessNoun(),
	"portkey_integration_workspace_access":     integrationAccessNoun(),
	"portkey_mcp_integration_workspace_access": mcpIntegrationAccessNoun(),
})

// everyObject has the nouns and the rows: what can be configured by itself, and edited.
func everyObject() map[string]noun {
	all := maps.Clone(nouns)
	maps.Copy(all, rows)
	return all
}

// removal is the request that deletes one.
func (n noun) removal() target {
	if n.row {
		return target{method: cmp.Or(n.removes, http.MethodPut), path: n.path}
	}
	return target{method: http.MethodDelete, path: n.path + "/*"}
}

// rowOperations are all operations of a row. A PUT that creates one is repeated, so that
// nothing has to look for what was created.
func rowOperations(n noun) []operation {
	list, put := target{http.MethodGet, n.path, 0, false}, target{http.MethodPut, n.path, 0, false}
	second, third := list, list
	second.skip, third.skip = 1, 2
	all := []operation{
		{name: "create", target: put, run: (*trial).apply, unsure: true},
		{name: "look before create", target: list, run: (*trial).apply},
		{name: "read", target: list, prepare: (*trial).present, run: (*trial).apply},
		{name: "delete", target: n.removal(), prepare: (*trial).present, run: (*trial).destroy, destroys: true},
		{name: "read before delete", target: list, prepare: (*trial).present, run: (*trial).destroy, destroys: true},
		{name: "import by id", target: list, prepare: (*trial).forgotten, run: (*trial).importByID},
		{name: "import by name", target: list, prepare: (*trial).forgotten, run: (*trial).importByName},
		{name: "proof that it was removed", target: list, prepare: (*trial).removed, run: (*trial).apply},
	}
	if !n.immutable {
		all = append(all,
			operation{name: "read after create", target: second, run: (*trial).apply},
			operation{name: "update", target: put, prepare: (*trial).toEdit, run: (*trial).apply},
			operation{name: "read before update", target: second, prepare: (*trial).toEdit, run: (*trial).apply},
			operation{name: "read after update", target: third, prepare: (*trial).toEdit, run: (*trial).apply},
		)
	}
	return append(all, n.readings(list, list)...)
}

// A key that may not read the list keeps the state, and the error names the scope.
func TestRow_lostRightsKeepTheState(t *testing.T) {
	eachOf(t, rows, func(s stage) {
		s.env.API.SetScopes(s.env.Key)
		s.stops("403", "AB03", s.rights)
	})
}

// A row that a person removed is planned to be created, and another one stays.
func TestRow_removedOutsideIsPlannedAgain(t *testing.T) {
	eachOf(t, rows, func(s stage) {
		other := s.add(s.env.API)
		s.restart(s.env.Key)
		s.remove(s.env.API, s.id)
		p, diags := s.driver.Plan(s.address, s.config)
		harness.NoErrors(s.T, diags)
		if p.Action != harness.Create {
			s.Errorf("plans %s", p.Action)
		}
		harness.NoErrors(s.T, s.driver.Destroy(s.address))
		if left := s.live(s.env.API); len(left) != 1 || left[0] != other {
			s.Errorf("left %v, want %s", left, other)
		}
	})
}

// A row is gone with what it belongs to.
func TestRow_goneWithItsOwner(t *testing.T) {
	eachOf(t, rows, func(s stage) {
		if len(s.owners) == 0 {
			s.Error("nothing owns it")
		}
		for name, remove := range s.owners {
			s.Run(name, func(t *testing.T) {
				env := s.start(t)
				m := env.Create(t, s.address, s.config)
				env.API.Advance(2 * time.Hour)
				m.Driver = env.Restart(t, m.Driver)
				remove(env.API)
				m.Refresh()
				if state := m.Driver.State(s.address); state != nil {
					t.Errorf("the state has %v", state)
				}
			})
		}
	})
}

// A row that is there is refused with the block that imports it, and that plans nothing.
func TestRow_taken(t *testing.T) {
	eachOf(t, rows, func(s stage) {
		s.driver.Forget(s.address)
		s.restart(s.env.Key)
		_, diags := s.driver.Converge(s.address, s.config)
		harness.WantError(s.T, diags, s.nameAttribute(), "Nothing was created", "import {\n    to = <address above>\n    id = \""+s.id+"\"")
		harness.WantUntouched(s.T, s.env, true)
		harness.NoErrors(s.T, s.driver.Import(s.address, s.id))
		m := &harness.Managed{T: s.T, Env: s.env, Driver: s.driver, Address: s.address}
		m.WantEmptyPlan(s.config)
	})
}

// The response to the PUT of a create is lost, also that of each repeat, which is the same
// and changes nothing: then the row is found, and nothing else is written.
func TestRow_lostAnswerOfACreate(t *testing.T) {
	for name, fault := range map[string]emulator.Fault{
		"connection reset": {Reset: true},
		"gateway page":     {HTML: true},
		"half an answer":   {Truncate: true},
	} {
		t.Run(name, func(t *testing.T) {
			eachOf(t, rows, func(s stage) {
				harness.NoErrors(s.T, s.driver.Destroy(s.address))
				s.env.API.ResetRequests()
				lost := fault
				lost.Method, lost.Path, lost.When = http.MethodPut, s.path, emulator.After
				s.env.API.Fail(lost)
				_, diags := s.driver.Converge(s.address, s.full)
				if diags.Err() != nil || s.driver.State(s.address)["id"] == nil || s.driver.Tainted(s.address) {
					s.Errorf("the state has %v: %s", s.driver.State(s.address), diags)
				}
				if sent := s.env.API.Bodies(http.MethodPut, s.path); len(slices.Compact(sent)) != 1 || s.count(s.env.API) != 1 {
					s.Errorf("sent %q, and there are %d", sent, s.count(s.env.API))
				}
				m := &harness.Managed{T: s.T, Env: s.env, Driver: s.env.Restart(s.T, s.driver), Address: s.address}
				m.WantEmptyPlan(s.full)
			})
		})
	}
}
