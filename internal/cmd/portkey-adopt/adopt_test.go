package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// readOnly are the scopes that read.
func readOnly() []string {
	var scopes []string
	for _, scope := range emulator.Scopes() {
		if strings.HasSuffix(scope, ".read") || strings.HasSuffix(scope, ".list") {
			scopes = append(scopes, scope)
		}
	}
	return scopes
}

// adopted runs the program with a key of these scopes, and returns the directory, what it
// printed, and its error.
func adopted(t *testing.T, env *harness.Env, scopes []string) (dir, printed string, err error) {
	t.Helper()
	t.Setenv("PORTKEY_BASE_URL", env.BaseURL)
	t.Setenv("PORTKEY_API_KEY", env.API.AddKey(emulator.Key{Scopes: scopes}))
	dir = filepath.Join(t.TempDir(), "portkey")
	env.API.ResetRequests()
	var out bytes.Buffer
	err = run(t.Context(), []string{"-out", dir}, &out, &out)
	for _, write := range env.Writes() {
		t.Errorf("the program sent %s %s", write.Method, write.Path)
	}
	return dir, out.String(), err
}

// filesIn are the files of a directory, by name.
func filesIn(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path) //nolint:gosec // of the test
		files[entry.Name()] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestAdopt adopts an organisation of forty teams with a key that can only read, and wants of
// the real CLI that it imports all of it and changes nothing, then or later.
func TestAdopt(t *testing.T) {
	teams := 40
	if testing.Short() {
		teams = 2
	}
	env := harness.Start(t, emulator.WithAnswers(emulator.Answers{SyncedAtOnce: true}))
	populate(t, env.API, teams)
	addRest(env.API)
	dir, printed, err := adopted(t, env, readOnly())
	if err != nil {
		t.Fatalf("%v\n%s", err, printed)
	}
	// Most of them read what lists do not contain: one of each config, guardrail, prompt, …
	if got, most := len(env.API.Requests()), 60+30*teams; got > most {
		t.Errorf("the program sent %d requests, want %d at most", got, most)
	}
	files := filesIn(t, dir)
	for name, content := range files {
		for _, secret := range []string{integrationSecret, vaultSecret, headerSecret, configSecret, guardrailSecret} {
			if strings.Contains(content, secret) {
				t.Errorf("%s has the secret %s", name, secret)
			}
		}
		if strings.Contains(content, provisionedGroup) {
			t.Errorf("%s has the group that Portkey maps by itself", name)
		}
	}
	if want := "- 1 of `portkey_scim_workspace_mapping`: Portkey maps groups"; !strings.Contains(files["REPORT.md"], want) {
		t.Errorf("the report lacks %q:\n%s", want, files["REPORT.md"])
	}
	for _, kind := range []string{
		"portkey_organisation_defaults", "portkey_guardrail_exclusion", "portkey_workspace_security_settings",
		"portkey_mcp_integration_capabilities", "portkey_mcp_server_capabilities",
	} {
		if got := strings.Count(files["imports.tf"], "to = "+kind+"."); got != 1 {
			t.Errorf("%d of %s are imported, want 1", got, kind)
		}
	}
	tf := harness.NewCLI(t, map[string]func() tfprotov6.ProviderServer{harness.Ours: env.Server})
	for name, content := range files {
		tf.Write(name, strings.ReplaceAll(content, `"portkey-community/portkey"`, `"`+harness.Ours+`"`))
	}
	tf.Run(0, "fmt", "-check", "-diff")
	tf.Write("secrets.auto.tfvars", secretsOf(files["variables.tf"]))
	tf.Run(0, "init")
	env.API.ResetRequests()
	imports := strings.Count(files["imports.tf"], "import {")
	if plan := tf.Plan(harness.PlanChanges); !strings.Contains(plan, fmt.Sprintf("%d to import, 0 to add, 0 to change, 0 to destroy", imports)) {
		t.Errorf("the plan is\n%s", plan)
	}
	tf.Run(0, "apply", "-auto-approve")
	if plan := tf.Plan(harness.PlanEmpty); !strings.Contains(plan, "No changes") {
		t.Errorf("the plan after the apply is\n%s", plan)
	}
	for _, write := range env.Writes() {
		t.Errorf("the API received %s %s", write.Method, write.Path)
	}
}

// secretsOf sets the variables of a module as a person would, who has the secrets.
func secretsOf(variables string) string {
	var out strings.Builder
	for line := range strings.Lines(variables) {
		name, declared := strings.CutPrefix(line, `variable "`)
		if !declared {
			continue
		}
		name, _, _ = strings.Cut(name, `"`)
		secret := configSecret
		switch {
		case strings.Contains(name, "checks"):
			secret = guardrailSecret
		case strings.Contains(name, "aws"):
			secret = vaultSecret
		}
		fmt.Fprintf(&out, "%s = %q\n", name, secret)
	}
	return out.String()
}
