package apikey_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

const (
	rotate    = "portkey_rotate_api_key"
	noSuchKey = "8c1b4d6e-0f3a-4b5c-9d7e-2a1f6c8b3e90"
)

// withKey is an API with a key of the organisation.
func withKey(t *testing.T) (env *harness.Env, id string) {
	t.Helper()
	env = harness.Start(t)
	return env, env.API.Add(emulator.APIKeys, "", map[string]any{
		"name": "fraud-detection", "scopes": []any{"logs.list"}, "usage_limits": map[string]any{"type": "cost", "credit_limit": 10.0},
	})
}

func TestRotateAction(t *testing.T) {
	t.Parallel()
	env, id := withKey(t)
	d := env.Driver(t)
	before := env.API.LiveSecrets(id)
	progress, diags := d.Invoke(rotate, map[string]any{"api_key_id": id, "transition_period_ms": 7_200_000})
	harness.NoErrors(t, diags)
	live := env.API.LiveSecrets(id)
	if len(live) != 2 || live[1] != before[0] {
		t.Fatalf("%d secrets are live", len(live))
	}
	until, _ := only(t, env).Fields["key_transition_expires_at"].(time.Time)
	if len(progress) != 1 || !strings.Contains(progress[0], "fraud-detection was rotated. The previous key works until "+until.UTC().Format("2006-01-02T15:04")) ||
		!strings.Contains(progress[0], "nobody knows the new one") || !strings.Contains(progress[0], "rotate_trigger") {
		t.Errorf("got %q, want until %s", progress, until)
	}
	for _, secret := range live {
		if strings.Contains(progress[0], secret) {
			t.Error("the progress contains a key")
		}
	}
	if left := until.Sub(env.API.All(emulator.APIKeys)[0].LastUpdatedAt); left != 2*time.Hour {
		t.Errorf("the transition takes %s", left)
	}

	_, diags = d.Invoke(rotate, map[string]any{"api_key_id": id})
	harness.WantError(t, diags, "", "Cannot rotate API key", "is not over", "Nothing was changed", "after the end of the transition")
	env.API.Advance(2*time.Hour + time.Second)
	_, diags = d.Invoke(rotate, map[string]any{"api_key_id": id})
	harness.NoErrors(t, diags)
	if again := env.API.LiveSecrets(id); len(again) != 2 || again[1] != live[0] {
		t.Errorf("%d secrets are live", len(again))
	}

	env.API.ResetRequests()
	_, diags = d.Invoke(rotate, map[string]any{"api_key_id": id, "transition_period_ms": 1_799_999})
	harness.WantError(t, diags, "transition_period_ms", "1800000")
	_, diags = d.Invoke(rotate, map[string]any{"api_key_id": " "})
	harness.WantError(t, diags, "api_key_id", "blank")
	_, diags = d.Invoke(rotate, map[string]any{"api_key_id": noSuchKey})
	harness.WantError(t, diags, "api_key_id", "Cannot rotate API key", noSuchKey)
	harness.WantUntouched(t, env, true)
}

// A rotation is sent once. What became of it is read.
func TestRotateAction_lostAnswer(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault   emulator.Fault
		answers emulator.Answers
		live    int
		words   []string
	}{
		"rotated":       {fault: emulator.Fault{When: emulator.After, Reset: true}, live: 2, words: []string{"was lost, but the key was rotated", "works until", "Do not invoke"}},
		"without a key": {answers: emulator.Answers{WithoutKey: true}, live: 2, words: []string{"the key was rotated", "works until"}},
		"not rotated":   {fault: emulator.Fault{Status: http.StatusBadGateway}, live: 1, words: []string{"was lost", "has not changed", "Invoke the action again"}},
		"rejected":      {fault: emulator.Fault{Status: http.StatusForbidden}, live: 1, words: []string{"was not rotated", "organisation_service_api_keys.rotate"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, id := withKey(t)
			d := env.Driver(t)
			env.API.SetAnswers(c.answers)
			if c.fault.Status != 0 || c.fault.Reset {
				c.fault.Method, c.fault.Times = http.MethodPost, 1
				env.API.Fail(c.fault)
			}
			progress, diags := d.Invoke(rotate, map[string]any{"api_key_id": id})
			harness.WantError(t, diags, "", append(c.words, "Cannot rotate API key", "fraud-detection")...)
			if live := env.API.LiveSecrets(id); len(live) != c.live || len(progress) > 0 || sentBy(env, http.MethodPost) != 1 {
				t.Errorf("%d keys are live after %d requests: %q", len(live), sentBy(env, http.MethodPost), progress)
			}
		})
	}
}

// The action runs under a CLI that has actions.
func TestRotateAction_cli(t *testing.T) {
	t.Parallel()
	harness.NeedsActions(t, "TestRotateAction")
	env, id := withKey(t)
	tf := env.CLI(t, fmt.Sprintf(`
action "portkey_rotate_api_key" "leaked" {
  config {
    api_key_id = %q
  }
}
`, id))
	before := env.API.LiveSecrets(id)
	out := tf.Run(0, "apply", "-auto-approve", "-invoke=action.portkey_rotate_api_key.leaked")
	if live := env.API.LiveSecrets(id); len(live) != 2 || live[1] != before[0] || !strings.Contains(out, "fraud-detection was rotated") {
		t.Errorf("the CLI shows\n%s", out)
	}
}
