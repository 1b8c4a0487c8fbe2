//go:build unix

package gitops

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// tfPlanned stands in for a CLI whose plan ends with an exit code.
const tfPlanned = `#!/bin/sh
case "$1" in
plan) exit "$PLAN_CODE" ;;
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
			if got := report(t, "2", test.found); got != test.want {
				t.Errorf("the report is\n%swant\n%s", got, test.want)
			}
		})
	}
}

// report runs the script with a plan that ends with an exit code, which the script passes on.
func report(t *testing.T, code, found string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(example)); err != nil {
		t.Fatal(err)
	}
	for file, content := range map[string]string{"tf": tfPlanned, "found.json": found} {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(content), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	cmd := command(dir, "ci/drift.sh")
	cmd.Env = append(cmd.Env, "TF_CLI=./tf", "PLAN_CODE="+code)
	out, _ := cmd.CombinedOutput() // the code shows whether it failed
	if got := fmt.Sprint(cmd.ProcessState.ExitCode()); got != code {
		t.Errorf("exit code %s\n%s", got, out)
	}
	return read(t, filepath.Join(dir, "drift.md"))
}

// The report names the API keys that expire or are rotated within 30 days, wherever they are
// in the state, and no others.
func TestDrift_keys(t *testing.T) {
	t.Parallel()
	needJQ(t)
	in := func(days int) string { return time.Now().UTC().AddDate(0, 0, days).Format("2006-01-02T15:04:05.000Z") }
	key := func(address, mode, values string) string {
		return fmt.Sprintf(`{"address": %q, "mode": %q, "type": "portkey_api_key", "values": {%s}}`, address, mode, values)
	}
	state := fmt.Sprintf(`{"prior_state": {"values": {"root_module": {"resources": [%s], "child_modules": [{"resources": [%s]}]}}}}`, strings.Join([]string{
		key("portkey_api_key.soon", "managed", `"expires_at": "`+in(3)+`", "rotation_policy": null`),
		key("portkey_api_key.past", "managed", `"expires_at": "`+in(-3)+`"`),
		key("portkey_api_key.later", "managed", `"expires_at": "`+in(40)+`", "rotation_policy": {"next_rotation_at": "`+in(5)+`"}`),
		key("portkey_api_key.never", "managed", `"expires_at": null, "rotation_policy": {"next_rotation_at": null}`),
		key("data.portkey_api_key.read", "data", `"expires_at": "`+in(3)+`"`),
		`{"address": "terraform_data.other", "mode": "managed", "type": "terraform_data", "values": {"expires_at": "` + in(3) + `"}}`,
	}, ","), key("module.team.portkey_api_key.rotated", "managed", `"expires_at": null, "key_transition_expires_at": "`+in(1)+`"`))
	want := "No drift.\n\nAPI keys, in the next 30 days:\n" +
		"- `portkey_api_key.soon` expires at " + in(3)[:10] + "\n" +
		"- `portkey_api_key.later` is rotated at " + in(5)[:10] + "\n" +
		"- The previous secret of `module.team.portkey_api_key.rotated` is valid until " + in(1)[:10] + "\n"
	got := regexp.MustCompile(`T\d\S+`).ReplaceAllString(report(t, "0", state), "")
	if got != want {
		t.Errorf("the report is\n%swant\n%s", got, want)
	}
	if got := report(t, "0", "{}"); got != "No drift.\n" {
		t.Errorf("without keys, the report is\n%s", got)
	}
}
