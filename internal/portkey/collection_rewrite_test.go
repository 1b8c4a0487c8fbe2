package portkey

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// rewriting runs a rewrite of a name, whose PUTs from the second on are answered by a
// script. It returns the names that were sent.
func rewriting(t *testing.T, script ...scriptedAnswer) (sent []string, took time.Duration, err error) {
	t.Helper()
	p := newPlane(workspace(1, "old"))
	puts := 0
	p.on = func(r *http.Request) (int, string, error, bool) {
		if r.Method != http.MethodPut {
			return 0, "", nil, false
		}
		if puts++; puts == 1 || len(script) == 0 {
			return 0, "", nil, false
		}
		next := script[min(puts-2, len(script)-1)]
		return next.status, next.body, next.err, next.status != 0 || next.err != nil
	}
	began := time.Now()
	back, err := NewWorkspaces(p.client(t)).Rewrite(t.Context(), workspace(1, "").text("id"), func(live Workspace) (Rewrite[WorkspaceUpdate], error) {
		body := func(name string) WorkspaceUpdate { return WorkspaceUpdate{Name: Some(name)} }
		return Rewrite[WorkspaceUpdate]{Clear: body("cleared"), Set: body("set"), Restore: body(live.Name.Or(""))}, nil
	})
	if err == nil && back.Name.Or("") != "set" {
		t.Errorf("read back as %q", back.Name.Or(""))
	}
	for _, body := range p.bodies {
		sent = append(sent, body[slices.Index([]byte(body), '{'):])
	}
	return sent, time.Since(began), err
}

func TestRewrite(t *testing.T) {
	t.Parallel()
	const cleared, set, restored = `{"name":"cleared"}`, `{"name":"set"}`, `{"name":"old"}`
	fine := scriptedAnswer{}
	invalid, down := scriptedAnswer{status: 400, body: `{}`}, scriptedAnswer{status: 500, body: `{}`}
	for _, test := range []struct {
		name     string
		script   []scriptedAnswer
		sent     []string
		fails    bool
		restores bool
		most     time.Duration
	}{
		{"at once", nil, []string{cleared, set}, false, false, 0},
		{"refused twice", []scriptedAnswer{invalid, invalid, fine}, []string{cleared, set, set, set}, false, false, 2 * time.Second},
		{"refused", []scriptedAnswer{invalid, invalid, invalid, fine}, []string{cleared, set, set, set, restored}, true, true, 2 * time.Second},
		{"refused, and what was there as well", []scriptedAnswer{invalid}, []string{cleared, set, set, set, restored}, true, false, 2 * time.Second},
		{"failures are no refusals", []scriptedAnswer{down, down, down, down, fine}, []string{cleared, set, set, set, set, set}, false, false, 10 * time.Second},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				sent, took, err := rewriting(t, test.script...)
				if !slices.Equal(sent, test.sent) || took > test.most {
					t.Errorf("sent in %s\n%v, want\n%v", took, sent, test.sent)
				}
				var failed *ClearedError
				if errors.As(err, &failed) != test.fails || test.fails && (failed.Restored != test.restores || !IsInvalid(err)) {
					t.Errorf("got %v (%+v)", err, failed)
				}
			})
		})
	}
}

// A server that stays down is tried for a minute and what one call takes.
func TestRewrite_down(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		_, took, err := rewriting(t, scriptedAnswer{status: 500, body: `{}`})
		var failed *ClearedError
		if !errors.As(err, &failed) || failed.Restored || took < 30*time.Second || took > 3*time.Minute {
			t.Errorf("got %v after %s", err, took)
		}
	})
}

// What fails before anything is cleared fails as it is.
func TestRewrite_notBegun(t *testing.T) {
	t.Parallel()
	p := newPlane(workspace(1, "old"))
	id := workspace(1, "").text("id")
	mine := errors.New("mine")
	plan := func(Workspace) (Rewrite[WorkspaceUpdate], error) { return Rewrite[WorkspaceUpdate]{}, mine }
	workspaces := NewWorkspaces(p.client(t))
	if _, err := workspaces.Rewrite(t.Context(), id, plan); !errors.Is(err, mine) || len(p.bodies) > 0 {
		t.Errorf("got %v, %v", err, p.bodies)
	}
	if _, err := workspaces.Rewrite(t.Context(), "none", plan); !IsRefused(err) {
		t.Errorf("got %v", err)
	}
	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := workspaces.Rewrite(stopped, id, plan); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	p.on = answering(http.MethodPut, "/admin/workspaces/"+id, http.StatusBadRequest, `{}`)
	_, err := workspaces.Rewrite(t.Context(), id, func(Workspace) (Rewrite[WorkspaceUpdate], error) { return Rewrite[WorkspaceUpdate]{}, nil })
	if failed := (*ClearedError)(nil); !IsInvalid(err) || errors.As(err, &failed) {
		t.Errorf("got %v", err)
	}
}

// Once it is told to stop, a rewrite that has cleared something still sets it.
func TestRewrite_stopped(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		p := newPlane(workspace(1, "old"))
		p.after = func(r *http.Request) error {
			if r.Method == http.MethodPut {
				stop()
			}
			return nil
		}
		_, err := NewWorkspaces(p.client(t)).Rewrite(ctx, workspace(1, "").text("id"), func(Workspace) (Rewrite[WorkspaceUpdate], error) {
			return Rewrite[WorkspaceUpdate]{Clear: WorkspaceUpdate{Name: Some("cleared")}, Set: WorkspaceUpdate{Name: Some("set")}}, nil
		})
		if err != nil || len(p.bodies) != 2 {
			t.Errorf("got %v, sent %v", err, p.bodies)
		}
	})
}
