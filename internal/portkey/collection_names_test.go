package portkey

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// createNamed creates workspaces of names, as the resource does, as many at once as
// Terraform does.
func createNamed(t *testing.T, c *Client, names ...string) {
	t.Helper()
	parallel(10, len(names), func(i int) error {
		err := makeOne(t, c, names[i])
		if err != nil {
			t.Errorf("%s: %v", names[i], err)
		}
		return err
	})
}

func makeOne(t *testing.T, c *Client, name string) error {
	t.Helper()
	body := WorkspaceCreate{Name: name}
	create, err := prepare(t.Context(), c, body, false)
	if err == nil {
		_, err = create.Post(t.Context())
	}
	return err
}

func numbered(what string, n int) []string {
	var all []string
	for i := range n {
		all = append(all, fmt.Sprintf("%s %d", what, i))
	}
	return all
}

// readsNames creates so many workspaces, one after the other, that the list of an
// organisation of a page or less is read by then.
func readsNames(t *testing.T, c *Client) {
	t.Helper()
	for _, name := range numbered("New", 5) {
		createNamed(t, c, name)
	}
}

func TestFreeNames_requests(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name           string
		there, created int
		prepare        func(*plane)
		most           int
	}{
		{"500 among 2,000", 2000, 500, nil, 550},
		{"one among 2,000", 2000, 1, nil, 2},
		{"two among 2,000", 2000, 2, nil, 4},
		{"25 among 2,000", 2000, 25, nil, 25 + 2*25},
		{"500 in an empty organisation", 0, 500, nil, 506},
		{"names that are not returned", 300, 50, func(p *plane) { delete(p.workspaces[7], "name") }, 50 + 50 + 6},
		{"as many as the list has pages", 300, 4, nil, 4 + 4 + 1},
		{"a list without a total", 300, 50, func(p *plane) {
			p.on = firstPage(`{"data":[{"id":"a","name":"A"}]}`)
		}, 50 + 50 + 1},
		{"a list without items", 300, 50, func(p *plane) { p.on = firstPage(`{"total":300,"data":[]}`) }, 50 + 50 + 1},
		{"a list that is refused behind its first page", 300, 50, func(p *plane) { refuseLists(p, 1) }, 50 + 50 + 2},
		{"a list that is refused", 300, 50, func(p *plane) {
			p.on = func(r *http.Request) (int, string, error, bool) {
				whole := r.Method == http.MethodGet && r.URL.Query().Get("exact_name") == ""
				return http.StatusForbidden, refused, nil, whole
			}
		}, 50 + 50 + 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p, _ := organisation(test.there)
			if test.prepare != nil {
				test.prepare(p)
			}
			createNamed(t, p.client(t), numbered("New", test.created)...)
			if posts := p.asked("POST"); posts != test.created {
				t.Errorf("%d creates, want %d", posts, test.created)
			}
			if got := len(p.requests); got > test.most {
				t.Errorf("%d requests, want %d at most", got, test.most)
			}
		})
	}
}

// firstPage answers each request for a list of all with a page.
func firstPage(body string) func(*http.Request) (int, string, error, bool) {
	return func(r *http.Request) (int, string, error, bool) {
		return http.StatusOK, body, nil, r.Method == http.MethodGet && r.URL.Query().Get("exact_name") == ""
	}
}

// refuseLists refuses the pages of lists of all, but for the first few.
func refuseLists(p *plane, but int) {
	pages := 0
	p.on = func(r *http.Request) (int, string, error, bool) {
		if r.URL.Query().Get("exact_name") != "" || r.Method != http.MethodGet {
			return 0, "", nil, false
		}
		pages++
		return http.StatusForbidden, refused, nil, pages > but
	}
}

// The list is read once as many names were looked for as it has pages, not before
// and not after.
func TestFreeNames_paid(t *testing.T) {
	t.Parallel()
	for there, alone := range map[int]int{20: alwaysAlone, 299: 4} {
		p, _ := organisation(there)
		c := p.client(t)
		for _, name := range numbered("New", 10) {
			createNamed(t, c, name)
		}
		if got := strings.Count(strings.Join(p.requests, " "), "exact_name="); got != alone {
			t.Errorf("among %d: %d names were looked for, want %d", there, got, alone)
		}
	}
}

// A list that can't be read, or that doesn't contain every name, frees none.
func TestFreeNames_noWholeList(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(*plane){
		"refused":                func(p *plane) { refuseLists(p, 1) }, // the first shows how many there are
		"a name is not returned": func(p *plane) { delete(p.workspaces[7], "name") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				p, _ := organisation(20)
				spoil(p)
				c := p.client(t)
				readsNames(t, c)
				var taken *TakenError
				if err := makeOne(t, c, "Workspace 13"); !errors.As(err, &taken) {
					t.Errorf("got %v", err)
				}
			})
		})
	}
}

// A list that can't be read once it is outdated leaves no older one in its place.
func TestFreeNames_noLaterList(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p, ids := organisation(20)
		c := p.client(t)
		readsNames(t, c)
		_, err := NewWorkspaces(c).Edit(t.Context(), ids[3], func(Workspace) ([]WorkspaceUpdate, error) {
			return []WorkspaceUpdate{{Name: Some("Wanted")}}, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		refuseLists(p, 0)
		for range 5 {
			var taken *TakenError
			if err := makeOne(t, c, "Wanted"); !errors.As(err, &taken) {
				t.Errorf("got %v", err)
			}
		}
	})
}

// Where a list has no filter for names, each lookup reads the whole of it: the list
// is cached from the first one that succeeds on.
func TestFreeNames_withoutAFilter(t *testing.T) {
	t.Parallel()
	p := newPlane()
	p.on = func(*http.Request) (int, string, error, bool) {
		return http.StatusBadRequest, "{}", nil, len(p.requests) == 1
	}
	configs := NewConfigs(p.client(t), "ws-1")
	for _, name := range numbered("New", 10) {
		if _, err := configs.PrepareCreate(t.Context(), func(time.Time) ConfigCreate { return ConfigCreate{Name: name} }, false); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := p.asked("GET /configs"); got != 3 {
		t.Errorf("%d lists, want 3: one that fails, the lookup after it, and the one that is cached", got)
	}
}

// The list only ever says that a name is free, and not for ever.
func TestFreeNames_looksByName(t *testing.T) {
	t.Parallel()
	lost := errors.New("connection reset")
	for _, test := range []struct {
		name string
		// happens between the list and the create of "Wanted".
		happens func(t *testing.T, p *plane, c *Client, id string)
		taken   bool
		alone   bool
	}{
		{name: "nothing happened"},
		{name: "59 seconds", happens: func(*testing.T, *plane, *Client, string) { time.Sleep(59 * time.Second) }},
		{name: "a minute, after which the next list is to be paid for", alone: true, happens: func(*testing.T, *plane, *Client, string) { time.Sleep(61 * time.Second) }},
		{name: "a minute and a create of somebody else", alone: true, taken: true, happens: func(_ *testing.T, p *plane, _ *Client, _ string) {
			p.workspaces = append(p.workspaces, listable(4711).with("name", "Wanted"))
			time.Sleep(61 * time.Second)
		}},
		{name: "a create of this process", alone: true, taken: true, happens: func(t *testing.T, _ *plane, c *Client, _ string) {
			createNamed(t, c, "Wanted")
		}},
		{name: "a rename by this process", alone: true, taken: true, happens: func(t *testing.T, _ *plane, c *Client, id string) {
			_, err := NewWorkspaces(c).Edit(t.Context(), id, func(Workspace) ([]WorkspaceUpdate, error) {
				return []WorkspaceUpdate{{Name: Some("Wanted")}}, nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}},
		{name: "a create of this process whose answer was lost", alone: true, taken: true, happens: func(t *testing.T, p *plane, c *Client, _ string) {
			p.after = func(r *http.Request) error {
				if r.Method == http.MethodPost {
					return lost
				}
				return nil
			}
			look, err := prepare(t.Context(), c, WorkspaceCreate{Name: "Wanted"}, false)
			if err != nil {
				t.Fatal(err)
			}
			_, err = look.Post(t.Context())
			p.after = nil
			if !IsUnknownOutcome(err) {
				t.Fatalf("got %v", err)
			}
			never := func(Workspace) bool { return false }
			if _, err := look.Find(t.Context(), never); err == nil {
				t.Fatal("it was adopted")
			}
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				p, ids := organisation(20)
				c := p.client(t)
				readsNames(t, c)
				if test.happens != nil {
					test.happens(t, p, c, ids[3])
				}
				p.requests = nil
				err := makeOne(t, c, "Wanted")
				var taken *TakenError
				if errors.As(err, &taken) != test.taken || err != nil && taken == nil {
					t.Errorf("got %v, want it taken: %t", err, test.taken)
				}
				if alone := strings.Contains(strings.Join(p.requests, " "), "exact_name=Wanted"); alone != test.alone {
					t.Errorf("looked for by name: %t, want %t: %q", alone, test.alone, p.requests)
				}
			})
		})
	}
}

// A name that the list has is looked for by itself: it may be free by now.
func TestFreeNames_takenIsLookedFor(t *testing.T) {
	t.Parallel()
	p, _ := organisation(20)
	c := p.client(t)
	readsNames(t, c)
	old := p.workspaces[12].text("name")
	p.workspaces[12].with("name", "Renamed since") // by somebody else
	p.requests = nil
	if err := makeOne(t, c, old); err != nil || p.asked("POST") != 1 || p.asked("GET") != 1 {
		t.Errorf("got %v, %q", err, p.requests)
	}
}

// A name that stays taken is asked for by itself, however often.
func TestFreeNames_takenForLong(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p, _ := organisation(20)
		err := makeOne(t, p.client(t), p.workspaces[12].text("name"))
		var taken *TakenError
		if !errors.As(err, &taken) || len(p.requests) < 3 || p.asked("GET") != strings.Count(strings.Join(p.requests, " "), "exact_name=") {
			t.Errorf("got %v, %q", err, p.requests)
		}
	})
}

// A list that was begun before an edit says nothing while that is open, and one
// that was begun while it was open says nothing once it has ended.
func TestFreeNames_duringAnEdit(t *testing.T) {
	t.Parallel()
	rename := func(t *testing.T, c *Client, id string) {
		t.Helper()
		_, err := NewWorkspaces(c).Edit(t.Context(), id, func(Workspace) ([]WorkspaceUpdate, error) {
			return []WorkspaceUpdate{{Name: Some("Wanted")}}, nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	wantTaken := func(t *testing.T, c *Client) {
		t.Helper()
		var taken *TakenError
		if err := makeOne(t, c, "Wanted"); !errors.As(err, &taken) {
			t.Errorf("got %v", err)
		}
	}
	t.Run("begun before it", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			p, ids := organisation(20)
			c := p.client(t)
			readsNames(t, c)
			p.after = func(r *http.Request) error {
				if r.Method == http.MethodPut {
					wantTaken(t, c)
				}
				return nil
			}
			rename(t, c, ids[3])
		})
	})
	t.Run("begun while it is open", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			p, ids := organisation(20)
			c := p.client(t)
			p.on = func(r *http.Request) (int, string, error, bool) {
				if r.Method == http.MethodPut {
					readsNames(t, c)
				}
				return 0, "", nil, false
			}
			rename(t, c, ids[3])
			wantTaken(t, c)
		})
	})
}
