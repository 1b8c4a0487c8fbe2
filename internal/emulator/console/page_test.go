package console_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/emulator/console"
)

// post sends a form as a browser does from the page itself.
func (s *served) post(path string, fields map[string]string) (status int, text string) {
	s.t.Helper()
	form := url.Values{}
	for name, value := range fields {
		form.Set(name, value)
	}
	return s.call("", http.MethodPost, path, form.Encode(), "Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "same-origin")
}

// workspace is the path of a workspace's page.
func (s *served) workspace(slug string) string {
	s.t.Helper()
	id, _ := s.ok("admin", http.MethodGet, "/v1/admin/workspaces/"+slug, "")["id"].(string)
	return "/_emulator/objects/workspace/" + id
}

// The page shows the organisation at a glance, and each object of it on a page of its own.
func TestPage(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.wants("plan", http.MethodDelete, "/v1/admin/workspaces/payments", "", http.StatusForbidden)
	s.wants("", http.MethodGet, "/", "", http.StatusOK,
		"Payments", "team = payments", "cost 100", "requests 600 rpm", "grace.hopper@example.com", "mary.shelley@example.com", "OpenAI", "backend", "2 × member",
		"DELETE /v1/admin/workspaces/payments", "You do not have enough permissions")
	s.wants("", http.MethodGet, "/", "", http.StatusOK, "<h1>Acme Corporation</h1>", ">beta</a>", "pk-emulator-plan-")
	s.ok("admin", http.MethodPost, "/_emulator/usage", `{"workspace":"payments","amount":40}`)
	s.wants("", http.MethodGet, "/", "", http.StatusOK, "cost 100, monthly: 40 used<")
	s.ok("admin", http.MethodPost, "/_emulator/usage", `{"workspace":"payments","amount":60}`)
	s.wants("", http.MethodGet, "/", "", http.StatusOK, "cost 100, monthly: 100 used, exhausted<")
	s.wants("", http.MethodGet, s.workspace("payments"), "", http.StatusOK, "Cards and transfers", "cost_centre = 4711", "Fallback", "Delete", "of its budget")
	for _, noun := range emulator.Nouns() {
		s.wants("", http.MethodGet, "/_emulator/objects/"+string(noun)+"/nothing", "", http.StatusNotFound, "there is no such object")
	}
	s.wants("", http.MethodGet, "/_emulator/objects/unicorn/1", "", http.StatusNotFound, "no such kind of object")
	s.wants("", http.MethodGet, "/healthz", "", http.StatusOK, "ok")
	s.wants("", http.MethodGet, "/_emulator/style.css", "", http.StatusOK, "max-width")
}

// The page lists workspaces by name, the archived ones last, and large limits without an exponent.
func TestPage_workspaces(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.ok("admin", http.MethodPost, "/v1/admin/workspaces", `{"name":"Batches","usage_limits":[{"type":"tokens","credit_limit":5000000,"periodic_reset":"weekly"}]}`)
	old, _ := s.ok("admin", http.MethodPost, "/v1/admin/workspaces", `{"name":"Archive"}`)["id"].(string)
	s.wants("admin", http.MethodDelete, "/v1/admin/workspaces/"+old, `{"name":"Archive"}`, http.StatusOK)
	_, text := s.call("", http.MethodGet, "/", "")
	for _, want := range []string{">Batches<", "tokens 5000000, weekly", ">Payments<", ">Search<", ">Archive<"} {
		_, after, found := strings.Cut(text, want)
		if !found {
			t.Fatalf("%q is not where it should be", want)
		}
		text = after
	}
}

// Every object that the page leads to has a page, on which nothing secret is.
func TestPage_everyObject(t *testing.T) {
	t.Parallel()
	s := start(t)
	seen, queue := map[string]bool{}, []string{"/"}
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		status, text := s.call("", http.MethodGet, path, "")
		if status != http.StatusOK {
			t.Errorf("%s: %d", path, status)
		}
		if strings.Contains(text, "sk-example") || path != "/" && strings.Contains(text, "pk-emulator") {
			t.Errorf("%s shows a secret", path)
		}
		for _, part := range strings.Split(text, `href="`)[1:] {
			link, _, _ := strings.Cut(part, `"`)
			if strings.HasPrefix(link, "/_emulator/objects/") && !seen[link] {
				seen[link] = true
				queue = append(queue, link)
			}
		}
	}
	const least = 12
	if len(seen) < least {
		t.Errorf("the page leads to %d objects, want at least %d", len(seen), least)
	}
}

// A form does what a person does in Portkey: what it leaves as it was is left alone.
func TestPage_edit(t *testing.T) {
	t.Parallel()
	s := start(t)
	page := s.workspace("payments")
	before := s.ok("admin", http.MethodGet, "/v1/admin/workspaces/payments", "")
	form := map[string]string{
		"action": "save", "name": "Payments", "description": "Cards\r\nonly", "metadata": "team = payments\r\nowner = grace\r\n", "json": "",
	}
	if status, text := s.post(page, form); status != http.StatusSeeOther {
		t.Fatalf("%d: %s", status, text)
	}
	after := s.ok("admin", http.MethodGet, "/v1/admin/workspaces/payments", "")
	defaults, _ := after["defaults"].(map[string]any)
	metadata, _ := defaults["metadata"].(map[string]any)
	if after["description"] != "Cards\nonly" || len(metadata) != 2 || metadata["owner"] != "grace" {
		t.Errorf("after: %v", after)
	}
	if before["name"] != after["name"] || len(after["usage_limits"].([]any)) != 1 { //nolint:forcetypeassert // a panic fails the test
		t.Errorf("more was changed: %v", after)
	}
	form["json"] = `{"rate_limits": null}`
	if status, text := s.post(page, form); status != http.StatusSeeOther {
		t.Fatalf("%d: %s", status, text)
	}
	if after := s.ok("admin", http.MethodGet, "/v1/admin/workspaces/payments", ""); after["rate_limits"] != nil {
		t.Errorf("the rate limits are %v", after["rate_limits"])
	}
	for field, value := range map[string]string{"metadata": "team", "json": "{"} {
		wrong := map[string]string{"action": "save", field: value}
		if status, text := s.post(page, wrong); status != http.StatusBadRequest || !strings.Contains(text, `href="`+page+`"`) {
			t.Errorf("%s = %q: %d %s", field, value, status, text)
		}
	}
	if status, _ := s.post(page, map[string]string{"action": "delete"}); status != http.StatusSeeOther {
		t.Errorf("the delete: %d", status)
	}
	s.wants("admin", http.MethodGet, "/v1/admin/workspaces/payments", "", http.StatusForbidden)
}

// The forms of the overview.
func TestPage_forms(t *testing.T) {
	t.Parallel()
	s := start(t)
	invites, _ := s.ok("admin", http.MethodGet, "/v1/admin/users/invites", "")["data"].([]any)
	invite, _ := invites[0].(map[string]any)
	id, _ := invite["id"].(string)
	page := s.workspace("payments")
	for _, step := range []struct {
		what   string
		fields map[string]string
		status int
	}{
		{"accept", map[string]string{"id": id}, http.StatusSeeOther},
		{"accept", map[string]string{"id": id}, http.StatusBadRequest},
		{"use", map[string]string{"workspace": "payments", "amount": "12.5"}, http.StatusSeeOther},
		{"use", map[string]string{"workspace": "payments", "amount": "a lot"}, http.StatusBadRequest},
		{"advance", map[string]string{"by": "8d"}, http.StatusSeeOther},
		{"advance", map[string]string{"by": "yesterday"}, http.StatusBadRequest},
		{"dance", nil, http.StatusBadRequest},
	} {
		if status, text := s.post("/_emulator/do/"+step.what, step.fields); status != step.status {
			t.Errorf("%s %v: %d, want %d: %s", step.what, step.fields, status, step.status, text)
		}
	}
	s.wants("admin", http.MethodGet, "/v1/admin/users", "", http.StatusOK, "mary.shelley@example.com")
	s.wants("admin", http.MethodGet, "/v1/admin/workspaces/payments", "", http.StatusOK, `"current_usage":12.5`)
	if status, _ := s.post(page, map[string]string{"action": "save", "name": "Changed"}); status != http.StatusSeeOther {
		t.Errorf("the edit: %d", status)
	}
	if status, _ := s.post("/_emulator/do/reset", nil); status != http.StatusSeeOther {
		t.Errorf("the reset: %d", status)
	}
	s.wants("admin", http.MethodGet, "/v1/admin/workspaces/payments", "", http.StatusOK, `"Payments"`)
}

// What names hold is text, wherever it stands.
func TestPage_escapes(t *testing.T) {
	t.Parallel()
	const hostile = `</textarea></title><script>alert(1)</script>"><img src=x onerror=alert(1)>`
	s := start(t)
	name := `{"name":"<script>alert(1)</script>","description":` + quoted(hostile) + `,"defaults":{"metadata":{"team":` + quoted(hostile) + `}}}`
	made := s.ok("admin", http.MethodPost, "/v1/admin/workspaces", name)
	id, _ := made["id"].(string)
	s.wants("admin", http.MethodGet, "/v1/admin/workspaces/"+url.PathEscape(hostile), "", http.StatusForbidden)
	for _, path := range []string{"/", "/?done=" + url.QueryEscape(hostile), "/_emulator/objects/workspace/" + id, "/?organisation=" + url.QueryEscape(hostile)} {
		status, text := s.call("", http.MethodGet, path, "")
		if status != http.StatusOK || strings.Contains(text, "<script") || strings.Contains(text, "<img") {
			t.Errorf("%s: %d: %s", path, status, text)
		}
	}
}

func quoted(text string) string { return `"` + strings.ReplaceAll(text, `"`, `\"`) + `"` }

// No page of somebody else's can have the browser change anything, and none by another name
// of this machine can read anything. The API, which needs a key, answers as ever.
func TestPage_otherOrigins(t *testing.T) {
	t.Parallel()
	s := start(t)
	for _, path := range []string{"/_emulator/do/reset", "/_emulator/reset", "/_emulator/advance", s.workspace("payments")} {
		for _, headers := range [][]string{
			{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://example.com"},
		} {
			if status, _ := s.call("", http.MethodPost, path, "", headers...); status != http.StatusForbidden {
				t.Errorf("%s with %s: %d", path, headers, status)
			}
		}
	}
	for _, host := range []string{"example.com", "example.com:80", "192.0.2.1", "localhost.example.com"} {
		if status, _ := s.call("", http.MethodGet, "/", "", "Host", host); status != http.StatusMisdirectedRequest {
			t.Errorf("as %s: %d", host, status)
		}
	}
	for _, host := range []string{"localhost", "localhost:1", "127.0.0.1", "[::1]:80"} {
		if status, _ := s.call("", http.MethodGet, "/", "", "Host", host); status != http.StatusOK {
			t.Errorf("as %s: %d", host, status)
		}
	}
	open := start(t, func(o *console.Options) { o.Loopback = false })
	if status, _ := open.call("", http.MethodGet, "/", "", "Host", "portkey:8787"); status != http.StatusOK {
		t.Errorf("by the name of a container: %d", status)
	}
	if status, _ := s.call("admin", http.MethodGet, "/v1/admin/workspaces", "", "Host", "example.com"); status != http.StatusOK {
		t.Errorf("the API: %d", status)
	}
}
