package portkey

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// A list item stands in for the single read only where it tells everything.
func TestCompleteWorkspace(t *testing.T) {
	t.Parallel()
	whole := listable(1).with("status", "active")
	complete := func(o object) bool {
		var w Workspace
		if err := json.Unmarshal([]byte(mustJSON(o)), &w); err != nil {
			t.Fatal(err)
		}
		item, ok := completeWorkspace(w, Workspace{OrganisationID: Some("acme")})
		return ok && item.OrganisationID.Or("") == "acme"
	}
	if !complete(whole) {
		t.Fatal("what tells everything is not taken")
	}
	for _, key := range []string{"id", "slug", "name", "icon", "description", "defaults", "usage_limits", "rate_limits", "created_at", "last_updated_at", "is_default"} {
		value := whole[key]
		if delete(whole, key); complete(whole) {
			t.Errorf("an item without %s is taken for whole", key)
		}
		whole[key] = value
	}
	if complete(whole.with("status", "archived")) {
		t.Error("an archived item is taken")
	}
}

// null clears what a value held before.
func TestDecodeNullOverAValue(t *testing.T) {
	t.Parallel()
	n, m := Number(3), Metadata{"a": "b"}
	if err := errors.Join(n.UnmarshalJSON([]byte("null")), m.UnmarshalJSON([]byte("null"))); err != nil || n != 0 || m != nil {
		t.Errorf("got %v, %v, %v", n, m, err)
	}
	if err := json.Unmarshal([]byte(`{"0":null,"1":"a","2":"a","3":"a","4":"a","5":"a","6":"a","7":"a","8":null,"9":null}`), &m); err != nil || len(m) != 7 {
		t.Errorf("got %v, %v", m, err)
	}
}

func TestMemory(t *testing.T) {
	t.Parallel()
	var m memory
	m.claim("made", "x")
	if !m.adopt("adopted", "x") || m.adopt("adopted", "x") || !m.isWritten("made") || !m.isWritten("adopted") || m.isWritten("else") {
		t.Error("what was made here was written here, and is adopted once")
	}
	if got := m.createdAs("x"); len(got) != 2 {
		t.Errorf("made as x: %v", got)
	}
	m.wrote("made")
	m.wrote("else")
	if got := m.createdAs("x"); !slices.Equal(got, []string{"adopted"}) {
		t.Errorf("made as x, and not written since: %v", got)
	}
	if m.isClaimed("else") || !m.isClaimed("made") {
		t.Error("an edit makes nothing")
	}
	m.reserve("y", false)
	m.release("y", true)
	if m.reserve("y", false) {
		t.Error("a name is free while it is looked for")
	}
	if m.endSearch("y"); !m.reserve("y", false) {
		t.Error("a name is held although the search has ended")
	}
}

// Of the extra headers those of eight characters and more are secrets; what the
// client sets by itself is none.
func TestRedactor_whatIsASecret(t *testing.T) {
	t.Parallel()
	for range 20 { // in any order of the headers
		redactor := newRedactor(http.Header{
			"X-Portkey-Api-Key": {"a<b>&c12"}, "Accept": {"application/json"}, "User-Agent": {"terraform-provider"}, "X-A": {"12345678"}, "X-B": {"1234567"}, "X-C": {"canary-canary"},
		})
		const want = "application/json terraform-provider *** 1234567 *** *** ***"
		if got := redactor.Replace(`application/json terraform-provider 12345678 1234567 canary-canary a<b>&c12 a\u003cb\u003e\u0026c12`); got != want {
			t.Fatalf("got %s", got)
		}
		if got := redactor.Replace(base64.StdEncoding.EncodeToString([]byte("xa<b>&c12yz"))); !strings.Contains(got, "***") {
			t.Fatalf("got %s", got)
		}
	}
	client := withTransport(t, nil, nil)
	if got := client.clean("abcde", 5) + client.clean("abcdef", 5); got != "abcdeabcd…" {
		t.Errorf("got %s", got)
	}
}

func TestConfigSecrets(t *testing.T) {
	t.Parallel()
	got := Options{APIKey: " key ", Headers: map[string]string{"Authorization": " Bearer abc "}, ClientKeyPEM: []byte(" pem\n")}.Secrets()
	if want := []string{"key", "Bearer abc", "abc", "pem"}; !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	if got := (Options{APIKey: "key"}).Secrets(); !slices.Equal(got, []string{"key"}) {
		t.Errorf("got %q", got)
	}
	if _, err := New(Options{APIKey: "a ~"}); err != nil {
		t.Errorf("the last printable character: %v", err)
	}
}

// closing notes that an answer's body was closed.
type closing struct {
	io.Reader
	closed *bool
}

func (c closing) Close() error { *c.closed = true; return nil }

func TestExchange_edges(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		status int
		body   string
		header http.Header
	}{
		"the last status that is a success": {299, "{}", nil},
		"the largest body":                  {200, `"` + strings.Repeat("x", maxBody-2) + `"`, nil},
		"the most values":                   {200, "[" + strings.Repeat("0,", maxValues-1) + "0]", nil},
		"an empty page":                     {200, "", http.Header{"Content-Type": {"text/html"}}},
	} {
		closed, again := false, false
		client := withTransport(t, roundTrip(func(req *http.Request) (*http.Response, error) {
			again = req.GetBody != nil
			header := http.Header{}
			if test.header != nil {
				header = test.header
			}
			return &http.Response{StatusCode: test.status, Header: header, Body: closing{strings.NewReader(test.body), &closed}}, nil
		}), nil)
		for _, sendOnce := range []bool{true, false} {
			if _, err := client.do(t.Context(), request{method: "POST", path: []string{"things"}, body: 1, sendOnce: sendOnce}); err != nil || !closed {
				t.Errorf("%s: closed %t, %v", name, closed, err)
			}
			if again == sendOnce {
				t.Errorf("%s: the transport can send the body again: %t", name, again)
			}
		}
	}
	client := withTransport(t, &scripted{answers: []scriptedAnswer{{status: 200, body: "{"}}}, nil)
	if _, err := client.get(t.Context(), []string{"things"}, nil, new(object)); !errors.As(err, new(*json.SyntaxError)) {
		t.Errorf("the cause is lost: %v", err)
	}
}

// What stands in a string is no value, wherever the string ends.
func TestCountValues(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		`{}`: 1, `[1,2]`: 2, `["a,[{",1]`: 2, `["a\",[{",1]`: 2, `["a\\",[{}]]`: 4, `{"a":"\\","b":[1,{}]}`: 5,
	} {
		if got := countValues([]byte(text)); got != want {
			t.Errorf("%s: %d, want %d", text, got, want)
		}
	}
}

func TestFind_requests(t *testing.T) {
	t.Parallel()
	p := newPlane(workspace(1, "production"), workspace(2, "staging"))
	c := p.client(t)
	if _, err := c.Workspaces().FindBySlug(t.Context(), "ws-000001"); err != nil || len(p.requests) != 1 {
		t.Errorf("by slug: %v, %v", p.requests, err)
	}
	if _, err := c.Workspaces().FindByName(t.Context(), "staging"); err != nil || p.asked("GET /admin/workspaces?") != 1 {
		t.Errorf("by name: %v, %v", p.requests, err)
	}
	one := Workspace{ID: "a", Name: Some("x")}
	if got := pickNamed([]Workspace{one, one}, "x"); len(got) != 1 {
		t.Errorf("one that is listed twice is several: %v", got)
	}
	p.on = func(r *http.Request) (int, string, error, bool) {
		return 400, "{}", nil, r.URL.Path == "/v1/admin/workspaces" && r.URL.Query().Get("exact_name") == ""
	}
	if _, err := c.Workspaces().FindByName(t.Context(), "other"); err == nil || errors.As(err, new(*NotFoundError)) {
		t.Errorf("the list failed: %v", err)
	}
	p.on = func(r *http.Request) (int, string, error, bool) {
		return 200, `{"data":[{"id":"a"}],"total":1}`, nil, r.URL.Path == "/v1/admin/workspaces" && r.URL.Query().Get("exact_name") == ""
	}
	if _, err := p.client(t).Workspaces().FindByName(t.Context(), "other"); err == nil || errors.As(err, new(*NotFoundError)) {
		t.Errorf("the list tells no names: %v", err)
	}
}
