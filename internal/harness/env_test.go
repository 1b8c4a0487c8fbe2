package harness_test

import (
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

func TestEnv(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	d := env.Driver(t)

	p, diags := d.Converge("portkey_workspace.a", config{"name": "Production", "description": "Customer traffic"})
	ok(t, diags)
	if p.Action != harness.Create {
		t.Errorf("got action %q", p.Action)
	}
	if got := env.Only(); got.Name != "Production" || got.ID != d.State("portkey_workspace.a")["id"] {
		t.Errorf("the API holds %+v, the state %v", got, d.State("portkey_workspace.a"))
	}
	if err := env.Sent("POST", `{"description": "Customer traffic", "name": "Production"}`)(nil); err != nil {
		t.Error(err)
	}
	for _, other := range [][]string{nil, {`{"name": "Production"}`}, {`{`}} {
		if env.Sent("POST", other...)(nil) == nil {
			t.Errorf("took %q for what was sent", other)
		}
	}
	if env.NothingLeft() == nil {
		t.Error("something is left")
	}
	p, diags = d.Plan("portkey_workspace.a", config{"name": "Production", "description": "Customer traffic"})
	if ok(t, diags); p.Action != harness.NoOp {
		t.Errorf("plan after apply: %v -> %v", p.Before, p.After)
	}
	ok(t, d.Destroy("portkey_workspace.a"))
	if err := env.NothingLeft(); err != nil {
		t.Error(err)
	}
	home := env.API.AddWorkspace(config{"name": "Home"}).ID
	env.Baseline()
	fallback := env.API.Add(emulator.Configs, home, config{"name": "fallback", "config": config{"retry": config{"attempts": 3}}})
	if err := env.NothingLeft(); err == nil || !strings.Contains(err.Error(), `"fallback" is left`) {
		t.Errorf("a config is left: %v", err)
	}
	env.API.Drop(emulator.Configs, fallback)
	env.API.DeleteWorkspace(home)
	if err := env.NothingLeft(); err == nil || !strings.Contains(err.Error(), `"Home" is missing`) {
		t.Errorf("a workspace is missing: %v", err)
	}
	if hcl := env.Config("# here"); !strings.Contains(hcl, env.BaseURL) || !strings.HasSuffix(hcl, "# here\n") {
		t.Errorf("configuration:\n%s", hcl)
	}
}
