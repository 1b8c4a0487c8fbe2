package workspace_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// The plan of a create warns of a taken name, with the ways to go on.
func TestResource_planTakenName(t *testing.T) {
	t.Parallel()
	eachShape(t, func(t *testing.T, env *harness.Env) {
		there := env.API.AddWorkspace(attrs{"name": "Production", "icon": "🚀"})
		for _, test := range []struct {
			config attrs
			warns  bool
		}{
			{attrs{"name": "Production", "icon": "🚀"}, true},
			{attrs{"name": "🚀 Production"}, true},
			{attrs{"name": "Production"}, false},
			{attrs{"name": "Production", "icon": harness.Unknown}, false},
			{attrs{"name": harness.Unknown, "icon": "🚀"}, false},
			{attrs{"name": "🚀 Production", "description": harness.Unknown}, true},
			{attrs{"name": "🚀 Production", "allow_duplicate_name": true}, false},
			{attrs{"name": "🚀 Production", "allow_duplicate_name": harness.Unknown}, false},
			{attrs{"name": "🚀 Production", "allow_duplicate_name": false}, true},
		} {
			_, diags := env.Driver(t).Plan(address, test.config)
			if !test.warns {
				if len(diags) > 0 {
					t.Errorf("%v: warns of\n%s", test.config, diags)
				}
				continue
			}
			wantWarning(t, diags, "name", `A workspace named "🚀 Production" already exists`,
				"unless the same apply destroys or renames the other one first",
				"import {\n    to = <address above>\n    id = \""+there.ID+"\"\n  }", "add a moved block", "allow_duplicate_name = true")
		}
		harness.WantUntouched(t, env, true)
	})
}

// The creates of a plan share one list with each other and with the refresh.
func TestResource_planTakenNameRequests(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	first := env.Driver(t)
	for _, name := range []string{"One", "Two", "Three", "Four"} {
		_, diags := first.Converge("portkey_workspace."+name, attrs{"name": name})
		harness.NoErrors(t, diags)
	}
	for name, refreshed := range map[string][]string{"with a refresh": {"One", "Two", "Three", "Four"}, "without one": nil} {
		d := env.Restart(t, first)
		env.API.ResetRequests()
		for _, one := range refreshed {
			harness.NoErrors(t, d.Refresh("portkey_workspace."+one))
		}
		for i := range 5 {
			if _, diags := d.Plan(fmt.Sprintf("portkey_workspace.new%d", i), attrs{"name": "Four"}); len(diags) != 1 {
				t.Errorf("%s: want one warning, have\n%s", name, diags)
			}
		}
		lists := 0
		for _, one := range env.API.Requests() {
			if one.Path == "/v1/admin/workspaces" || one.Path == "/admin/workspaces" {
				lists++
			}
		}
		if lists != 1 {
			t.Errorf("%s: %d lists, want 1: %v", name, lists, env.API.Requests())
		}
	}
}

// Whatever becomes of the list, a plan neither fails nor warns.
func TestResource_planWithoutList(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]emulator.Fault{
		"no scope":        {Status: http.StatusForbidden},
		"an unknown key":  {Status: http.StatusUnauthorized},
		"a failed server": {Status: http.StatusInternalServerError},
		"no connection":   {Reset: true},
		"a proxy's page":  {Status: http.StatusOK, HTML: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t)
			env.API.AddWorkspace(attrs{"name": "Production"})
			fault.Path = listPattern
			env.API.Fail(fault)
			if _, diags := env.Driver(t).Plan(address, attrs{"name": "Production"}); len(diags) > 0 {
				t.Errorf("want nothing, have\n%s", diags)
			}
		})
	}
	env := harness.Start(t)
	env.API.AddWorkspace(attrs{"name": "Production"})
	d := harness.NewDriver(t, env.Server())
	harness.NoErrors(t, d.Configure(attrs{"base_url": env.BaseURL, "api_key": harness.Unknown}))
	if _, diags := d.Plan(address, attrs{"name": "Production"}); len(diags) > 0 {
		t.Errorf("without credentials: want nothing, have\n%s", diags)
	}
	harness.WantUntouched(t, env, false)
}

// The name of what is replaced is free by the time of the create.
func TestResource_planReplacedName(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	d := env.Driver(t)
	config := attrs{"name": "Production"}
	_, diags := d.Converge(address, config)
	harness.NoErrors(t, diags)
	d = env.Restart(t, d)
	if _, diags := d.Plan(address, config, harness.Replacing); len(diags) > 0 {
		t.Errorf("warns of\n%s", diags)
	}
	env.API.AddWorkspace(config)
	_, diags = env.Restart(t, d).Plan(address, config, harness.Replacing)
	wantWarning(t, diags, "name", "already exists")
}

// Under the real CLI: names that are taken, keys of for_each that have changed, and
// renames, which are warned of in the plan one by one and not again in the apply.
func TestResource_planNamesInCLI(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	there := env.API.AddWorkspace(attrs{"name": "Sales"})
	ours := map[string]func() tfprotov6.ProviderServer{harness.Ours: env.Server}
	tf := harness.NewCLI(t, ours)
	write := func(teams, name string) {
		tf.Write("main.tf", harness.Requires(map[string]string{"portkey": harness.Ours})+env.Config(`
resource "portkey_workspace" "team" {
  for_each = `+teams+`
  name     = each.value
}

resource "portkey_workspace" "other" {
  for_each = toset(["1", "2"])
  name     = "`+name+` ${each.key}"
}`))
	}
	write(`{ people = "People" }`, "Other")
	tf.Run(0, "init")
	tf.Run(0, "apply", "-auto-approve")
	tf = tf.Restart(ours)

	write(`{ hr = "People", sales = "Sales" }`, "Another")
	output := harness.Flat(tf.Run(0, "plan", "-out", "saved"))
	for _, want := range []string{
		`A workspace named "Sales" already exists`, `with portkey_workspace.team["sales"]`, `id = "` + there.ID + `"`,
		`A workspace named "People" already exists`, `with portkey_workspace.team["hr"]`, "a key of for_each has changed, add a moved block",
		`Workspace will be renamed: "Other 1" → "Another 1"`, `Workspace will be renamed: "Other 2" → "Another 2"`,
	} {
		if !strings.Contains(output, want) {
			t.Errorf("the plan lacks %q:\n%s", want, output)
		}
	}
	if strings.Contains(output, "more similar warning") {
		t.Errorf("warnings are folded:\n%s", output)
	}
	if output := tf.Run(1, "apply", "saved"); strings.Contains(output, "will be renamed") || !strings.Contains(output, "Nothing was created") {
		t.Errorf("the apply says\n%s", output)
	}
}
