//go:build unix

package gitops

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// tfPlanned stands in for a CLI whose plan found changes.
const tfPlanned = `#!/bin/sh
case "$1" in
plan) exit 2 ;;
show) cat found.json ;;
esac
`

// TestDrift runs the script with what a plan found: the report has the values, except
// those that are sensitive.
func TestDrift(t *testing.T) {
	t.Parallel()
	needJQ(t)
	drifted := func(change string) string {
		return `{"resource_drift": [{"address": "portkey_workspace.a", "change": {"actions": ["update"], ` + change + `}}]}`
	}
	for name, test := range map[string]struct{ found, want string }{
		"a value": {
			drifted(`"before": {"name": "A", "icon": null}, "after": {"name": "A", "icon": "🔎"}, "before_sensitive": {}, "after_sensitive": {}`),
			"- `portkey_workspace.a` was changed:\n  - `icon`: `null` → `\"🔎\"`\n",
		},
		"a list, with backticks": {
			drifted(`"before": {"l": []}, "after": {"l": [{"k": "` + "`x`" + `"}]}, "before_sensitive": false, "after_sensitive": {"l": [{}]}`),
			"- `portkey_workspace.a` was changed:\n  - `l`: `[]` → `[{\"k\":\"'x'\"}]`\n",
		},
		"a long one": {
			drifted(`"before": {"t": ""}, "after": {"t": "` + strings.Repeat("x", 300) + `"}, "before_sensitive": {}, "after_sensitive": {}`),
			"- `portkey_workspace.a` was changed:\n  - `t`: `\"\"` → `\"" + strings.Repeat("x", 199) + "…`\n",
		},
		"sensitive": {
			drifted(`"before": {"c": "canary", "n": 1}, "after": {"c": "canary2", "n": 2}, "before_sensitive": {"c": true}, "after_sensitive": {}`),
			"- `portkey_workspace.a` was changed:\n  - `c`: (sensitive value)\n  - `n`: `1` → `2`\n",
		},
		"sensitive inside": {
			drifted(`"before": {"c": {"k": "canary"}}, "after": {"c": {"k": "canary2"}}, "before_sensitive": {}, "after_sensitive": {"c": {"k": true}}`),
			"- `portkey_workspace.a` was changed:\n  - `c`: (sensitive value)\n",
		},
		"sensitive as a whole": {
			drifted(`"before": {"c": "canary"}, "after": {"c": "canary2"}, "before_sensitive": false, "after_sensitive": true`),
			"- `portkey_workspace.a` was changed:\n  - `c`: (sensitive value)\n",
		},
		"not applied": {
			`{"resource_changes": [{"address": "portkey_workspace.b", "change": {"actions": ["delete", "create"]}}, {"address": "portkey_workspace.c", "change": {"actions": ["no-op"]}}]}`,
			"- `portkey_workspace.b` differs from the configuration: delete, create\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS(example)); err != nil {
				t.Fatal(err)
			}
			for file, content := range map[string]string{"tf": tfPlanned, "found.json": test.found} {
				if err := os.WriteFile(filepath.Join(dir, file), []byte(content), 0o700); err != nil {
					t.Fatal(err)
				}
			}
			cmd := command(dir, "ci/drift.sh")
			cmd.Env = append(cmd.Env, "TF_CLI=./tf")
			out, _ := cmd.CombinedOutput() // the code shows whether it failed
			if code := cmd.ProcessState.ExitCode(); code != 2 {
				t.Errorf("exit code %d\n%s", code, out)
			}
			if got := read(t, filepath.Join(dir, "drift.md")); got != test.want {
				t.Errorf("the report is\n%swant\n%s", got, test.want)
			}
		})
	}
}
