package member_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// noAdmin is the summary of the warning of a workspace that nobody will manage.
const noAdmin = "Workspace without an admin or manager"

// A plan that removes the last admin or manager, or lowers the role, says so, and goes
// by what the refresh has read.
func TestResource_lastAdmin(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		others map[string]string // the roles of other members
		role   string
		plan   func(d *harness.Driver, config attrs) (*harness.Plan, harness.Diagnostics)
		warns  bool
	}{
		"destroyed":              {nil, "admin", destroy, true},
		"a manager destroyed":    {nil, "manager", destroy, true},
		"lowered":                {nil, "admin", lower, true},
		"moved":                  {nil, "admin", with("workspace_id", harness.Unknown), true},
		"replaced by a member":   {nil, "admin", with("email", "ada@example.com", "role", "member"), true},
		"beside a member":        {map[string]string{"ada": "member"}, "admin", destroy, true},
		"beside an owner":        {map[string]string{"owner": "admin"}, "admin", destroy, true},
		"a member destroyed":     {nil, "member", destroy, false},
		"an admin lowered a bit": {nil, "admin", with("role", "manager"), false},
		"replaced by an admin":   {nil, "admin", with("email", "ada@example.com"), false},
		"beside a manager":       {map[string]string{"ada": "manager"}, "admin", destroy, false},
		"lowered beside one":     {map[string]string{"ada": "manager"}, "admin", lower, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, home, _ := start(t)
			env.API.Add(emulator.Users, "", attrs{"email": "ada@example.com"})
			for who, role := range test.others {
				orgRole := "member"
				if who == "owner" {
					orgRole = "owner"
				}
				env.API.Add(emulator.Members, home.ID, attrs{
					"id": env.API.Add(emulator.Users, "", attrs{"email": who + "@other.example.com", "role": orgRole}), "role": role,
				})
			}
			config := in(home, "email", "grace@example.com", "role", test.role)
			m := env.Create(t, address, config)
			d := env.Restart(t, m.Driver)
			env.API.ResetRequests()
			_, diags := test.plan(d, config)
			harness.NoErrors(t, diags)
			if !test.warns {
				if strings.Contains(diags.String(), noAdmin) {
					t.Errorf("warns:\n%s", diags)
				}
				return
			}
			harness.WantOne(t, diags.Warnings(), "", noAdmin, `"grace@example.com"`, home.ID, "owners and admins of the organisation")
			lists := 0
			for _, one := range env.API.Requests() {
				if strings.HasSuffix(one.Path, "/users") && strings.Contains(one.Path, home.ID) {
					lists++
				}
			}
			if lists != 1 {
				t.Errorf("the members were listed %d times, want 1: the refresh and the warning share it", lists)
			}
		})
	}
}

func destroy(d *harness.Driver, _ attrs) (*harness.Plan, harness.Diagnostics) {
	return d.PlanDestroy(address)
}

func lower(d *harness.Driver, config attrs) (*harness.Plan, harness.Diagnostics) {
	return with("role", "member")(d, config)
}

// with plans a change of these attributes.
func with(pairs ...any) func(d *harness.Driver, config attrs) (*harness.Plan, harness.Diagnostics) {
	return func(d *harness.Driver, config attrs) (*harness.Plan, harness.Diagnostics) {
		changed := attrs{}
		for name, value := range config {
			changed[name] = value
		}
		for i := 0; i < len(pairs); i += 2 {
			changed[pairs[i].(string)] = pairs[i+1]
		}
		return d.Plan(address, changed)
	}
}

// Two admins who leave by one plan are one warning, which names both.
func TestResource_lastAdmins(t *testing.T) {
	t.Parallel()
	env, home, _ := start(t)
	env.API.Add(emulator.Users, "", attrs{"email": "ada@example.com"})
	d := env.Driver(t)
	for at, config := range map[string]attrs{address: in(home, "email", "grace@example.com", "role", "admin"), address + "_ada": in(home, "email", "ada@example.com", "role", "manager")} {
		_, diags := d.Converge(at, config)
		harness.NoErrors(t, diags)
	}
	if _, diags := d.PlanDestroy(address); len(diags) > 0 {
		t.Errorf("warns of the first:\n%s", diags)
	}
	_, diags := d.Plan(address+"_ada", in(home, "email", "ada@example.com"))
	harness.WantOne(t, diags.Warnings(), "", noAdmin, `"ada@example.com", "grace@example.com"`)
}

// Whoever may not list the members is not kept from a destroy.
func TestResource_lastAdminUnlisted(t *testing.T) {
	t.Parallel()
	env, home, _ := start(t)
	m := env.Create(t, address, in(home, "email", "grace@example.com", "role", "admin"))
	env.API.Fail(emulator.Fault{Method: "GET", Path: "/admin/workspaces/" + home.ID + "/users", Status: 503})
	_, diags := m.Driver.PlanDestroy(address, harness.WithoutRefresh)
	if len(diags) > 0 {
		t.Errorf("got\n%s", diags)
	}
}

// Under the real CLI: the plan of a lower role warns, and not the apply as well; a destroy
// of the workspace with its members works, with one warning.
func TestResource_lastAdminCLI(t *testing.T) {
	t.Parallel()
	env, _, _ := start(t)
	hcl := func(role string) string {
		return harness.Requires(map[string]string{"portkey": harness.Ours}) + env.Config(fmt.Sprintf(`
resource "portkey_workspace" "test" {
  for_each = toset(["Search", "Support"])
  name     = each.key
}

resource "portkey_workspace_member" "test" {
  for_each     = portkey_workspace.test
  workspace_id = each.value.id
  email        = "grace@example.com"
  role         = each.key == "Search" ? "admin" : %q
}
`, role))
	}
	tf := env.CLI(t, "")
	for _, role := range []string{"manager", "member", "manager"} {
		tf.Write("main.tf", hcl(role))
		got, want := strings.Count(harness.Flat(tf.Run(0, "apply", "-auto-approve")), noAdmin), 0
		if role == "member" {
			want = 1
		}
		if got != want {
			t.Errorf("%s: %d warnings, want %d", role, got, want)
		}
	}
	got := harness.Flat(tf.Run(0, "destroy", "-auto-approve"))
	if strings.Count(got, noAdmin) != 1 || !strings.Contains(got, "one more similar warning") || !strings.Contains(got, "4 destroyed") {
		t.Errorf("got\n%s", got)
	}
}
