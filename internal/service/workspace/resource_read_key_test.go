package workspace_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// One rejected key is explained once, however many workspaces it fails, and every line
// with Portkey's words names the control plane that was asked.
func TestResource_rejectedKeyAmongMany(t *testing.T) {
	t.Parallel()
	const many = 24
	env := harness.Start(t)
	d := env.Driver(t)
	addresses := make([]string, 0, many)
	for i := range many {
		address := fmt.Sprintf("portkey_workspace.team[%d]", i)
		_, diags := d.Converge(address, attrs{"name": fmt.Sprintf("Team %d", i)})
		harness.NoErrors(t, diags)
		addresses = append(addresses, address)
	}
	env.Key += "-mistyped"
	d = env.Restart(t, d)
	env.API.ResetRequests()

	lines, explained := 0, 0
	for _, address := range addresses {
		diags := d.Refresh(address)
		if len(diags) != 1 || diags.Err() == nil {
			t.Fatalf("%s: %v, want one error", address, diags)
		}
		text := diags.String()
		lines += 1 + strings.Count(strings.TrimSpace(text), "\n")
		if !strings.Contains(text, "Portkey rejected the API key (401).") {
			t.Errorf("%s: %s", address, text)
		}
		for line := range strings.Lines(text) {
			if strings.HasPrefix(line, "Portkey: ") {
				explained++
				if !strings.Contains(line, env.BaseURL) {
					t.Errorf("%s names no control plane: %s", address, line)
				}
			}
		}
	}
	if explained != 1 || lines > many+5 {
		t.Errorf("%d lines of errors, %d with Portkey's words, want one", lines, explained)
	}
	harness.WantUntouched(t, env, true)
}
