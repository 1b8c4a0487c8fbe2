package members_test

import (
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// The last admin or manager stays, unless that is allowed.
func TestResource_lastAdmin(t *testing.T) {
	t.Parallel()
	o := open(t, "ada", "bob")
	m := o.Create(t, address, o.set("ada", "admin", "bob", "member"))
	for name, config := range map[string]attrs{"removed": o.set("bob", "member"), "lowered": o.set("ada", "member", "bob", "member")} {
		_, diags := m.Driver.Plan(address, config)
		harness.WantError(t, diags, "members", "Cannot plan", "No admin or manager would be left", "ada@example.com", "allow_no_admin = true", "Nothing was changed")
		if p := m.Plan(with(config, "allow_no_admin", true)); p.Action != harness.Update {
			t.Errorf("%s: plans %s", name, p.Action)
		}
	}
	m.Apply(o.set("bob", "manager"))
	o.wantRoles("bob", "manager")
}

// A destroy, or another workspace, can take the last admin as well: a warning says so,
// unless that is allowed. It is no error, since it may be the workspace that is destroyed.
func TestResource_lastAdminDestroyed(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		pairs   []string
		allowed any
		before  func(o *office)
		moved   bool
		warns   bool
	}{
		"destroyed":         {[]string{"ada", "admin", "bob", "member"}, nil, nil, false, true},
		"moved":             {[]string{"ada", "manager"}, false, nil, true, true},
		"allowed":           {[]string{"ada", "admin"}, true, nil, false, false},
		"no admin to lose":  {[]string{"bob", "member"}, nil, nil, false, false},
		"a manager joined":  {[]string{"ada", "admin"}, nil, func(o *office) { o.join("eve", "manager") }, false, false},
		"somebody joined":   {[]string{"ada", "admin"}, nil, func(o *office) { o.join("eve", "member") }, false, true},
		"lowered elsewhere": {[]string{"ada", "admin"}, nil, func(o *office) { o.leave("ada"); o.join("ada", "member") }, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := open(t, "ada", "bob", "eve")
			config := with(o.set(test.pairs...), "allow_no_admin", test.allowed)
			m := o.Create(t, address, config)
			if test.before != nil {
				test.before(o)
			}
			d := o.Restart(t, m.Driver)
			var diags harness.Diagnostics
			if test.moved {
				_, diags = d.Plan(address, with(config, "workspace_id", o.API.AddWorkspace(attrs{"name": "Other"}).ID))
			} else {
				_, diags = d.PlanDestroy(address, harness.WithoutRefresh)
			}
			harness.NoErrors(t, diags)
			if !test.warns {
				if len(diags) > 0 {
					t.Errorf("got\n%s", diags)
				}
				return
			}
			harness.WantOne(t, diags, "", "Workspace without an admin or manager", `"ada@example.com"`, o.home.ID)
		})
	}
}
