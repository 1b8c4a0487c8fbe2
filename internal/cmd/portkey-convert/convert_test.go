package main

import (
	"bytes"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the output into testdata")

// TestRun compares the output with testdata.
func TestRun(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		args  []string
		want  string
		notes []string
	}{
		{[]string{"testdata/references.tf"}, "references.want", []string{"references.tf:24: alert_threshold = 80 warns at 80 of 1000"}},
		{[]string{"-beside", "community", "testdata/references.tf"}, "references_beside.want", []string{"references.tf:24:"}},
		{[]string{"-beside", "ours", "testdata/kinds.tf"}, "kinds_beside.want", []string{"kinds.tf:23: the module may need ours = ours"}},
		{[]string{"testdata/forms.tf"}, "forms.want", []string{
			"forms.tf:23: alert_threshold = 80 warns at 80, in the unit of type: it is not a percentage of credit_limit",
			"forms.tf:30: alert_threshold = 80 is above the credit_limit of 50, which is an error here: if it is a percentage, write 40",
			"forms.tf:48: usage_limits is an attribute here: write one list",
			"forms.tf:51: rate_limits is an attribute here: write rate_limits = [for",
			"forms.tf:61: alert_threshold = 300 is above the credit_limit of 200",
		}},
		{[]string{"testdata/mocks.tftest.hcl"}, "mocks.want", nil},
		{[]string{"-beside", "ours", "testdata/forms.tf", "testdata/mocks.tftest.hcl"}, "forms_beside.want", []string{
			"forms.tf:23:", "forms.tf:30:", "forms.tf:48:", "forms.tf:51:", "forms.tf:61:",
			`mocks.tftest.hcl:1: the types that move need a mock_provider "ours" too`,
		}},
	} {
		t.Run(test.want, func(t *testing.T) {
			t.Parallel()
			var stdout, stderr bytes.Buffer
			if err := run(t.Context(), test.args, &stdout, &stderr); err != nil {
				t.Fatal(err)
			}
			file := filepath.Join("testdata", test.want)
			if *update {
				if err := os.WriteFile(file, stdout.Bytes(), 0o644); err != nil { //nolint:gosec // as any other file of the repository
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file) //nolint:gosec // one of ours
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), stdout.String()); diff != "" {
				t.Errorf("want - got +:\n%s", diff)
			}
			lines := strings.FieldsFunc(stderr.String(), func(r rune) bool { return r == '\n' })
			if len(lines) != len(test.notes) {
				t.Fatalf("said %q, want %d notes", lines, len(test.notes))
			}
			for i, note := range test.notes {
				if !strings.Contains(lines[i], note) {
					t.Errorf("said %q, want %q", lines[i], note)
				}
			}
		})
	}
}

// TestRun_lineBreaks checks that a file keeps its line breaks.
func TestRun_lineBreaks(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"references", "forms"} {
		source, err := os.ReadFile("testdata/" + name + ".tf")
		if err != nil {
			t.Fatal(err)
		}
		want, err := os.ReadFile("testdata/" + name + ".want")
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "main.tf")
		if err := os.WriteFile(file, bytes.ReplaceAll(source, []byte("\n"), []byte("\r\n")), 0o600); err != nil {
			t.Fatal(err)
		}
		var stdout bytes.Buffer
		if err := run(t.Context(), []string{file}, &stdout, io.Discard); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(strings.ReplaceAll(string(want), "\n", "\r\n"), stdout.String()); diff != "" {
			t.Errorf("want - got +:\n%s", diff)
		}
	}
}

// TestRun_directory checks that all files of the module in a directory are rewritten, and
// that local values of the module are known in its tests.
func TestRun_directory(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "tests"), 0o700); err != nil {
		t.Fatal(err)
	}
	files := map[string][2]string{
		"main.tf": {
			"locals {\n  one = portkey_workspace.one\n}\n",
			"locals {\n  one = portkey_workspace.one\n}\n",
		},
		"more.tofu": {
			"output \"at\" {\n  value = portkey_workspace.one.updated_at\n}\n",
			"output \"at\" {\n  value = portkey_workspace.one.last_updated_at\n}\n",
		},
		"a.tftest.hcl":           {"run \"a\" {\n  variables { at = local.one.updated_at }\n}\n", "run \"a\" {\n  variables { at = local.one.last_updated_at }\n}\n"},
		"tests/b.tofutest.hcl":   {"run \"b\" {\n  variables { at = local.one.updated_at }\n}\n", "run \"b\" {\n  variables { at = local.one.last_updated_at }\n}\n"},
		"queries.tfquery.hcl":    {"# untouched\n", "# untouched\n"},
		"terraform.tfvars.other": {"{", "{"},
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text[0]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := run(t.Context(), []string{"-w", dir}, io.Discard, io.Discard); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		got, err := os.ReadFile(filepath.Join(dir, name)) //nolint:gosec // one of ours
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(text[1], string(got)); diff != "" {
			t.Errorf("%s: want - got +:\n%s", name, diff)
		}
	}
}

// TestRun_again checks that a converted file is not changed again.
func TestRun_again(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"references.tf", "forms.tf", "mocks.tftest.hcl"} {
		source, err := os.ReadFile(filepath.Join("testdata", name)) //nolint:gosec // one of ours
		if err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, source, 0o600); err != nil {
			t.Fatal(err)
		}
		var texts [2]string
		for i := range texts {
			if err := run(t.Context(), []string{"-w", dir}, io.Discard, io.Discard); err != nil {
				t.Fatal(err)
			}
			got, err := os.ReadFile(file) //nolint:gosec // one of ours
			if err != nil {
				t.Fatal(err)
			}
			texts[i] = string(got)
		}
		if texts[0] == string(source) || texts[0] != texts[1] {
			t.Errorf("the second run changed what the first had written:\n%s", cmp.Diff(texts[0], texts[1]))
		}
	}
}

// TestRun_invalid checks that what only Terraform reports is left to it.
func TestRun_invalid(t *testing.T) {
	t.Parallel()
	for _, block := range []string{
		"provider", "module", "mock_provider", "mock_resource", "override_resource", "data", "resource \"portkey_workspace\"", "resource \"portkey_workspace\" \"a\" \"b\"",
		"resource \"portkey_workspace\" \"a\" {\n  dynamic {\n  }\n  lifecycle {\n    ignore_changes = [1, a[0]]\n  }\n}\nlocals",
	} {
		source := block + " {\n}\n"
		file := filepath.Join(t.TempDir(), "a.tftest.hcl")
		if err := os.WriteFile(file, []byte(source), 0o600); err != nil {
			t.Fatal(err)
		}
		var stdout bytes.Buffer
		if err := run(t.Context(), []string{file}, &stdout, io.Discard); err != nil || stdout.String() != source {
			t.Errorf("%q became %q: %v", source, &stdout, err)
		}
	}
}

func TestRun_refused(t *testing.T) {
	t.Parallel()
	broken := filepath.Join(t.TempDir(), "broken.tf")
	if err := os.WriteFile(broken, []byte("resource {\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for says, args := range map[string][]string{
		"kinds.tf:15: this provider has no resource portkey_agent yet: use -beside": {"testdata/kinds.tf"},
		"broken.tf:1": {broken},
		"name .tf files, or a directory that contains some": {},
		"no such file":                      {"testdata/none.tf"},
		"is not a valid name of a provider": {"-beside", "a b", "testdata/kinds.tf"},
	} {
		var stdout, stderr bytes.Buffer
		if err := run(t.Context(), args, &stdout, &stderr); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v, want %q", args, err, says)
		}
		if stdout.Len() > 0 {
			t.Errorf("%q printed %s", args, &stdout)
		}
	}
}

// The keys of objects are renamed where they are written, and noted where they are not.
func TestConvert_invites(t *testing.T) {
	t.Parallel()
	have, err := ourTypes(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	const before = `resource "portkey_user_invite" "team" {
  for_each   = var.team
  email      = each.key
  workspaces = [for id in each.value : { "id" = id, role = "member" }]
  scopes     = ["logs.view"]
}

resource "portkey_user_invite" "lead" {
  email      = "lead@example.com"
  workspaces = var.workspaces
  lifecycle {
    ignore_changes = [scopes]
  }
}
`
	after := strings.NewReplacer(`"id" = id`, `workspace_id = id`, "scopes     =", "api_key_scopes     =", "[scopes]", "[api_key_scopes]").Replace(before)
	converted, notes, err := convert(map[string][]byte{"main.tf": []byte(before)}, have, "")
	if err != nil {
		t.Fatal(err)
	}
	unspaced := func(text string) string { return strings.ReplaceAll(text, " ", "") }
	if got := string(converted["main.tf"]); unspaced(got) != unspaced(after) {
		t.Errorf("got\n%s", got)
	}
	if len(notes) != 1 || !strings.Contains(notes[0], "main.tf:10: each object in workspaces has workspace_id instead of id here") {
		t.Errorf("notes: %q", notes)
	}
}

// The objects of secret references have other names, and their fields the same.
func TestConvert_secretReferences(t *testing.T) {
	t.Parallel()
	const before = `resource "portkey_secret_reference" "openai" {
  name                 = "OpenAI"
  manager_type         = "hashicorp_vault"
  secret_path          = "secret/data/openai"
  allow_all_workspaces = true
  auth_version         = 2
  vault_token_auth = {
    vault_addr     = "https://vault.example.com"
    vault_token_wo = var.token
  }
}

output "changed" {
  value = [portkey_secret_reference.openai.updated_at, portkey_secret_reference.openai.vault_token_auth.vault_addr]
}
`
	const after = `resource "portkey_secret_reference" "openai" {
  name            = "OpenAI"
  manager_type    = "hashicorp_vault"
  secret_path     = "secret/data/openai"
  auth_wo_version = 2
  vault_token = {
    vault_addr     = "https://vault.example.com"
    vault_token_wo = var.token
  }
}

output "changed" {
  value = [portkey_secret_reference.openai.last_updated_at, portkey_secret_reference.openai.vault_token.vault_addr]
}
`
	wantConverted(t, before, after)
}
