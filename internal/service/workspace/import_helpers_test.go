package workspace_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// attrs is a configuration or a part of one, for the driver.
type attrs = map[string]any

// eachShape runs a test over both shapes of a workspace that are on record.
func eachShape(t *testing.T, test func(t *testing.T, env *harness.Env)) {
	t.Helper()
	for name, shape := range map[string]emulator.Shape{"recorded": emulator.ShapeRecorded, "documented": emulator.ShapeDocumented} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, harness.Start(t, emulator.WithShape(shape)))
		})
	}
}

// noRetries makes every refusal the last word.
func noRetries(config *portkey.Options) { config.MaxRetries = 0 }

// noErrors ends the test on an error.
func noErrors(t *testing.T, diags harness.Diagnostics) {
	t.Helper()
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
}

// wantError wants exactly one error, at this attribute ("" for none), whose
// summary and detail hold all the words.
func wantError(t *testing.T, diags harness.Diagnostics, at string, words ...string) {
	t.Helper()
	var errs harness.Diagnostics
	for _, one := range diags {
		if !one.Warning {
			errs = append(errs, one)
		}
	}
	wantOne(t, errs, at, words...)
}

// wantOne wants exactly one diagnostic, like wantError.
func wantOne(t *testing.T, diags harness.Diagnostics, at string, words ...string) {
	t.Helper()
	if len(diags) != 1 {
		t.Fatalf("%d diagnostics, want 1:\n%s", len(diags), diags)
	}
	if diags[0].Attribute != at {
		t.Errorf("at %q, want %q", diags[0].Attribute, at)
	}
	for _, word := range words {
		if !strings.Contains(diags[0].Summary+"\n"+diags[0].Detail, word) {
			t.Errorf("lacks %q:\n%s", word, diags[0])
		}
	}
}

// wantUntouched wants that the API received no request, or none that could
// change something.
func wantUntouched(t *testing.T, env *harness.Env, reads bool) {
	t.Helper()
	received := env.API.Requests()
	if reads {
		received = env.Writes()
	}
	for _, one := range received {
		t.Errorf("the API received %s %s", one.Method, one.Path)
	}
}

// wantSettled wants that a configuration plans nothing, and nothing is written.
func wantSettled(t *testing.T, env *harness.Env, d *harness.Driver, config attrs) {
	t.Helper()
	env.API.ResetRequests()
	p, diags := d.Plan(address, config)
	noErrors(t, diags)
	if p.Action != harness.NoOp {
		t.Errorf("plans %s:\n%v\n%v", p.Action, p.Before, p.After)
	}
	noErrors(t, d.Apply(p))
	wantUntouched(t, env, true)
}

// ourCLI is the real CLI with this provider, whose configuration starts with
// the blocks that it needs.
func ourCLI(t *testing.T, env *harness.Env, hcl string) *harness.CLI {
	t.Helper()
	tf := harness.NewCLI(t, map[string]func() tfprotov6.ProviderServer{harness.Ours: env.Server})
	tf.Write("main.tf", harness.Requires(map[string]string{"portkey": harness.Ours})+env.Config(hcl))
	tf.Run(0, "init")
	return tf
}
