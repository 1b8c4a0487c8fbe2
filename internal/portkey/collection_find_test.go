package portkey

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

func TestFind(t *testing.T) {
	t.Parallel()
	id := func(n int) string { return workspace(n, "").text("id") }
	noReads := answering(http.MethodGet, "/admin/workspaces/ws-", http.StatusForbidden, refused)
	plane := func() *plane {
		return newPlane(
			workspace(1, "production"),
			workspace(2, "twins"), workspace(3, "twins"),
			workspace(4, "🎯 Target").with("icon", "🎯"),
			workspace(5, "Solo").with("icon", "🚀"),
			workspace(6, "Solo"),
			workspace(7, "ßæ and so on/?#"),
			workspace(8, "gone").with("status", "archived"),
			workspace(9, "ws-000001"),
			workspace(10, "Gro\u0308\u00dfe"),
		)
	}
	for _, test := range []struct {
		name, ref string
		on        func(*http.Request) (int, string, error, bool)
		want      string // an id
		requests  int
	}{
		{name: "id", ref: id(1), want: id(1), requests: 1},
		{name: "slug, before a name that reads the same", ref: "ws-000001", want: id(1), requests: 1},
		{name: "slug, of a server that reads by id only", ref: "ws-000002", on: noReads, want: id(2), requests: 4},
		{name: "name with the characters of an id", ref: "production", want: id(1), requests: 3},
		{name: "display name", ref: "🎯 Target", want: id(4), requests: 3},
		{name: "plain name, where the API compares the display name", ref: "Target", want: id(4), requests: 4},
		{name: "a name shown so, before one of that plain name", ref: "Solo", want: id(6), requests: 3},
		{name: "the other one", ref: "🚀 Solo", want: id(5), requests: 3},
		{name: "characters of a path", ref: "ßæ and so on/?#", want: id(7), requests: 2},
		{name: "decomposed in Portkey", ref: "Gr\u00f6\u00dfe", want: id(10), requests: 3},
		{name: "decomposed on the command line", ref: "Gro\u0308\u00dfe", want: id(10), requests: 3},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := plane()
			p.on = test.on
			got, err := NewWorkspaces(p.client(t)).Find(t.Context(), test.ref)
			if err != nil || got.ID != test.want {
				t.Fatalf("got %s, %v; want %s", got.ID, err, test.want)
			}
			if got.OrganisationID.Or("") != acmeID {
				t.Error("it is not what the single read returns")
			}
			if len(p.requests) != test.requests {
				t.Errorf("got %d requests, want %d: %v", len(p.requests), test.requests, p.requests)
			}
		})
	}

	t.Run("an id in capitals", func(t *testing.T) {
		t.Parallel()
		p := plane()
		p.on = answering(http.MethodGet, "/admin/workspaces/ABCD", http.StatusOK, `{"id":"abcd"}`)
		if got, err := NewWorkspaces(p.client(t)).Find(t.Context(), "ABCD"); err != nil || got.ID != "abcd" {
			t.Errorf("got %+v, %v", got, err)
		}
	})
	t.Run("a server that answers with something else", func(t *testing.T) {
		t.Parallel()
		p := plane()
		p.on = answering(http.MethodGet, "/admin/workspaces/nothing", http.StatusOK, `{"id":"abcd","slug":"ws"}`)
		var missing *NotFoundError
		if _, err := NewWorkspaces(p.client(t)).Find(t.Context(), "nothing"); !errors.As(err, &missing) || missing.Refusal != nil {
			t.Errorf("got %v", err)
		}
	})
	t.Run("ambiguous", func(t *testing.T) {
		t.Parallel()
		_, err := NewWorkspaces(plane().client(t)).Find(t.Context(), "twins")
		var several *AmbiguousError
		if !errors.As(err, &several) || len(several.Candidates) != 2 || several.Name != "twins" {
			t.Fatalf("got %v", err)
		}
		if want := `2 workspaces are named "twins": ` + id(2) + ", " + id(3); err.Error() != want {
			t.Errorf("got %s\nwant %s", err, want)
		}
	})
	t.Run("nothing, with the refusal", func(t *testing.T) {
		t.Parallel()
		for _, ref := range []string{"gone", "nothing"} {
			_, err := NewWorkspaces(plane().client(t)).Find(t.Context(), ref)
			var missing *NotFoundError
			if !errors.As(err, &missing) || missing.Ref != ref || missing.ListRefused || !IsRefused(missing) {
				t.Errorf("got %v", err)
			}
			if !strings.Contains(err.Error(), "reading it as an ID was rejected: GET /admin/workspaces/"+ref+": 403 AB03") {
				t.Errorf("got %v", err)
			}
		}
	})
	t.Run("nothing, and nothing was refused", func(t *testing.T) {
		t.Parallel()
		_, err := NewWorkspaces(plane().client(t)).Find(t.Context(), "no such thing")
		if !errors.As(err, new(*NotFoundError)) || IsRefused(err) || !strings.Contains(err.Error(), "no workspace visible to this API key") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("blank", func(t *testing.T) {
		t.Parallel()
		if _, err := NewWorkspaces(plane().client(t)).Find(t.Context(), " "); !errors.As(err, new(*NotFoundError)) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("the list is refused", func(t *testing.T) {
		t.Parallel()
		p := plane()
		p.on = answering(http.MethodGet, "/admin/workspaces", http.StatusForbidden, refused)
		_, err := NewWorkspaces(p.client(t)).Find(t.Context(), "production")
		var missing *NotFoundError
		if !errors.As(err, &missing) || !missing.ListRefused || !strings.Contains(err.Error(), "the list of workspaces was rejected") {
			t.Errorf("got %v", err)
		}
	})
	for _, path := range []string{"/admin/workspaces/production", "/admin/workspaces"} {
		t.Run("401 at "+path, func(t *testing.T) {
			t.Parallel()
			p := plane()
			p.on = func(r *http.Request) (int, string, error, bool) {
				return http.StatusUnauthorized, `{}`, nil, r.URL.Path == "/v1"+path
			}
			if _, err := NewWorkspaces(p.client(t)).Find(t.Context(), "production"); err == nil || errors.As(err, new(*NotFoundError)) {
				t.Errorf("got %v", err)
			}
		})
	}
	t.Run("found, but it can't be read", func(t *testing.T) {
		t.Parallel()
		p := plane()
		p.on = answering(http.MethodGet, "/admin/workspaces/", http.StatusForbidden, refused)
		_, err := NewWorkspaces(p.client(t)).Find(t.Context(), "production")
		if !IsRefused(err) || !strings.Contains(err.Error(), `which is listed as "production"`) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("the second list fails", func(t *testing.T) {
		t.Parallel()
		p := plane()
		p.on = func(r *http.Request) (int, string, error, bool) {
			return http.StatusBadRequest, `{}`, nil, r.URL.Path == "/v1/admin/workspaces" && r.URL.Query().Get("exact_name") == ""
		}
		if _, err := NewWorkspaces(p.client(t)).Find(t.Context(), "no such thing"); err == nil || errors.As(err, new(*NotFoundError)) {
			t.Errorf("got %v", err)
		}
	})
}

func TestFindBySlug(t *testing.T) {
	t.Parallel()
	p := newPlane(workspace(1, "one"), workspace(2, "ws-000001"))
	c := p.client(t)
	for ref, want := range map[string]string{
		"ws-000001":                     workspace(1, "").text("id"),
		workspace(1, "").text("id"):     "", // an id is no slug
		"one":                           "", // nor is a name
		"a name with blanks/../and%2e.": "",
	} {
		got, err := NewWorkspaces(c).FindBySlug(t.Context(), ref)
		if got.ID != want || (want == "") != errors.As(err, new(*NotFoundError)) {
			t.Errorf("%s: got %s, %v", ref, got.ID, err)
		}
	}
	p.on = answering(http.MethodGet, "/admin/workspaces/ws-000002", http.StatusForbidden, refused)
	if got, err := NewWorkspaces(c).FindBySlug(t.Context(), "ws-000002"); err != nil || got.ID != workspace(2, "").text("id") {
		t.Errorf("a server that reads by id only: got %s, %v", got.ID, err)
	}
	p.on = answering(http.MethodGet, "/admin/workspaces/ws-000002", http.StatusUnauthorized, "{}")
	if _, err := NewWorkspaces(c).FindBySlug(t.Context(), "ws-000002"); errors.As(err, new(*NotFoundError)) {
		t.Errorf("got %v", err)
	}
}

func TestFindByName(t *testing.T) {
	t.Parallel()
	p := newPlane(workspace(1, "one"), workspace(2, "🎯 Target").with("icon", "🎯"), workspace(3, "two"), workspace(4, "two"))
	c := p.client(t)
	for name, want := range map[string]string{"one": "00000001", "🎯 Target": "00000002", "Target": "00000002"} {
		if got, err := NewWorkspaces(c).FindByName(t.Context(), name); err != nil || !strings.HasPrefix(got.ID, want) {
			t.Errorf("%s: got %s, %v", name, got.ID, err)
		}
	}
	if _, err := NewWorkspaces(c).FindByName(t.Context(), "two"); !errors.As(err, new(*AmbiguousError)) {
		t.Errorf("got %v", err)
	}
	for _, name := range []string{"ws-000001", "One", "on", ""} {
		if _, err := NewWorkspaces(c).FindByName(t.Context(), name); !errors.As(err, new(*NotFoundError)) {
			t.Errorf("%q: got %v", name, err)
		}
	}
}

func FuzzImportRef(f *testing.F) {
	for _, seed := range []string{
		"ws-000001", "production", "🎯 Target", "../api-keys", "..", "%2e%2e%2fapi-keys", "a/b", "a?b=c", "a#b", "a\x00b", "a\nb", "",
		"ws-1/../../prompts", "。。／", "\\..\\", "a;b", "//evil.example/v1", "https://evil.example", ".", "é", "\xff",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, ref string) {
		p := newPlane(workspace(1, "production"))
		c := p.client(t)
		for _, find := range []func(context.Context, string) (Workspace, error){
			NewWorkspaces(c).Find, NewWorkspaces(c).FindBySlug, NewWorkspaces(c).FindByName,
		} {
			_, _ = find(t.Context(), ref) // finding nothing is as good as finding something
		}
		p.mu.Lock()
		defer p.mu.Unlock()
		for _, request := range p.requests {
			target, query, _ := strings.Cut(strings.TrimPrefix(request, "GET "), "?")
			id, single := strings.CutPrefix(target, "/admin/workspaces/")
			if !single && target != "/admin/workspaces" || single && checkID(id) != nil {
				t.Fatalf("%q led to %s", ref, request)
			}
			asked, err := url.ParseQuery(query)
			if err != nil || single && query != "" {
				t.Fatalf("%q led to %s: %v", ref, request, err)
			}
			for name := range asked {
				if !slices.Contains([]string{"exact_name", "page_size", "current_page"}, name) {
					t.Fatalf("%q led to %s", ref, request)
				}
			}
		}
	})
}

func TestFind_requests(t *testing.T) {
	t.Parallel()
	p := newPlane(workspace(1, "production"), workspace(2, "staging"))
	c := p.client(t)
	if _, err := NewWorkspaces(c).FindBySlug(t.Context(), "ws-000001"); err != nil || len(p.requests) != 1 {
		t.Errorf("by slug: %v, %v", p.requests, err)
	}
	if _, err := NewWorkspaces(c).FindByName(t.Context(), "staging"); err != nil || p.asked("GET /admin/workspaces?") != 1 {
		t.Errorf("by name: %v, %v", p.requests, err)
	}
	one := Workspace{ID: "a", Name: Some("x")}
	if got := pickNamed([]Workspace{one, one}, "x"); len(got) != 1 {
		t.Errorf("one that is listed twice is several: %v", got)
	}
	p.on = func(r *http.Request) (int, string, error, bool) {
		return 400, "{}", nil, r.URL.Path == "/v1/admin/workspaces" && r.URL.Query().Get("exact_name") == ""
	}
	if _, err := NewWorkspaces(c).FindByName(t.Context(), "other"); err == nil || errors.As(err, new(*NotFoundError)) {
		t.Errorf("the list failed: %v", err)
	}
	p.on = func(r *http.Request) (int, string, error, bool) {
		return 200, `{"data":[{"id":"a"}],"total":1}`, nil, r.URL.Path == "/v1/admin/workspaces" && r.URL.Query().Get("exact_name") == ""
	}
	if _, err := NewWorkspaces(p.client(t)).FindByName(t.Context(), "other"); err == nil || errors.As(err, new(*NotFoundError)) {
		t.Errorf("the list has no names: %v", err)
	}
}

// The first of a list is found by its slug where a server reads by id alone.
func TestFind_firstOfTheList(t *testing.T) {
	t.Parallel()
	p := newPlane(workspace(1, "production"))
	p.on = answering(http.MethodGet, "/admin/workspaces/ws-", http.StatusForbidden, refused)
	if got, err := NewWorkspaces(p.client(t)).Find(t.Context(), "ws-000001"); err != nil || got.Slug.Or("") != "ws-000001" {
		t.Errorf("got %v, %v", got, err)
	}
}

// What is listed but can't be read is named in the error, where the list has its name.
func TestFindBySlug_refused(t *testing.T) {
	t.Parallel()
	for name, called := range map[string]string{"production": "production", "": "ws-000001"} {
		p := newPlane(workspace(1, name))
		p.on = answering(http.MethodGet, "/admin/workspaces/", http.StatusForbidden, refused)
		_, err := NewWorkspaces(p.client(t)).FindBySlug(t.Context(), "ws-000001")
		if !IsRefused(err) || !strings.Contains(err.Error(), `which is listed as "`+called+`"`) {
			t.Errorf("%q: got %v", name, err)
		}
	}
}

func TestFindBy(t *testing.T) {
	t.Parallel()
	one := workspace(1, "production")
	id, slug, name := one.text("id"), one.text("slug"), one.text("name")
	workspaces := NewWorkspaces(newPlane(one).client(t))
	for _, by := range []Lookup{{ID: &id}, {Slug: &slug}, {Name: &name}} {
		if got, err := workspaces.FindBy(t.Context(), by); err != nil || got.ID != id {
			t.Errorf("got %q, %v", got.ID, err)
		}
	}
	if _, err := workspaces.FindBy(t.Context(), Lookup{}); !errors.As(err, new(*NotFoundError)) {
		t.Errorf("by nothing: got %v", err)
	}
}

// Where a path takes the slug, the list is read for an id that the API refuses there,
// and for no other.
func TestFindByID_bySlug(t *testing.T) {
	t.Parallel()
	for id, lists := range map[string]int{"uuid-1": 1, "pc-one": 0} {
		p := newPlane()
		p.contents["configs"] = []object{{"id": "uuid-1", "slug": "pc-one", "name": "one", "in": "ws-1"}}
		p.on = answering(http.MethodGet, "/configs/uuid-1", http.StatusForbidden, refused)
		got, err := NewConfigs(p.client(t), "ws-1").FindByID(t.Context(), id)
		if err != nil || got.Slug.Or("") != "pc-one" || p.asked("GET /configs?") != lists {
			t.Errorf("%s: got %q, %v, %q", id, got.Slug.Or(""), err, p.requests)
		}
	}
}
