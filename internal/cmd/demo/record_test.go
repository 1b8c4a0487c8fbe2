package main

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// acts is the part of the output of a demo that the recording uses.
func acts(id, at string) string {
	rule := "\n" + strings.Repeat("─", 80) + "\n"
	change := "$ terraform plan\n    Refreshing state... [id=" + id + "]\n\n      # module.team[\"a\"].portkey_workspace.this will be updated\n      ~ id = \"" + id + "\" & \"" + at + "\"\n\n    Plan: 0 to add, 1 to change, 0 to destroy.\n"
	put := "  PUT    /v1/admin/workspaces/" + id + " → 200\n         {\"description\":\"" + strings.Repeat("long, ", 30) + "\"}\n"
	return "Building...\n" +
		rule + "4. Plan again\nwords\n\n$ terraform plan\n    No changes. It matches.\n\nThe emulator received 1 request:\n" +
		rule + "5. Change a budget\nwords\n\nteams.yaml:\n    -       monthly_budget: 200\n    +       monthly_budget: 300\n\n" + change + put +
		rule + "6. Somebody edits a workspace outside Terraform\nwords\n\n" + change + put +
		rule + "7. Import a workspace that was created by hand\nwords\n\nimport.tf:\n    import {\n    }\n\n" + change +
		rule + "8. Remove a protected environment\nwords\n\nteams.yaml:\n    -     staging:\n\n$ terraform plan\n\n    Error: Cannot destroy workspace\n\n    with deletion_protection = true. Nothing was changed.\n    More\n" +
		rule + "9. Look at the organisation\nwords\n\nWorkspaces\n  Payments\n      cost 1500, monthly\n\nThe emulator received no request.\n"
}

// Runs with different ids and times result in the same picture, which is valid XML and
// wide enough.
func TestRecord(t *testing.T) {
	t.Parallel()
	var pictures []string
	for _, printed := range []string{
		acts("6c6f2b7e-3c1d-4a52-9a5e-0f4d1c8b2a37", "2026-11-25T21:57:36.584Z"),
		acts("0cd309b3-7187-4011-86f7-e1c4e765589c", "2027-01-02T03:04:05.678Z"),
	} {
		file := filepath.Join(t.TempDir(), "demo.svg")
		if err := record(printed, "Terraform v1.2.3", file); err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(file) //nolint:gosec // one of ours
		if err != nil {
			t.Fatal(err)
		}
		pictures = append(pictures, string(text))
	}
	if pictures[0] != pictures[1] {
		t.Error("the pictures of two runs differ")
	}
	shown := pictures[0]
	for _, want := range []string{"Terraform v1.2.3", "No changes. It matches.", "+       monthly_budget: 300", "import {", "Cannot destroy", "with deletion_protection", "cost 1500", "Plan: 0 to add, 1 to change", "&amp;"} {
		if !strings.Contains(shown, want) {
			t.Errorf("it does not show %q", want)
		}
	}
	if strings.Contains(shown, "Refreshing") {
		t.Error("it shows what is left out")
	}
	decoder := xml.NewDecoder(strings.NewReader(shown))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		start, is := token.(xml.StartElement)
		if !is || start.Name.Local != "text" {
			continue
		}
		var line string
		if err := decoder.DecodeElement(&line, &start); err != nil || len([]rune(line)) > columns {
			t.Errorf("too long, or no text (%v): %s", err, line)
		}
	}
}

func TestRecord_missing(t *testing.T) {
	t.Parallel()
	whole := acts("6c6f2b7e-3c1d-4a52-9a5e-0f4d1c8b2a37", "2026-11-25T21:57:36.584Z")
	for says, printed := range map[string]string{
		"no act":       strings.ReplaceAll(whole, "Change a budget", "Something else"),
		"begins with":  strings.ReplaceAll(whole, "    Plan:", "    Result:"),
		"no line begi": strings.ReplaceAll(whole, "import.tf:", "other.tf:"),
	} {
		if err := record(printed, "Terraform", filepath.Join(t.TempDir(), "demo.svg")); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("got %v, want %q", err, says)
		}
	}
}
