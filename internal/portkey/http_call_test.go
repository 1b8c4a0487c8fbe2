package portkey

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
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
