package apikey_test

import (
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

const address = "portkey_api_key.test"

// attrs is a configuration or a part of one, for the driver.
type attrs = map[string]any

// start starts an API with the workspace that keys lie in.
func start(t *testing.T, options ...emulator.Option) (*harness.Env, emulator.Workspace) {
	t.Helper()
	env := harness.Start(t, options...)
	return env, env.API.AddWorkspace(attrs{"name": "Production"})
}

// in is the configuration of a key in a workspace, with pairs of a name and a value laid
// over it.
func in(workspace any, more ...any) attrs {
	config := attrs{"name": "backend", "type": "workspace-service", "workspace_id": workspace, "scopes": []any{"completions.write"}}
	for i := 0; i < len(more); i += 2 {
		config[more[i].(string)] = more[i+1]
	}
	return config
}

func TestResource_basic(t *testing.T) {
	env, home := start(t)
	m := env.Create(t, address, in(home.ID))
	t.Log(m.Driver.State(address))
	m.WantEmptyPlan(in(home.ID))
}
