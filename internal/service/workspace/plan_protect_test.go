package workspace_test

import (
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

func protected(on any) attrs {
	return attrs{"name": "Production", "deletion_protection": on, "allow_duplicate_name": true}
}

// Destroying what is protected fails at plan, in whichever way it would be destroyed, and
// nothing is deposed.
func TestResource_protected(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, summary string
		plan          func(d *harness.Driver) (*harness.Plan, harness.Diagnostics)
	}{
		{"a destroy", "Cannot destroy workspace", func(d *harness.Driver) (*harness.Plan, harness.Diagnostics) {
			return d.PlanDestroy(address)
		}},
		{"a destroy without a refresh", "Cannot destroy workspace", func(d *harness.Driver) (*harness.Plan, harness.Diagnostics) {
			return d.PlanDestroy(address, harness.WithoutRefresh)
		}},
		{"a replacement", "Cannot replace workspace", func(d *harness.Driver) (*harness.Plan, harness.Diagnostics) {
			return d.Plan(address, protected(true), harness.Replacing)
		}},
		{"create_before_destroy", "Cannot replace workspace", func(d *harness.Driver) (*harness.Plan, harness.Diagnostics) {
			return d.Plan(address, protected(true), harness.Replacing, harness.CreateBeforeDestroy)
		}},
		{"a replacement that takes the protection away", "Cannot replace workspace", func(d *harness.Driver) (*harness.Plan, harness.Diagnostics) {
			return d.Plan(address, protected(nil), harness.Replacing)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t)
			d := env.Driver(t)
			_, diags := d.Converge(address, protected(true))
			harness.NoErrors(t, diags)
			state, server := d.State(address), take(env)
			env.API.ResetRequests()
			_, diags = c.plan(d)
			harness.WantError(t, diags, "deletion_protection", c.summary, "last applied with deletion_protection = true",
				"Nothing was changed.\nIf only its address changed, add a moved block.", "terraform untaint '<its address>'", "set deletion_protection = false, apply, and then", state["id"].(string))
			if !reflect.DeepEqual(d.State(address), state) || d.Deposed(address) > 0 {
				t.Errorf("the state is %v, with %d deposed", d.State(address), d.Deposed(address))
			}
			server.wantSame(t, env)
			harness.WantUntouched(t, env, true)
		})
	}
}

// The protection counts as last applied: setting it needs an apply, and taking
// it away as well. Neither sends anything.
func TestResource_protectedAsApplied(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	d := env.Driver(t)
	_, diags := d.Converge(address, protected(nil))
	harness.NoErrors(t, diags)
	env.API.ResetRequests()

	_, diags = d.Plan(address, protected(true))
	harness.NoErrors(t, diags)
	_, diags = d.PlanDestroy(address)
	harness.NoErrors(t, diags)

	_, diags = d.Converge(address, protected(true))
	harness.NoErrors(t, diags)
	_, diags = d.Plan(address, protected(false))
	harness.NoErrors(t, diags)
	_, diags = d.PlanDestroy(address)
	harness.WantError(t, diags, "deletion_protection", "last applied")

	_, diags = d.Converge(address, protected(false))
	harness.NoErrors(t, diags)
	harness.WantUntouched(t, env, true)
	harness.NoErrors(t, d.Destroy(address))
	wantNoState(t, d, address)
}

// Once it is unprotected, nothing of the protection is left in private state.
func TestResource_unprotectedIsReplaced(t *testing.T) {
	t.Parallel()
	for name, options := range map[string][]harness.PlanOption{
		"destroyed first": {harness.Replacing},
		"created first":   {harness.Replacing, harness.CreateBeforeDestroy},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t)
			d := env.Driver(t)
			for _, on := range []any{true, false} {
				_, diags := d.Converge(address, protected(on))
				harness.NoErrors(t, diags)
			}
			before := d.State(address)["id"]
			_, diags := d.Converge(address, protected(false), options...)
			harness.NoErrors(t, diags)
			wantManaged(t, env, d)
			if d.State(address)["id"] == before || d.Deposed(address) > 0 {
				t.Errorf("it is %v as before, with %d deposed", before, d.Deposed(address))
			}
			wantEmptyPlan(t, env, d, protected(false))
		})
	}
}

// create_before_destroy without allow_duplicate_name fails at the lookup, and
// leaves the old one in place.
func TestResource_replacementNeedsDuplicateName(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	d := env.Driver(t)
	config := attrs{"name": "Production"}
	_, diags := d.Converge(address, config)
	harness.NoErrors(t, diags)
	_, diags = d.Converge(address, config, harness.Replacing, harness.CreateBeforeDestroy)
	harness.WantError(t, diags, "name", "allow_duplicate_name = true")
	wantManaged(t, env, d)
	if d.Deposed(address) > 0 {
		t.Error("it is deposed")
	}
}

// Terraform plans a tainted object as if it did not exist, so its replacement fails
// when it would be destroyed: nothing is lost.
func TestResource_protectedAndTainted(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	d := env.Driver(t)
	_, diags := d.Converge(address, protected(true))
	harness.NoErrors(t, diags)
	server := take(env)
	d.Taint(address)
	_, diags = d.Converge(address, protected(true))
	harness.WantError(t, diags, "deletion_protection", "Cannot destroy workspace", "last applied with deletion_protection = true")
	if d.State(address)["id"] != env.Only().ID || d.Deposed(address) > 0 {
		t.Errorf("the state is %v, with %d deposed", d.State(address), d.Deposed(address))
	}
	server.wantSame(t, env)
}

// With create_before_destroy the successor of a tainted one is created, and the
// protected one stays, deposed.
func TestResource_protectedAndTaintedCreatesFirst(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	d := env.Driver(t)
	_, diags := d.Converge(address, protected(true))
	harness.NoErrors(t, diags)
	kept := d.State(address)["id"].(string)
	d.Taint(address)
	_, diags = d.Converge(address, protected(true), harness.CreateBeforeDestroy)
	harness.WantError(t, diags, "deletion_protection", "Cannot destroy workspace", kept)
	if workspace, _ := env.API.Workspace(kept); workspace.Status != "active" || d.Deposed(address) != 1 {
		t.Errorf("it is %s, with %d deposed", workspace.Status, d.Deposed(address))
	}
}

// home is the organisation's default workspace.
func home(env *harness.Env) emulator.Workspace { return env.API.Workspaces()[0] }

// The default workspace is imported and updated like any other, and never
// destroyed: the way out is a removed block.
func TestResource_defaultWorkspace(t *testing.T) {
	t.Parallel()
	eachShape(t, func(t *testing.T, env *harness.Env) {
		d := env.Driver(t)
		harness.NoErrors(t, d.Import(address, home(env).Slug))
		if d.State(address)["is_default"] != true {
			t.Errorf("the state is %v", d.State(address))
		}
		config := attrs{"name": home(env).Name, "description": "Where people begin"}
		p, diags := d.Converge(address, config)
		harness.NoErrors(t, diags)
		if p.Action != harness.Update || home(env).Description != "Where people begin" {
			t.Errorf("planned %s, and the server has %+v", p.Action, home(env))
		}
		wantEmptyPlan(t, env, d, config)

		removed := "terraform state rm '<its address>'"
		server := take(env)
		_, diags = d.PlanDestroy(address)
		harness.WantError(t, diags, "", "Cannot destroy workspace", "default workspace", removed)
		for _, options := range [][]harness.PlanOption{{harness.Replacing}, {harness.Replacing, harness.CreateBeforeDestroy}} {
			_, diags = d.Plan(address, config, options...)
			harness.WantError(t, diags, "", "Cannot replace workspace", "default workspace", removed)
		}
		server.wantSame(t, env)
		wantRequests(t, env, http.MethodDelete, 0)
	})
}

// A state that does not know whether it is the default one yet asks before it deletes.
func TestResource_defaultWorkspaceUntold(t *testing.T) {
	t.Parallel()
	eachShape(t, func(t *testing.T, env *harness.Env) {
		d := env.Driver(t)
		d.Load(address, 1, asJSON(t, attrs{"id": home(env).ID, "name": home(env).Name}))
		server := take(env)
		p, diags := d.PlanDestroy(address, harness.WithoutRefresh)
		harness.NoErrors(t, diags)
		harness.WantError(t, d.Apply(p), "", "Cannot destroy workspace", "default workspace", "terraform state rm", "terraform untaint")
		if d.State(address) == nil {
			t.Error("it was removed from the state")
		}
		server.wantSame(t, env)
		wantRequests(t, env, http.MethodDelete, 0)
	})
}

// Under the real CLI one protected workspace stops the destroy of all, before
// the first request to delete; the removed block is the way out.
func TestResource_protectedAmongOthers(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	tf := harness.NewCLI(t, map[string]func() tfprotov6.ProviderServer{harness.Ours: env.Server})
	configure := func(hcl string) {
		tf.Write("main.tf", harness.Requires(map[string]string{"portkey": harness.Ours})+env.Config(hcl))
	}
	const staging = "resource \"portkey_workspace\" \"staging\" { name = \"Staging\" }\n"
	const production = "resource \"portkey_workspace\" \"test\" {\n  name = \"Production\"\n  deletion_protection = true\n}\n"
	configure(staging + production)
	tf.Run(0, "init")
	tf.Run(0, "apply", "-auto-approve")
	before, server := tf.Read("terraform.tfstate"), take(env)
	env.API.ResetRequests()

	refused := func(args ...string) {
		t.Helper()
		if output := tf.Run(1, args...); !strings.Contains(output, "deletion_protection = true") {
			t.Errorf("terraform %v says\n%s", args, output)
		}
	}
	refused("destroy", "-auto-approve")
	refused("apply", "-auto-approve", "-replace="+address)
	configure(staging) // taken out of the configuration
	refused("apply", "-auto-approve")
	if after := tf.Read("terraform.tfstate"); after != before {
		t.Errorf("the state is\n%s\nand was\n%s", after, before)
	}
	server.wantSame(t, env)
	harness.WantUntouched(t, env, true)

	configure(staging + "removed {\n  from = " + address + "\n  lifecycle { destroy = false }\n}\n")
	tf.Run(0, "apply", "-auto-approve")
	server.wantSame(t, env)
	tf.Run(0, "destroy", "-auto-approve")
	if only := env.Only(); only.Name != "Production" {
		t.Errorf("%q is left", only.Name)
	}
}

// Under the real CLI a protected workspace that is tainted is planned for replacement,
// as Terraform does not ask the provider. The apply stops before it, and untaint ends it.
func TestResource_protectedAndTaintedByCLI(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	tf := harness.NewCLI(t, map[string]func() tfprotov6.ProviderServer{harness.Ours: env.Server})
	tf.Write("main.tf", harness.Requires(map[string]string{"portkey": harness.Ours})+
		env.Config("resource \"portkey_workspace\" \"test\" {\n  name = \"Production\"\n  deletion_protection = true\n}\n"))
	tf.Run(0, "init")
	tf.Run(0, "apply", "-auto-approve")
	tf.Run(0, "taint", address)
	server := take(env)
	env.API.ResetRequests()
	// OpenTofu says "it must be".
	output := strings.Replace(tf.Run(2, "plan", "-detailed-exitcode"), "is tainted, so it must", "is tainted, so must", 1)
	if !strings.Contains(output, "is tainted, so must be replaced") {
		t.Errorf("the plan says\n%s", output)
	}
	for range 2 {
		output := tf.Run(1, "apply", "-auto-approve")
		for _, words := range []string{"Cannot destroy workspace", "If only its address changed, add a moved block.", "terraform untaint", "Nothing was changed."} {
			if !strings.Contains(strings.Join(strings.Fields(strings.ReplaceAll(output, "│", "")), " "), words) {
				t.Errorf("the apply lacks %q:\n%s", words, output)
			}
		}
	}
	server.wantSame(t, env)
	harness.WantUntouched(t, env, true)

	tf.Run(0, "untaint", address)
	tf.Run(0, "plan", "-detailed-exitcode")
	server.wantSame(t, env)
}
