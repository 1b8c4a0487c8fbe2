package portkey

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseComplaint(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		header http.Header
		body   string
		want   complaint
	}{
		{name: "wrapped in data", body: `{"success":false,"data":{"message":"You do not have enough permissions to execute this request","errorCode":"AB03"}}`,
			want: complaint{code: "AB03", message: "You do not have enough permissions to execute this request"}},
		{name: "wrapped in data, without a code", body: `{"success":false,"data":{"message":"Unauthorised Request"}}`,
			want: complaint{message: "Unauthorised Request"}},
		{name: "flat", body: `{"errorCode":"AB08","message":"Not found"}`,
			want: complaint{code: "AB08", message: "Not found"}},
		{name: "wrapped in error", body: `{"error":{"type":"invalid","message":"Bad","param":"name","code":"AB01"}}`,
			want: complaint{code: "AB01", message: "Bad", param: "name"}},
		{name: "only a message", body: `{"message":"Mapping exists"}`,
			want: complaint{message: "Mapping exists"}},
		{name: "the field at fault", body: `{"message":"Validation failed: undefined: Invalid value","errorCode":"AB01","error_details":{"param":"slugs","location":"query"}}`,
			want: complaint{code: "AB01", message: "Validation failed: undefined: Invalid value", param: "slugs"}},
		{name: "the field at fault, wrapped", body: `{"success":false,"data":{"message":"Bad","error_details":{"param":"name"}}}`,
			want: complaint{message: "Bad", param: "name"}},
		{name: "the field at fault beside the wrapper", body: `{"data":{"message":"Bad"},"error_details":{"param":"name"}}`,
			want: complaint{message: "Bad", param: "name"}},
		{name: "details of another shape", body: `{"message":"Bad","error_details":["name"],"param":"slug"}`,
			want: complaint{message: "Bad", param: "slug"}},
		{name: "error as a string", body: `{"error":"upstream connect error"}`,
			want: complaint{message: "upstream connect error"}},
		{name: "error before data before the top", body: `{"error":{"message":"one"},"data":{"message":"two","errorCode":"2"},"message":"three","code":"3"}`,
			want: complaint{code: "2", message: "one"}},
		{name: "errorCode before code", body: `{"code":"other","errorCode":"AB01"}`,
			want: complaint{code: "AB01"}},
		{name: "numbers and lists in place of strings", body: `{"code":400,"message":["name is required"],"error":null,"data":[]}`,
			want: complaint{code: "400", message: `["name is required"]`}},
		{name: "a request id in the body", body: `{"message":"m","request_id":"r1"}`,
			want: complaint{message: "m", requestID: "r1"}},
		{name: "a request id in the header", header: http.Header{"X-Request-Id": {"h1"}, "Cf-Ray": {"h2"}}, body: `{"message":"m","request_id":"r1"}`,
			want: complaint{message: "m", requestID: "h1"}},
		{name: "the request id of the vendor's SDK", header: http.Header{"X-Portkey-Request-Id": {"h3"}, "X-Portkey-Trace-Id": {"h4"}}, want: complaint{requestID: "h3"}},
		{name: "a proxy's request id", header: http.Header{"Cf-Ray": {"h2"}}, want: complaint{requestID: "h2"}},
		{name: "an empty object", body: `{}`},
		{name: "null", body: `null`},
		{name: "an object under error", body: `{"error":{}}`},
		{name: "a JSON string", body: `"Forbidden"`, want: complaint{message: "Forbidden"}},
		{name: "a JSON list", body: `["a"]`, want: complaint{message: `["a"]`}},
		{name: "nothing", body: " \n"},
		{name: "plain text", body: "upstream connect error", want: complaint{message: "an answer that is not JSON: upstream connect error"}},
		{name: "cut JSON", body: `{"message":"hal`, want: complaint{message: `an answer that is not JSON: {"message":"hal`}},
		{name: "a page with a title", body: "\n<!DOCTYPE html><html><TITLE id=x>502 Bad &amp; gone\n</TITLE>",
			want: complaint{html: true, message: "an HTML page instead of JSON, so this was a proxy, or the base URL is not Portkey's; its title: 502 Bad & gone\n"}},
		{name: "a page without a title", body: "<html>secret</html>",
			want: complaint{html: true, message: "an HTML page instead of JSON, so this was a proxy, or the base URL is not Portkey's"}},
		{name: "a page by its label", header: http.Header{"Content-Type": {"Text/HTML; charset=utf-8"}}, body: "Blocked",
			want: complaint{html: true, message: "an HTML page instead of JSON, so this was a proxy, or the base URL is not Portkey's"}},
		{name: "JSON that is labelled a page", header: http.Header{"Content-Type": {"text/html"}}, body: `{"message":"m"}`,
			want: complaint{message: "m"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := parseComplaint(test.header, []byte(test.body))
			if diff := cmp.Diff(test.want, got, cmp.AllowUnexported(complaint{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestErrorText(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		err  Error
		want string
	}{
		{Error{Method: "POST", Path: "/p", Status: 400, Code: "AB01", Message: "Bad", Param: "name", RequestID: "r", Attempts: 3},
			"POST /p: 400 AB01: Bad (field name, request id r, 3 attempts)"},
		{Error{Method: "GET", Path: "/p", BaseURL: "https://portkey.example/v1", Status: 400, Message: "Bad", RequestID: "r"},
			"GET /p: 400: Bad (at https://portkey.example/v1, request id r)"},
		{Error{Method: "GET", Path: "/p", Status: 503, Attempts: 1}, "GET /p: 503: service unavailable"},
		{Error{Method: "GET", Path: "/p", Status: 599}, "GET /p: 599: no message"},
		{Error{Method: "GET", Path: "/p", Message: "no connection: refused"}, "GET /p: no connection: refused"},
	} {
		if got := test.err.Error(); got != test.want {
			t.Errorf("got  %s\nwant %s", got, test.want)
		}
	}
}

func TestErrorKinds(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name                               string
		err                                error
		refused, conflict, unknown, unsent bool
	}{
		{name: "nil"},
		{name: "another error", err: io.EOF},
		{name: "403", err: &Error{Method: "GET", Status: 403}, refused: true},
		{name: "404", err: &Error{Method: "DELETE", Status: 404}, refused: true},
		{name: "401", err: &Error{Method: "PUT", Status: 401}},
		{name: "409", err: &Error{Method: "DELETE", Status: 409}, conflict: true},
		{name: "408", err: &Error{Method: "POST", Status: 408}, unknown: true},
		{name: "409 after an attempt without an answer", err: &Error{Method: "POST", Status: 409, doubt: true}, conflict: true, unknown: true},
		{name: "429", err: &Error{Method: "POST", Status: 429}},
		{name: "500", err: &Error{Method: "POST", Status: 500}, unknown: true},
		{name: "501", err: &Error{Method: "POST", Status: 501}, unknown: true},
		{name: "503", err: &Error{Method: "POST", Status: 503}, unknown: true},
		{name: "302", err: &Error{Method: "POST", Status: 302}, unknown: true},
		{name: "200 without a usable body", err: &Error{Method: "POST", Status: 200}, unknown: true},
		{name: "no answer", err: &Error{Method: "POST", Err: io.EOF, doubt: true}, unknown: true},
		{name: "no answer to a read", err: &Error{Method: "GET", Err: io.EOF, doubt: true}},
		{name: "500 to a read", err: &Error{Method: "GET", Status: 500}},
		{name: "never connected", err: &Error{Method: "POST", Err: io.EOF, unsent: true}, unsent: true},
		{name: "stopped after 429", err: &Error{Method: "POST", Err: io.EOF}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			err := test.err
			if err != nil {
				err = fmt.Errorf("wrapped: %w", err)
			}
			got := []bool{IsRefused(err), IsConflict(err), IsUnknownOutcome(err), IsNotSent(err)}
			want := []bool{test.refused, test.conflict, test.unknown, test.unsent}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("refused, conflict, unknown outcome, not sent: %s", diff)
			}
		})
	}
	if cause := (&Error{Err: io.EOF}); !errors.Is(cause, io.EOF) {
		t.Error("the cause is not found")
	}
}

func TestClean(t *testing.T) {
	t.Parallel()
	client, err := New(Options{APIKey: "k+/y<1>", Headers: map[string]string{"x-proxy-secret": "hunter2hunter2", "x-debug": "1"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, text, want string
	}{
		{"one line", "a\r\n\tb\x1b[31m\u0085c\u2028d", "a b [31m c d"},
		{"no change of direction", "a\u202eb\u2066c\ufeff", "a b c\ufeff"},
		{"an emoji stays whole", "👩\u200d🚀 Prod", "👩\u200d🚀 Prod"},
		{"invalid bytes", "a\xffb", "ab"},
		{"the key", "bad key k+/y<1>!", "bad key ***!"},
		{"the key in a query", "?key=k%2B%2Fy%3C1%3E", "?key=***"},
		{"the key in a path", "/k+%2Fy%3C1%3E", "/***"},
		{"the key in HTML", "k+/y&lt;1&gt;", "***"},
		{"the key in base64", "aysveTwxPg==", "***=="},
		{"the key around invalid bytes", "k+\xff/y<1>", "***"},
		{"a header's secret", "got hunter2hunter2", "got ***"},
		{"a header that is no secret", "1 of 1", "1 of 1"},
		{"too long", strings.Repeat("é", 51), strings.Repeat("é", 49) + "…"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := client.clean(test.text, 50); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// A key that is rejected once is rejected by everything, and reported once; each key
// for itself.
func TestError_isKnownRejection(t *testing.T) {
	t.Parallel()
	rejected := func(client *Client) *Error {
		t.Helper()
		var failed *Error
		if _, err := client.do(t.Context(), request{method: http.MethodGet, path: []string{"things"}}); !errors.As(err, &failed) {
			t.Fatal(err)
		}
		return failed
	}
	client := withTransport(t, &scripted{answers: []scriptedAnswer{{status: 403}, {status: 401}}}, nil)
	forbidden, first, second := rejected(client), rejected(client), rejected(client)
	if forbidden.IsKnownRejection() || second.IsKnownRejection() || !first.IsKnownRejection() {
		t.Error("not the rejection that is reported first is the first one")
	}
	other := withTransport(t, &scripted{answers: []scriptedAnswer{{status: 401}}}, nil)
	if rejected(other).IsKnownRejection() {
		t.Error("another key is known to be rejected")
	}
}
