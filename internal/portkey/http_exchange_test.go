package portkey

import (
	"compress/gzip"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// redirectTargets are where a redirect from https://home.test/v1/things leads.
// home says that the first hop stays on that server.
var redirectTargets = []struct {
	name, location string
	home           bool
}{
	{"another path of the server", "/v1/moved", true},
	{"another host", "https://other.test/v1/moved", false},
	{"a subdomain", "https://eu.home.test/v1/moved", false},
	{"another port", "https://home.test:8443/v1/moved", false},
	{"plain http", "http://home.test/v1/moved", false},
	{"another host behind a name that looks like the server's", "https://home.test@other.test/v1/moved", false},
	{"the server, which sends it on to another host", "/v1/away", true},
}

// TestRedirects_matrix sends every method through every redirect to every
// target, over real connections, and holds that nothing but the server of the
// base URL is ever asked anything: no byte of the key can get elsewhere.
func TestRedirects_matrix(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var elsewhere []string
	asked := map[string]int{} // by the key of the cell and the path
	away := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		dump, err := httputil.DumpRequest(r, true)
		mu.Lock()
		defer mu.Unlock()
		elsewhere = append(elsewhere, fmt.Sprintf("%s %v", dump, err))
	})
	home := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		key := r.Header.Get(keyHeader)
		mu.Lock()
		asked[key+" "+r.URL.Path]++
		mu.Unlock()
		code, location := 0, ""
		if _, err := fmt.Sscanf(r.Header.Get("X-Cell"), "%d %s", &code, &location); err != nil {
			t.Errorf("the header of the cell got lost: %v", err)
		}
		switch r.URL.Path {
		case "/v1/things":
			w.Header()["Location"] = []string{location}
			w.WriteHeader(code)
		case "/v1/away":
			w.Header()["Location"] = []string{"https://other.test/v1/moved"}
			w.WriteHeader(code)
		default:
			_, _ = w.Write([]byte("{}"))
		}
	}))
	t.Cleanup(home.Close)
	otherTLS, otherPlain := httptest.NewTLSServer(away), httptest.NewServer(away)
	t.Cleanup(otherTLS.Close)
	t.Cleanup(otherPlain.Close)

	transport := &http.Transport{
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true},
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			to := otherTLS
			switch {
			case address == "home.test:443":
				to = home
			case strings.HasSuffix(address, ":80"):
				to = otherPlain
			}
			return new(net.Dialer).DialContext(ctx, network, to.Listener.Addr().String())
		},
	}
	t.Cleanup(transport.CloseIdleConnections)

	cells := 0
	for _, code := range []int{301, 302, 303, 307, 308} {
		for _, target := range redirectTargets {
			for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE"} {
				cells++
				key := fmt.Sprintf("pk-redirected-%d-secret", cells)
				client, err := New(Options{
					APIKey: key, BaseURL: "https://home.test/v1", Transport: transport,
					Headers: map[string]string{"X-Cell": fmt.Sprintf("%d %s", code, target.location)},
				})
				if err != nil {
					t.Fatal(err)
				}
				r := request{method: method, path: []string{"things"}, sendOnce: method == "POST"}
				if method != "GET" {
					r.body = map[string]string{"a": "b"}
				}
				_, err = client.do(t.Context(), r)
				followed := method == "GET" && target.home
				arrives := followed && target.location == "/v1/moved"
				if arrives != (err == nil) {
					t.Errorf("%d to %s, %s: error %v", code, target.name, method, err)
				}
				mu.Lock()
				if got := asked[key+" "+target.location]; target.home && (got == 1) != followed || asked[key+" /v1/things"] != 1 {
					t.Errorf("%d to %s, %s: asked the server as %v", code, target.name, method, asked)
				}
				mu.Unlock()
			}
		}
	}
	for _, request := range elsewhere {
		t.Errorf("another server was asked:\n%s", request)
	}
}

// The servers of the matrix do see a key that is sent to them: a client that
// follows every redirect hands it to the other host.
func TestRedirects_matrixSeesALeak(t *testing.T) {
	t.Parallel()
	seen := make(chan string, 1)
	other := serve(t, func(_ http.ResponseWriter, r *http.Request) { seen <- r.Header.Get(keyHeader) })
	home := serve(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, strings.Replace(other.URL, "127.0.0.1", "localhost", 1), http.StatusTemporaryRedirect)
	})
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, home.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set(keyHeader, keyCanary)
	answer, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if got := <-seen; got != keyCanary {
		t.Errorf("the other host got %q: has net/http become careful, is the matrix still needed?", got)
	}
}

func TestBodies(t *testing.T) {
	t.Parallel()
	bomb := func(w http.ResponseWriter) {
		w.Header().Set("Content-Encoding", "gzip")
		packed := gzip.NewWriter(w)
		zeros := make([]byte, 1<<20)
		for range maxBody>>20 + 2 {
			_, _ = packed.Write(zeros)
		}
		_ = packed.Close()
	}
	truncated := func(w http.ResponseWriter) {
		w.Header().Set("Content-Length", "100")
		_, _ = io.WriteString(w, `{"id":"x"}`)
	}
	for _, test := range []struct {
		name     string
		method   string
		answer   func(http.ResponseWriter)
		words    string // in the error; none where it must succeed
		attempts int32
		html     bool
		unknown  bool
	}{
		{name: "an object", method: "GET", answer: func(w http.ResponseWriter) { _, _ = io.WriteString(w, `{"id":"x"}`) }, attempts: 1},
		{name: "an unzipped bomb", method: "GET", answer: bomb, words: "larger than 10 MiB", attempts: 1},
		{name: "a bomb to a write", method: "POST", answer: bomb, words: "larger than 10 MiB", attempts: 1, unknown: true},
		{name: "broken gzip", method: "GET", answer: func(w http.ResponseWriter) {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = io.WriteString(w, "no gzip at all, and long enough to see")
		}, words: "gzip", attempts: 3},
		{name: "truncated", method: "GET", answer: truncated, words: "no answer: unexpected EOF", attempts: 3},
		{name: "truncated answer to a write", method: "POST", answer: truncated, words: "unexpected EOF", attempts: 1, unknown: true},
		{name: "a page", method: "GET", answer: func(w http.ResponseWriter) { _, _ = io.WriteString(w, "<html><title>Log in</title>") },
			words: "200: an HTML page instead of JSON", attempts: 1, html: true},
		{name: "a page to a write", method: "DELETE", answer: func(w http.ResponseWriter) { _, _ = io.WriteString(w, "<html><title>Log in</title>") },
			words: "its title: Log in", attempts: 1, html: true, unknown: true},
		{name: "nothing", method: "GET", answer: func(http.ResponseWriter) {}, words: "200: the answer is empty", attempts: 1},
		{name: "nothing to a create", method: "POST", answer: func(http.ResponseWriter) {}, words: "the answer is empty", attempts: 1, unknown: true},
		{name: "JSON of another shape", method: "GET", answer: func(w http.ResponseWriter) { _, _ = io.WriteString(w, `{"id":["`+keyCanary+`"]}`) },
			words: "cannot read the answer", attempts: 1},
		{name: "text", method: "POST", answer: func(w http.ResponseWriter) { _, _ = io.WriteString(w, "OK") },
			words: "cannot read the answer: invalid character 'O'", attempts: 1, unknown: true},
		{name: "headers without end", method: "GET", answer: func(w http.ResponseWriter) { w.Header().Set("X-Long", strings.Repeat("x", 512<<10)) },
			words: "no answer", attempts: 3},
		{name: "an error page", method: "PUT", answer: func(w http.ResponseWriter) {
			w.WriteHeader(http.StatusForbidden)
			_, _ = io.WriteString(w, "<html><body>your key: "+keyCanary)
		}, words: "403: an HTML page", attempts: 1, html: true},
		{name: "an echo of the key", method: "GET", answer: func(w http.ResponseWriter) {
			w.Header().Set("X-Request-Id", "id-"+keyCanary)
			w.WriteHeader(http.StatusUnauthorized)
			_, _ = io.WriteString(w, `{"message":"bad key: pk-canary\/+0123","code":"`+keyCanary+`","param":"`+keyCanary+`"}`)
		}, words: "401 ***: bad key: *** (field ***, request id id-***)", attempts: 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var attempts atomic.Int32
			server := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				attempts.Add(1)
				test.answer(w)
			})
			client := against(t, server.URL, nil)
			var into struct{ ID string }
			_, err := client.call(t.Context(), request{method: test.method, path: []string{"things"}, sendOnce: test.method == "POST"}, &into)
			if got := attempts.Load(); got != test.attempts {
				t.Errorf("%d attempts, want %d", got, test.attempts)
			}
			if test.words == "" {
				if err != nil || into.ID != "x" {
					t.Errorf("got %+v, error %v", into, err)
				}
				return
			}
			var failed *Error
			if !errors.As(err, &failed) || !strings.Contains(strings.Replace(err.Error(), "at "+server.URL+", ", "", 1), test.words) {
				t.Fatalf("got error %v, want %q", err, test.words)
			}
			if failed.HTML != test.html || IsUnknownOutcome(err) != test.unknown {
				t.Errorf("HTML %t, unknown outcome %t", failed.HTML, IsUnknownOutcome(err))
			}
			if strings.Contains(err.Error(), "canary") {
				t.Errorf("the error shows the key: %v", err)
			}
		})
	}
}

func TestRedirects(t *testing.T) {
	t.Parallel()
	other := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("the other server was asked for %s with key %q", r.URL, r.Header.Get(keyHeader))
	})
	otherPort := other.Listener.Addr().(*net.TCPAddr).Port
	for _, test := range []struct {
		name   string
		method string
		status int
		to     string // an empty host means the same server
		words  string // in the error; none where it is followed
	}{
		{"the same server", "GET", 301, "/v1/moved", ""},
		{"the same server, method kept", "GET", 308, "/v1/moved", ""},
		{"another port", "GET", 302, other.URL + "/canary?canary", "redirect to http://127.0.0.1:" + strconv.Itoa(otherPort) + " was not followed, since the API key"},
		{"another host", "GET", 302, "http://localhost:" + strconv.Itoa(otherPort), "was not followed, since the API key"},
		{"another scheme", "GET", 302, "https://127.0.0.1:" + strconv.Itoa(otherPort), "was not followed, since the API key"},
		{"a password in it", "GET", 302, "http://canary:canary@127.0.0.1:" + strconv.Itoa(otherPort), "was not followed, since the API key"},
		{"round in circles", "GET", 302, "/v1/things", "was not followed after 9 others"},
		{"a POST to the same server", "POST", 307, "/v1/moved", "a write is never redirected"},
		{"a PUT to the same server", "PUT", 301, "/v1/moved", "a write is never redirected"},
		{"a DELETE elsewhere", "DELETE", 308, other.URL, "a write is never redirected"},
		{"nowhere", "GET", 302, "", "302: found"},
		{"to no URL", "GET", 302, "http://[canary", "no answer: failed to parse Location"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var moved atomic.Int32
			server := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/v1/moved" {
					moved.Add(1)
					if r.Header.Get(keyHeader) != keyCanary {
						t.Error("the key is missing after a redirect on the same server")
					}
					_, _ = io.WriteString(w, "{}")
					return
				}
				if test.to != "" {
					w.Header()["Location"] = []string{test.to}
				}
				w.WriteHeader(test.status)
			})
			_, err := against(t, server.URL+"/v1", nil).do(t.Context(), request{method: test.method, path: []string{"things"}})
			if test.words == "" {
				if err != nil || moved.Load() != 1 {
					t.Errorf("moved %d times, error %v", moved.Load(), err)
				}
				return
			}
			if err == nil || !strings.Contains(strings.Replace(err.Error(), "at "+server.URL+", ", "", 1), test.words) || moved.Load() != 0 {
				t.Errorf("got error %v, want %q", err, test.words)
			}
			if test.name != "to no URL" && strings.Contains(fmt.Sprint(err), "canary") {
				t.Errorf("the error shows more than the host: %v", err)
			}
			if IsUnknownOutcome(err) != (test.method != "GET") {
				t.Errorf("unknown outcome %t", IsUnknownOutcome(err))
			}
		})
	}
}

func TestSameOrigin(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		a, b string
		want bool
	}{
		{"https://a/x", "https://A:443/y", true},
		{"http://a:80", "http://a", true},
		{"https://a", "http://a", false},
		{"https://a:443", "http://a:443", false},
		{"https://a", "https://a.example", false},
		{"https://a", "https://a:80", false},
	} {
		a, _ := url.Parse(test.a)
		b, _ := url.Parse(test.b)
		if sameOrigin(a, b) != test.want || sameOrigin(b, a) != test.want {
			t.Errorf("%s and %s: want %t", test.a, test.b, test.want)
		}
	}
}

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

// A redirect is followed ten times, no more.
func TestRedirects_end(t *testing.T) {
	t.Parallel()
	transport := &scripted{answers: []scriptedAnswer{{status: 302, header: http.Header{"Location": {"/v1/things"}}}}}
	if _, err := withTransport(t, transport, nil).do(t.Context(), aRead); err == nil || len(transport.asked) != maxHops {
		t.Errorf("%d requests, %v", len(transport.asked), err)
	}
}

// closing notes that an answer's body was closed.
type closing struct {
	io.Reader
	closed *bool
}

func (c closing) Close() error { *c.closed = true; return nil }
