package portkey

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What an answer gives to another workspace is that one's, whatever other answers
// and lists say.
func TestContents_elsewhere(t *testing.T) {
	t.Parallel()
	shared := func(path, id, owner string) func(*plane) {
		return func(p *plane) {
			p.put(path, object{"id": id, "name": "the " + id, "in": ours, "prompt_owning_workspace_id": owner})
		}
	}
	for _, test := range []struct {
		name    string
		furnish func(*plane)
		want    Contents
		most    int // requests beside the lists of the six kinds, the last page of one too
	}{
		{
			name: "a prompt that another workspace owns", furnish: shared("prompts", "p", theirs),
			want: Contents{Shared: []Held{held("prompt", "p")}},
		},
		{
			name: "one that it owns itself", furnish: shared("prompts", "p", ours),
			want: Contents{Inside: []Held{held("prompt", "p")}},
		},
		{
			name: "a partial, where its owner is returned", furnish: shared("prompts/partials", "p", theirs),
			want: Contents{Shared: []Held{held("prompt partial", "p")}}, most: 1,
		},
		{
			name: "the owner counts more than the workspace",
			furnish: func(p *plane) {
				p.put("prompts", object{"id": "p", "name": "the p", "in": ours, "reports": "listed", "prompt_owning_workspace_id": theirs})
			},
			want: Contents{Shared: []Held{held("prompt", "p")}},
		},
		{
			name: "the workspace of one that it owns is another",
			furnish: func(p *plane) {
				p.put("prompts", object{"id": "p", "in": ours, "workspace_id": theirs, "prompt_owning_workspace_id": ours})
			},
			want: Contents{},
		},
		{
			name: "its owner lists it, and is not the default workspace",
			furnish: func(p *plane) {
				for _, in := range []string{ours, theirs} {
					p.put("prompts/partials", object{"id": "p", "name": "the p", "in": in})
				}
			},
			want: Contents{Unproven: []Held{held("prompt partial", "p")}}, most: 6,
		},
		{
			name:    "nobody else lists it",
			furnish: func(p *plane) { p.put("prompts/partials", object{"id": "p", "name": "the p", "in": ours}) },
			want:    Contents{Inside: []Held{held("prompt partial", "p")}}, most: 5,
		},
		{
			name: "what another workspace lists can't be seen",
			furnish: func(p *plane) {
				p.put("prompts/partials", object{"id": "p", "name": "the p", "in": ours})
				p.on = func(r *http.Request) (int, string, error, bool) {
					return http.StatusForbidden, refused, nil, r.URL.Query().Get("workspace_id") == theirs
				}
			},
			want: Contents{Unproven: []Held{held("prompt partial", "p")}}, most: 5,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := newPlane(workspace(1, "ours"), workspace(2, "theirs"))
			test.furnish(p)
			c := p.client(t)
			got, err := c.Contents(t.Context(), live(t, c))
			lists := [][]Held{got.Inside, got.Unproven, got.Shared}
			if diff := cmp.Diff([][]Held{test.want.Inside, test.want.Unproven, test.want.Shared}, lists); err != nil || diff != "" {
				t.Errorf("got %v (-want +got):\n%s", err, diff)
			}
			if n := len(p.requests) - 1 - len(heldNouns); n > test.most {
				t.Errorf("%d more requests, want at most %d: %v", n, test.most, p.requests)
			}
			left, err := c.Empty(t.Context(), got)
			if err != nil || len(left) != len(got.Unproven)+len(got.Shared) || p.asked("DELETE") != len(got.Inside) {
				t.Errorf("left %v, %v: %v", left, err, p.requests)
			}
		})
	}
}
