package portkey

import (
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

// namesakes are the ids of what a plan of a create finds under a name.
func namesakes(t *testing.T, c *Client, body WorkspaceCreate) []string {
	t.Helper()
	var ids []string
	for _, one := range NewWorkspaces(c).Namesakes(t.Context(), body) {
		ids = append(ids, one.Import)
	}
	return ids
}

func TestNamesakes(t *testing.T) {
	t.Parallel()
	p := newPlane(workspace(1, "production"), workspace(2, "🎯 Target").with("icon", "🎯"), workspace(3, "retired").with("status", "archived"))
	c := p.client(t)
	for _, test := range []struct {
		body WorkspaceCreate
		want string
	}{
		{WorkspaceCreate{Name: "production"}, fmt.Sprint([]string{p.workspaces[0].text("id")})},
		{WorkspaceCreate{Name: "Target", Icon: "🎯"}, fmt.Sprint([]string{p.workspaces[1].text("id")})},
		{WorkspaceCreate{Name: "🎯 Target"}, fmt.Sprint([]string{p.workspaces[1].text("id")})},
		{WorkspaceCreate{Name: "Production"}, "[]"},
		{WorkspaceCreate{Name: "Target"}, "[]"},
		{WorkspaceCreate{Name: "retired"}, "[]"},
	} {
		if got := fmt.Sprint(namesakes(t, c, test.body)); got != test.want {
			t.Errorf("%+v: found %s, want %s", test.body, got, test.want)
		}
	}
}

// The creates of a plan share one list with each other and with the refresh, whichever
// comes first.
func TestNamesakes_requests(t *testing.T) {
	t.Parallel()
	creates := func(t *testing.T, c *Client) {
		t.Helper()
		parallel(10, 20, func(i int) error {
			if got := namesakes(t, c, WorkspaceCreate{Name: fmt.Sprintf("Workspace %d", i+1)}); len(got) != 1 {
				t.Errorf("found %v, want one", got)
			}
			return nil
		})
	}
	for name, test := range map[string]struct {
		first, then func(t *testing.T, c *Client, ids []string)
		single      int
	}{
		"without a refresh": {
			func(t *testing.T, c *Client, _ []string) { t.Helper(); creates(t, c) }, nil, 0,
		},
		"after a refresh": {refresh, func(t *testing.T, c *Client, _ []string) { t.Helper(); creates(t, c) }, alwaysAlone},
		"before a refresh": {
			func(t *testing.T, c *Client, _ []string) { t.Helper(); creates(t, c) }, refresh, alwaysAlone,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, ids := organisation(50)
			c := p.client(t)
			test.first(t, c, ids)
			if test.then != nil {
				test.then(t, c, ids)
			}
			if lists := p.asked("GET /admin/workspaces?"); lists != 1 {
				t.Errorf("%d lists, want 1", lists)
			}
			if single := p.asked("GET /admin/workspaces/"); single > test.single {
				t.Errorf("%d single reads, want %d at most", single, test.single)
			}
		})
	}
}

// A list of many pages is read once the lookups have paid for it.
func TestNamesakes_manyPages(t *testing.T) {
	t.Parallel()
	for creates, most := range map[int]int{1: 2, 3: 4, 100: 40} {
		p, _ := organisation(1500)
		c := p.client(t)
		for i := range creates {
			if got := namesakes(t, c, WorkspaceCreate{Name: fmt.Sprintf("Workspace %d", i+1)}); len(got) != 1 {
				t.Errorf("found %v, want one", got)
			}
		}
		if got := p.asked("GET"); got > most {
			t.Errorf("%d requests for %d creates, want %d at most", got, creates, most)
		}
	}
}

// A list that can't be read is tried once, whatever the reason.
func TestNamesakes_noList(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]func(*http.Request) (int, string, error, bool){
		"no scope":       answering(http.MethodGet, "/admin/workspaces", http.StatusForbidden, refused),
		"an unknown key": answering(http.MethodGet, "/admin/workspaces", http.StatusUnauthorized, refused),
		"no list":        answering(http.MethodGet, "/admin/workspaces", http.StatusOK, `{"message": "hello"}`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPlane(workspace(1, "production"))
			p.on = answer
			c := p.client(t)
			for range 3 {
				if got := namesakes(t, c, WorkspaceCreate{Name: "production"}); len(got) > 0 {
					t.Errorf("found %v", got)
				}
			}
			if asked := p.asked("GET"); asked != 1 {
				t.Errorf("%d requests, want 1", asked)
			}
		})
	}
}

// What is written to is no plan any more, and a list of a plan does not stand in for the
// lookup of a create.
func TestNamesakes_apply(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPlane()
		c := p.client(t)
		if got := namesakes(t, c, WorkspaceCreate{Name: "production"}); len(got) > 0 {
			t.Fatalf("found %v", got)
		}
		p.workspaces = append(p.workspaces, workspace(1, "production"))
		if _, err := prepare(t.Context(), c, WorkspaceCreate{Name: "production"}, false); err == nil {
			t.Error("a name that was taken since the plan passes for free")
		}
		if _, err := post(t.Context(), c, WorkspaceCreate{Name: "other"}); err != nil {
			t.Fatal(err)
		}
		time.Sleep(2 * maxCacheAge)
		before := p.asked("GET")
		if got := namesakes(t, c, WorkspaceCreate{Name: "production"}); len(got) > 0 || p.asked("GET") > before {
			t.Errorf("found %v with %d requests", got, p.asked("GET")-before)
		}
	})
}
