//go:build unix

package gitops

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// change is one of resource_changes, of a workspace unless it says otherwise.
func change(address, actions string) string {
	return `{"address": "` + address + `", "mode": "managed", "type": "portkey_workspace", "change": {"actions": [` + actions + `]}}`
}

// TestPolicy runs the script that every pipeline runs.
func TestPolicy(t *testing.T) {
	t.Parallel()
	needJQ(t)
	plan := func(changes ...string) string {
		return `{"format_version": "1.2", "planned_values": {}, "errored": false, "resource_changes": [` + strings.Join(changes, ",") + `]}`
	}
	const search = `portkey_workspace.this[\"search\"]`
	for name, test := range map[string]struct {
		plan, allowed string
		refused       string // what the script says; empty where the plan passes
	}{
		"nothing to do":        {plan: plan()},
		"no list of changes":   {plan: `{"format_version": "1.2", "planned_values": {}}`},
		"create and update":    {plan: plan(change("portkey_workspace.a", `"create"`), change(search, `"update"`), change("portkey_workspace.b", `"no-op"`))},
		"forget":               {plan: plan(change(search, `"forget"`))},
		"destroy":              {plan: plan(change(search, `"delete"`)), refused: `- portkey_workspace.this["search"]`},
		"replace":              {plan: plan(change(search, `"delete", "create"`)), refused: `- portkey_workspace.this["search"]`},
		"create, then destroy": {plan: plan(change(search, `"create", "delete"`)), refused: `- portkey_workspace.this["search"]`},
		"in a module":          {plan: plan(change("module.a.portkey_workspace.b", `"delete"`)), refused: "- module.a.portkey_workspace.b"},
		"one of several":       {plan: plan(change("portkey_workspace.a", `"create"`), change(search, `"delete"`)), refused: `- portkey_workspace.this["search"]`},
		"allowed":              {plan: plan(change(search, `"delete"`)), allowed: "# why\nportkey_workspace.this[\"search\"]\n"},
		"allowed, no newline":  {plan: plan(change(search, `"delete"`)), allowed: `portkey_workspace.this["search"]`},
		"allowed, CRLF":        {plan: plan(change(search, `"delete"`)), allowed: "\ufeffportkey_workspace.a\r\nportkey_workspace.this[\"search\"]\r\n"},
		"allowed, a mark":      {plan: plan(change("portkey_workspace.a", `"delete"`)), allowed: "\ufeffportkey_workspace.a\r\n"},
		"allowed, with blanks": {plan: plan(change(search, `"delete"`)), allowed: "# why\n \tportkey_workspace.this[\"search\"]  \n"},
		"a comment":            {plan: plan(change("portkey_workspace.a", `"delete"`)), allowed: "# portkey_workspace.a\n", refused: "- portkey_workspace.a\n"},
		"another allowed":      {plan: plan(change(search, `"delete"`)), allowed: "portkey_workspace.this[\"support\"]\nportkey_workspace.this\n", refused: `- portkey_workspace.this["search"]`},
		"of two, one allowed":  {plan: plan(change("portkey_workspace.a", `"delete"`), change("portkey_workspace.b", `"delete"`)), allowed: "portkey_workspace.a\n", refused: "- portkey_workspace.b\n"},
		"an API key":           {plan: plan(strings.Replace(change("portkey_api_key.a", `"delete"`), "portkey_workspace", "portkey_api_key", 1)), refused: "- portkey_api_key.a\n"},
		"another provider's":   {plan: plan(strings.Replace(change("terraform_data.a", `"delete"`), "portkey_workspace", "terraform_data", 1))},

		"empty":           {plan: "", refused: "is not the JSON of a complete plan"},
		"no JSON":         {plan: "Error: no plan", refused: "is not the JSON of a complete plan"},
		"a state":         {plan: `{"format_version": "1.0", "values": {}}`, refused: "is not the JSON of a complete plan"},
		"an errored plan": {plan: strings.Replace(plan(), "false", "true", 1), refused: "is not the JSON of a complete plan"},
		"another format":  {plan: strings.Replace(plan(), "1.2", "2.0", 1), refused: "is not the JSON of a complete plan"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS(example)); err != nil {
				t.Fatal(err)
			}
			for file, content := range map[string]string{"plan.json": test.plan, "allowed-destroys.txt": test.allowed} {
				if err := os.WriteFile(filepath.Join(dir, file), []byte(content), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			cmd := exec.Command("ci/policy.sh", "plan.json")
			cmd.Dir = dir
			out, err := cmd.CombinedOutput()
			switch {
			case test.refused == "" && err != nil:
				t.Errorf("it is refused: %v\n%s", err, out)
			case test.refused != "" && (cmd.ProcessState.ExitCode() != 1 || !strings.Contains(string(out), test.refused)):
				t.Errorf("it ends with %v and says\n%s", err, out)
			}
		})
	}
	t.Run("no list of what is allowed", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		if err := os.CopyFS(dir, os.DirFS(example)); err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(filepath.Join(dir, "allowed-destroys.txt")); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "plan.json"), []byte(plan()), 0o600); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command("ci/policy.sh", "plan.json")
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err == nil {
			t.Errorf("it passes:\n%s", out)
		}
	})
}

// needJQ skips a test of the scripts where they can't run.
func needJQ(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("jq"); err != nil {
		t.Skip("needs jq, as the scripts of examples/gitops do")
	}
}
