//go:build unix

package repo

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// TestGuide_adoptingEverything adopts an organisation with the program and the commands of the
// guide, and with a key that may only read.
func TestGuide_adoptingEverything(t *testing.T) {
	t.Parallel()
	program := filepath.Join(t.TempDir(), "portkey-adopt")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", program, "./internal/cmd/portkey-adopt")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	env := harness.Start(t)
	var scopes []string
	for _, scope := range emulator.Scopes() {
		if strings.HasSuffix(scope, ".list") || strings.HasSuffix(scope, ".read") {
			scopes = append(scopes, scope)
		}
	}
	home := env.API.AddWorkspace(map[string]any{"name": "Payments"})
	env.API.Add(emulator.Configs, home.ID, map[string]any{"name": "Fallback", "config": map[string]any{"retry": map[string]any{"attempts": 3}}})
	reader := newReader(t, mirrorWithProvider(t), "ADOPT="+program, "PORTKEY_BASE_URL="+env.BaseURL, "PORTKEY_API_KEY="+env.API.AddKey(emulator.Key{Scopes: scopes}))
	env.API.ResetRequests()
	text := section(t, "adopting", "Everything at once")
	output := reader.does(pieces(text)...)
	inOrder(t, output, "Wrote ", "0 to add, 0 to change, 0 to destroy.", "imported, 0 added, 0 changed, 0 destroyed.", "No changes.")
	for _, write := range env.Writes() {
		t.Errorf("the API received %s %s", write.Method, write.Path)
	}
	for _, name := range []string{"workspace_payments.tf", "imports.tf", "REPORT.md"} {
		if !strings.Contains(text, "`"+name+"`") {
			t.Errorf("the guide does not name %s", name)
		}
		read(t, filepath.Join(reader.dir, "portkey", name))
	}
}
