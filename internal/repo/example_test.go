package repo

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfcli"
)

// example is a copy of a directory of examples/ that has tests for terraform test, with an
// emulator.
type example struct {
	t       *testing.T
	env     *harness.Env
	sandbox *tfcli.Sandbox
	dir     string
}

// newExample copies an example and the others that it uses, and initialises it.
func newExample(t *testing.T, name string, others ...string) *example {
	t.Helper()
	e := &example{t: t, env: harness.Start(t)}
	// A key that is no emulator's stands for a real one, which must not be used.
	e.sandbox = harness.NewSandboxWithProvider(t, "PORTKEY_BASE_URL="+e.env.BaseURL, "PORTKEY_API_KEY=a real one", "TF_CLI_ARGS=-no-color")
	home := t.TempDir()
	for _, one := range append(others, name) {
		if err := os.CopyFS(filepath.Join(home, one), os.DirFS(filepath.Join(root, "examples", one))); err != nil {
			t.Fatal(err)
		}
	}
	e.dir = filepath.Join(home, name)
	e.run(0, "init")
	return e
}

// users adds users to the organisation, who stay.
func (e *example) users(addresses ...string) {
	for _, address := range addresses {
		e.env.API.Add(emulator.Users, "", map[string]any{"email": address})
	}
	e.env.Baseline()
}

// run runs a command, and ends the test if its exit code is not the one given.
func (e *example) run(code int, args ...string) string {
	e.t.Helper()
	e.env.API.ResetRequests()
	got, err := e.sandbox.Run(e.t.Context(), e.dir, io.Discard, args...)
	if err != nil || got.Code != code {
		e.t.Fatalf("%v: exit code %d, want %d: %v\n%s", args, got.Code, code, err, got.Output)
	}
	return got.Output
}

// mocks runs the tests with mocks, which send nothing.
func (e *example) mocks(passed string) {
	e.t.Helper()
	output := e.run(0, "test", mocked)
	if requests := e.env.API.Requests(); !strings.Contains(output, passed) || len(requests) > 0 {
		e.t.Errorf("with mocks there were %d requests\n%s", len(requests), output)
	}
}

// mocked and emulated select the tests with mocks, and those against the emulator.
const (
	mocked   = "-filter=tests/mock.tftest.hcl"
	emulated = "-filter=tests/emulator.tftest.hcl"
)

// emulated runs the tests against the emulator, whose key they use, and not the one of the
// environment.
func (e *example) emulated(passed string) {
	e.t.Helper()
	if output := e.run(0, "test", emulated); !strings.Contains(output, passed) {
		e.t.Error(output)
	}
	for _, request := range e.env.API.Requests() {
		if request.Key != emulator.AdminKey {
			e.t.Errorf("%s %s came with the key of the environment", request.Method, request.Path)
		}
	}
}

// replace makes a file of the example wrong.
func (e *example) replace(file string, pairs ...string) {
	e.t.Helper()
	path := filepath.Join(e.dir, filepath.FromSlash(file))
	if err := os.WriteFile(path, []byte(strings.NewReplacer(pairs...).Replace(read(e.t, path))), 0o600); err != nil {
		e.t.Fatal(err)
	}
}
