package portkey

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestProveGone(t *testing.T) {
	t.Parallel()
	// The bubble's clock starts at 2000-01-01.
	ref := Ref{
		ID: workspace(1, "").text("id"), Name: "production",
		Parent: acmeID, CreatedAt: "1999-06-01T00:00:00.000Z",
	}
	with := func(change func(*Ref)) Ref {
		changed := ref
		change(&changed)
		return changed
	}
	withoutHome := func(p *plane) { p.workspaces = p.workspaces[:len(p.workspaces)-1] }
	refusing := func(status int) func(*plane) {
		return func(p *plane) { p.on = answering(http.MethodGet, "/admin/workspaces", status, "{}") }
	}
	for _, test := range []struct {
		name   string
		ref    Ref
		there  []object
		setup  func(*plane)
		proven bool
		seen   string
		lists  int // beside the read of the default workspace
	}{
		{
			name: "listed as archived", ref: ref, there: []object{workspace(1, "production").with("status", "archived")},
			proven: true, seen: "listed as archived", lists: 1,
		},
		{
			name: "archived, although young and of an unknown organisation",
			ref:  Ref{ID: ref.ID, Name: "production"}, there: []object{workspace(1, "production").with("status", "archived")},
			proven: true, seen: "listed as archived", lists: 1,
		},
		{
			name: "archived under another name", ref: ref, there: []object{workspace(1, "staging").with("status", "archived")},
			proven: true, seen: "listed as archived", lists: 2,
		},
		{
			name: "archived, no name is known", ref: with(func(r *Ref) { r.Name = "" }),
			there:  []object{workspace(1, "production").with("status", "archived")},
			proven: true, seen: "listed as archived", lists: 1,
		},
		{
			name: "archived, the plain name returned", ref: with(func(r *Ref) { r.Name = "🎯 Target" }),
			there:  []object{workspace(1, "Target").with("icon", "🎯").with("status", "archived")},
			proven: true, seen: "listed as archived", lists: 2,
		},
		{
			name: "another one of that name is archived", ref: with(func(r *Ref) { r.CreatedAt = "1999-12-31T23:30:00Z" }),
			there: []object{workspace(2, "production").with("status", "archived")},
			seen:  "less than an hour ago", lists: 2,
		},
		{name: "absent, old, of this organisation", ref: ref, proven: true, seen: "complete list of its organisation lacks it", lists: 2},
		{
			name: "absent, no name is known", ref: with(func(r *Ref) { r.Name = "" }),
			proven: true, seen: "complete list of its organisation lacks it", lists: 1,
		},
		{
			name: "still active", ref: ref, there: []object{workspace(1, "production")},
			seen: "still listed, so it has not been deleted: the API key probably lacks the scope workspaces.read", lists: 2,
		},
		{
			name: "still active, known by its slug", ref: with(func(r *Ref) { r.ID = "ws-000001" }),
			there: []object{workspace(1, "production")}, seen: "still listed", lists: 2,
		},
		{
			name: "still active, of a server that ignores the status", ref: ref, there: []object{workspace(1, "production")},
			setup: func(p *plane) {
				p.on = answering(http.MethodGet, "/admin/workspaces", http.StatusOK,
					`{"total":1,"data":[{"id":"`+ref.ID+`","name":"production","status":"active"}]}`)
			},
			seen: "still listed", lists: 2,
		},
		{
			name: "absent, young", ref: with(func(r *Ref) { r.CreatedAt = "1999-12-31T23:00:01Z" }),
			seen: "less than an hour ago", lists: 2,
		},
		{
			name: "absent, an hour old", ref: with(func(r *Ref) { r.CreatedAt = "1999-12-31T23:00:00Z" }),
			proven: true, seen: "lacks it", lists: 2,
		},
		{
			name: "absent, of unknown age", ref: with(func(r *Ref) { r.CreatedAt = "" }),
			seen: "its age is not known", lists: 2,
		},
		{
			name: "absent, the answer has no date", ref: ref, setup: func(p *plane) { p.dateless = true },
			seen: "its age is not known", lists: 2,
		},
		{
			name: "absent, of another organisation", ref: with(func(r *Ref) { r.Parent = "bbbb" }),
			seen: "another organisation: " + acmeID + ", where bbbb is expected", lists: 2,
		},
		{
			name: "absent, of an unknown organisation", ref: with(func(r *Ref) { r.Parent = "" }),
			seen: "the response has no organisation_id", lists: 2,
		},
		{
			name: "absent, the response has no organisation of the default workspace", ref: ref,
			setup: func(p *plane) { delete(p.workspaces[len(p.workspaces)-1], "organisation_id") },
			seen:  "the response has no organisation_id", lists: 2,
		},
		{
			name: "absent, the default workspace can't be read", ref: ref,
			setup: func(p *plane) {
				p.on = answering(http.MethodGet, "/admin/workspaces/", http.StatusForbidden, refused)
			},
			seen: "reading its default workspace failed (scope workspaces.read)", lists: 2,
		},
		{
			name: "a workspace's own key", ref: ref, there: []object{workspace(2, "its own")}, setup: withoutHome,
			seen: "a workspace's own key sees only that workspace", lists: 2,
		},
		{name: "an empty list", ref: ref, setup: withoutHome, seen: "neither is the organisation's default workspace", lists: 2},
		{name: "the list is refused", ref: ref, setup: refusing(http.StatusForbidden), seen: "may not list workspaces (scope workspaces.list)", lists: 1},
		{name: "the list isn't there", ref: ref, setup: refusing(http.StatusNotFound), seen: "a wrong base URL or a proxy", lists: 1},
		{name: "the key isn't known", ref: ref, setup: refusing(http.StatusUnauthorized), seen: "could not be read", lists: 1},
		{
			name: "the complete list fails", ref: ref, seen: "could not be read", lists: 2,
			setup: func(p *plane) {
				p.on = func(r *http.Request) (int, string, error, bool) {
					return http.StatusBadRequest, "{}", nil, r.URL.Query().Get("exact_name") == ""
				}
			},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				p := newPlane(test.there...)
				if test.setup != nil {
					test.setup(p)
				}
				got := NewWorkspaces(p.client(t)).ProveGone(t.Context(), test.ref)
				if got.Proven != test.proven || !strings.Contains(got.Seen, test.seen) {
					t.Errorf("got %+v\nwant %t, %q", got, test.proven, test.seen)
				}
				if !strings.HasSuffix(got.Seen, ".") {
					t.Errorf("%q is no sentence", got.Seen)
				}
				if n := p.asked("GET /admin/workspaces?"); n != test.lists {
					t.Errorf("got %d lists, want %d: %v", n, test.lists, p.requests)
				}
			})
		})
	}
}

// What a workspace contains is deleted with it; but what is refused for another reason is
// not, and no workspace is looked for where its own list is enough.
func TestProveGone_inAWorkspace(t *testing.T) {
	t.Parallel()
	refusing := func(path string, status int) func(*plane) {
		return func(p *plane) { p.on = answering(http.MethodGet, path, status, refused) }
	}
	for _, test := range []struct {
		name     string
		archived bool // the workspace
		setup    func(*plane)
		proven   bool
		seen     string
		lists    int // of workspaces
	}{
		{"absent", false, nil, true, "complete list of its workspace lacks it", 0},
		{"absent with its workspace", true, nil, true, "Its workspace was deleted. It is listed as archived.", 1},
		{"refused with its workspace", true, refusing("/configs", http.StatusForbidden), true, "Its workspace was deleted. It is listed as archived.", 1},
		{"refused", false, refusing("/configs", http.StatusForbidden), false, "may not list configs (scope configs.list)", 1},
		{"its list fails", true, refusing("/configs", http.StatusBadRequest), false, "list of configs could not be read", 0},
		{
			"absent, its workspace can't be read", false, refusing("/admin/workspaces/", http.StatusForbidden), false,
			"whether the API key sees its workspace is not known", 1,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				within := workspace(1, "production")
				if test.archived {
					within.with("status", "archived")
				}
				p := newPlane(within)
				if test.setup != nil {
					test.setup(p)
				}
				id := within.text("id")
				got := NewConfigs(p.client(t), id).ProveGone(t.Context(), Ref{ID: "pc-one", Name: "one", Parent: id, CreatedAt: "1999-06-01T00:00:00Z"})
				if got.Proven != test.proven || !strings.Contains(got.Seen, test.seen) {
					t.Errorf("got %+v\nwant %t, %q", got, test.proven, test.seen)
				}
				if n := p.asked("GET /admin/workspaces?"); n != test.lists {
					t.Errorf("got %d lists of workspaces, want %d: %v", n, test.lists, p.requests)
				}
			})
		})
	}
}

func TestProveGone_writtenByThisProcess(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPlane(workspace(1, "production"))
		c := p.client(t)
		id := workspace(1, "").text("id")
		_, err := NewWorkspaces(c).Edit(t.Context(), id, func(Workspace) ([]WorkspaceUpdate, error) {
			return []WorkspaceUpdate{{Description: Some("x")}}, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		p.workspaces = p.workspaces[1:]
		got := NewWorkspaces(c).ProveGone(t.Context(), Ref{ID: id, Name: "production", Parent: acmeID, CreatedAt: "1999-06-01T00:00:00Z"})
		if got.Proven || !strings.Contains(got.Seen, "written by this run") {
			t.Errorf("got %+v", got)
		}
	})
}

// Hundreds of workspaces can be refused at once, as when a key loses its rights:
// their proofs wait for one list, which begins after each of them has asked.
func TestProveGone_sharesTheCompleteList(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPlane()
		p.on = func(r *http.Request) (int, string, error, bool) {
			if r.URL.Query().Get("status") == "active,archived" {
				time.Sleep(time.Second)
			}
			return 0, "", nil, false
		}
		c := p.client(t)
		var all sync.WaitGroup
		for n := range 50 {
			all.Go(func() {
				w := workspace(n+1, "team")
				got := NewWorkspaces(c).ProveGone(t.Context(), Ref{
					ID: w.text("id"), Name: "team", Parent: acmeID, CreatedAt: w.text("created_at"),
				})
				if !got.Proven {
					t.Errorf("got %+v", got)
				}
			})
		}
		all.Wait()
		complete := 0
		for _, r := range p.requests {
			if strings.HasSuffix(r, "status=active%2Carchived") {
				complete++
			}
		}
		if homes := p.asked("GET /admin/workspaces/" + defaultID); complete != 2 || homes != 2 {
			t.Errorf("got %d complete lists and %d reads of the default workspace for 50 proofs, want 2 of each", complete, homes)
		}
	})
}

// An archived workspace is found by each form of its name, and where no status is
// known, by not being listed as active as well.
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
		got, err := NewWorkspaces(p.client(t)).isArchived(t.Context(), Ref{ID: gone, Name: "🚀 production"})
		if got != test.want || (err == nil) != (test.active != "") {
			t.Errorf("%s: %t, %v", name, got, err)
		}
	}
}

// After a refused write, an object that can be read is not looked for in lists; and
// what a read shows of a delete whose answer was lost proves nothing.
func TestProveGoneAfter(t *testing.T) {
	t.Parallel()
	ref := Ref{ID: listable(1).text("id"), Name: "production", Parent: acmeID, CreatedAt: "1999-06-01T00:00:00Z"}
	for name, test := range map[string]struct {
		method             string
		there, deletedHere bool
		readable, proven   bool
	}{
		"refused write, there":                 {method: http.MethodPut, there: true, readable: true},
		"refused write, absent":                {method: http.MethodDelete, proven: true},
		"refused write after a lost answer":    {method: http.MethodDelete, there: true, deletedHere: true},
		"refused read of what is there by now": {method: http.MethodGet, there: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				p := newPlane()
				if test.there {
					p = newPlane(workspace(1, "production"))
				}
				c := p.client(t)
				if test.deletedHere {
					NewWorkspaces(c).memory.markDeleted(ref.ID)
				}
				got := NewWorkspaces(c).ProveGoneAfter(t.Context(), &Error{Method: test.method, Status: http.StatusForbidden}, ref)
				if got.Readable != test.readable || got.Proven != test.proven {
					t.Errorf("got %+v", got)
				}
			})
		})
	}
}
