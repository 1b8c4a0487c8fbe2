package harness

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/go-plugin"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfcli"
)

// CLI is the real Terraform or OpenTofu in a directory of its own, attached to providers
// that this process serves under any address.
type CLI struct {
	t       *testing.T
	dir     string
	sandbox *tfcli.Sandbox
}

// Ours and Vendors are the addresses of the two providers that have a
// portkey_workspace. They name their host, so that OpenTofu reads them alike.
const (
	Ours    = "registry.terraform.io/portkey-community/portkey"
	Vendors = "registry.terraform.io/portkey-ai/portkey"
)

// NewCLI returns a CLI to which the providers are attached.
func NewCLI(t *testing.T, providers map[string]func() tfprotov6.ProviderServer) *CLI {
	t.Helper()
	cli := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if cli == "" {
		cli = FindCLI(t)
	}
	sandbox, err := tfcli.NewSandbox(cli, t.TempDir(), "TF_REATTACH_PROVIDERS="+serve(t, providers))
	if err != nil {
		t.Fatal(err)
	}
	return &CLI{t: t, dir: t.TempDir(), sandbox: sandbox}
}

// CLI returns the real CLI with this provider in an initialised directory, whose
// configuration is hcl behind the blocks that it needs.
func (e *Env) CLI(t *testing.T, hcl string) *CLI {
	t.Helper()
	tf := NewCLI(t, map[string]func() tfprotov6.ProviderServer{Ours: e.Server})
	tf.Write("main.tf", Requires(map[string]string{"portkey": Ours})+e.Config(hcl))
	tf.Run(0, "init")
	return tf
}

// InstalledCLI is [Env.CLI] with the provider as users have it: a program, of which each
// provider configuration starts a process of its own. Attached, all configurations share
// one, and the last one counts for all.
func (e *Env) InstalledCLI(t *testing.T, hcl string) *CLI {
	t.Helper()
	tf := &CLI{t: t, dir: t.TempDir(), sandbox: NewSandboxWithProvider(t)}
	tf.Write("main.tf", Requires(map[string]string{"portkey": Ours})+e.Config(hcl))
	tf.Run(0, "init")
	return tf
}

// Restart returns the CLI in the directory of tf, attached to other processes of
// the providers: what the next run of Terraform begins with.
func (tf *CLI) Restart(providers map[string]func() tfprotov6.ProviderServer) *CLI {
	tf.t.Helper()
	next := NewCLI(tf.t, providers)
	next.dir = tf.dir
	return next
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

// Write replaces a file of the configuration, in a directory if its name has one.
func (tf *CLI) Write(name, content string) {
	tf.t.Helper()
	if err := os.MkdirAll(filepath.Dir(filepath.Join(tf.dir, name)), 0o700); err != nil {
		tf.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(tf.dir, name), []byte(content), 0o600); err != nil {
		tf.t.Fatal(err)
	}
}

// Read is a file of the directory.
func (tf *CLI) Read(name string) string {
	tf.t.Helper()
	content, err := os.ReadFile(filepath.Join(tf.dir, name)) //nolint:gosec // the test names a file of its own
	if err != nil {
		tf.t.Fatal(err)
	}
	return string(content)
}

// Run runs a command and ends the test if its exit code is not the one given.
func (tf *CLI) Run(code int, args ...string) string {
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

// Interrupt runs a command and sends it what Ctrl-C does once ctx is done, which it has
// to be before the command ends by itself.
func (tf *CLI) Interrupt(ctx context.Context, args ...string) {
	tf.t.Helper()
	if got, err := tf.sandbox.Run(ctx, tf.dir, io.Discard, append(args, "-no-color")...); !errors.Is(err, context.Canceled) {
		tf.t.Fatalf("terraform %s was not interrupted: %v\n%s", strings.Join(args, " "), err, got.Output)
	}
}

// The exit codes of plan -detailed-exitcode.
const (
	PlanEmpty   = 0
	PlanChanges = 2
)

// Plan plans and wants this exit code.
func (tf *CLI) Plan(code int, args ...string) string {
	tf.t.Helper()
	return tf.Run(code, append([]string{"plan", "-detailed-exitcode"}, args...)...)
}

// Requires is a terraform block with the providers given, by local name.
func Requires(providers map[string]string) string {
	var b strings.Builder
	b.WriteString("terraform {\n  required_providers {\n")
	for name, source := range providers {
		b.WriteString("    " + name + " = { source = \"" + source + "\" }\n")
	}
	b.WriteString("  }\n}\n\n")
	return b.String()
}

// Flat is an output of the CLI without the frames and the line breaks that it puts
// into diagnostics.
func Flat(output string) string {
	return strings.Join(strings.Fields(frames.Replace(output)), " ")
}

var frames = strings.NewReplacer("│", "", "╷", "", "╵", "")
