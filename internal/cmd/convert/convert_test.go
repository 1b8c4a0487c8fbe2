package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write what is printed into testdata")

// TestRun compares what is printed with what testdata has.
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
			lines := strings.Split(strings.TrimSpace(stderr.String()), "\n")
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

// TestRun_again holds that what was converted needs nothing more.
func TestRun_again(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	source, err := os.ReadFile("testdata/references.tf")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "main.tf")
	if err := os.WriteFile(file, source, 0o600); err != nil {
		t.Fatal(err)
	}
	var texts [2]string
	for i := range texts {
		var stdout bytes.Buffer
		if err := run(t.Context(), []string{"-w", dir}, &stdout, &stdout); err != nil {
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

func TestRun_refused(t *testing.T) {
	t.Parallel()
	broken := filepath.Join(t.TempDir(), "broken.tf")
	if err := os.WriteFile(broken, []byte("resource {\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for says, args := range map[string][]string{
		"kinds.tf:15: this provider has no resource portkey_user_invite yet: with -beside": {"testdata/kinds.tf"},
		"broken.tf:1": {broken},
		"name .tf files, or a directory that holds some": {},
		"no such file":             {"testdata/none.tf"},
		"is no name of a provider": {"-beside", "a b", "testdata/kinds.tf"},
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
