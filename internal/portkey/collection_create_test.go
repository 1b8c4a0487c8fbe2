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

func TestTakenError(t *testing.T) {
	t.Parallel()
	taken := TakenError{Words: Words{One: "workspace"}, Name: "x", Candidates: []Candidate{{ID: "a"}, {ID: "b"}}}
	if got, want := taken.Error(), `a workspace named "x" exists: a, b`; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	taken.Candidates = nil
	if got, want := taken.Error(), `another create of this run creates a workspace named "x"`; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

// create does what a resource does. The second result is the workspace's id.
func create(ctx context.Context, c *Client, body WorkspaceCreate, allowDuplicate bool, matches func(Workspace) bool) (string, error) {
	look, err := prepare(ctx, c, body, allowDuplicate)
	if err != nil {
		return "", err
	}
	got, err := look.Post(ctx)
	if IsUnknownOutcome(err) {
		got, err = look.Find(ctx, matches)
	}
	return got.ID, err
}

func anything(Workspace) bool { return true }

func TestPost(t *testing.T) {
	t.Parallel()
	p := newPlane()
	got, err := post(t.Context(), p.client(t), WorkspaceCreate{Name: "production", Description: "for customers"})
	if err != nil || got.ID != workspace(900001, "").text("id") {
		t.Errorf("got %+v, %v", got, err)
	}
	if want := `POST /admin/workspaces {"name":"production","description":"for customers"}`; !slices.Equal(p.bodies, []string{want}) {
		t.Errorf("got  %v\nwant %s", p.bodies, want)
	}
}

func TestWrites_doNotBeginAfterAStop(t *testing.T) {
	t.Parallel()
	p := newPlane(workspace(1, "production"))
	c := p.client(t)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	_, err := post(ctx, c, WorkspaceCreate{Name: "staging"})
	if !errors.Is(err, context.Canceled) || IsUnknownOutcome(err) {
		t.Errorf("got %v", err)
	}
	if err := c.DeleteWorkspace(ctx, workspace(1, "").text("id"), "production"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if len(p.requests) > 0 {
		t.Errorf("got %v", p.requests)
	}
}

func TestPost_outcome(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		status  int
		body    string
		unknown bool
	}{
		{name: "refused", status: 400, body: `{"message":"no"}`},
		{name: "forbidden", status: 403, body: refused},
		{name: "request timeout", status: 408, body: ``, unknown: true},
		{name: "bad gateway", status: 502, body: `upstream connect error`, unknown: true},
		{name: "an answer without an id", status: 200, body: `{"name":"production"}`, unknown: true},
		{name: "an empty answer", status: 200, body: ``, unknown: true},
		{name: "an answer cut short", status: 200, body: `{"id":"a`, unknown: true},
		{name: "a page", status: 200, body: `<html>`, unknown: true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := newPlane()
			p.on = answering(http.MethodPost, "/admin/workspaces", test.status, test.body)
			got, err := post(t.Context(), p.client(t), WorkspaceCreate{Name: "production"})
			if err == nil || IsUnknownOutcome(err) != test.unknown || got.ID != "" {
				t.Errorf("got %q, %v", got.ID, err)
			}
			if len(p.bodies) != 1 {
				t.Errorf("it was sent %d times", len(p.bodies))
			}
		})
	}
}

// losing takes back the answers of the first n creates, which had their effect.
func losing(n int) func(*http.Request) error {
	return func(r *http.Request) error {
		if r.Method == http.MethodPost && n > 0 {
			n--
			return errReset
		}
		return nil
	}
}

func TestFind_created(t *testing.T) {
	t.Parallel()
	body := WorkspaceCreate{Name: "production", Description: "ours"}
	ours := func(w Workspace) bool { return w.Description.Or("") == "ours" }
	lost := workspace(900001, "").text("id")

	for _, test := range []struct {
		name       string
		there      []object
		duplicate  bool
		setup      func(*plane)
		want       string
		candidates int
		blind      bool
		took       time.Duration
	}{
		{
			name: "a lost answer is found", setup: func(p *plane) { p.after = losing(1) },
			want: lost,
		},
		{
			name: "nothing was created", took: 30 * time.Second,
			setup: func(p *plane) { p.on = answering(http.MethodPost, "/", http.StatusBadGateway, "") },
		},
		{
			name: "what was there before is never adopted", duplicate: true, took: 30 * time.Second,
			there: []object{workspace(1, "production").with("description", "ours")},
			setup: func(p *plane) { p.on = answering(http.MethodPost, "/", http.StatusBadGateway, "") },
		},
		{
			name: "the new one beside what was there before", duplicate: true,
			there: []object{workspace(1, "production").with("description", "ours")},
			setup: func(p *plane) { p.after = losing(1) },
			want:  lost,
		},
		{
			name: "one that is not what was sent", took: 30 * time.Second, candidates: 1,
			setup: func(p *plane) {
				p.on = func(r *http.Request) (int, string, error, bool) {
					if r.Method == http.MethodPost {
						p.add(workspace(7, "production").with("description", "theirs"))
					}
					return http.StatusBadGateway, "", nil, r.Method == http.MethodPost
				}
			},
		},
		{
			name: "several", took: 30 * time.Second, candidates: 2,
			setup: func(p *plane) {
				p.after = func(r *http.Request) error {
					if r.Method == http.MethodPost {
						p.add(workspace(7, "production").with("description", "ours"))
						return errReset
					}
					return nil
				}
			},
		},
		{
			name: "one whose fields show late", want: lost, took: 3500 * time.Millisecond,
			setup: func(p *plane) {
				reads := 0
				p.after = losing(1)
				p.on = func(r *http.Request) (int, string, error, bool) {
					single := r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, lost)
					if single {
						reads++
					}
					return http.StatusOK, `{"id":"` + lost + `","name":"production"}`, nil, single && reads < 4
				}
			},
		},
		{
			name: "one that the list shows late", want: lost, took: 1500 * time.Millisecond,
			setup: func(p *plane) {
				lists := 0
				p.after = losing(1)
				p.on = func(r *http.Request) (int, string, error, bool) {
					list := r.URL.Query().Get("exact_name") != ""
					if list {
						lists++
					}
					return http.StatusOK, `{"total":0,"data":[]}`, nil, list && lists < 4
				}
			},
		},
		{
			name: "one that can't be read", took: 30 * time.Second, candidates: 1,
			setup: func(p *plane) {
				p.after = losing(1)
				p.on = answering(http.MethodGet, "/admin/workspaces/", http.StatusForbidden, refused)
			},
		},
		{
			name: "a key that may not list", blind: true,
			setup: func(p *plane) {
				p.after = losing(1)
				p.on = answering(http.MethodGet, "/admin/workspaces", http.StatusForbidden, refused)
			},
		},
		{
			name: "a key that may not list any more", blind: true,
			setup: func(p *plane) {
				p.after = losing(1)
				p.on = func(r *http.Request) (int, string, error, bool) {
					return http.StatusForbidden, refused, nil, r.Method == http.MethodGet && len(p.bodies) > 0
				}
			},
		},
		{
			name: "lists that fail for a while", want: lost, took: 500 * time.Millisecond,
			setup: func(p *plane) {
				lists := 0
				p.after = losing(1)
				p.on = func(r *http.Request) (int, string, error, bool) {
					list := r.Method == http.MethodGet && len(p.bodies) > 0
					if list {
						lists++
					}
					return http.StatusBadRequest, "{}", nil, list && lists < 2
				}
			},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				p := newPlane(test.there...)
				test.setup(p)
				started := time.Now()
				got, err := create(t.Context(), p.client(t), body, test.duplicate, ours)
				if got != test.want || (err == nil) != (test.want != "") {
					t.Fatalf("got %q, %v; want %q", got, err, test.want)
				}
				if took := time.Since(started); took != test.took {
					t.Errorf("took %s, want %s", took, test.took)
				}
				if len(p.bodies) != 1 {
					t.Errorf("got %d writes: %v", len(p.bodies), p.bodies)
				}
				if err == nil {
					return
				}
				var unknown *UnknownOutcomeError
				if !errors.As(err, &unknown) || len(unknown.Candidates) != test.candidates || unknown.Blind != test.blind {
					t.Errorf("got %+v", unknown)
				}
				if !errors.As(err, new(*Error)) {
					t.Error("the cause is lost")
				}
			})
		})
	}
}

// That nothing has appeared may be said only where a look succeeded.
func TestFind_created_tellsHowTheLookFailed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPlane()
		p.after = losing(1)
		p.on = func(r *http.Request) (int, string, error, bool) {
			return http.StatusBadRequest, "{}", nil, r.Method == http.MethodGet && len(p.bodies) > 0
		}
		_, err := create(t.Context(), p.client(t), WorkspaceCreate{Name: "production"}, true, anything)
		if err == nil || !strings.Contains(err.Error(), "looking for it failed: GET /admin/workspaces: 400") {
			t.Errorf("got %v", err)
		}
		if unknown := (*UnknownOutcomeError)(nil); !errors.As(err, &unknown) || !unknown.Duplicate {
			t.Error("it does not report that a second one would be allowed")
		}
	})
}

func (p *plane) add(w object) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.workspaces = slices.Insert(p.workspaces, 0, w)
}

func TestFind_created_sharesTheGraceOfAStop(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPlane()
		p.on = answering(http.MethodPost, "/", http.StatusBadGateway, "")
		ctx, stop := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, stop)
		started := time.Now()
		_, err := create(ctx, p.client(t), WorkspaceCreate{Name: "production"}, false, anything)
		if took := time.Since(started); !errors.As(err, new(*UnknownOutcomeError)) || took != 7*time.Second {
			t.Errorf("got %v after %s", err, took)
		}
	})
}

func TestUnknownOutcomeError(t *testing.T) {
	t.Parallel()
	cause := errors.New("reset")
	for _, test := range []struct {
		err  UnknownOutcomeError
		want string
	}{
		{UnknownOutcomeError{}, "none of that name has appeared"},
		{UnknownOutcomeError{Blind: true}, "the API key may not list them (scope workspaces.list)"},
		{UnknownOutcomeError{Candidates: []Candidate{{ID: "a"}, {ID: "b"}}}, "it may be one of: a, b"},
	} {
		test.err.Words, test.err.Name, test.err.Cause = Words{One: "workspace", Scopes: "workspaces"}, "x", cause
		want := `it is not known whether the workspace "x" was created; ` + test.want + ": reset"
		if got := test.err.Error(); got != want || !errors.Is(&test.err, cause) {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

// Two creates of one name at once: whatever happens to their answers, they never
// have the same workspace, and no workspace is created that neither asked for.
func TestCreate_twiceAtOnce(t *testing.T) {
	t.Parallel()
	body := WorkspaceCreate{Name: "production"}
	both := func(t *testing.T, p *plane, allowDuplicate bool) (ids []string, errs []error) {
		c := p.client(t)
		type outcome struct {
			id  string
			err error
		}
		outcomes := make(chan outcome)
		for range 2 {
			go func() {
				id, err := create(t.Context(), c, body, allowDuplicate, anything)
				outcomes <- outcome{id, err}
			}()
		}
		for range 2 {
			if o := <-outcomes; o.err == nil {
				ids = append(ids, o.id)
			} else {
				errs = append(errs, o.err)
			}
		}
		return ids, errs
	}
	t.Run("the second is refused", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			p := newPlane()
			ids, errs := both(t, p, false)
			var taken *TakenError
			if len(ids) != 1 || !errors.As(errors.Join(errs...), &taken) || !taken.MadeHere || len(p.bodies) != 1 {
				t.Errorf("got %v, %v, %v", ids, errs, p.bodies)
			}
		})
	})
	t.Run("while the first awaits its answer", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			p := newPlane()
			p.on = func(r *http.Request) (int, string, error, bool) {
				if r.Method == http.MethodPost {
					time.Sleep(10 * time.Second)
				}
				return 0, "", nil, false
			}
			ids, errs := both(t, p, false)
			var taken *TakenError
			if len(ids) != 1 || !errors.As(errors.Join(errs...), &taken) || !taken.MadeHere || len(p.bodies) != 1 {
				t.Errorf("got %v, %v, %v", ids, errs, p.bodies)
			}
		})
	})
	t.Run("while the first is looked for", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			p := newPlane()
			p.on = answering(http.MethodPost, "/", http.StatusBadGateway, "")
			ids, errs := both(t, p, false)
			joined := errors.Join(errs...)
			if len(ids) != 0 || !errors.As(joined, new(*TakenError)) || !errors.As(joined, new(*UnknownOutcomeError)) || len(p.bodies) != 1 {
				t.Errorf("got %v, %v, %v", ids, errs, p.bodies)
			}
		})
	})
	t.Run("duplicates allowed", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			ids, errs := both(t, newPlane(), true)
			if len(ids) != 2 || ids[0] == ids[1] {
				t.Errorf("got %v, %v", ids, errs)
			}
		})
	})
	t.Run("duplicates allowed, both answers lost", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			p := newPlane()
			p.after = losing(2)
			ids, errs := both(t, p, true)
			if len(ids) > 1 && ids[0] == ids[1] || len(p.bodies) != 2 {
				t.Errorf("got %v, %v", ids, errs)
			}
		})
	})
	t.Run("duplicates allowed, one refused by a gateway while the other awaits its answer", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			p := newPlane()
			posts := make(chan struct{}, 2)
			p.on = func(r *http.Request) (int, string, error, bool) {
				if r.Method == http.MethodPost {
					posts <- struct{}{}
					if len(posts) == 1 {
						return http.StatusBadGateway, "", nil, true
					}
				}
				return 0, "", nil, false
			}
			p.after = func(r *http.Request) error {
				if r.Method == http.MethodPost {
					time.Sleep(5 * time.Second) // created, but not yet answered
				}
				return nil
			}
			ids, errs := both(t, p, true)
			if len(ids) != 1 || !errors.As(errors.Join(errs...), new(*UnknownOutcomeError)) {
				t.Errorf("got %v, %v", ids, errs)
			}
		})
	})
}

// What an UnknownOutcomeError reports is what the last lookup that came to an end
// saw; and once it is returned, the name is free for another attempt.
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
					t.Errorf("the name is still reserved: %v", err)
				}
			})
		})
	}
}
