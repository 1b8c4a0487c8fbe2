package harness_test

import (
	"flag"
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// TestSweep_organisation is no test: it sweeps a real organisation where the flag
// that terraform-plugin-testing has for this asks for that.
func TestSweep_organisation(t *testing.T) {
	if flag.Lookup("sweep").Value.String() == "" {
		t.Skip("deletes from a real organisation what acceptance tests left: make sweep")
	}
	env := harness.Real(t)
	if err := env.Sweep(t); err != nil {
		t.Error(err)
	}
}

// A sweep takes what has the prefix, with what is inside, and nothing else.
func TestSweep(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	routes := config{"retry": config{"attempts": 3}}
	kept := env.API.AddWorkspace(config{"name": "Not " + harness.AccPrefix + "left"}).ID
	env.API.Add(emulator.Configs, kept, config{"name": "fallback", "config": routes})
	env.Baseline()

	left := env.API.AddWorkspace(config{
		"name": harness.AccPrefix + "left", "icon": "🧪", "defaults": config{"metadata": config{"team": "acceptance"}},
		"usage_limits": []any{config{"type": "cost", "credit_limit": 10, "periodic_reset": "monthly"}},
	}).ID
	env.API.Add(emulator.Prompts, left, config{"name": "inside"})
	env.API.Add(emulator.Configs, kept, config{"name": harness.AccPrefix + "left", "config": routes})
	if err := env.Sweep(t); err != nil {
		t.Fatal(err)
	}
	if err := env.NothingLeft(); err != nil {
		t.Error(err)
	}
}

// What can't be destroyed is an error, and no reason to leave the rest.
func TestSweep_refused(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	refused := env.API.AddWorkspace(config{"name": harness.AccPrefix + "refused"}).ID
	env.Baseline()
	env.API.AddWorkspace(config{"name": harness.AccPrefix + "left"})
	env.API.Fail(emulator.Fault{Method: "DELETE", Path: "/admin/workspaces/" + refused, Status: 400})
	if err := env.Sweep(t); err == nil || !strings.Contains(err.Error(), "Cannot destroy workspace") {
		t.Errorf("no error tells of it: %v", err)
	}
	if err := env.NothingLeft(); err != nil {
		t.Error(err)
	}
}
