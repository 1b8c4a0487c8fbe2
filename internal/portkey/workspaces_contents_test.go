package portkey

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// ours and theirs are two workspaces that contain the same kinds of things.
var ours, theirs = workspace(1, "ours").text("id"), workspace(2, "theirs").text("id")

func thing(in, reports, id string) object {
	return object{"id": id, "name": "the " + id, "in": in, "reports": reports}
}

// slugged is a thing that is addressed by its slug.
func slugged(in, reports, slug string) object {
	return object{"id": "uuid-" + slug, "slug": slug, "name": "the " + slug, "in": in, "reports": reports}
}

// furnished is a plane where two workspaces contain one of each kind. What reports
// whose it is is as on record: API keys, configs and guardrails in their lists;
// prompts and partials on their own; providers nowhere.
func furnished() *plane {
	p := newPlane(workspace(1, "ours"), workspace(2, "theirs"))
	for in, name := range map[string]string{ours: "ours", theirs: "theirs"} {
		p.put("prompts", thing(in, "alone", "prompt-"+name))
		p.put("prompts/partials", thing(in, "alone", "partial-"+name))
		p.put("api-keys", thing(in, "listed", "key-"+name))
		p.put("configs", slugged(in, "listed", "pc-"+name))
		p.put("guardrails", thing(in, "listed", "guard-"+name))
		p.put("providers", slugged(in, "", "openai-"+name))
	}
	return p
}

func (p *plane) put(path string, o object) { p.contents[path] = append(p.contents[path], o) }

func live(t *testing.T, c *Client) Workspace {
	t.Helper()
	w, err := NewWorkspaces(c).GetUncached(t.Context(), ours)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func held(kind, id string) Held { return Held{Noun: kind, ID: id, Name: "the " + id} }

var everything = []Held{
	held("prompt", "prompt-ours"), held("prompt partial", "partial-ours"), held("API key", "key-ours"),
	held("config", "pc-ours"), held("guardrail", "guard-ours"), held("provider", "openai-ours"),
}

func TestContents(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name     string
		plane    func() *plane
		inside   []Held
		unproven []Held
		hidden   []string
		text     string
	}{
		{
			name: "an empty workspace", plane: func() *plane { return newPlane(workspace(1, "ours")) },
			text: "nothing that this key can see",
		},
		{
			name: "one of each kind", plane: furnished, inside: everything,
			text: "1 prompt, 1 prompt partial, 1 API key, 1 config, 1 guardrail, 1 provider",
		},
		{
			name: "a server that ignores the filter",
			plane: func() *plane {
				p := furnished()
				p.blind = true
				return p
			},
			inside: everything[:5],
			unproven: []Held{
				held("provider", "openai-ours"), held("provider", "openai-theirs"),
			},
			text: "1 prompt, 1 prompt partial, 1 API key, 1 config, 1 guardrail; 2 providers can't be shown to be inside",
		},
		{
			name: "no answer has its workspace, and there is no other workspace",
			plane: func() *plane {
				p := newPlane()
				p.workspaces = []object{workspace(1, "ours")}
				p.put("providers", slugged(ours, "", "openai-ours"))
				return p
			},
			unproven: []Held{held("provider", "openai-ours")},
			text:     "1 provider can't be shown to be inside",
		},
		{
			name: "no answer has its workspace, and the others can't be listed",
			plane: func() *plane {
				p := furnished()
				p.on = func(r *http.Request) (int, string, error, bool) {
					return http.StatusForbidden, refused, nil, r.URL.Path == "/v1/admin/workspaces"
				}
				return p
			},
			inside: everything[:5], unproven: everything[5:],
			text: "1 prompt, 1 prompt partial, 1 API key, 1 config, 1 guardrail; 1 provider can't be shown to be inside",
		},
		{
			name: "no answer has its workspace, and what the others contain can't be listed",
			plane: func() *plane {
				p := furnished()
				p.on = func(r *http.Request) (int, string, error, bool) {
					return http.StatusForbidden, refused, nil, r.URL.Query().Get("workspace_id") == defaultID
				}
				return p
			},
			inside: everything[:5], unproven: everything[5:],
			text: "1 prompt, 1 prompt partial, 1 API key, 1 config, 1 guardrail; 1 provider can't be shown to be inside",
		},
		{
			name: "an integration put a provider of one slug into both",
			plane: func() *plane {
				p := newPlane(workspace(1, "ours"))
				p.put("providers", object{"slug": "openai", "name": "mine", "created_at": "1999-06-01T00:00:01Z", "in": ours})
				p.put("providers", object{"slug": "openai", "name": "mine", "created_at": "1999-01-01T00:00:00Z", "in": defaultID})
				return p
			},
			inside: []Held{{Noun: "provider", ID: "openai", Name: "mine"}},
			text:   "1 provider",
		},
		{
			name: "one slug in two workspaces, of a server that ignores the filter",
			plane: func() *plane {
				p := newPlane(workspace(1, "ours"), workspace(2, "theirs"))
				p.blind = true
				p.put("providers", object{"slug": "openai", "name": "mine", "created_at": "1", "in": ours, "reports": "alone"})
				p.put("providers", object{"slug": "openai", "name": "yours", "created_at": "1", "in": theirs, "reports": "alone"})
				return p
			},
			inside: []Held{{Noun: "provider", ID: "openai", Name: "mine"}},
			text:   "1 provider",
		},
		{
			name: "lists that are refused, and lists that aren't there",
			plane: func() *plane {
				p := furnished()
				p.on = func(r *http.Request) (int, string, error, bool) {
					switch r.URL.Path {
					case "/v1/api-keys":
						return http.StatusForbidden, refused, nil, true
					case "/v1/guardrails":
						return http.StatusNotFound, "{}", nil, true
					}
					return 0, "", nil, false
				}
				return p
			},
			inside: slices.Concat(everything[:2], everything[3:4], everything[5:]),
			hidden: []string{"API key", "guardrail"},
			text:   "1 prompt, 1 prompt partial, 1 config, 1 provider; API keys are not visible to this key; guardrails are not visible to this key",
		},
		{
			name: "slugs instead of ids, and the other way round",
			plane: func() *plane {
				p := newPlane(workspace(1, "ours"))
				p.put("configs", object{"id": "only-an-id", "workspace_id": "ws-000001", "in": ours})
				p.put("guardrails", object{"slug": "only-a-slug", "workspace_id": ours, "in": ours})
				p.put("guardrails", object{"slug": "the-organisation's", "workspace_id": nil, "in": ours})
				return p
			},
			inside:   []Held{{Noun: "config", ID: "only-an-id"}, {Noun: "guardrail", ID: "only-a-slug"}},
			unproven: []Held{{Noun: "guardrail", ID: "the-organisation's"}},
			text:     "1 config, 1 guardrail; 1 guardrail can't be shown to be inside",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := test.plane()
			c := p.client(t)
			got, err := c.Contents(t.Context(), live(t, c))
			if err != nil {
				t.Fatal(err)
			}
			for name, lists := range map[string][2][]Held{
				"inside": {got.Inside, test.inside}, "unproven": {got.Unproven, test.unproven},
			} {
				if diff := cmp.Diff(sorted(lists[1]), sorted(lists[0])); diff != "" {
					t.Errorf("%s (-want +got):\n%s", name, diff)
				}
			}
			if !slices.Equal(got.Hidden, test.hidden) {
				t.Errorf("hidden: got %v, want %v", got.Hidden, test.hidden)
			}
			if got.String() != test.text {
				t.Errorf("got  %s\nwant %s", got, test.text)
			}
			if got.Workspace.ID != ours {
				t.Errorf("got %+v", got.Workspace)
			}
			for _, r := range p.requests {
				if !strings.HasPrefix(r, "GET ") {
					t.Errorf("looking sent %s", r)
				}
			}
		})
	}
}

func sorted(some []Held) []Held {
	return slices.SortedFunc(slices.Values(some), func(a, b Held) int { return strings.Compare(a.String(), b.String()) })
}

func TestContents_readsEveryPage(t *testing.T) {
	t.Parallel()
	p := newPlane(workspace(1, "ours"))
	p.max = 2
	for _, id := range []string{"a", "b", "c", "d", "e"} {
		p.put("api-keys", thing(ours, "listed", id))
	}
	c := p.client(t)
	got, err := c.Contents(t.Context(), live(t, c))
	if err != nil || len(got.Inside) != 5 {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestContents_fails(t *testing.T) {
	t.Parallel()
	p := furnished()
	c := p.client(t)
	w := live(t, c)
	p.on = answering(http.MethodGet, "/configs", http.StatusBadRequest, "{}")
	if _, err := c.Contents(t.Context(), w); err == nil || !strings.Contains(err.Error(), "list the configs of workspace "+ours) {
		t.Errorf("got %v", err)
	}
	p.on = answering(http.MethodGet, "/configs", http.StatusOK, `{"data":[{"name":"x"}]}`)
	if _, err := c.Contents(t.Context(), w); err == nil || !strings.Contains(err.Error(), "an item without an id") {
		t.Errorf("got %v", err)
	}
	ctx, stop := context.WithCancel(t.Context())
	p.on = func(r *http.Request) (int, string, error, bool) {
		if strings.HasPrefix(r.URL.Path, "/v1/providers/") {
			stop()
		}
		return 0, "", nil, false
	}
	if _, err := c.Contents(ctx, w); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestEmpty(t *testing.T) {
	t.Parallel()
	for _, blind := range []bool{false, true} {
		p := furnished()
		p.blind = blind
		c := p.client(t)
		found, err := c.Contents(t.Context(), live(t, c))
		if err != nil {
			t.Fatal(err)
		}
		left, err := c.Empty(t.Context(), found)
		if diff := cmp.Diff(found.Unproven, left); err != nil || diff != "" {
			t.Errorf("got %v, left (-want +got):\n%s", err, diff)
		}
		want := []string{
			"DELETE /prompts/prompt-ours", "DELETE /prompts/partials/partial-ours", "DELETE /api-keys/key-ours",
			"DELETE /configs/pc-ours", "DELETE /guardrails/guard-ours", "DELETE /providers/openai-ours",
		}
		if blind { // the provider can't be shown to be inside
			want = want[:5]
		}
		if diff := cmp.Diff(want, p.bodies); diff != "" {
			t.Errorf("blind %t (-want +got):\n%s", blind, diff)
		}
		if n := p.asked("DELETE /providers/openai-ours?workspace_id=" + ours); n != 1 && !blind {
			t.Errorf("got %v", p.requests)
		}
		for path, things := range p.contents {
			if !slices.ContainsFunc(things, func(o object) bool { return o["in"] == theirs }) {
				t.Errorf("the neighbour lost one of %s", path)
			}
		}
	}
}

func TestEmpty_detachesTheDefaults(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name     string
		defaults object
		want     string
	}{
		{
			name: "what is attached",
			defaults: object{
				"metadata": object{"team": "x"}, "input_guardrails": []string{"guard-ours"},
				"user_api_key_config": "pc-ours", "other": object{"kept": true},
			},
			want: `{"defaults":{"input_guardrails":[],"metadata":{"team":"x"},"other":{"kept":true},"user_api_key_config":null}}`,
		},
		{name: "nothing", defaults: object{"metadata": object{"team": "x"}, "input_guardrails": []string{}, "user_api_key_config": nil}},
		{name: "no defaults"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := furnished()
			if test.defaults != nil {
				p.workspaces[0]["defaults"] = test.defaults
			}
			c := p.client(t)
			found, err := c.Contents(t.Context(), live(t, c))
			if err != nil {
				t.Fatal(err)
			}
			if left, err := c.Empty(t.Context(), found); err != nil || len(left) > 0 {
				t.Errorf("left %v, %v", left, err)
			}
			var puts []string
			for i, b := range p.bodies {
				if body, ok := strings.CutPrefix(b, "PUT /admin/workspaces/"+ours+" "); ok {
					puts = append(puts, body)
					if p.bodies[i+1] != "DELETE /configs/pc-ours" {
						t.Errorf("it comes before %s", p.bodies[i+1])
					}
				}
			}
			if strings.Join(puts, "") != test.want {
				t.Errorf("got  %v\nwant %s", puts, test.want)
			}
		})
	}
}

func TestEmpty_leavesAndNames(t *testing.T) {
	t.Parallel()
	refuseAt := func(path string, status int) func(*http.Request) (int, string, error, bool) {
		return answering(http.MethodDelete, path, status, `{"errorCode":"AB01","message":"Guardrail is being used"}`)
	}
	for _, test := range []struct {
		name    string
		inside  []Held
		on      func(*http.Request) (int, string, error, bool)
		left    []Held
		errors  []string
		deletes int
	}{
		{
			name: "one that the API refuses, not the others", inside: everything,
			on:   refuseAt("/guardrails/", http.StatusBadRequest),
			left: everything[4:5], errors: []string{`delete guardrail "the guard-ours" ("guard-ours")`, "Guardrail is being used"}, deletes: 6,
		},
		{
			name: "one that the key may not delete", inside: everything,
			on:   refuseAt("/prompts/prompt-ours", http.StatusForbidden),
			left: everything[:1], errors: []string{"403"}, deletes: 6,
		},
		{
			name: "one that is not there any more is no failure", inside: []Held{held("API key", "deleted-meanwhile")}, deletes: 1,
		},
		{
			name: "one whose id is none", inside: []Held{{Noun: "prompt", ID: "../api-keys"}, everything[2]},
			left: []Held{{Noun: "prompt", ID: "../api-keys"}}, errors: []string{`delete prompt "../api-keys"`}, deletes: 1,
		},
		{
			name: "the rest, when the API doesn't answer", inside: everything,
			on:   refuseAt("/prompts/partials/", http.StatusNotImplemented),
			left: everything[1:], errors: []string{"501"}, deletes: 2,
		},
		{
			name: "what the defaults point to, when they can't be written", inside: everything,
			on: func(r *http.Request) (int, string, error, bool) {
				return http.StatusForbidden, refused, nil, r.URL.Path == "/v1/admin/workspaces/"+ours
			},
			errors: []string{"take configs and guardrails out of the defaults"}, deletes: 6,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := furnished()
			p.on = test.on
			left, err := p.client(t).Empty(t.Context(), Contents{Workspace: Workspace{ID: ours}, Inside: test.inside})
			if diff := cmp.Diff(test.left, left); diff != "" {
				t.Errorf("left (-want +got):\n%s", diff)
			}
			if (err == nil) != (len(test.errors) == 0) {
				t.Fatalf("got %v", err)
			}
			for _, want := range test.errors {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("got %v, want %q", err, want)
				}
			}
			if n := p.asked("DELETE"); n != test.deletes {
				t.Errorf("got %d deletes, want %d: %v", n, test.deletes, p.bodies)
			}
		})
	}
}

func TestEmpty_stops(t *testing.T) {
	t.Parallel()
	p := furnished()
	ctx, stop := context.WithCancel(t.Context())
	p.after = func(r *http.Request) error {
		if r.Method == http.MethodDelete {
			stop()
		}
		return nil
	}
	left, err := p.client(t).Empty(ctx, Contents{Workspace: Workspace{ID: ours}, Inside: everything})
	if diff := cmp.Diff(everything[1:], left); diff != "" || !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, left (-want +got):\n%s", err, diff)
	}
	if len(p.bodies) != 1 {
		t.Errorf("got %v", p.bodies)
	}
}

// What only its list shows is compared with any other workspace where the
// default one is not shown, with one list for each kind.
func TestContents_otherNeighbour(t *testing.T) {
	t.Parallel()
	p := furnished()
	p.workspaces = p.workspaces[:2]
	p.put("providers", slugged(ours, "", "azure-ours"))
	c := p.client(t)
	got, err := c.Contents(t.Context(), live(t, c))
	if err != nil || len(got.Inside) != 7 || len(got.Unproven) > 0 {
		t.Errorf("got %v, %v", got, err)
	}
	lists := 0
	for _, r := range p.requests {
		if strings.HasPrefix(r, "GET /providers?") && strings.HasSuffix(r, theirs) {
			lists++
		}
	}
	if lists != 1 {
		t.Errorf("the neighbour's providers are listed %d times: %v", lists, p.requests)
	}
}

// The defaults are looked at once, and nothing is asked of an API that is out.
func TestEmpty_requests(t *testing.T) {
	t.Parallel()
	p := furnished()
	c := p.client(t)
	held := Contents{Workspace: Workspace{ID: ours}, Inside: everything}
	if _, err := c.Empty(t.Context(), held); err != nil || p.asked("GET /admin/workspaces/"+ours) != 1 {
		t.Errorf("%v: %v", err, p.requests)
	}
	p = furnished()
	p.on = answering(http.MethodDelete, "/prompts/", http.StatusNotImplemented, "{}")
	if left, err := p.client(t).Empty(t.Context(), held); err == nil || len(left) != len(everything) || len(p.requests) != 1 {
		t.Errorf("left %v, %v: %v", left, err, p.requests)
	}
}
