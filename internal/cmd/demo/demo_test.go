package main

import (
	"io"
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
	for _, got := range []changes{nil, {}, {support: "create"}, {support: "update", search: "update"}} {
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
