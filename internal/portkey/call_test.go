package portkey

import (
	"compress/gzip"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const keyCanary = "pk-canary/+0123"

// against is a client of a server over a real connection, without patience.
func against(t *testing.T, base string, change func(*Options)) *Client {
	t.Helper()
	cfg := Options{APIKey: keyCanary, BaseURL: base, MaxRetries: 2, Waits: Waits{RetryMin: 1, RetryMax: 1, RetryAfterMax: time.Second}}
	if change != nil {
		change(&cfg)
	}
	client, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func serve(t *testing.T, handle http.HandlerFunc) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(handle)
	t.Cleanup(server.Close)
	return server
}

func TestRequestOnTheWire(t *testing.T) {
	t.Parallel()
	type wire struct {
		Line, Body, Key, Accept, ContentType, Agent, Team string
	}
	var got []wire
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got = append(got, wire{
			Line: r.Method + " " + r.RequestURI, Body: string(body),
			Key: r.Header.Get("x-portkey-api-key"), Accept: r.Header.Get("Accept"), ContentType: r.Header.Get("Content-Type"),
			Agent: r.Header.Get("User-Agent"), Team: r.Header.Get("x-team"),
		})
		if r.Header.Get("Idempotency-Key") != "" {
			t.Error("an idempotency key lets Go repeat a POST")
		}
		w.Header().Set("Date", "Sat, 01 Aug 2026 09:00:00 GMT")
		_, _ = io.WriteString(w, `{"id":"x"}`)
	})
	client := against(t, server.URL+"/api%2Fx/v1", func(cfg *Options) {
		cfg.UserAgent = "tests/1"
		cfg.Headers = map[string]string{"X-Team": " platform "}
	})
	read, err := client.do(t.Context(), request{method: "GET", path: []string{"admin", "workspaces"}, query: url.Values{"exact_name": {"a&b=ü 🚀"}}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.do(t.Context(), request{method: "POST", path: []string{"admin"}, body: map[string]string{"name": "<ü>"}, sendOnce: true}); err != nil {
		t.Fatal(err)
	}
	if _, err := client.do(t.Context(), request{method: "DELETE", path: []string{"admin", "ws-1_A"}}); err != nil {
		t.Fatal(err)
	}
	common := wire{Key: keyCanary, Accept: "application/json", Agent: "tests/1", Team: "platform"}
	want := []wire{common, common, common}
	want[0].Line = "GET /api%2Fx/v1/admin/workspaces?exact_name=a%26b%3D%C3%BC+%F0%9F%9A%80"
	want[1].Line, want[1].Body, want[1].ContentType = "POST /api%2Fx/v1/admin", "{\"name\":\"\\u003cü\\u003e\"}", "application/json"
	want[2].Line = "DELETE /api%2Fx/v1/admin/ws-1_A"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if date := time.Date(2026, 8, 1, 9, 0, 0, 0, time.UTC); read.status != 200 || string(read.body) != `{"id":"x"}` || !read.answeredAt.Equal(date) {
		t.Errorf("unexpected answer: %+v", read)
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
			_, _ = io.WriteString(w, "no gzip at all, and long enough to tell")
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
			if !errors.As(err, &failed) || !strings.Contains(err.Error(), test.words) {
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

// broken accepts connections and cuts each after having read so many bytes at most.
func broken(t *testing.T, read int) (address string, accepted *atomic.Int32) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	accepted = new(atomic.Int32)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			accepted.Add(1)
			_, _ = conn.Read(make([]byte, read))
			_ = conn.(*net.TCPConn).SetLinger(0)
			_ = conn.Close()
		}
	}()
	return listener.Addr().String(), accepted
}

// closedPort is an address at which nothing listens, and nothing can until the
// test ends: it is that of a connection's other end.
func closedPort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	held, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = held.Close() })
	return held.LocalAddr().String()
}

func TestCutConnections(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		method  string
		read    int
		want    int32
		unknown bool
	}{
		{"GET hardly read", "GET", 1, 3, false},
		{"GET after it is read", "GET", 4096, 3, false},
		{"PUT after it is read", "PUT", 4096, 3, true},
		{"POST hardly read", "POST", 1, 1, true},
		{"POST after it is read", "POST", 4096, 1, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			address, accepted := broken(t, test.read)
			client := against(t, "http://"+address, nil)
			_, err := client.do(t.Context(), request{method: test.method, path: []string{"things"}, body: map[string]int{}, sendOnce: test.method == "POST"})
			if got := accepted.Load(); got != test.want {
				t.Errorf("%d connections, want %d", got, test.want)
			}
			if err == nil || IsUnknownOutcome(err) != test.unknown || IsNotSent(err) {
				t.Errorf("unknown outcome %t, not sent %t: %v", IsUnknownOutcome(err), IsNotSent(err), err)
			}
		})
	}
}

// A connection that the server closed while it was idle is where Go's transport
// would repeat a request by itself.
func TestPostIsNotRepeatedOnAnIdleConnection(t *testing.T) {
	t.Parallel()
	var posts atomic.Int32
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			posts.Add(1)
			conn, _, _ := http.NewResponseController(w).Hijack()
			_ = conn.Close()
		}
	})
	client := against(t, server.URL, nil)
	if _, err := client.do(t.Context(), request{method: "GET", path: []string{"things"}}); err != nil {
		t.Fatal(err)
	}
	_, err := client.do(t.Context(), request{method: "POST", path: []string{"things"}, body: 1, sendOnce: true})
	if !IsUnknownOutcome(err) || posts.Load() != 1 {
		t.Errorf("%d posts, error %v", posts.Load(), err)
	}
}

func TestNoConnection(t *testing.T) {
	t.Parallel()
	plain := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("the request got through") })
	secure := httptest.NewUnstartedServer(http.NotFoundHandler())
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	t.Cleanup(secure.Close)
	handshake, accepted := broken(t, 4096)
	for _, test := range []struct {
		name, base string
		attempts   int
	}{
		{"refused", "http://" + closedPort(t), 3},
		{"cut during the handshake", "https://" + handshake, 3},
		{"a server without TLS", strings.Replace(plain.URL, "http", "https", 1), 1},
		{"a certificate nobody vouches for", secure.URL, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := against(t, test.base, nil).do(t.Context(), request{method: "POST", path: []string{"things"}, body: 1, sendOnce: true})
			var failed *Error
			if !errors.As(err, &failed) || !IsNotSent(err) || IsUnknownOutcome(err) || failed.Attempts != test.attempts {
				t.Fatalf("not sent %t, unknown outcome %t: %v", IsNotSent(err), IsUnknownOutcome(err), err)
			}
			if !strings.Contains(err.Error(), "no connection: ") || strings.Contains(err.Error(), "/things\":") {
				t.Errorf("unexpected words: %v", err)
			}
		})
	}
	t.Cleanup(func() {
		if accepted.Load() != 3 {
			t.Errorf("%d handshakes, want 3", accepted.Load())
		}
	})
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
			if err == nil || !strings.Contains(err.Error(), test.words) || moved.Load() != 0 {
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

func TestLogIsAnAllowList(t *testing.T) {
	t.Parallel()
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Request-Id", "r-1")
		w.Header().Set("X-Secret", "canary")
		_, _ = io.Copy(io.Discard, r.Body)
		_, _ = io.WriteString(w, `{"canary":1}`)
	})
	var mu sync.Mutex
	var lines []map[string]any
	record := func(cfg *Options) {
		cfg.MaxRetries = 1
		cfg.Headers = map[string]string{"x-proxy-secret": "canary-header"}
		cfg.Log = func(_ context.Context, level Level, message string, fields map[string]any) {
			mu.Lock()
			defer mu.Unlock()
			if level != LevelDebug {
				t.Errorf("unexpected level %d", level)
			}
			fields["message"] = message
			lines = append(lines, fields)
		}
	}
	r := request{method: "PUT", path: []string{"things"}, query: url.Values{"name": {"canary"}}, body: map[string]string{"a": "canary"}}
	if _, err := against(t, server.URL, record).do(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	_, _ = against(t, "http://"+closedPort(t), record).do(t.Context(), r)
	cut, _ := broken(t, 4096)
	_, _ = against(t, "http://"+cut, record).do(t.Context(), r)

	line := func(message string, status, attempt, received int, id string, requests, retries int) map[string]any {
		return map[string]any{
			"message": message, "method": "PUT", "path": "/things", "status": status, "attempt": attempt,
			"request_bytes": 14, "response_bytes": received, "request_id": id, "requests": requests, "retries": retries,
		}
	}
	want := []map[string]any{
		line("Portkey answered", 200, 1, 12, "r-1", 1, 0),
		line("no connection to Portkey", 0, 1, 0, "", 1, 0),
		line("no connection to Portkey", 0, 2, 0, "", 2, 1),
		line("no usable answer from Portkey", 0, 1, 0, "", 1, 0),
		line("no usable answer from Portkey", 0, 2, 0, "", 2, 1),
	}
	for _, fields := range lines {
		for _, key := range []string{"duration_ms", "waited_ms"} {
			if _, ok := fields[key].(int64); !ok {
				t.Errorf("%s is missing", key)
			}
			delete(fields, key)
		}
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Error(diff)
	}
}

func TestTLS(t *testing.T) {
	t.Parallel()
	certificate, key := selfSigned(t)
	known := x509.NewCertPool()
	known.AppendCertsFromPEM(certificate)

	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, `{"proto":%q}`, r.Proto)
	}))
	server.EnableHTTP2 = true
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.TLS = &tls.Config{ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: known, MinVersion: tls.VersionTLS12}
	server.StartTLS()
	t.Cleanup(server.Close)
	authority := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})

	client := against(t, server.URL, func(cfg *Options) {
		cfg.CACertPEM, cfg.ClientCertPEM, cfg.ClientKeyPEM = authority, certificate, key
	})
	var got struct{ Proto string }
	if _, err := client.get(t.Context(), []string{"things"}, nil, &got); err != nil || got.Proto != "HTTP/2.0" {
		t.Errorf("got %+v, error %v", got, err)
	}
	stranger := against(t, server.URL, func(cfg *Options) { cfg.CACertPEM = authority })
	if _, err := stranger.get(t.Context(), []string{"things"}, nil, &got); err == nil {
		t.Error("got through without a client certificate")
	}
}

func selfSigned(t *testing.T) (certificate, key []byte) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}),
		pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: pkcs8})
}

// net/http reads the proxy's address once per process, so each case is a process.
func TestProxyFromEnvironment(t *testing.T) {
	t.Parallel()
	if os.Getenv("PORTKEY_TEST_PROXY") != "" {
		_, err := against(t, "http://portkey.invalid/v1", nil).do(t.Context(), request{method: "GET", path: []string{"things"}})
		fmt.Printf("error: %v\n", err)
		return
	}
	var asked []string
	proxy := serve(t, func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.Method+" "+r.RequestURI)
		w.WriteHeader(http.StatusNotFound)
	})
	for _, test := range []struct {
		proxy, want string
	}{
		{"http://user:canary@" + proxy.Listener.Addr().String(), "error: GET /things: 404: not found"},
		{"http://user:canary@" + closedPort(t), "error: GET /things: no connection: proxyconnect"},
	} {
		child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestProxyFromEnvironment$")
		child.Env = append(slices.Clone(os.Environ()), "PORTKEY_TEST_PROXY=1", "HTTP_PROXY="+test.proxy, "http_proxy="+test.proxy, "NO_PROXY=", "no_proxy=")
		out, err := child.CombinedOutput()
		if err != nil || !strings.Contains(string(out), test.want) || strings.Contains(string(out), "canary") {
			t.Errorf("got %s (%v), want %s", out, err, test.want)
		}
	}
	if want := []string{"GET http://portkey.invalid/v1/things"}; !slices.Equal(asked, want) {
		t.Errorf("the proxy was asked for %q, want %q", asked, want)
	}
}
