package portkey

import (
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// A page, and a list as a whole, answer for a minute to the end.
func TestCache_aMinute(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p, ids := organisation(20)
		c := p.client(t)
		refresh(t, c, ids)
		before := len(p.requests)
		time.Sleep(maxCacheAge)
		if refresh(t, c, ids[10:]); len(p.requests) > before+alwaysAlone {
			t.Errorf("%d requests more", len(p.requests)-before)
		}
		for range 2 {
			if _, err := NewWorkspaces(c).List(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
			before = len(p.requests)
			time.Sleep(maxCacheAge)
		}
		if _, err := NewWorkspaces(c).List(t.Context(), nil); err != nil || len(p.requests) == before {
			t.Errorf("a list of two minutes ago is taken: %v", err)
		}
	})
}

// Where the first two single reads fail, the others don't wait for one another.
func TestCache_failuresHoldNobodyUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p, ids := organisation(12)
		p.on = func(*http.Request) (int, string, error, bool) {
			time.Sleep(time.Second) // of the bubble
			return http.StatusForbidden, refused, nil, true
		}
		c := p.client(t)
		began := time.Now()
		var all sync.WaitGroup
		for _, id := range ids {
			all.Go(func() {
				if _, err := NewWorkspaces(c).Get(t.Context(), id, ""); !IsRefused(err) {
					t.Errorf("got %v", err)
				}
			})
		}
		all.Wait()
		if took := time.Since(began); took != 3*time.Second {
			t.Errorf("took %s, want a second for each of the first two and one for the rest", took)
		}
	})
}

// The pages end where the total is reached, and what none of them shows asks for
// no more; thin items end them at once.
func TestCache_pages(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		thin, whole bool
		want        int
	}{
		"by pages": {want: 2}, "as a whole": {whole: true, want: 2}, "thin items": {thin: true, want: 1},
	} {
		p, ids := organisation(39) // and the default one
		p.max = 20
		if test.thin {
			for _, w := range p.workspaces {
				delete(w, "description")
			}
		}
		c := p.client(t)
		if test.whole {
			refresh(t, c, ids[:1])
			if _, err := NewWorkspaces(c).List(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
		}
		for _, id := range ids {
			refresh(t, c, []string{id})
		}
		p.workspaces = append(p.workspaces, listable(777))
		refresh(t, c, []string{listable(777).text("id")})
		if got := p.asked("GET /admin/workspaces?"); got != test.want {
			t.Errorf("%s: %d pages, want %d", name, got, test.want)
		}
	}
}

// A page that shows nothing new is the last.
func TestCache_samePageAgain(t *testing.T) {
	t.Parallel()
	p, ids := organisation(250)
	p.max = 99
	p.on = func(r *http.Request) (int, string, error, bool) {
		query := r.URL.Query()
		query.Del("current_page") // of which this server takes no notice
		r.URL.RawQuery = query.Encode()
		return 0, "", nil, false
	}
	c := p.client(t)
	for _, id := range ids {
		refresh(t, c, []string{id})
	}
	if got := p.asked("GET /admin/workspaces?"); got != 2 {
		t.Errorf("%d pages, want 2", got)
	}
}
