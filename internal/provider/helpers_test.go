package provider_test

import (
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// block is a provider block.
type block = map[string]any

// canary is in every secret value that must not be repeated.
const canary = "canary"

// configured is a driver of a provider with this block.
func configured(t *testing.T, env *harness.Env, config block) *harness.Driver {
	t.Helper()
	d := harness.NewDriver(t, env.Server())
	if err := d.Configure(config).Err(); err != nil {
		t.Fatal(err)
	}
	return d
}

// configure returns the diagnostics of a provider block.
func configure(t *testing.T, env *harness.Env, config block) harness.Diagnostics {
	t.Helper()
	return harness.NewDriver(t, env.Server()).Configure(config)
}

// ask makes one request, and returns how it was received.
func ask(t *testing.T, env *harness.Env, d *harness.Driver) emulator.Request {
	t.Helper()
	env.API.ResetRequests()
	if _, diags := d.Data("portkey_workspaces", block{}); diags.Err() != nil {
		t.Fatal(diags.Err())
	}
	received := env.API.Requests()
	if len(received) != 1 {
		t.Fatalf("the API received %d requests, want 1", len(received))
	}
	return received[0]
}

// wantRefused expects one error, at this argument, that contains the words and no
// canary.
func wantRefused(t *testing.T, diags harness.Diagnostics, at string, words ...string) {
	t.Helper()
	if len(diags) != 1 || diags[0].Warning {
		t.Fatalf("got %d diagnostics, want one error:\n%s", len(diags), diags)
	}
	if diags[0].Attribute != at {
		t.Errorf("at %q, want %q", diags[0].Attribute, at)
	}
	text := diags[0].Summary + "\n" + diags[0].Detail
	for _, word := range words {
		if !strings.Contains(text, word) {
			t.Errorf("lacks %q:\n%s", word, text)
		}
	}
	if strings.Contains(text, canary) {
		t.Errorf("repeats a secret:\n%s", text)
	}
}

// noRetries disables retries.
func noRetries(config *portkey.Options) { config.MaxRetries = 0 }

// noEnvironment clears the variables that arguments default to.
func noEnvironment(t *testing.T) {
	t.Helper()
	t.Setenv("PORTKEY_API_KEY", "")
	t.Setenv("PORTKEY_BASE_URL", "")
}
