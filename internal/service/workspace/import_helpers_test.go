package workspace_test

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/go-plugin"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/portkey-community/terraform-provider-portkey/internal/acctest"
	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfcli"
)

// attrs is a configuration or a part of one, for the driver.
type attrs = map[string]any

// eachShape runs a test over both shapes of a workspace that are on record.
func eachShape(t *testing.T, test func(t *testing.T, env *acctest.Env)) {
	t.Helper()
	for name, shape := range map[string]emulator.Shape{"recorded": emulator.ShapeRecorded, "documented": emulator.ShapeDocumented} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, acctest.Start(t, emulator.WithShape(shape)))
		})
	}
}

// noRetries makes every refusal the last word.
func noRetries(config *portkey.Config) { config.MaxRetries = 0 }

// noErrors ends the test on an error.
func noErrors(t *testing.T, diags acctest.Diagnostics) {
	t.Helper()
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
}

// wantError wants exactly one error, at this attribute ("" for none), whose
// summary and detail hold all the words.
func wantError(t *testing.T, diags acctest.Diagnostics, at string, words ...string) {
	t.Helper()
	var errs acctest.Diagnostics
	for _, one := range diags {
		if !one.Warning {
			errs = append(errs, one)
		}
	}
	wantOne(t, errs, at, words...)
}

// wantOne wants exactly one diagnostic, like wantError.
func wantOne(t *testing.T, diags acctest.Diagnostics, at string, words ...string) {
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
func wantUntouched(t *testing.T, env *acctest.Env, reads bool) {
	t.Helper()
	for _, one := range env.API.Requests() {
		if !reads || one.Method != "GET" {
			t.Errorf("the API received %s %s", one.Method, one.Path)
		}
	}
}

// wantSettled wants that a configuration plans nothing, and nothing is written.
func wantSettled(t *testing.T, env *acctest.Env, d *acctest.Driver, config attrs) {
	t.Helper()
	env.API.ResetRequests()
	p, diags := d.Plan(address, config)
	noErrors(t, diags)
	if p.Action != acctest.NoOp {
		t.Errorf("plans %s:\n%v\n%v", p.Action, p.Before, p.After)
	}
	noErrors(t, d.Apply(p))
	wantUntouched(t, env, true)
}

// realCLI is Terraform itself in a directory of its own, attached to providers
// that this process serves under any address.
type realCLI struct {
	t       *testing.T
	dir     string
	sandbox *tfcli.Sandbox
}

// ours and vendors are the addresses of the two providers that have a
// portkey_workspace. They name their host, so that OpenTofu reads them alike.
const (
	ours    = "registry.terraform.io/portkey-community/portkey"
	vendors = "registry.terraform.io/portkey-ai/portkey"
)

// newRealCLI returns a CLI to which the providers are attached.
func newRealCLI(t *testing.T, providers map[string]func() tfprotov6.ProviderServer) *realCLI {
	t.Helper()
	cli := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if cli == "" {
		var err error
		if cli, err = tfcli.Find(); err != nil {
			t.Fatalf("%v: `make test` installs one", err)
		}
	}
	sandbox, err := tfcli.NewSandbox(cli, t.TempDir(), "TF_REATTACH_PROVIDERS="+serve(t, providers))
	if err != nil {
		t.Fatal(err)
	}
	return &realCLI{t: t, dir: t.TempDir(), sandbox: sandbox}
}

// serve serves the providers until the test ends, and returns how the CLI
// reaches them.
func serve(t *testing.T, providers map[string]func() tfprotov6.ProviderServer) string {
	t.Helper()
	type address struct{ Network, String string }
	type attached struct {
		Protocol        string
		ProtocolVersion int
		Pid             int
		Test            bool
		Addr            address
	}
	all := map[string]attached{}
	for name, server := range providers {
		ctx, cancel := context.WithCancel(context.Background())
		reached, closed := make(chan *plugin.ReattachConfig), make(chan struct{})
		failed := make(chan error, 1)
		go func() {
			failed <- tf6server.Serve(name, server, tf6server.WithDebug(ctx, reached, closed),
				tf6server.WithLoggingSink(t), tf6server.WithoutLogStderrOverride())
		}()
		t.Cleanup(func() { cancel(); <-closed })
		select {
		case at := <-reached:
			all[name] = attached{string(at.Protocol), at.ProtocolVersion, at.Pid, at.Test, address{at.Addr.Network(), at.Addr.String()}}
		case err := <-failed:
			t.Fatal(err)
		}
	}
	text, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// write replaces a file of the configuration.
func (tf *realCLI) write(name, content string) {
	tf.t.Helper()
	if err := os.WriteFile(filepath.Join(tf.dir, name), []byte(content), 0o600); err != nil {
		tf.t.Fatal(err)
	}
}

// read is a file of the directory.
func (tf *realCLI) read(name string) string {
	tf.t.Helper()
	content, err := os.ReadFile(filepath.Join(tf.dir, name))
	if err != nil {
		tf.t.Fatal(err)
	}
	return string(content)
}

// run runs a command and ends the test if its exit code is not the one given.
func (tf *realCLI) run(code int, args ...string) string {
	tf.t.Helper()
	got, err := tf.sandbox.Run(tf.t.Context(), tf.dir, io.Discard, append(args, "-no-color")...)
	if err != nil {
		tf.t.Fatal(err)
	}
	if got.Code != code {
		tf.t.Fatalf("terraform %s: exit code %d, want %d\n%s", strings.Join(args, " "), got.Code, code, got.Output)
	}
	return got.Output
}

// flat is text without the line breaks that the CLI puts into diagnostics.
func flat(text string) string { return strings.Join(strings.Fields(text), " ") }

// The exit codes of plan -detailed-exitcode.
const (
	planEmpty   = 0
	planChanges = 2
)

// plan plans and wants this exit code.
func (tf *realCLI) plan(code int, args ...string) string {
	tf.t.Helper()
	return tf.run(code, append([]string{"plan", "-detailed-exitcode"}, args...)...)
}

// requires is a terraform block with the providers given, by local name.
func requires(providers map[string]string) string {
	var b strings.Builder
	b.WriteString("terraform {\n  required_providers {\n")
	for name, source := range providers {
		b.WriteString("    " + name + " = { source = \"" + source + "\" }\n")
	}
	b.WriteString("  }\n}\n\n")
	return b.String()
}
