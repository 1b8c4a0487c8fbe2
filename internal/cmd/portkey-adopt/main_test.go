package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

func TestRun_version(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := run(t.Context(), []string{"-version"}, &out, &out); err != nil || out.String() != "portkey-adopt dev\n" {
		t.Errorf("%q, %v", out.String(), err)
	}
}

func TestRun_help(t *testing.T) {
	t.Parallel()
	var out, help bytes.Buffer
	if err := run(t.Context(), []string{"-h"}, &out, &help); err != nil || !strings.Contains(help.String(), "portkey-adopt -out portkey") {
		t.Errorf("%s, %v", help.String(), err)
	}
}

// Nothing is written, and Portkey is not asked, if the arguments are not valid or the directory
// has something in it.
func TestRun_refuses(t *testing.T) {
	env := harness.Start(t)
	t.Setenv("PORTKEY_BASE_URL", env.BaseURL)
	t.Setenv("PORTKEY_API_KEY", env.Key)
	full := t.TempDir()
	if err := os.WriteFile(filepath.Join(full, "main.tf"), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, args := range map[string][]string{
		"no directory":     {},
		"an argument":      {"-out", t.TempDir(), "please"},
		"an unknown flag":  {"-fast"},
		"a full directory": {"-out", full},
		"a file":           {"-out", filepath.Join(full, "main.tf")},
	} {
		var out bytes.Buffer
		if err := run(t.Context(), args, &out, &out); err == nil || errors.Is(err, errIncomplete) {
			t.Errorf("%s: %v\n%s", name, err, out.String())
		}
	}
	if got := len(env.API.Requests()); got > 0 {
		t.Errorf("%d requests were sent", got)
	}
	if files := filesIn(t, full); len(files) != 1 || files["main.tf"] != "mine" {
		t.Errorf("the directory has %v", files)
	}
}

// A key that is rejected, or may read nothing, leaves no directory.
func TestRun_unread(t *testing.T) {
	env := harness.Start(t)
	dir, _, err := adopted(t, env, []string{"workspaces.create"})
	if err == nil || errors.Is(err, errIncomplete) || !strings.Contains(err.Error(), "nothing was written") {
		t.Errorf("the error is %v", err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the directory exists: %v", err)
	}
}

// What the key may not read is reported, and the rest is written.
func TestRun_incomplete(t *testing.T) {
	env := harness.Start(t)
	populate(t, env.API, 2)
	missing := []string{"configs.list", "policies.list", "workspace_users.list"}
	scopes := slices.DeleteFunc(readOnly(), func(scope string) bool { return slices.Contains(missing, scope) })
	dir, printed, err := adopted(t, env, scopes)
	if !errors.Is(err, errIncomplete) || !strings.Contains(printed, "could not be read") {
		t.Errorf("%v: %s", err, printed)
	}
	files := filesIn(t, dir)
	_, unread, _ := strings.Cut(files["REPORT.md"], "## Could not be read")
	unread, _, _ = strings.Cut(unread, "\n## ")
	for _, kind := range []string{"portkey_config", "portkey_usage_limits_policy", "portkey_rate_limits_policy", "portkey_workspace_member"} {
		if !strings.Contains(unread, "- `"+kind+"`") {
			t.Errorf("the report lacks %s:\n%s", kind, unread)
		}
		if strings.Contains(files["imports.tf"], kind+".") {
			t.Errorf("%s is imported", kind)
		}
	}
	if !strings.Contains(files["workspace_payments.tf"], `resource "portkey_guardrail" "payments_code_names"`) {
		t.Errorf("the rest is not written:\n%s", files["workspace_payments.tf"])
	}
}

// Two runs write the same, whatever the order of the responses.
func TestRun_sameAgain(t *testing.T) {
	env := harness.Start(t)
	populate(t, env.API, 3)
	first, _, err := adopted(t, env, readOnly())
	if err != nil {
		t.Fatal(err)
	}
	second, _, err := adopted(t, env, readOnly())
	if err != nil {
		t.Fatal(err)
	}
	again := filesIn(t, second)
	for name, content := range filesIn(t, first) {
		if again[name] != content {
			t.Errorf("%s differs", name)
		}
	}
}

// A secret reference whose role Portkey masks is left out, and reported with its ID.
func TestRun_left(t *testing.T) {
	env := harness.Start(t)
	populate(t, env.API, 1)
	dir, printed, err := adopted(t, env, readOnly())
	if err != nil || !strings.Contains(printed, "1 object was left out") {
		t.Fatalf("%v: %s", err, printed)
	}
	files := filesIn(t, dir)
	for _, want := range []string{
		"## Left out", "`portkey_secret_reference.assumed_role`", "aws_role_arn",
		"## Variables to set", "TF_VAR_openai_aws_access_key_aws_secret_access_key",
		"## Not adopted", "owners and admins of the organisation",
		"## What Portkey does not return", "`portkey_integration`: the key",
		"default workspace",
	} {
		if !strings.Contains(files["REPORT.md"], want) {
			t.Errorf("the report lacks %q:\n%s", want, files["REPORT.md"])
		}
	}
	if strings.Contains(files["models.tf"], "assumed_role") {
		t.Error("what was left out is written")
	}
}
