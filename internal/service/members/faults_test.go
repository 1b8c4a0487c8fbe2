package members_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// Whichever request of an apply fails, the state says what was done, nobody is added
// twice or removed without a plan, and the next apply does the rest.
func TestFaults(t *testing.T) {
	t.Parallel()
	for kind, fault := range map[string]emulator.Fault{
		"rejected":        {Status: http.StatusForbidden},
		"a server error":  {Status: http.StatusInternalServerError},
		"a lost request":  {Reset: true},
		"a lost response": {Reset: true, When: emulator.After},
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			for n := 0; ; n++ {
				o := open(t, "ada", "bob", "cleo", "dan", "eve")
				m := o.Create(t, address, o.set("ada", "admin", "bob", "member"))
				o.join("eve", "member")
				m.Driver = o.Restart(t, m.Driver)
				config := o.inviting("ada", "manager", "cleo", "admin", "dan", "member", "zoe@example.com", "member")
				p := m.Plan(config)
				o.API.ResetRequests()
				failing := fault
				failing.After, failing.Times = n, 1
				remove := o.API.Fail(failing)
				diags := m.Driver.Apply(p)
				remove()
				o.wantNothingTwice()
				if n >= len(o.API.Requests()) {
					harness.NoErrors(t, diags)
					return
				}
				if failed := diags.Err(); failed != nil && kind == "rejected" {
					o.wantState(m, fmt.Sprintf("request %d: %v", n, failed))
				}
				m.Driver = o.Restart(t, m.Driver)
				m.Apply(config)
				o.wantNothingTwice()
				o.wantRoles("ada", "manager", "cleo", "admin", "dan", "member")
				m.WantEmptyPlan(config)
				if sent := o.API.All(emulator.Invites); len(sent) != 1 {
					t.Errorf("request %d: %d invites", n, len(sent))
				}
			}
		})
	}
}

// wantNothingTwice wants that nobody was added or invited who was so already.
func (o *office) wantNothingTwice() {
	o.t.Helper()
	for _, one := range o.API.Requests() {
		if one.Status == http.StatusConflict {
			o.t.Errorf("%s %s was sent twice", one.Method, one.Path)
		}
	}
}

// wantState wants that the state has the members that there are.
func (o *office) wantState(m *harness.Managed, when string) {
	o.t.Helper()
	want, got := attrs{}, attrs{}
	for name, role := range o.roles() {
		want[name+"@example.com"] = role
	}
	for _, one := range o.pending() {
		want[o.invited(one)] = "member"
	}
	members, _ := m.Driver.State(address)["members"].(attrs)
	for key, role := range members {
		got[key] = role
	}
	if diff := cmp.Diff(want, got); diff != "" {
		o.t.Errorf("%s\nthe state: want - got +:\n%s", when, diff)
	}
}

// invited is the address of an invite.
func (o *office) invited(id string) string {
	for _, one := range o.API.All(emulator.Invites) {
		if one.ID == id {
			address, _ := one.Fields["email"].(string)
			return address
		}
	}
	return ""
}
