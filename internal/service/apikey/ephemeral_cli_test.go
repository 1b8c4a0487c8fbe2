package apikey_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// byRunKey creates a config with a key that the run creates for itself.
func byRunKey(env *harness.Env, workspaceID string) string {
	return fmt.Sprintf(`
ephemeral "portkey_api_key" "run" {
  workspace_id = %q
  scopes       = ["configs.create", "configs.read", "configs.update", "configs.delete", "configs.list", "workspaces.read"]
}

provider "portkey" {
  alias    = "run"
  base_url = %q
  api_key  = ephemeral.portkey_api_key.run.key
}

resource "portkey_config" "fallback" {
  provider = portkey.run
  name     = "fallback"
  config   = jsonencode({ provider = "@openai" })
}
`, workspaceID, env.BaseURL)
}

// runKeys are the keys that requests came with, but for the provider's own.
type runKeys struct {
	mu   sync.Mutex
	seen map[string]bool
}

func watch(env *harness.Env) *runKeys {
	keys := &runKeys{seen: map[string]bool{}}
	env.API.OnRequest(func(r emulator.Request) {
		keys.mu.Lock()
		defer keys.mu.Unlock()
		if key := r.Header.Get("X-Portkey-Api-Key"); key != env.Key {
			keys.seen[key] = true
		}
	})
	return keys
}

// wantIn wants at least so many keys, and none of them in a text.
func (k *runKeys) wantIn(t *testing.T, least int, texts ...string) {
	t.Helper()
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.seen) < least {
		t.Errorf("requests came with %d keys of runs, want %d", len(k.seen), least)
	}
	for key := range k.seen {
		if strings.Contains(strings.Join(texts, "\n"), key) {
			t.Error("a key is in what is kept or printed")
		}
	}
}

// wantExpiring wants so many keys left, none of which works when the hour is over.
func wantExpiring(t *testing.T, env *harness.Env, want int) {
	t.Helper()
	left := env.API.All(emulator.APIKeys)
	if len(left) != want {
		t.Errorf("%d API keys are left, want %d", len(left), want)
	}
	env.API.Advance(time.Hour + time.Minute)
	for _, one := range left {
		if len(env.API.LiveSecrets(one.ID)) > 0 {
			t.Errorf("%s does not expire", one.Name)
		}
		env.API.Drop(emulator.APIKeys, one.ID)
	}
}

// A plan leaves the keys of the organisation as they were, and so does an apply. One that
// fails or is interrupted leaves a key that expires.
func TestEphemeral_cli(t *testing.T) {
	t.Parallel()
	harness.NeedsEphemeral(t, "TestEphemeral")
	env := harness.Start(t)
	home := env.API.AddWorkspace(map[string]any{"name": "fraud detection"})
	keys := watch(env)
	tf := env.InstalledCLI(t, byRunKey(env, home.ID))
	env.Baseline()

	out := tf.Plan(harness.PlanChanges, "-out=create.tfplan")
	if err := env.NothingLeft(); err != nil {
		t.Errorf("after a plan: %v", err)
	}
	out += tf.Run(0, "show", "-json", "create.tfplan")
	keys.wantIn(t, 1, out)

	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	heal := env.API.Fail(emulator.Fault{Method: http.MethodPost, Path: "/configs", When: emulator.Before, Slow: time.Second, Times: 1, Hook: func(*http.Request) { interrupt() }})
	tf.Interrupt(ctx, "apply", "create.tfplan")
	heal()
	if left := len(env.API.All(emulator.APIKeys)); left > 1 {
		t.Errorf("an interrupt leaves %d keys", left)
	}
	wantExpiring(t, env, len(env.API.All(emulator.APIKeys)))
	tf.Run(0, "apply", "-destroy", "-auto-approve")

	heal = env.API.Fail(emulator.Fault{Method: http.MethodPost, Path: "/configs", Status: http.StatusBadRequest})
	out += tf.Run(1, "apply", "-auto-approve")
	heal()
	wantExpiring(t, env, 1)

	out += tf.Run(0, "apply", "-auto-approve")
	out += tf.Plan(harness.PlanEmpty)
	if left := env.API.All(emulator.APIKeys); len(left) > 0 || env.API.Count(emulator.Configs, home.ID) != 1 {
		t.Errorf("left: %+v", left)
	}
	keys.wantIn(t, 4, out, tf.Read("terraform.tfstate"))
	tf.Run(0, "apply", "-destroy", "-auto-approve")
	if err := env.NothingLeft(); err != nil {
		t.Error(err)
	}
}
