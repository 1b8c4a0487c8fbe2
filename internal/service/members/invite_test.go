package members_test

import (
	"net/http"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// inviting is a configuration that invites who is no user yet.
func (o *office) inviting(pairs ...string) attrs {
	return with(o.set(pairs...), "when_unknown", "invite")
}

// pending are the ids of the pending invites.
func (o *office) pending() (ids []string) {
	for _, one := range o.API.All(emulator.Invites) {
		if one.Fields["status"] == "pending" {
			ids = append(ids, one.ID)
		}
	}
	return ids
}

// An address of nobody is invited once. Once accepted, nothing is planned; an invite that
// was cancelled is sent again, and one that is no longer wanted is cancelled.
func TestInvite_lifecycle(t *testing.T) {
	t.Parallel()
	o := open(t, "ada")
	config := o.inviting("ada", "admin", "Zoe@example.com", "manager")
	m := o.Create(t, address, config)
	if sent := o.pending(); len(sent) != 1 {
		t.Fatalf("%d invites are pending, want 1", len(sent))
	}
	m.WantNoDrift(config)
	m.WantEmptyPlan(config)

	m.Apply(o.inviting("ada", "admin", "Zoe@example.com", "member"))
	o.wantWrites("DELETE "+o.API.All(emulator.Invites)[0].ID, "POST invites")
	m.Apply(config)
	o.API.Drop(emulator.Invites, o.pending()[0])
	m.Driver = o.Restart(t, m.Driver)
	m.Apply(config)
	o.wantWrites("POST invites")

	o.ids["zoe"] = o.API.Accept(o.pending()[0])
	m.Driver = o.Restart(t, m.Driver)
	m.WantNoDrift(config)
	o.wantRoles("ada", "admin", "zoe", "manager")

	with2 := o.inviting("ada", "admin", "zoe", "manager", "yan@example.com", "member")
	m.Apply(with2)
	p := m.Plan(config)
	if all := removes(p); len(all) != 1 || all[0] != "yan@example.com" {
		t.Errorf("removes %v", all)
	}
	harness.NoErrors(t, m.Driver.Apply(p))
	if left := o.pending(); len(left) > 0 {
		t.Errorf("%d invites are pending", len(left))
	}
}

// A pending invite that says the same is taken over; one that says something else is
// reported at plan, and left.
func TestInvite_pending(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fields func(o *office) attrs
		words  []string
	}{
		"the same": {fields: func(o *office) attrs {
			return attrs{"workspaces": []any{attrs{"id": o.home.ID, "role": "member"}}}
		}},
		"no workspace": {fields: func(*office) attrs { return attrs{} }, words: []string{"does not include this workspace"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := open(t, "ada")
			fields := c.fields(o)
			fields["email"] = "zoe@example.com"
			o.API.Add(emulator.Invites, "", fields)
			m := o.Manage(t, address)
			config := o.inviting("ada", "admin", "zoe@example.com", "member")
			_, diags := m.Driver.Converge(address, config)
			if c.words != nil {
				harness.WantError(t, diags, `members["zoe@example.com"]`, c.words...)
				harness.WantUntouched(t, o.Env, true)
				return
			}
			harness.NoErrors(t, diags)
			o.wantWrites("POST users")
			m.WantEmptyPlan(config)
		})
	}
}

// A destroy cancels the invites of the state, and leaves those with other workspaces.
func TestInvite_destroy(t *testing.T) {
	t.Parallel()
	o := open(t, "ada")
	other := o.API.AddWorkspace(attrs{"name": "Other"})
	o.API.Add(emulator.Invites, "", attrs{"email": "yan@example.com", "workspaces": []any{attrs{"id": o.home.ID, "role": "member"}, attrs{"id": other.ID, "role": "member"}}})
	m := o.Create(t, address, with(o.inviting("ada", "admin", "zoe@example.com", "member", "yan@example.com", "member"), "allow_no_admin", true))
	diags := m.Driver.Destroy(address)
	harness.NoErrors(t, diags)
	harness.WantOne(t, diags.Warnings(), "", "Invite left pending", "yan@example.com")
	if left := o.pending(); len(left) != 1 {
		t.Errorf("%d invites are pending, want 1", len(left))
	}
	o.wantRoles()
}

// Answers without the workspaces of an invite are taken for those that are wanted.
func TestInvite_sparse(t *testing.T) {
	t.Parallel()
	o := open(t, "ada")
	o.API.SetAnswers(emulator.Answers{Sparse: true})
	config := o.inviting("ada", "admin", "zoe@example.com", "member")
	m := o.Create(t, address, config)
	m.WantNoDrift(config)
	m.WantEmptyPlan(config)
}

// A lost response to an invite: it is found, and not sent again.
func TestInvite_lostResponse(t *testing.T) {
	t.Parallel()
	o := open(t, "ada")
	o.API.Fail(emulator.Fault{Method: http.MethodPost, Path: "/admin/users/invites", When: emulator.After, Reset: true, Times: 1})
	m := o.Create(t, address, o.inviting("ada", "admin", "zoe@example.com", "member"))
	if sent := o.API.All(emulator.Invites); len(sent) != 1 {
		t.Errorf("%d invites, want 1", len(sent))
	}
	m.WantEmptyPlan(o.inviting("ada", "admin", "zoe@example.com", "member"))
}
