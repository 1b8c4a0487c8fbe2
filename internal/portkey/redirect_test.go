package portkey

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"strings"
	"sync"
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
