package portkey

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"
)

// Whatever a server answers, the error is short, fit for a terminal and silent
// about the key.
func FuzzErrorBody(f *testing.F) {
	f.Add(400, "application/json", `{"success":false,"data":{"message":"Bad","errorCode":"AB01","error_details":{"param":"name"}}}`)
	f.Add(502, "text/html", "<html><title>\x1b[31m"+keyCanary+"</title>")
	f.Add(500, "", `{"error":"`+keyCanary+`\u202e"}`)
	f.Add(200, "", "<!doctype html>")
	f.Add(302, "", "")
	f.Fuzz(func(t *testing.T, status int, contentType, body string) {
		if status < 200 || status > 599 {
			return
		}
		client, err := New(Options{APIKey: keyCanary, Transport: roundTrip(func(*http.Request) (*http.Response, error) {
			header := http.Header{"Content-Type": {contentType}, "Location": {body}, "X-Request-Id": {body}}
			return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader(body))}, nil
		})})
		if err != nil {
			t.Fatal(err)
		}
		_, err = client.do(t.Context(), request{method: http.MethodPost, path: []string{"things"}, sendOnce: true})
		if err == nil {
			if status > 299 {
				t.Fatalf("%d is no error", status)
			}
			return
		}
		text := err.Error()
		if !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl) {
			t.Errorf("not fit for a terminal: %q", text)
		}
		if strings.Contains(text, keyCanary) {
			t.Errorf("shows the key: %s", text)
		}
		if got := utf8.RuneCountInString(text); got > maxMessage+3*maxDetail+100 {
			t.Errorf("%d characters", got)
		}
	})
}

// Whatever type of the wire it is: what decodes encodes to what decodes to the same.
func FuzzWireTypes(f *testing.F) {
	for _, seed := range []string{
		recorded, documented,
		`{"id":"w","usage_limits":[null,{}],"rate_limits":{"value":1e2},"defaults":{"metadata":{"a":[1],"b":null},"c":"<>"}}`,
		`{"id":null,"defaults":null,"is_default":"1"}`,
		`[{"type":"cost","credit_limit":"10","alert_threshold":null},{"value":0}]`, `{"credit_limit":1e400}`, `{"value":-0.0}`,
		`{"id":1,"slug":"a","workspace_id":null}`, `"1e5"`, `"NaN"`, `true`, `"yes"`, `0`, `null`, `[]`, `{"a":{"b":1}}`, `99999999999999999999`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		twice[Workspace](t, body)
		twice[item](t, body)
		twice[UsageLimits](t, body)
		twice[RateLimits](t, body)
		twice[Metadata](t, body)
		twice[Number](t, body)
		twice[Bool](t, body)
		twice[Opt[Number]](t, body)
	})
}

// twice decodes and encodes twice.
func twice[T any](t *testing.T, body []byte) {
	t.Helper()
	var first, second T
	if json.Unmarshal(body, &first) != nil {
		return
	}
	text, err := json.Marshal(first)
	if err != nil {
		t.Fatalf("%T of %q: %v", first, body, err)
	}
	if err := json.Unmarshal(text, &second); err != nil {
		t.Fatalf("%T: %s: %v", first, text, err)
	}
	again, err := json.Marshal(second)
	if err != nil || string(again) != string(text) {
		t.Errorf("%T: error %v\nfirst  %s\nsecond %s", first, err, text, again)
	}
}

// No header makes the client wait in the past, or at all where it says nothing.
func FuzzRetryAfter(f *testing.F) {
	f.Add("120", "")
	f.Add("-1", "Sat, 01 Aug 2026 09:00:00 GMT")
	f.Add("99999999999999999999", "")
	f.Add("1.5", "")
	f.Add("Sat, 01 Aug 2026 09:00:05 GMT", "Sat, 01 Aug 2026 09:00:00 GMT")
	f.Fuzz(func(t *testing.T, value, date string) {
		wait, present := retryAfter(http.Header{"Retry-After": {value}, "Date": {date}}, time.Now())
		if wait < 0 || !present && wait != 0 {
			t.Errorf("wait %s, present %t", wait, present)
		}
	})
}

// An id is either refused or becomes exactly the last segment of the path.
func FuzzRequestPath(f *testing.F) {
	for _, id := range []string{"ws-a", "", "..", "%2e%2e", "a/../b", "a?b=c", "a#b", "a;b", "a\x00", "ü", "a\nb", `a\b`} {
		f.Add(id)
	}
	f.Fuzz(func(t *testing.T, id string) {
		var asked string
		client, err := New(Options{APIKey: keyCanary, BaseURL: "https://portkey.test/v1", Transport: roundTrip(func(req *http.Request) (*http.Response, error) {
			asked = req.Host + " " + req.URL.String()
			return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: http.NoBody}, nil
		})})
		if err != nil {
			t.Fatal(err)
		}
		_, err = client.do(t.Context(), request{method: http.MethodGet, path: []string{"admin", "workspaces", id}})
		switch {
		case err != nil && asked != "":
			t.Errorf("%q is refused, and yet asked for: %s", id, asked)
		case err == nil && asked != "portkey.test https://portkey.test/v1/admin/workspaces/"+id:
			t.Errorf("%q asks for %s", id, asked)
		case err == nil && strings.Trim(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") != "":
			t.Errorf("%q is accepted", id)
		}
	})
}
