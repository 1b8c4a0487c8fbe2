package portkey

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// What an UnknownOutcomeError tells is what the last look that came to an end
// saw; and once it is told, the name is free for another attempt.
func TestFind_created_looks(t *testing.T) {
	t.Parallel()
	const (
		fails   = "fails"
		nothing = `{"total":0,"data":[]}`
		theirs  = `{"total":1,"data":[{"id":"theirs","name":"production"}]}`
		hangs   = "hangs"
	)
	for name, test := range map[string]struct {
		looks []string // the last one for ever
		words string
	}{
		"fails, then sees nothing":     {[]string{fails, nothing}, "none of that name has appeared"},
		"fails, then takes too long":   {[]string{fails, hangs}, "looking for it failed: GET /admin/workspaces: 400"},
		"takes too long from the head": {[]string{hangs}, "looking for it failed"},
		"sees one, then none":          {[]string{theirs, nothing}, "none of that name has appeared"},
		"sees one, then fails":         {[]string{theirs, fails}, "it may be one of: theirs"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				p := newPlane()
				looks := test.looks
				p.on = func(r *http.Request) (int, string, error, bool) {
					switch {
					case r.Method == http.MethodPost:
						return http.StatusBadGateway, "", nil, true
					case len(p.bodies) == 0:
						return 0, "", nil, false
					case strings.HasSuffix(r.URL.Path, "/theirs"):
						return http.StatusOK, `{"id":"theirs","name":"production"}`, nil, true
					}
					look := looks[0]
					if len(looks) > 1 {
						looks = looks[1:]
					}
					switch look {
					case fails:
						return http.StatusBadRequest, "{}", nil, true
					case hangs:
						<-r.Context().Done()
						return 0, "", r.Context().Err(), true
					}
					return http.StatusOK, look, nil, true
				}
				c := p.client(t)
				body := WorkspaceCreate{Name: "production"}
				_, err := create(t.Context(), c, body, false, func(Workspace) bool { return false })
				if err == nil || !strings.Contains(err.Error(), test.words) {
					t.Errorf("got %v, want %q", err, test.words)
				}
				p.on = nil
				if _, err := prepare(t.Context(), c, body, false); err != nil {
					t.Errorf("the name is still held: %v", err)
				}
			})
		})
	}
}

// An archived workspace is found by each form of its name, and where no status is
// told, by not being listed as active as well.
func TestIsArchived(t *testing.T) {
	t.Parallel()
	gone := workspace(1, "x").text("id")
	one := `{"total":1,"data":[{"id":"` + gone + `","name":"production"}]}`
	none := `{"total":0,"data":[]}`
	for name, test := range map[string]struct {
		active string // what is listed as active; fails where empty
		want   bool
	}{
		"not active": {none, true}, "active too": {one, false}, "not known": {"", false},
	} {
		p := newPlane()
		p.on = func(r *http.Request) (int, string, error, bool) {
			query := r.URL.Query()
			switch {
			case query.Get("exact_name") != "production":
				return http.StatusOK, none, nil, true
			case query.Get("status") == "archived":
				return http.StatusOK, one, nil, true
			case test.active == "":
				return http.StatusBadRequest, "{}", nil, true
			}
			return http.StatusOK, test.active, nil, true
		}
		got, err := p.client(t).Workspaces().isArchived(t.Context(), Ref{ID: gone, Name: "🚀 production"})
		if got != test.want || (err == nil) != (test.active != "") {
			t.Errorf("%s: %t, %v", name, got, err)
		}
	}
}

// A failure, or a success, is shared by all that joined; who is stopped while it
// waits is told so.
func TestCoalesced_readsOnce(t *testing.T) {
	t.Parallel()
	for _, failure := range []error{nil, errors.New("refused")} {
		synctest.Test(t, func(t *testing.T) {
			var s coalesced[int]
			reads := 0
			ctx, stop := context.WithCancel(t.Context())
			read := func(context.Context) (int, error) {
				reads++
				time.Sleep(time.Second) // of the bubble
				if reads == 2 && failure == nil {
					stop() // what came counts all the same
				}
				return reads, failure
			}
			get := func(ctx context.Context) { _, _ = s.get(ctx, read) }
			go get(t.Context())
			synctest.Wait()
			go get(ctx)
			synctest.Wait()
			for range 3 {
				go get(t.Context())
			}
			time.Sleep(10 * time.Second)
			if stop(); reads != 2 {
				t.Errorf("%v: %d readings, want 2", failure, reads)
			}
		})
	}
	for range 30 { // which of two ends is noticed first is chance
		synctest.Test(t, func(t *testing.T) {
			var s coalesced[int]
			read := func(context.Context) (int, error) { time.Sleep(time.Second); return 1, nil }
			go func() { _, _ = s.get(t.Context(), read) }()
			synctest.Wait()
			ctx, stop := context.WithCancel(t.Context())
			stop()
			if _, err := s.get(ctx, read); !errors.Is(err, context.Canceled) {
				t.Errorf("got %v", err)
			}
			time.Sleep(2 * time.Second)
		})
	}
}

// A list that was begun before a write is read anew while that is open.
func TestSnapshot_listDuringAWrite(t *testing.T) {
	t.Parallel()
	p, ids := organisation(3)
	c := p.client(t)
	list := func() {
		if _, err := c.Workspaces().List(t.Context(), WorkspaceFilter{}.Query()); err != nil {
			t.Error(err)
		}
	}
	list()
	p.on = func(r *http.Request) (int, string, error, bool) {
		if r.Method == http.MethodPut {
			list()
		}
		return 0, "", nil, false
	}
	_, err := c.Workspaces().Edit(t.Context(), ids[0], func(Workspace) ([]WorkspaceUpdate, error) {
		return []WorkspaceUpdate{{Description: Some("ours")}}, nil
	})
	if got := p.asked("GET /admin/workspaces?"); err != nil || got != 2 {
		t.Errorf("%d lists, want 2; %v", got, err)
	}
}

// A redirect is followed ten times, no more.
func TestRedirects_end(t *testing.T) {
	t.Parallel()
	transport := &scripted{answers: []scriptedAnswer{{status: 302, header: http.Header{"Location": {"/v1/things"}}}}}
	if _, err := withTransport(t, transport, nil).do(t.Context(), aRead); err == nil || len(transport.asked) != maxHops {
		t.Errorf("%d requests, %v", len(transport.asked), err)
	}
}

// The first of a list is found by its slug where a server reads by id alone.
func TestFind_firstOfTheList(t *testing.T) {
	t.Parallel()
	p := newPlane(workspace(1, "production"))
	p.on = answering(http.MethodGet, "/admin/workspaces/ws-", http.StatusForbidden, refused)
	if got, err := p.client(t).Workspaces().Find(t.Context(), "ws-000001"); err != nil || got.Slug.Or("") != "ws-000001" {
		t.Errorf("got %v, %v", got, err)
	}
}

// A write is read back until it shows, and no longer; what is deleted counts as
// written; and that a part was written is said only where one was.
func TestWrites_edges(t *testing.T) {
	t.Parallel()
	p := newPlane(workspace(1, "production"))
	c, id := p.client(t), workspace(1, "").text("id")
	edit := func() error {
		_, err := c.Workspaces().Edit(t.Context(), id, func(Workspace) ([]WorkspaceUpdate, error) {
			return []WorkspaceUpdate{{Description: Some("ours")}}, nil
		})
		return err
	}
	if err := edit(); err != nil || len(p.requests) != 3 {
		t.Errorf("%v: %v", err, p.requests)
	}
	p.on = answering(http.MethodPut, "/", http.StatusBadRequest, "{}")
	if err := edit(); err == nil || strings.Contains(err.Error(), "a part of") {
		t.Errorf("got %v", err)
	}
	other := p.client(t)
	if err := other.DeleteWorkspace(t.Context(), id, "production"); err != nil || !other.Workspaces().memory.isWritten(id) {
		t.Errorf("deleted, but not written: %v", err)
	}
}
