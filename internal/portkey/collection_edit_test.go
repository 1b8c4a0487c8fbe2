package portkey

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestEdit(t *testing.T) {
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
		back, err := NewWorkspaces(p.client(t)).Edit(t.Context(), id, func(live Workspace) ([]WorkspaceUpdate, error) {
			if live.Name.Or("") != "old" || live.LastUpdatedAt.Or("") != old {
				t.Errorf("got %+v", live)
			}
			return []WorkspaceUpdate{{Icon: Some("")}, {Name: Some("b"), RateLimits: Null[[]RateLimit]()}}, nil
		})
		told := back.LastUpdatedAt.Or("")
		if err != nil || told == old || told == "" || back.Name.Or("") != "b" {
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
		back, err := NewWorkspaces(p.client(t)).Edit(t.Context(), id, rename())
		if told := back.LastUpdatedAt.Or(""); err != nil || told != old || len(p.requests) != 1 {
			t.Errorf("got %q, %v, %v", told, err, p.requests)
		}
	})
	t.Run("the plan refuses", func(t *testing.T) {
		t.Parallel()
		p := newPlane(workspace(1, "old"))
		no := errors.New("no")
		_, err := NewWorkspaces(p.client(t)).Edit(t.Context(), id, func(Workspace) ([]WorkspaceUpdate, error) { return nil, no })
		if !errors.Is(err, no) || len(p.bodies) > 0 {
			t.Errorf("got %v, %v", err, p.bodies)
		}
	})
	for asked, then := range map[int]error{2: nil, 3: ErrStale} {
		t.Run("the answer is old", func(t *testing.T) {
			t.Parallel()
			p := newPlane(workspace(1, "old"))
			count := 0
			_, err := NewWorkspaces(p.client(t)).Edit(t.Context(), id, func(live Workspace) ([]WorkspaceUpdate, error) {
				if count++; count < asked || then != nil {
					return nil, fmt.Errorf("not yet: %w", ErrStale)
				}
				return rename("b")(live)
			})
			if !errors.Is(err, then) || count != asked || (len(p.bodies) == 1) != (then == nil) {
				t.Errorf("asked %d times, sent %v: %v", count, p.bodies, err)
			}
		})
	}
	t.Run("it can't be read", func(t *testing.T) {
		t.Parallel()
		p := newPlane()
		if _, err := NewWorkspaces(p.client(t)).Edit(t.Context(), id, rename("b")); !IsRefused(err) || len(p.bodies) > 0 {
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
			_, err := NewWorkspaces(p.client(t)).Edit(t.Context(), id, rename("b", "c"))
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
				back, err := NewWorkspaces(p.client(t)).Edit(t.Context(), id, rename("b"))
				if told := back.LastUpdatedAt.Or(""); err != nil || told != test.want || p.asked("GET") != 4 {
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
		back, err := NewWorkspaces(p.client(t)).Edit(ctx, id, rename("b"))
		if told := back.LastUpdatedAt.Or(""); err != nil || told != "" || len(p.bodies) != 1 {
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
				_, err := NewWorkspaces(c).Edit(t.Context(), id, func(Workspace) ([]WorkspaceUpdate, error) {
					<-leave
					return rename("first")(Workspace{})
				})
				first <- err
			}()
			synctest.Wait()
			if _, err := NewWorkspaces(c).Edit(t.Context(), workspace(2, "").text("id"), rename("another")); err != nil {
				t.Error(err)
			}
			ctx, stop := context.WithCancel(t.Context())
			stop()
			if _, err := NewWorkspaces(c).Edit(ctx, id, rename("stopped")); !errors.Is(err, context.Canceled) {
				t.Errorf("got %v", err)
			}
			second := make(chan error, 1)
			go func() {
				_, err := NewWorkspaces(c).Edit(t.Context(), id, func(live Workspace) ([]WorkspaceUpdate, error) {
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

// A write is read back until it shows, and no longer; what is deleted counts as
// written; and that a part was written is said only where one was.
func TestWrites_edges(t *testing.T) {
	t.Parallel()
	p := newPlane(workspace(1, "production"))
	c, id := p.client(t), workspace(1, "").text("id")
	edit := func() error {
		_, err := NewWorkspaces(c).Edit(t.Context(), id, func(Workspace) ([]WorkspaceUpdate, error) {
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
	if err := other.DeleteWorkspace(t.Context(), id, "production"); err != nil || !NewWorkspaces(other).memory.isWritten(id) {
		t.Errorf("deleted, but not written: %v", err)
	}
}

// An answer without the time of an update is as good as any after a create, where
// no earlier one is known; a read that fails is repeated.
func TestReadBack_withoutATime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPlane()
		p.contents["configs"] = []object{{"slug": "pc-one", "name": "one"}}
		p.on = func(*http.Request) (int, string, error, bool) {
			return http.StatusForbidden, refused, nil, len(p.requests) == 1 // it lags
		}
		back := NewConfigs(p.client(t), "ws-1").ReadBack(t.Context(), "pc-one", "")
		if back.Name.Or("") != "one" || len(p.requests) != 2 {
			t.Errorf("got %+v, %q", back, p.requests)
		}
	})
}

// An answer in doubt is asked for again, until one is settled, the read fails, or it is
// the third.
func TestSettle(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		settled, reads int
		refuse         bool
	}{
		{settled: 1, reads: 0}, {settled: 2, reads: 1}, {settled: 3, reads: 2}, {settled: 4, reads: 2}, {settled: 4, reads: 1, refuse: true},
	} {
		synctest.Test(t, func(t *testing.T) {
			p := newPlane(workspace(1, "live"))
			p.on = func(*http.Request) (int, string, error, bool) { return http.StatusForbidden, refused, nil, test.refuse }
			asked, started := 0, time.Now()
			got, err := NewWorkspaces(p.client(t)).Settle(t.Context(), workspace(1, "").text("id"), Workspace{Name: Some("first")}, func(Workspace) bool {
				asked++
				return asked == test.settled
			})
			name := map[bool]string{true: "live", false: "first"}[test.reads > 0]
			if IsRefused(err) != test.refuse || !test.refuse && (err != nil || got.Name.Or("") != name) || len(p.requests) != test.reads {
				t.Errorf("%+v: got %q, %v, %v", test, got.Name.Or(""), err, p.requests)
			}
			if took := time.Since(started); took != time.Duration(test.reads)*DefaultWaits().WriteSettle {
				t.Errorf("%+v: took %s", test, took)
			}
		})
	}
}
