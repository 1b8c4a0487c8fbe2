package emulator_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// api is an emulator over HTTP with a clock that stands still.
type api struct {
	*emulator.Server
	t   *testing.T
	url string
	key string
}

// noon is a Thursday, so that weekly, monthly and daily resets all differ.
func noon() time.Time { return time.Date(2026, time.October, 15, 12, 0, 0, 0, time.UTC) }

func start(t *testing.T, options ...emulator.Option) *api {
	t.Helper()
	options = append([]emulator.Option{emulator.WithClock(noon)}, options...)
	server := emulator.New(options...)
	listener := httptest.NewServer(server)
	t.Cleanup(listener.Close)
	return &api{Server: server, t: t, url: listener.URL, key: emulator.AdminKey}
}

// as is the same API called with another key.
func (a *api) as(key string) *api {
	other := *a
	other.key = key
	return &other
}

// on is the same API called by a subtest.
func (a *api) on(t *testing.T) *api {
	other := *a
	other.t = t
	return &other
}

type reply struct {
	status int
	header http.Header
	text   string
	object map[string]any
}

// try calls a path below /v1. An empty body is none.
func (a *api) try(method, path, body string) (reply, error) {
	a.t.Helper()
	request, err := http.NewRequestWithContext(context.Background(), method, a.url+"/v1"+path, strings.NewReader(body))
	if err != nil {
		a.t.Fatal(err)
	}
	request.Header.Set("x-portkey-api-key", a.key)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return reply{}, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	got := reply{status: response.StatusCode, header: response.Header, text: string(text)}
	if json.Unmarshal(text, &got.object) != nil {
		got.object = nil
	}
	return got, err
}

func (a *api) call(method, path, body string) reply {
	a.t.Helper()
	got, err := a.try(method, path, body)
	if err != nil {
		a.t.Fatalf("%s %s: %v", method, path, err)
	}
	return got
}

// ok is a call that has to succeed.
func (a *api) ok(method, path, body string) map[string]any {
	a.t.Helper()
	got := a.call(method, path, body)
	if got.status != http.StatusOK {
		a.t.Fatalf("%s %s %s: %d %s", method, path, body, got.status, got.text)
	}
	return got.object
}

// refused is a call that has to fail, with the field at fault unless param is empty.
func (a *api) refused(method, path, body string, status int, code, param string) {
	a.t.Helper()
	got := a.call(method, path, body)
	data, _ := got.object["data"].(map[string]any)
	if got.status != status || data["errorCode"] != code || got.object["success"] != false {
		a.t.Errorf("%s %s %s: got %d %s, want %d %s", method, path, body, got.status, got.text, status, code)
	}
	if details, _ := data["error_details"].(map[string]any); param != "" && details["param"] != param {
		a.t.Errorf("%s %s %s: got %s, want the field %s", method, path, body, got.text, param)
	}
}

// create creates a workspace through the API and returns its id.
func (a *api) create(body string) string {
	a.t.Helper()
	id, _ := a.ok("POST", "/admin/workspaces", body)["id"].(string)
	return id
}

func (a *api) read(id string) map[string]any {
	a.t.Helper()
	return a.ok("GET", "/admin/workspaces/"+id, "")
}

func (a *api) edit(id, body string) {
	a.t.Helper()
	if got := a.ok("PUT", "/admin/workspaces/"+id, body); len(got) != 0 {
		a.t.Errorf("PUT answered %v, want {}", got)
	}
}

// list is the data of a list.
func (a *api) list(path string) []map[string]any {
	a.t.Helper()
	return objects(a.t, a.ok("GET", path, "")["data"])
}

func objects(t *testing.T, value any) []map[string]any {
	t.Helper()
	items, ok := value.([]any)
	if !ok {
		t.Fatalf("not a list: %v", value)
	}
	out := make([]map[string]any, 0, len(items))
	for _, item := range items {
		object, ok := item.(map[string]any)
		if !ok {
			t.Fatalf("not an object: %v", item)
		}
		out = append(out, object)
	}
	return out
}

// joined is a field of all items.
func joined(items []map[string]any, field string) string {
	texts := make([]string, 0, len(items))
	for _, item := range items {
		text, _ := item[field].(string)
		texts = append(texts, text)
	}
	return strings.Join(texts, ",")
}

// same compares two values as JSON.
func same(t *testing.T, what string, got any, want string) {
	t.Helper()
	text, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	var a, b any
	if err := json.Unmarshal([]byte(want), &b); err != nil {
		t.Fatalf("%s: %v", want, err)
	}
	if err := json.Unmarshal(text, &a); err != nil {
		t.Fatal(err)
	}
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	if string(x) != string(y) {
		t.Errorf("%s: got %s, want %s", what, x, y)
	}
}

func toJSON(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// replaced is a text with other words for some of its own.
func replaced(text string, words ...string) string {
	return strings.NewReplacer(words...).Replace(text)
}

func escape(text string) string { return url.QueryEscape(text) }

func parse(t *testing.T, text string) any {
	t.Helper()
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		t.Fatal(err)
	}
	return value
}
