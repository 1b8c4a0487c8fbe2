package portkey

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestPrepareCreate(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		body   WorkspaceCreate
		there  []object
		on     func(*http.Request) (int, string, error, bool)
		lists  []string // the names that are asked for
		taken  int
		blind  bool
		failed bool
	}{
		{
			name: "free", body: WorkspaceCreate{Name: "production"},
			there: []object{workspace(1, "production-2"), workspace(2, "Production")},
			lists: []string{"production"},
		},
		{
			name: "an archived one doesn't count", body: WorkspaceCreate{Name: "production"},
			there: []object{workspace(1, "production").with("status", "archived")},
			lists: []string{"production"},
		},
		{
			name: "taken", body: WorkspaceCreate{Name: "production"},
			there: []object{workspace(1, "production"), workspace(2, "production")},
			taken: 2,
		},
		{
			name: "an icon of its own", body: WorkspaceCreate{Name: "Target", Icon: "🎯"},
			there: []object{workspace(1, "🎯 Target").with("icon", "🎯")},
			taken: 1,
		},
		{
			name: "an icon of its own, the plain form returned", body: WorkspaceCreate{Name: "Target", Icon: "🎯"},
			there: []object{workspace(1, "Target").with("icon", "🎯")},
			taken: 1,
		},
		{
			name: "an icon in the name, the plain form returned", body: WorkspaceCreate{Name: "🎯 Target"},
			there: []object{workspace(1, "Target").with("icon", "🎯")},
			taken: 1,
		},
		{
			name: "the same plain name under another icon is another name", body: WorkspaceCreate{Name: "Target", Icon: "🎯"},
			there: []object{workspace(1, "Target").with("icon", "🚀"), workspace(2, "Target")},
			lists: []string{"🎯 Target", "Target"},
		},
		{
			name: "letters beyond ASCII are no icon", body: WorkspaceCreate{Name: "Équipe rouge"},
			lists: []string{"\u00c9quipe rouge", "E\u0301quipe rouge"}, // composed and decomposed
		},
		{
			name: "the name in decomposed letters", body: WorkspaceCreate{Name: "\u00c9quipe rouge"},
			there: []object{workspace(1, "E\u0301quipe rouge")},
			taken: 1,
		},
		{
			name: "the name in composed letters", body: WorkspaceCreate{Name: "E\u0301quipe rouge"},
			there: []object{workspace(1, "\u00c9quipe rouge")},
			taken: 1,
		},
		{
			name: "an icon alone", body: WorkspaceCreate{Name: "🎯"},
			lists: []string{"🎯"},
		},
		{
			name: "may not list", body: WorkspaceCreate{Name: "production"},
			on:    answering(http.MethodGet, "/admin/workspaces", http.StatusForbidden, refused),
			lists: []string{"production"}, blind: true,
		},
		{
			name: "404 is a wrong base URL, not a missing scope", body: WorkspaceCreate{Name: "production"},
			on:     answering(http.MethodGet, "/admin/workspaces", http.StatusNotFound, "{}"),
			failed: true,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				p := newPlane(test.there...)
				p.on = test.on
				started := time.Now()
				look, err := prepare(t.Context(), p.client(t), test.body, false)
				var taken *TakenError
				switch {
				case test.taken > 0:
					if !errors.As(err, &taken) || len(taken.Candidates) != test.taken || taken.MadeHere {
						t.Fatalf("got %v", err)
					}
					if took := time.Since(started); took != DefaultWaits().TakenName {
						t.Errorf("it was looked at for %s", took)
					}
					return
				case test.failed:
					if err == nil || errors.As(err, &taken) || !strings.Contains(err.Error(), `look whether the name "production" is taken`) {
						t.Fatalf("got %v", err)
					}
					return
				case err != nil:
					t.Fatal(err)
				}
				if look.Blind() != test.blind {
					t.Errorf("blind is %t", look.Blind())
				}
				var asked []string
				for _, r := range p.requests {
					for _, name := range test.lists {
						if strings.Contains(r, "exact_name="+strings.NewReplacer(" ", "+", "🎯", "%F0%9F%8E%AF", "É", "%C3%89", "\u0301", "%CC%81").Replace(name)+"&") {
							asked = append(asked, name)
						}
					}
				}
				if !slices.Equal(asked, test.lists) || len(p.requests) != len(test.lists) {
					t.Errorf("got  %v\nwant %v", p.requests, test.lists)
				}
			})
		})
	}
}

func TestPrepareCreate_waitsForATakenName(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPlane(workspace(1, "production"))
		c := p.client(t)
		time.AfterFunc(1200*time.Millisecond, func() {
			if err := c.DeleteWorkspace(t.Context(), workspace(1, "").text("id"), "production"); err != nil {
				t.Error(err)
			}
		})
		if _, err := prepare(t.Context(), c, WorkspaceCreate{Name: "production"}, false); err != nil {
			t.Error(err)
		}
	})
}

func TestPrepareCreate_stops(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newPlane(workspace(1, "production")).client(t)
		ctx, stop := context.WithCancel(t.Context())
		time.AfterFunc(700*time.Millisecond, stop)
		started := time.Now()
		_, err := prepare(ctx, c, WorkspaceCreate{Name: "production"}, false)
		if !errors.Is(err, context.Canceled) || time.Since(started) != 700*time.Millisecond {
			t.Errorf("got %v after %s", err, time.Since(started))
		}
	})
}

// A failed lookup keeps no name reserved.
func TestPrepareCreate_afterAFailure(t *testing.T) {
	t.Parallel()
	p := newPlane()
	p.on = func(*http.Request) (int, string, error, bool) { return http.StatusBadRequest, "{}", nil, true }
	c := p.client(t)
	body := WorkspaceCreate{Name: "production"}
	if _, err := prepare(t.Context(), c, body, false); err == nil {
		t.Fatal("the look did not fail")
	}
	p.on = nil
	if _, err := prepare(t.Context(), c, body, false); err != nil {
		t.Errorf("the next look: %v", err)
	}
}

// A list that lags behind doesn't show what this process has just created.
func TestPrepareCreate_remembersWhatItMade(t *testing.T) {
	t.Parallel()
	body := WorkspaceCreate{Name: "production"}
	for _, test := range []struct {
		name  string
		after func(*testing.T, *Client, string)
		taken bool
	}{
		{name: "as it was created", after: func(*testing.T, *Client, string) {}, taken: true},
		{name: "renamed since", after: func(t *testing.T, c *Client, id string) {
			_, err := NewWorkspaces(c).Edit(t.Context(), id, func(Workspace) ([]WorkspaceUpdate, error) {
				return []WorkspaceUpdate{{Name: Some("other")}}, nil
			})
			if err != nil {
				t.Error(err)
			}
		}},
		{name: "deleted since", after: func(t *testing.T, c *Client, id string) {
			if err := c.DeleteWorkspace(t.Context(), id, "production"); err != nil {
				t.Error(err)
			}
		}},
		{name: "deleted by someone else", after: func(t *testing.T, c *Client, id string) {
			_, err := c.do(t.Context(), request{method: http.MethodDelete, path: NewWorkspaces(c).noun.at(id)})
			if err != nil {
				t.Error(err)
			}
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				p := newPlane()
				p.on = func(r *http.Request) (int, string, error, bool) {
					return http.StatusOK, `{"total":0,"data":[]}`, nil, r.URL.Query().Get("exact_name") != ""
				}
				c := p.client(t)
				id, err := create(t.Context(), c, body, false, anything)
				if err != nil {
					t.Fatal(err)
				}
				test.after(t, c, id)
				_, err = prepare(t.Context(), c, body, false)
				var taken *TakenError
				if errors.As(err, &taken) != test.taken || taken != nil && !taken.MadeHere {
					t.Errorf("got %v", err)
				}
			})
		})
	}
}

// A name that no item returns is not free: what has it is not known.
func TestPrepareCreate_listWithoutNames(t *testing.T) {
	t.Parallel()
	p := newPlane()
	p.on = answering(http.MethodGet, "/admin/workspaces", http.StatusOK, `{"data":[{"id":"a"}],"total":1}`)
	_, err := prepare(t.Context(), p.client(t), WorkspaceCreate{Name: "production"}, false)
	if err == nil || !strings.Contains(err.Error(), "does not contain the names") {
		t.Errorf("got %v", err)
	}
	p.contents["configs"] = []object{{"slug": "pc-one", "in": "ws-1"}} // names of configs are looked up in the whole list
	_, err = NewConfigs(p.client(t), "ws-1").PrepareCreate(t.Context(), func(time.Time) ConfigCreate { return ConfigCreate{Name: "one"} }, false)
	if err == nil || !strings.Contains(err.Error(), "does not contain the names of configs") {
		t.Errorf("got %v", err)
	}
}

// An empty name is a name: it keeps no other from being looked up.
func TestPrepareCreate_emptyName(t *testing.T) {
	t.Parallel()
	p := newPlane(workspace(1, ""), workspace(2, "production"))
	p.contents["configs"] = []object{{"slug": "pc-one", "name": "", "in": "ws-1"}}
	p.on = func(r *http.Request) (int, string, error, bool) { // a server that ignores the filter
		return http.StatusOK, mustJSON(object{"total": 3, "data": p.workspaces}), nil, r.URL.Query().Get("exact_name") != ""
	}
	c := p.client(t)
	if _, err := prepare(t.Context(), c, WorkspaceCreate{Name: "staging"}, false); err != nil {
		t.Errorf("got %v", err)
	}
	var taken *TakenError
	if _, err := prepare(t.Context(), c, WorkspaceCreate{Name: "production"}, false); !errors.As(err, &taken) {
		t.Errorf("got %v, want it to be taken", err)
	}
	if _, err := NewConfigs(c, "ws-1").PrepareCreate(t.Context(), func(time.Time) ConfigCreate { return ConfigCreate{Name: "one"} }, false); err != nil {
		t.Errorf("got %v", err)
	}
	if _, err := NewWorkspaces(c).Find(t.Context(), "missing"); err == nil || strings.Contains(err.Error(), "names") {
		t.Errorf("got %v", err)
	}
}

// What this process created is a candidate once, whether a list shows it or not,
// and none any more once somebody else has renamed it.
func TestPrepareCreate_candidates(t *testing.T) {
	t.Parallel()
	for range 10 { // in any order
		synctest.Test(t, func(t *testing.T) {
			p := newPlane()
			c := p.client(t)
			body := WorkspaceCreate{Name: "production"}
			for range 3 {
				if _, err := create(t.Context(), c, body, true, anything); err != nil {
					t.Fatal(err)
				}
			}
			p.on = func(r *http.Request) (int, string, error, bool) { // the list lags
				newest := mustJSON(object{"total": 1, "data": p.workspaces[:1]})
				return http.StatusOK, newest, nil, r.URL.Query().Get("exact_name") != ""
			}
			var taken *TakenError
			if _, err := prepare(t.Context(), c, body, false); !errors.As(err, &taken) || len(taken.Candidates) != 3 {
				t.Errorf("got %v, want three candidates", err)
			}
			p.workspaces[1]["name"] = "renamed in the UI"
			if _, err := prepare(t.Context(), c, body, false); !errors.As(err, &taken) || len(taken.Candidates) != 2 {
				t.Errorf("got %v, want two candidates", err)
			}
		})
	}
}
