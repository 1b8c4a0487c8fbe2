package portkey

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// listable is a workspace whose list items have all that the model has.
func listable(n int) object {
	w := workspace(n, fmt.Sprintf("Workspace %d", n))
	for _, key := range []string{"icon", "description", "defaults", "usage_limits", "rate_limits"} {
		w[key] = nil
	}
	return w.with("is_default", 0)
}

// organisation is a plane of n workspaces that are listable, and their ids.
func organisation(n int) (*plane, []string) {
	var all []object
	var ids []string
	for i := range n {
		all = append(all, listable(i+1))
		ids = append(ids, all[i].text("id"))
	}
	p := newPlane(all...)
	home := p.workspaces[n]
	for _, key := range []string{"icon", "description", "defaults", "usage_limits", "rate_limits"} {
		home[key] = nil
	}
	home["last_updated_at"] = home["created_at"]
	return p, ids
}

// refresh reads all of ids, as many at once as Terraform does.
func refresh(t *testing.T, c *Client, ids []string) {
	t.Helper()
	parallel(10, len(ids), func(i int) error {
		got, err := NewWorkspaces(c).Get(t.Context(), ids[i], "")
		if err != nil || got.ID != ids[i] || got.OrganisationID.Or("") != acmeID {
			t.Errorf("%s reads as %s of organisation %q, %v", ids[i], got.ID, got.OrganisationID.Or(""), err)
		}
		return err
	})
}

func TestCache_requests(t *testing.T) {
	t.Parallel()
	lacking := func(p *plane) { // items lack a field that the single read returns
		for _, w := range p.workspaces {
			delete(w, "description")
		}
	}
	for _, test := range []struct {
		name         string
		there, ours  int
		prepare      func(*plane)
		most, single int
	}{
		{"all of 300", 300, 300, nil, 10, alwaysAlone},
		{"300 of 2,000", 2000, 300, nil, 310, 300},
		{"300 whose items are thin", 300, 300, lacking, 330, 300},
		{"300 on pages of 20", 300, 300, func(p *plane) { p.max = 20 }, 25, alwaysAlone},
		{"300 that may not be listed", 300, 300, func(p *plane) {
			p.on = func(r *http.Request) (int, string, error, bool) {
				return http.StatusForbidden, refused, nil, r.URL.Path == "/v1/admin/workspaces"
			}
		}, 301, 300},
		{"2 of 5,000", 5000, 2, nil, 2, 2},
		{"10 of 5,000", 5000, 10, nil, 19, 10},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p, ids := organisation(test.there)
			if test.prepare != nil {
				test.prepare(p)
			}
			c := p.client(t)
			ours := ids[len(ids)-test.ours:] // on the last pages
			for range 2 {
				refresh(t, c, ours)
				if test.single == test.ours {
					break
				}
			}
			if got := p.asked("GET"); got > test.most {
				t.Errorf("%d requests, want %d at most", got, test.most)
			}
			if got := p.asked("GET /admin/workspaces/"); got > test.single {
				t.Errorf("%d single reads, want %d at most", got, test.single)
			}
		})
	}
}

// Clients of one key share it, those of another don't.
func TestCache_isSharedByKey(t *testing.T) {
	t.Parallel()
	p, ids := organisation(200)
	var pool Pool
	for _, key := range []string{"a", "a", "b"} {
		c, err := pool.Client(Options{APIKey: key, Transport: p})
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range ids { // in turn, so that it is the first two that are read alone
			refresh(t, c, []string{id})
		}
	}
	if got := p.asked("GET /admin/workspaces/"); got != 2*alwaysAlone {
		t.Errorf("%d single reads, want %d for each key", got, alwaysAlone)
	}
}

func TestCache_readsAlone(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		// happens after the list was read, and before the last workspace is.
		happens func(t *testing.T, p *plane, c *Client, id string)
		since   string
		alone   bool
	}{
		{name: "nothing happened", since: "1999-06-01T00:00:00.000Z"},
		{name: "a newer state", since: "1999-06-01T00:00:00.001Z", alone: true},
		{name: "a state of no time", since: "yesterday", alone: false},
		{name: "an edit of ours", alone: true, happens: func(t *testing.T, _ *plane, c *Client, id string) {
			_, err := NewWorkspaces(c).Edit(t.Context(), id, func(Workspace) ([]WorkspaceUpdate, error) {
				return []WorkspaceUpdate{{Description: Some("ours")}}, nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}},
		{name: "59 seconds", happens: func(*testing.T, *plane, *Client, string) { time.Sleep(59 * time.Second) }},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				p, ids := organisation(20)
				c := p.client(t)
				refresh(t, c, ids[:10])
				if test.happens != nil {
					test.happens(t, p, c, ids[19])
				}
				before := p.asked("GET /admin/workspaces/")
				got, err := NewWorkspaces(c).Get(t.Context(), ids[19], test.since)
				if alone := p.asked("GET /admin/workspaces/") > before; err != nil || got.ID != ids[19] || alone != test.alone {
					t.Errorf("read alone: %t, want %t; %s, %v", alone, test.alone, got.ID, err)
				}
			})
		})
	}
}

// What no page shows is read alone, and what is refused then is refused.
func TestCache_absenceProvesNothing(t *testing.T) {
	t.Parallel()
	p, ids := organisation(20)
	hidden := listable(777)
	c := p.client(t)
	refresh(t, c, ids)
	p.workspaces = append(p.workspaces, hidden)
	refresh(t, c, []string{hidden.text("id")})
	if _, err := NewWorkspaces(c).Get(t.Context(), listable(778).text("id"), ""); !IsRefused(err) {
		t.Errorf("got %v, want the API's refusal", err)
	}
}

// A page answers for a minute; then the list is read from its first page again.
func TestCache_growsOld(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p, ids := organisation(20)
		c := p.client(t)
		inTurn := func() { // so that it is the first two that are read alone
			for _, id := range ids {
				refresh(t, c, []string{id})
			}
		}
		inTurn()
		p.workspaces[10]["description"] = "edited in the UI"
		time.Sleep(61 * time.Second)
		got, err := NewWorkspaces(c).Get(t.Context(), ids[10], "")
		if err != nil || got.Description.Or("") != "edited in the UI" {
			t.Errorf("reads %q, %v", got.Description.Or(""), err)
		}
		inTurn()
		if single := p.asked("GET /admin/workspaces/"); single > alwaysAlone {
			t.Errorf("%d single reads", single)
		}
	})
}

// Two whole lists share their pages, with each other and with later reads; one
// that was begun before the end of a write is not used again.
func TestCache_list(t *testing.T) {
	t.Parallel()
	p, ids := organisation(250)
	c := p.client(t)
	refresh(t, c, ids[:1])
	for range 2 {
		if all, err := NewWorkspaces(c).List(t.Context(), nil); err != nil || len(all) != 251 {
			t.Fatalf("%d workspaces, %v", len(all), err)
		}
	}
	refresh(t, c, ids)
	if got := p.asked("GET /admin/workspaces?"); got != 3 {
		t.Errorf("%d pages were asked for, want 3", got)
	}
	if got := p.asked("GET /admin/workspaces/"); got > alwaysAlone {
		t.Errorf("%d workspaces were read alone, though a list has shown them", got)
	}
	if _, err := post(t.Context(), c, WorkspaceCreate{Name: "New"}); err != nil {
		t.Fatal(err)
	}
	if all, err := NewWorkspaces(c).List(t.Context(), nil); err != nil || len(all) != 252 {
		t.Errorf("after a create: %d workspaces, %v", len(all), err)
	}
}

// schedules is how many random interleavings of reads and writes are tried, as many
// under the race detector as without it.
func schedules() int {
	switch {
	case os.Getenv("PORTKEY_NIGHTLY") != "":
		return 100_000
	case testing.Short() && !raceDetector:
		return 1_000
	default:
		return 2_000
	}
}

// No read that begins after a write of the process sees older data, however
// reads, lists and writes interleave and however long each answer takes.
func TestCache_noReadSeesOlderDataThanAWriteBeforeIt(t *testing.T) {
	t.Parallel()
	const parts = 4
	t.Run("parts", func(t *testing.T) {
		for part := range parts {
			t.Run(fmt.Sprint(part), func(t *testing.T) {
				t.Parallel()
				for schedule := part; schedule < schedules(); schedule += parts {
					synctest.Test(t, func(t *testing.T) { interleave(t, uint64(schedule)) })
					if t.Failed() {
						t.Fatalf("schedule %d", schedule)
					}
				}
			})
		}
	})
}

func interleave(t *testing.T, seed uint64) {
	t.Helper()
	const objects, workers, steps = 8, 5, 5
	p, ids := organisation(objects)
	p.max = 3
	var mu sync.Mutex
	random := rand.New(rand.NewPCG(seed, 0)) //nolint:gosec // schedules, no secrets
	draw := func(n int) int {
		mu.Lock()
		defer mu.Unlock()
		return random.IntN(n)
	}
	pause := func() { time.Sleep(time.Duration(draw(30)) * time.Millisecond) }
	p.on = func(*http.Request) (int, string, error, bool) { pause(); return 0, "", nil, false }
	p.after = func(*http.Request) error { pause(); return nil }
	c := p.client(t)

	written := map[string]string{} // by id: the latest description whose write has ended
	latest := func(id string) string {
		mu.Lock()
		defer mu.Unlock()
		return written[id]
	}
	check := func(before string, got Workspace) {
		if shown := got.Description.Or(""); shown < before {
			t.Errorf("%s reads %q, after the write of %q", got.ID, shown, before)
		}
	}
	var all sync.WaitGroup
	for worker := range workers {
		all.Go(func() {
			for step := range steps {
				pause()
				id := ids[draw(objects)]
				switch draw(6) {
				case 0:
					text := fmt.Sprintf("%09d of %d", time.Since(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)).Microseconds(), worker*steps+step)
					_, err := NewWorkspaces(c).Edit(t.Context(), id, func(live Workspace) ([]WorkspaceUpdate, error) {
						text = max(text, live.Description.Or("")+"+") // edits of one object follow each other
						return []WorkspaceUpdate{{Description: Some(text)}}, nil
					})
					if err != nil {
						t.Error(err)
					}
					mu.Lock()
					written[id] = max(written[id], text)
					mu.Unlock()
				case 1:
					before := map[string]string{}
					for _, id := range ids {
						before[id] = latest(id)
					}
					list, err := NewWorkspaces(c).List(t.Context(), nil)
					if err != nil && !strings.Contains(err.Error(), "changed while") {
						t.Error(err)
					}
					for _, w := range list {
						check(before[w.ID], w)
					}
				default:
					before := latest(id)
					got, err := NewWorkspaces(c).Get(t.Context(), id, "")
					if err != nil {
						t.Error(err)
					}
					check(before, got)
				}
			}
		})
	}
	all.Wait()
}

// A list that was begun before a write is read again while that is open.
func TestCache_listDuringAWrite(t *testing.T) {
	t.Parallel()
	p, ids := organisation(3)
	c := p.client(t)
	list := func() {
		if _, err := NewWorkspaces(c).List(t.Context(), nil); err != nil {
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
	_, err := NewWorkspaces(c).Edit(t.Context(), ids[0], func(Workspace) ([]WorkspaceUpdate, error) {
		return []WorkspaceUpdate{{Description: Some("ours")}}, nil
	})
	if got := p.asked("GET /admin/workspaces?"); err != nil || got != 2 {
		t.Errorf("%d lists, want 2; %v", got, err)
	}
}
