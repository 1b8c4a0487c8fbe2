package emulator_test

import (
	"errors"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

const create = `{"name":"Production"}`

// Each fault, and whether the request has its effect all the same.
func TestFaults(t *testing.T) {
	t.Parallel()
	const reset = -1
	for _, c := range []struct {
		name   string
		fault  emulator.Fault
		status int
		body   string // "" is not looked at
		made   int
	}{
		{"status before", emulator.Fault{Status: 503}, 503, `{"data":{"errorCode":"AB04","message":"Service Unavailable"},"success":false}`, 0},
		{"status after", emulator.Fault{Status: 502, When: emulator.After}, 502, "", 1},
		{"the API's own words", emulator.Fault{Status: 429}, 429, `{"data":{"errorCode":"AB06","message":"Rate limit exceeded"},"success":false}`, 0},
		{"bad request", emulator.Fault{Status: 400}, 400, `{"data":{"errorCode":"AB01","message":"Invalid request. Please check and try again."},"success":false}`, 0},
		{"body of one's own", emulator.Fault{Status: 503, Body: "upstream connect error"}, 503, "upstream connect error", 0},
		{"success without a body", emulator.Fault{Status: 200, When: emulator.After}, 200, "", 1},
		{"no content", emulator.Fault{Status: 204, When: emulator.After}, 204, "", 1},
		{"body alone", emulator.Fault{Body: "{}"}, 200, "{}", 0},
		{"page of a gateway", emulator.Fault{HTML: true, When: emulator.After}, 502, "", 1},
		{"page of a portal", emulator.Fault{HTML: true, Status: 200, Body: "<html>Sign in</html>"}, 200, "<html>Sign in</html>", 0},
		{"reset before", emulator.Fault{Reset: true}, reset, "", 0},
		{"reset after", emulator.Fault{Reset: true, When: emulator.After}, reset, "", 1},
		{"another path", emulator.Fault{Status: 503, Path: "/admin/users"}, 200, "", 1},
		{"another method", emulator.Fault{Status: 503, Method: "GET"}, 200, "", 1},
		{"path", emulator.Fault{Status: 503, Method: "POST", Path: "/admin/workspaces"}, 503, "", 0},
		{"path with its version", emulator.Fault{Status: 503, Path: "/v1/admin/workspaces"}, 503, "", 0},
		{"pattern", emulator.Fault{Status: 503, Path: "/*/workspaces"}, 503, "", 0},
		{"pattern of another path", emulator.Fault{Status: 503, Path: "/admin/*/*"}, 200, "", 1},
		{"not the first", emulator.Fault{Status: 503, After: 1}, 200, "", 1},
		{"slow", emulator.Fault{Slow: time.Millisecond, SlowBody: time.Millisecond}, 200, "", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			remove := a.Fail(c.fault)
			got, err := a.try("POST", "/admin/workspaces", create)
			if c.status == reset {
				if err == nil {
					t.Error("the connection was not reset")
				}
				got.status = reset
			} else if err != nil {
				t.Fatal(err)
			}
			if got.status != c.status || c.body != "" && got.text != c.body {
				t.Errorf("got %d %s, want %d %s", got.status, got.text, c.status, c.body)
			}
			if made := len(a.Workspaces()) - 1; made != c.made {
				t.Errorf("made %d, want %d", made, c.made)
			}
			logged := a.Requests()[0]
			if want := max(c.status, 0); logged.Status != want || logged.Effect != (c.made == 1) {
				t.Errorf("logged %d, effect %v", logged.Status, logged.Effect)
			}
			remove()
			remove() // once more does nothing
			a.create(create)
		})
	}
}

func TestFaults_truncated(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.Fail(emulator.Fault{Truncate: true})
	got, err := a.try("POST", "/admin/workspaces", create)
	if !errors.Is(err, io.ErrUnexpectedEOF) || got.status != http.StatusOK || got.text == "" {
		t.Errorf("got %v, %d, %q", err, got.status, got.text)
	}
	if len(a.Workspaces()) != 2 {
		t.Error("the request had no effect")
	}
}

func TestFaults_timesAndOrder(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.Fail(emulator.Fault{Status: 502, Times: 2, After: 1})
	a.Fail(emulator.Fault{Status: 503, Times: 1})
	var got []int
	for range 5 {
		got = append(got, a.call("GET", "/admin/workspaces", "").status)
	}
	same(t, "statuses", got, `[503,502,502,200,200]`)
}

func TestFaults_header(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.Fail(emulator.Fault{Status: 503, Header: http.Header{"retry-after": {"7"}, "Date": {"yesterday"}}})
	got := a.call("GET", "/admin/workspaces", "").header
	if got.Get("Retry-After") != "7" || got.Get("Date") != "yesterday" {
		t.Errorf("got %v", got)
	}
}

// A hook changes what is there before, or after, the API looks.
func TestFaults_hook(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		when   emulator.When
		status int
	}{{emulator.Before, http.StatusForbidden}, {emulator.After, http.StatusOK}} {
		a := start(t)
		id := a.create(create)
		a.Fail(emulator.Fault{When: c.when, Method: "GET", Hook: func(*http.Request) { a.DeleteWorkspace(id) }})
		if got := a.call("GET", "/admin/workspaces/"+id, "").status; got != c.status {
			t.Errorf("hook at %d: got %d, want %d", c.when, got, c.status)
		}
	}
}

func TestLatency(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.SetLatency(time.Millisecond)
	a.create(create)
	a.SetLatency(time.Hour) // a caller who has left is not waited for, and has had the effect
	client := http.Client{Timeout: 10 * time.Millisecond}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, a.url+"/v1/admin/workspaces", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	if response, err := client.Do(request); err == nil {
		_ = response.Body.Close()
		t.Error("answered in time")
	}
}

func TestRateLimit(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.SetRateLimit(0.5, 2, true)
	var got []int
	for range 3 {
		got = append(got, a.call("GET", "/admin/workspaces", "").status)
	}
	same(t, "statuses", got, `[200,200,429]`)
	a.refused("POST", "/admin/workspaces", create, http.StatusTooManyRequests, "AB06", "")
	if got := a.call("GET", "/admin/workspaces", "").header.Get("Retry-After"); got != "2" {
		t.Errorf("Retry-After %q", got)
	}
	a.Advance(2 * time.Second)
	a.create(create)
	a.SetRateLimit(1, 0, false)
	if got := a.call("GET", "/admin/workspaces", ""); got.status != 429 || got.header.Get("Retry-After") != "" {
		t.Errorf("got %d, %v", got.status, got.header)
	}
	a.SetRateLimit(0, 0, false)
	a.create(create)
}
