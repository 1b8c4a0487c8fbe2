package emulator_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

func TestRequests(t *testing.T) {
	t.Parallel()
	a := start(t)
	var observed []string
	a.OnRequest(func(r emulator.Request) { observed = append(observed, r.Method+" "+r.Path) })
	a.create(create)
	a.call("GET", "/admin/workspaces?name=a%20b", "")
	a.as("wrong").call("PUT", "/admin/workspaces/a%2Fb", `{"x":1}`)
	a.call("GET", "/nowhere", "")
	got := a.Requests()
	if len(got) != 4 {
		t.Fatalf("got %d requests", len(got))
	}
	for i, want := range []emulator.Request{
		{Method: "POST", Path: "/v1/admin/workspaces", Body: []byte(create), Status: 200, Key: a.key, Effect: true},
		{Method: "GET", Path: "/v1/admin/workspaces", RawQuery: "name=a%20b", Status: 200, Key: a.key},
		{Method: "PUT", Path: "/v1/admin/workspaces/a%2Fb", Body: []byte(`{"x":1}`), Status: 401, Key: "wrong"},
		{Method: "GET", Path: "/v1/nowhere", Status: 404, Key: a.key},
	} {
		one := got[i]
		if one.Method != want.Method || one.Path != want.Path || one.RawQuery != want.RawQuery || one.Status != want.Status ||
			one.Key != want.Key || one.Effect != want.Effect || string(one.Body) != string(want.Body) || one.Header.Get("User-Agent") == "" {
			t.Errorf("request %d: got %+v, want %+v", i, one, want)
		}
		if observed[i] != want.Method+" "+want.Path {
			t.Errorf("observed %q", observed[i])
		}
	}
	same(t, "bodies", a.Bodies("POST", "/admin/workspaces"), `["{\"name\":\"Production\"}"]`)
	same(t, "bodies of any method", len(a.Bodies("", "/v1/admin")), `3`)
	a.ResetRequests()
	if len(a.Requests()) != 0 {
		t.Error("the log is not empty")
	}
}

func TestRequests_tooLargeABody(t *testing.T) {
	t.Parallel()
	a := start(t)
	if got, err := a.try("POST", "/admin/workspaces", strings.Repeat(" ", 5<<20)+create); err == nil && got.status != http.StatusBadRequest {
		t.Errorf("got %d", got.status)
	}
	if got := a.Requests(); len(got) != 1 || got[0].Status != http.StatusBadRequest {
		t.Errorf("logged %v", got)
	}
}

func TestClock(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.Advance(36 * time.Hour)
	got := a.call("POST", "/admin/workspaces", create)
	if date := got.header.Get("Date"); date != "Sat, 17 Oct 2026 00:00:00 GMT" {
		t.Errorf("Date %s", date)
	}
	same(t, "created_at", got.object["created_at"], `"2026-10-17T00:00:00.000Z"`)
	if got.header.Get("X-Request-Id") == "" {
		t.Error("no request id")
	}
}

func TestStale(t *testing.T) {
	t.Parallel()
	a := start(t)
	id := a.create(`{"name":"Production","description":"old"}`)
	a.Add(emulator.Prompts, id, nil)
	a.Advance(time.Minute)
	a.edit(id, `{"description":"young"}`)
	gone := a.create(`{"name":"Young"}`)
	prompt := a.Add(emulator.Prompts, id, nil)
	a.Advance(time.Second)

	a.SetStale(30 * time.Second)
	same(t, "description", a.read(id)["description"], `"old"`)
	a.refused("GET", "/admin/workspaces/"+gone, "", http.StatusForbidden, "AB03", "")
	if got := joined(a.list("/admin/workspaces"), "name"); got != "Production,Shared Team Workspace" {
		t.Errorf("listed: %s", got)
	}
	if got := a.list("/prompts"); len(got) != 1 {
		t.Errorf("prompts: %v", got)
	}
	a.ok("DELETE", "/prompts/"+prompt, "") // writes see what is there
	a.edit(id, `{"icon":"🚀"}`)
	same(t, "icon", a.read(id)["icon"], `null`)
	a.Advance(30 * time.Second)
	same(t, "description once time has passed", a.read(id)["description"], `"young"`)

	a.SetStale(0)
	a.SetStaleLists(30*time.Second + time.Second/2)
	same(t, "description by itself", a.read(id)["description"], `"young"`)
	if got := joined(a.list("/admin/workspaces"), "name"); got != "Young,Production,Shared Team Workspace" {
		t.Errorf("listed: %s", got)
	}
	a.SetStaleLists(0)

	a.SetFlapping(time.Hour)
	a.refused("GET", "/admin/workspaces/"+id, "", http.StatusForbidden, "AB03", "")
	same(t, "description of every other read", a.read(id)["description"], `"young"`)
	a.refused("GET", "/admin/workspaces/"+id, "", http.StatusForbidden, "AB03", "")
	a.SetStale(0)
	a.read(id)
	a.read(id)
	a.refused("GET", "/admin/workspaces/"+"nowhere", "", http.StatusForbidden, "AB03", "")
	if got := len(a.list("/admin/workspaces?status=active,archived")); got != 3 {
		t.Errorf("listed %d", got)
	}
}

func TestConcurrentCallers(t *testing.T) {
	t.Parallel()
	a := start(t)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 5 {
				id := a.create(create)
				a.edit(id, `{"description":"x"}`)
				a.ok("DELETE", "/admin/workspaces/"+id, create)
				a.Requests()
				a.Workspaces()
			}
		})
	}
	group.Wait()
	if got := len(a.Workspaces()); got != 41 {
		t.Errorf("%d workspaces", got)
	}
}
