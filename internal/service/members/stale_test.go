package members_test

import (
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// Answers that are older than a role change or a removal of an apply are no edits by
// somebody else. Who was added shows as missing, and is not added twice.
func TestStale(t *testing.T) {
	t.Parallel()
	o := open(t, "ada", "bob", "cleo", "dan")
	m := o.Create(t, address, o.set("ada", "admin", "bob", "member", "cleo", "member"))
	o.API.Advance(time.Hour)
	o.API.SetStale(time.Minute)
	for _, role := range []string{"manager", "admin", "manager"} {
		config := o.set("ada", role, "cleo", "manager")
		m.Apply(config)
		m.Driver = o.Restart(t, m.Driver)
		m.WantNoDrift(config)
	}
	o.wantRoles("ada", "manager", "cleo", "manager")

	for _, name := range []string{"bob", "dan"} { // one was a member before
		config := o.set("ada", "manager", "cleo", "manager", name, "member")
		m.Apply(config)
		m.Driver = o.Restart(t, m.Driver)
		harness.NoErrors(t, m.Driver.Apply(m.Plan(config)))
		o.wantRoles("ada", "manager", "cleo", "manager", name, "member")
	}
}

// Somebody who restores the role that an apply has changed makes an edit.
func TestStale_restored(t *testing.T) {
	t.Parallel()
	o := open(t, "ada", "bob")
	m := o.Create(t, address, o.set("ada", "admin", "bob", "member"))
	config := o.set("ada", "admin", "bob", "manager")
	m.Apply(config)
	o.API.Advance(time.Minute)
	o.API.Edit(emulator.Members, o.home.ID+"/"+o.ids["bob"], attrs{"role": "member"})
	m.Driver = o.Restart(t, m.Driver)
	if p := m.Plan(config); p.Action != harness.Update {
		t.Errorf("plans %s", p.Action)
	}
}
