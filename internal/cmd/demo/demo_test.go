package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

func TestReadChanges(t *testing.T) {
	t.Parallel()
	got, err := readChanges([]byte(`{
		"format_version": "1.2",
		"resource_changes": [
			{"address": "portkey_workspace.new", "change": {"actions": ["create"]}},
			{"address": "portkey_workspace.same", "change": {"actions": ["no-op"]}},
			{"address": "portkey_workspace.replaced", "change": {"actions": ["delete", "create"]}},
			{"address": "portkey_workspace.adopted", "change": {"actions": ["no-op"], "importing": {"id": "ws-a"}}},
			{"address": "portkey_workspace.adopted_late", "change": {"actions": ["update"], "importing": {"id": "ws-b"}}},
			{"address": "data.portkey_workspace.shared", "mode": "data", "change": {"actions": ["read"]}}
		]
	}`))
	if err != nil {
		t.Fatal(err)
	}
	want := changes{
		"portkey_workspace.new":          "create",
		"portkey_workspace.replaced":     "delete then create",
		"portkey_workspace.adopted":      "import",
		"portkey_workspace.adopted_late": "import then update",
	}
	if err := want.equal(got); err != nil {
		t.Error(err)
	}
	if _, err := readChanges([]byte("Error: no plan")); err == nil {
		t.Error("readChanges() of something else than JSON succeeded")
	}
}

func TestChanges_equal(t *testing.T) {
	t.Parallel()
	want := changes{support: "update"}
	for _, got := range []changes{nil, {}, {support: "create"}, {support: "update", payments: "update"}} {
		if want.equal(got) == nil {
			t.Errorf("%v passed for %v", got, want)
		}
	}
}

func TestReceived(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		requests []emulator.Request
		want     string
	}{
		{name: "nothing", want: "The emulator received no request."},
		{
			name: "a read and a write",
			requests: []emulator.Request{
				{Method: "GET", Path: "/v1/admin/workspaces", RawQuery: "exact_name=Support", Status: 200},
				{Method: "POST", Path: "/v1/admin/workspaces", Body: []byte(`{"name":"Support"}` + "\n"), Status: 200},
			},
			want: `The emulator received 2 requests:
  GET    /v1/admin/workspaces?exact_name=Support → 200
  POST   /v1/admin/workspaces → 200
         {"name":"Support"}`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := received(tt.requests); got != tt.want {
				t.Errorf("received()\n got %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestIndent(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	w := &indent{out: &out, prefix: "  "}
	for _, part := range []string{"one\ntw", "o\n\nthree"} {
		if n, err := io.WriteString(w, part); n != len(part) || err != nil {
			t.Fatalf("Write() = %d, %v", n, err)
		}
	}
	if want := "  one\n  two\n\n  three"; out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
}

// The demo fails if a write is missing, or if there is one too many.
func TestStage_writes(t *testing.T) {
	t.Parallel()
	s := &stage{out: t.Output(), api: emulator.New()}
	if err := s.writes(nil); err != nil {
		t.Errorf("nothing was sent: %v", err)
	}
	if s.writes(map[string]int{"POST": 1}) == nil {
		t.Error("a POST that was never sent passed")
	}
}

// The page of the emulator is read as text, with what each workspace has.
func TestWorkspacesOf(t *testing.T) {
	t.Parallel()
	got, err := workspacesOf(strings.NewReader(`<!DOCTYPE html>
<html><head><meta charset="utf-8"><link rel="stylesheet" href="/style.css"></head><body>
<section aria-labelledby="clock"><h2 id="clock">Clock</h2><label>By <input name="by" required></label></section>
<section aria-labelledby="workspaces">
<h2 id="workspaces">Workspaces</h2>
<article><h3><a href="/1">Cards &amp; loans</a></h3>
<p class="quiet">ws-cards-1a2b3c  <span class="status">active</span></p>
<ul class="tags"><li>environment = staging</li><li>team = cards</li></ul>
<ul></ul>
<p class="quiet">2 × api key, 1 × config</p></article>
</section>
<section aria-labelledby="people"><p>Nobody</p></section>
</body></html>`))
	want := "Workspaces\n  Cards & loans\n      ws-cards-1a2b3c active\n      environment = staging, team = cards\n      2 × api key, 1 × config"
	if err != nil || got != want {
		t.Errorf("workspacesOf() = %v\n%s\nwant\n%s", err, got, want)
	}
	for _, other := range []string{"", "<html><body><p>An error</p></body></html>"} {
		if got, err := workspacesOf(strings.NewReader(other)); err == nil {
			t.Errorf("workspacesOf(%q) = %q", other, got)
		}
	}
}

// An edit of the file of the teams shows the lines that differ, and fails where they are not there
// once.
func TestStage_edit(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	s := &stage{out: &out, workDir: t.TempDir()}
	file := filepath.Join(s.workDir, teamsFile)
	if err := os.WriteFile(file, []byte("a:\n  b: 1\nc:\n  b: 2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.edit("c:\n", "d:\nc:\n"); err != nil {
		t.Error(err)
	}
	if err := s.edit("  b: 2\n", ""); err != nil {
		t.Error(err)
	}
	content, err := os.ReadFile(file) //nolint:gosec // one of ours
	if want := "a:\n  b: 1\nd:\nc:\n"; err != nil || string(content) != want {
		t.Errorf("the file is %q, want %q (%v)", content, want, err)
	}
	if want := "\nteams.yaml:\n    + d:\n\nteams.yaml:\n    -   b: 2\n"; out.String() != want {
		t.Errorf("shown is %q, want %q", out.String(), want)
	}
	for _, lines := range []string{"e:\n", ":\n"} {
		if s.edit(lines, "") == nil {
			t.Errorf("an edit of %q passed", lines)
		}
	}
}
