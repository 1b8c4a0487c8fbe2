package harness

import (
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfcli"
)

// FindCLI returns the path of the CLI at hand.
func FindCLI(t *testing.T) string {
	t.Helper()
	cli, err := tfcli.Find()
	if err != nil {
		t.Fatalf("%v: `make test` installs one", err)
	}
	return cli
}

// NewSandbox returns a sandbox of the CLI at hand, with more in its environment.
func NewSandbox(t *testing.T, env ...string) *tfcli.Sandbox {
	t.Helper()
	sandbox, err := tfcli.NewSandbox(FindCLI(t), t.TempDir(), env...)
	if err != nil {
		t.Fatal(err)
	}
	return sandbox
}

// NewSandboxWithProvider returns a sandbox whose mirror has the provider, built
// from this module.
func NewSandboxWithProvider(t *testing.T, env ...string) *tfcli.Sandbox {
	t.Helper()
	sandbox := NewSandbox(t, env...)
	root, err := tfcli.ModuleRoot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := sandbox.InstallProvider(t.Context(), root, "0.0.1"); err != nil {
		t.Fatal(err)
	}
	return sandbox
}
