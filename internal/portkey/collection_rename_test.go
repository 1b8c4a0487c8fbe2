package portkey

import (
	"errors"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// renameAll renames workspaces at once, and returns why some are not.
func renameAll(t *testing.T, c *Client, to map[byte]string) map[byte]error {
	t.Helper()
	var mu sync.Mutex
	var all sync.WaitGroup
	failed := map[byte]error{}
	for n := range to {
		all.Go(func() {
			id := workspace(int(n), "").text("id")
			renaming, err := NewWorkspaces(c).PrepareRename(t.Context(), id, WorkspaceCreate{Name: to[n]}, false)
			if err == nil {
				_, err = NewWorkspaces(c).Edit(t.Context(), id, func(Workspace) ([]WorkspaceUpdate, error) {
					return []WorkspaceUpdate{{Name: Some(to[n])}}, nil
				})
				renaming.End(err == nil)
			}
			if err != nil {
				mu.Lock()
				defer mu.Unlock()
				failed[n] = err
			}
		})
	}
	all.Wait()
	return failed
}

func TestPrepareRename(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		to     map[byte]string
		failed int
		want   [3]string
	}{
		{"a free name", map[byte]string{1: "d"}, 0, [3]string{"d", "b", "c"}},
		{"a taken name", map[byte]string{1: "b"}, 1, [3]string{"a", "b", "c"}},
		{"its own name", map[byte]string{1: "a"}, 0, [3]string{"a", "b", "c"}},
		{"a swap", map[byte]string{1: "b", 2: "a"}, 0, [3]string{"b", "a", "c"}},
		{"a circle", map[byte]string{1: "b", 2: "c", 3: "a"}, 0, [3]string{"b", "c", "a"}},
		{"a chain", map[byte]string{1: "b", 2: "c", 3: "d"}, 0, [3]string{"b", "c", "d"}},
		{"a chain that ends at a taken name", map[byte]string{1: "b", 2: "c"}, 2, [3]string{"a", "b", "c"}},
		{"two want one name", map[byte]string{1: "d", 2: "d"}, 1, [3]string{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				p := newPlane(workspace(1, "a"), workspace(2, "b"), workspace(3, "c"))
				started := time.Now()
				failed := renameAll(t, p.client(t), test.to)
				for n, err := range failed {
					var taken *TakenError
					if !errors.As(err, &taken) || !taken.Rename || taken.Name != test.to[n] {
						t.Errorf("%d: %v", n, err)
					}
				}
				if len(failed) != test.failed {
					t.Fatalf("failed are %v", failed)
				}
				if took := time.Since(started); (test.failed > 0) != (took >= DefaultWaits().TakenName) {
					t.Errorf("took %s", took)
				}
				for i, want := range test.want {
					if got := p.workspaces[i].text("name"); want != "" && got != want {
						t.Errorf("workspace %d is called %q, want %q", i+1, got, want)
					}
				}
			})
		})
	}
}

// A rename that failed keeps no name: neither the one that it wanted nor its own.
func TestPrepareRename_failed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPlane(workspace(1, "a"), workspace(2, "b"))
		c := p.client(t)
		renaming, err := NewWorkspaces(c).PrepareRename(t.Context(), workspace(1, "").text("id"), WorkspaceCreate{Name: "free"}, false)
		if err != nil {
			t.Fatal(err)
		}
		renaming.End(false)
		for name, want := range map[string]bool{"free": false, "a": true} {
			_, err := NewWorkspaces(c).PrepareRename(t.Context(), workspace(2, "").text("id"), WorkspaceCreate{Name: name}, false)
			if taken := errors.As(err, new(*TakenError)); taken != want {
				t.Errorf("%q: %v", name, err)
			}
		}
	})
}

// What was renamed here counts by its new name, although lists show the old one.
func TestPrepareRename_oldLists(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPlane(workspace(1, "a"), workspace(2, "b"))
		old := mustJSON(object{"object": "list", "total": 2, "data": []object{workspace(1, "a"), workspace(2, "b")}})
		p.on = func(r *http.Request) (int, string, error, bool) {
			return http.StatusOK, old, nil, r.URL.Path == "/v1/admin/workspaces"
		}
		c := p.client(t)
		for _, to := range []map[byte]string{{1: "d"}, {2: "a"}} {
			started := time.Now()
			if failed := renameAll(t, c, to); len(failed) > 0 || time.Since(started) > 0 {
				t.Errorf("%v: %v, after %s", to, failed, time.Since(started))
			}
		}
	})
}
