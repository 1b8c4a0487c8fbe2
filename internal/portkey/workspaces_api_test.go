package portkey

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestWorkspace(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		status int
		body   string
		error  string
	}{
		{name: "without an id", status: 200, body: `{"name":"x"}`, error: "it has no id"},
		{name: "an empty object", status: 200, body: `{}`, error: "it has no id"},
		{name: "an empty answer", status: 200, body: ``, error: "the answer is empty"},
		{name: "no JSON", status: 200, body: `ok`, error: "cannot read the answer"},
		{name: "refused", status: 403, body: refused, error: "AB03"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := newPlane()
			p.on = answering(http.MethodGet, "/admin/workspaces/x", test.status, test.body)
			got, err := p.client(t).Workspace(t.Context(), "x")
			if err == nil || !strings.Contains(err.Error(), test.error) || got.ID != "" {
				t.Errorf("got %+v, %v; want an error with %q", got, err, test.error)
			}
			if !errors.As(err, new(*Error)) {
				t.Errorf("%T is no *Error", err)
			}
		})
	}
	p := newPlane()
	got, err := p.client(t).Workspace(t.Context(), defaultID)
	if err != nil || got.ID != defaultID || got.AnsweredAt.IsZero() {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestFindWorkspace(t *testing.T) {
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
			workspace(7, "ÄÖ and so on/?#"),
			workspace(8, "gone").with("status", "archived"),
			workspace(9, "ws-000001"),
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
		{name: "characters of a path", ref: "ÄÖ and so on/?#", want: id(7), requests: 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := plane()
			p.on = test.on
			got, err := p.client(t).FindWorkspace(t.Context(), test.ref)
			if err != nil || got.ID != test.want {
				t.Fatalf("got %s, %v; want %s", got.ID, err, test.want)
			}
			if got.OrganisationID.Or("") != acmeID {
				t.Error("it is not what the single read tells")
			}
			if len(p.requests) != test.requests {
				t.Errorf("got %d requests, want %d: %v", len(p.requests), test.requests, p.requests)
			}
		})
	}

	t.Run("status is kept from the list", func(t *testing.T) {
		t.Parallel()
		got, err := plane().client(t).FindWorkspace(t.Context(), "production")
		if err != nil || got.Status.Or("") != "active" {
			t.Errorf("got %+v, %v", got.Status, err)
		}
	})
	t.Run("an id in capitals", func(t *testing.T) {
		t.Parallel()
		p := plane()
		p.on = answering(http.MethodGet, "/admin/workspaces/ABCD", http.StatusOK, `{"id":"abcd"}`)
		if got, err := p.client(t).FindWorkspace(t.Context(), "ABCD"); err != nil || got.ID != "abcd" {
			t.Errorf("got %+v, %v", got, err)
		}
	})
	t.Run("a server that answers with something else", func(t *testing.T) {
		t.Parallel()
		p := plane()
		p.on = answering(http.MethodGet, "/admin/workspaces/nothing", http.StatusOK, `{"id":"abcd","slug":"ws"}`)
		var missing *NotFoundError
		if _, err := p.client(t).FindWorkspace(t.Context(), "nothing"); !errors.As(err, &missing) || missing.Refusal != nil {
			t.Errorf("got %v", err)
		}
	})
	t.Run("ambiguous", func(t *testing.T) {
		t.Parallel()
		_, err := plane().client(t).FindWorkspace(t.Context(), "twins")
		var several *AmbiguousError
		if !errors.As(err, &several) || len(several.Candidates) != 2 || several.Name != "twins" {
			t.Fatalf("got %v", err)
		}
		if want := `2 workspaces are called "twins": ` + id(2) + ", " + id(3); err.Error() != want {
			t.Errorf("got %s\nwant %s", err, want)
		}
	})
	t.Run("nothing, with the refusal", func(t *testing.T) {
		t.Parallel()
		for _, ref := range []string{"gone", "nothing"} {
			_, err := plane().client(t).FindWorkspace(t.Context(), ref)
			var missing *NotFoundError
			if !errors.As(err, &missing) || missing.Ref != ref || missing.ListRefused || !IsRefused(missing) {
				t.Errorf("got %v", err)
			}
			if !strings.Contains(err.Error(), "read as an id it was refused: GET /admin/workspaces/"+ref+": 403 AB03") {
				t.Errorf("got %v", err)
			}
		}
	})
	t.Run("nothing, and nothing was refused", func(t *testing.T) {
		t.Parallel()
		_, err := plane().client(t).FindWorkspace(t.Context(), "no such thing")
		if !errors.As(err, new(*NotFoundError)) || IsRefused(err) || !strings.Contains(err.Error(), "no workspace that this key can see") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("blank", func(t *testing.T) {
		t.Parallel()
		if _, err := plane().client(t).FindWorkspace(t.Context(), " "); !errors.As(err, new(*NotFoundError)) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("the list is refused", func(t *testing.T) {
		t.Parallel()
		p := plane()
		p.on = answering(http.MethodGet, "/admin/workspaces", http.StatusForbidden, refused)
		_, err := p.client(t).FindWorkspace(t.Context(), "production")
		var missing *NotFoundError
		if !errors.As(err, &missing) || !missing.ListRefused || !strings.Contains(err.Error(), "the list of workspaces was refused") {
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
			if _, err := p.client(t).FindWorkspace(t.Context(), "production"); err == nil || errors.As(err, new(*NotFoundError)) {
				t.Errorf("got %v", err)
			}
		})
	}
	t.Run("found, but it can't be read", func(t *testing.T) {
		t.Parallel()
		p := plane()
		p.on = answering(http.MethodGet, "/admin/workspaces/", http.StatusForbidden, refused)
		_, err := p.client(t).FindWorkspace(t.Context(), "production")
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
		if _, err := p.client(t).FindWorkspace(t.Context(), "no such thing"); err == nil || errors.As(err, new(*NotFoundError)) {
			t.Errorf("got %v", err)
		}
	})
}

func TestFindWorkspaceBySlug(t *testing.T) {
	t.Parallel()
	p := newPlane(workspace(1, "one"), workspace(2, "ws-000001"))
	c := p.client(t)
	for ref, want := range map[string]string{
		"ws-000001":                     workspace(1, "").text("id"),
		workspace(1, "").text("id"):     "", // an id is no slug
		"one":                           "", // nor is a name
		"a name with blanks/../and%2e.": "",
	} {
		got, err := c.FindWorkspaceBySlug(t.Context(), ref)
		if got.ID != want || (want == "") != errors.As(err, new(*NotFoundError)) {
			t.Errorf("%s: got %s, %v", ref, got.ID, err)
		}
	}
	p.on = answering(http.MethodGet, "/admin/workspaces/ws-000002", http.StatusForbidden, refused)
	if got, err := c.FindWorkspaceBySlug(t.Context(), "ws-000002"); err != nil || got.ID != workspace(2, "").text("id") {
		t.Errorf("a server that reads by id only: got %s, %v", got.ID, err)
	}
	p.on = answering(http.MethodGet, "/admin/workspaces/ws-000002", http.StatusUnauthorized, "{}")
	if _, err := c.FindWorkspaceBySlug(t.Context(), "ws-000002"); errors.As(err, new(*NotFoundError)) {
		t.Errorf("got %v", err)
	}
}

func TestFindWorkspaceByName(t *testing.T) {
	t.Parallel()
	p := newPlane(workspace(1, "one"), workspace(2, "🎯 Target").with("icon", "🎯"), workspace(3, "two"), workspace(4, "two"))
	c := p.client(t)
	for name, want := range map[string]string{"one": "00000001", "🎯 Target": "00000002", "Target": "00000002"} {
		if got, err := c.FindWorkspaceByName(t.Context(), name); err != nil || !strings.HasPrefix(got.ID, want) {
			t.Errorf("%s: got %s, %v", name, got.ID, err)
		}
	}
	if _, err := c.FindWorkspaceByName(t.Context(), "two"); !errors.As(err, new(*AmbiguousError)) {
		t.Errorf("got %v", err)
	}
	for _, name := range []string{"ws-000001", "One", "on", ""} {
		if _, err := c.FindWorkspaceByName(t.Context(), name); !errors.As(err, new(*NotFoundError)) {
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
			c.FindWorkspace, c.FindWorkspaceBySlug, c.FindWorkspaceByName,
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

func TestEditWorkspace(t *testing.T) {
	t.Parallel()
	id := workspace(1, "").text("id")
	rename := func(names ...string) func(Workspace) ([]WorkspaceUpdate, error) {
		return func(Workspace) ([]WorkspaceUpdate, error) {
			var puts []WorkspaceUpdate
			for _, name := range names {
				puts = append(puts, WorkspaceUpdate{Name: Some(name)})
			}
			return puts, nil
		}
	}
	old := workspace(1, "").text("last_updated_at")

	t.Run("sends what is planned from the live workspace", func(t *testing.T) {
		t.Parallel()
		p := newPlane(workspace(1, "old"))
		told, err := p.client(t).EditWorkspace(t.Context(), id, func(live Workspace) ([]WorkspaceUpdate, error) {
			if live.Name.Or("") != "old" || live.LastUpdatedAt.Or("") != old {
				t.Errorf("got %+v", live)
			}
			return []WorkspaceUpdate{{Icon: Some("")}, {Name: Some("b"), RateLimits: Null[[]RateLimit]()}}, nil
		})
		if err != nil || told == old || told == "" {
			t.Errorf("got %q, %v", told, err)
		}
		want := []string{
			"PUT /admin/workspaces/" + id + ` {"icon":""}`,
			"PUT /admin/workspaces/" + id + ` {"name":"b","rate_limits":null}`,
		}
		if !slices.Equal(p.bodies, want) {
			t.Errorf("got  %v\nwant %v", p.bodies, want)
		}
		if n := len(p.requests); n != 4 {
			t.Errorf("got %d requests: %v", n, p.requests)
		}
	})
	t.Run("nothing to send", func(t *testing.T) {
		t.Parallel()
		p := newPlane(workspace(1, "old"))
		told, err := p.client(t).EditWorkspace(t.Context(), id, rename())
		if err != nil || told != old || len(p.requests) != 1 {
			t.Errorf("got %q, %v, %v", told, err, p.requests)
		}
	})
	t.Run("the plan refuses", func(t *testing.T) {
		t.Parallel()
		p := newPlane(workspace(1, "old"))
		no := errors.New("no")
		_, err := p.client(t).EditWorkspace(t.Context(), id, func(Workspace) ([]WorkspaceUpdate, error) { return nil, no })
		if !errors.Is(err, no) || len(p.bodies) > 0 {
			t.Errorf("got %v, %v", err, p.bodies)
		}
	})
	t.Run("it can't be read", func(t *testing.T) {
		t.Parallel()
		p := newPlane()
		if _, err := p.client(t).EditWorkspace(t.Context(), id, rename("b")); !IsRefused(err) || len(p.bodies) > 0 {
			t.Errorf("got %v", err)
		}
	})
	for n, part := range []bool{false, true} {
		t.Run("a PUT fails", func(t *testing.T) {
			t.Parallel()
			p := newPlane(workspace(1, "old"))
			p.on = func(r *http.Request) (int, string, error, bool) {
				return http.StatusBadRequest, `{}`, nil, r.Method == http.MethodPut && len(p.bodies) > n
			}
			_, err := p.client(t).EditWorkspace(t.Context(), id, rename("b", "c"))
			if err == nil || strings.Contains(err.Error(), "a part of the change was written (1 of 2 requests)") != part {
				t.Errorf("got %v", err)
			}
		})
	}
	t.Run("the read after the writes is bounded", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			for _, test := range []struct {
				name   string
				status int
				body   string
				want   string
			}{
				{name: "stale", status: 200, body: `{"id":"` + id + `","last_updated_at":"` + old + `"}`, want: old},
				{name: "not told", status: 200, body: `{"id":"` + id + `"}`},
				{name: "refused", status: 403, body: refused},
			} {
				p := newPlane(workspace(1, "old"))
				p.on = func(r *http.Request) (int, string, error, bool) {
					return test.status, test.body, nil, r.Method == http.MethodGet && len(p.bodies) > 0
				}
				started := time.Now()
				told, err := p.client(t).EditWorkspace(t.Context(), id, rename("b"))
				if err != nil || told != test.want || p.asked("GET") != 4 {
					t.Errorf("%s: got %q, %v, %v", test.name, told, err, p.requests)
				}
				if took := time.Since(started); took != 2*DefaultWaits().WriteSettle {
					t.Errorf("%s: took %s", test.name, took)
				}
			}
		})
	})
	t.Run("a stop ends the read, not the write", func(t *testing.T) {
		t.Parallel()
		p := newPlane(workspace(1, "old"))
		ctx, stop := context.WithCancel(t.Context())
		p.after = func(r *http.Request) error {
			if r.Method == http.MethodPut {
				stop()
			}
			return nil
		}
		told, err := p.client(t).EditWorkspace(ctx, id, rename("b"))
		if err != nil || told != "" || len(p.bodies) != 1 {
			t.Errorf("got %q, %v", told, err)
		}
	})
	t.Run("edits of one workspace wait for each other", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			p := newPlane(workspace(1, "old"), workspace(2, "other"))
			c := p.client(t)
			leave := make(chan struct{})
			first := make(chan error, 1)
			go func() {
				_, err := c.EditWorkspace(t.Context(), id, func(Workspace) ([]WorkspaceUpdate, error) {
					<-leave
					return rename("first")(Workspace{})
				})
				first <- err
			}()
			synctest.Wait()
			if _, err := c.EditWorkspace(t.Context(), workspace(2, "").text("id"), rename("another")); err != nil {
				t.Error(err)
			}
			ctx, stop := context.WithCancel(t.Context())
			stop()
			if _, err := c.EditWorkspace(ctx, id, rename("stopped")); !errors.Is(err, context.Canceled) {
				t.Errorf("got %v", err)
			}
			second := make(chan error, 1)
			go func() {
				_, err := c.EditWorkspace(t.Context(), id, func(live Workspace) ([]WorkspaceUpdate, error) {
					if live.Name.Or("") != "first" {
						t.Errorf("it was read before the other edit was done: %+v", live.Name)
					}
					return rename("second")(live)
				})
				second <- err
			}()
			synctest.Wait()
			close(leave)
			if err := errors.Join(<-first, <-second); err != nil {
				t.Error(err)
			}
		})
	})
}

func TestDeleteWorkspace(t *testing.T) {
	t.Parallel()
	id := workspace(1, "").text("id")
	p := newPlane(workspace(1, "🎯 Target"))
	c := p.client(t)
	if err := c.DeleteWorkspace(t.Context(), id, "🎯 Target"); err != nil {
		t.Fatal(err)
	}
	if want := "DELETE /admin/workspaces/" + id + ` {"name":"🎯 Target"}`; !slices.Equal(p.bodies, []string{want}) {
		t.Errorf("got  %v\nwant %s", p.bodies, want)
	}
	if err := c.DeleteWorkspace(t.Context(), id, "🎯 Target"); !IsRefused(err) {
		t.Errorf("got %v", err)
	}
	if err := c.DeleteWorkspace(t.Context(), "../x", "x"); err == nil || len(p.requests) != 2 {
		t.Errorf("got %v, %v", err, p.requests)
	}
}
