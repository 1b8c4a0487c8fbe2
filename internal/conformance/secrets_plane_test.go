package conformance

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"strings"
	"sync"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// guardedHost is where the control plane of the secrets test is. Only the proxy
// knows the way there, as in a company's network.
const guardedHost = "portkey.test"

// guardedPlane is a control plane behind a proxy that asks for a password, over
// TLS that asks for a client's certificate.
type guardedPlane struct {
	t     *testing.T
	api   *emulator.Server
	plane *httptest.Server
	proxy *httptest.Server

	mu        sync.Mutex
	proxied   bytes.Buffer // what the proxy received
	elsewhere bytes.Buffer // what was meant for other hosts
	tunnels   int
	creates   int
	instead   http.HandlerFunc // answers in the API's stead, if there is one
	issued    *canary          // the secret of each API key but those of keys
	keys      map[string]issuedKey
	real      string // the emulator's own for the latest that issued stands for
	used      int    // requests that came with it
}

// issuedKey are the secrets of an API key, of which the emulator's own stay unknown.
type issuedKey struct{ created, rotated *canary }

// newGuardedPlane starts one, whose answers hold a header and a field that the
// provider doesn't expect.
func newGuardedPlane(t *testing.T, ca *authority, proxyPassword string, header, field, issued *canary, keys map[string]issuedKey) *guardedPlane {
	t.Helper()
	g := &guardedPlane{t: t, api: emulator.New(), issued: issued, keys: keys}
	g.plane = httptest.NewUnstartedServer(g.talkative(header, field))
	g.plane.TLS = ca.server(guardedHost)
	g.plane.StartTLS()
	t.Cleanup(g.plane.Close)
	g.proxy = httptest.NewServer(g.tunnel(proxyPassword))
	t.Cleanup(g.proxy.Close)
	return g
}

// talkative adds a header and a field that nobody knows to every answer.
func (g *guardedPlane) talkative(header, field *canary) http.Handler {
	note, err := json.Marshal(field.value)
	if err != nil {
		panic(err)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		g.mu.Lock()
		instead := g.instead
		if r.Method == http.MethodPost {
			g.creates++
		}
		g.mu.Unlock()
		if instead != nil {
			instead(w, r)
			return
		}
		answered := httptest.NewRecorder()
		g.api.ServeHTTP(answered, g.asIssued(r))
		body := g.issue(r, answered.Body.String())
		if rest, isObject := strings.CutPrefix(body, `{"`); isObject {
			body = `{"internal_note":` + string(note) + `,"` + rest
		}
		for name, values := range answered.Header() {
			w.Header()[name] = values
		}
		w.Header().Del("Content-Length")
		w.Header().Set("X-Internal", header.value)
		w.Header().Set("Set-Cookie", "session="+header.core)
		w.WriteHeader(answered.Code)
		_, _ = io.WriteString(w, body)
	})
}

// issue puts a canary into the answer to a create or a rotation of an API key.
func (g *guardedPlane) issue(r *http.Request, body string) string {
	var created struct{ ID, Key string }
	if r.Method != http.MethodPost || !strings.HasPrefix(r.URL.Path, "/v1/api-keys/") || json.Unmarshal([]byte(body), &created) != nil || created.Key == "" {
		return body
	}
	issued := g.secretOf(created.ID, strings.HasSuffix(r.URL.Path, "/rotate"))
	if issued == g.issued {
		g.mu.Lock()
		g.real = created.Key
		g.mu.Unlock()
	}
	key, err := json.Marshal(issued.value)
	if err != nil {
		panic(err)
	}
	return strings.Replace(body, `"`+created.Key+`"`, string(key), 1)
}

// secretOf is the canary that stands for the secret of a key.
func (g *guardedPlane) secretOf(id string, isRotated bool) *canary {
	for _, one := range g.api.All(emulator.APIKeys) {
		key, isNamed := g.keys[one.Name]
		switch {
		case one.ID != id || !isNamed:
		case isRotated:
			return key.rotated
		default:
			return key.created
		}
	}
	return g.issued
}

// asIssued is a request that came with the canary, as the emulator knows it.
func (g *guardedPlane) asIssued(r *http.Request) *http.Request {
	if r.Header.Get("X-Portkey-Api-Key") != g.issued.value {
		return r
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.used++
	known := r.Clone(r.Context())
	known.Header.Set("X-Portkey-Api-Key", g.real)
	return known
}

// tunnel is the proxy. What is meant for any other host than the control
// plane's is recorded and refused.
func (g *guardedPlane) tunnel(password string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		dump, _ := httputil.DumpRequest(r, true)
		_, given, _ := (&http.Request{Header: http.Header{"Authorization": r.Header["Proxy-Authorization"]}}).BasicAuth()
		home := r.Method == http.MethodConnect && r.Host == guardedHost+":443"
		g.mu.Lock()
		g.proxied.Write(dump)
		if !home {
			g.elsewhere.Write(dump)
		}
		g.mu.Unlock()
		if !home || given != password {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		inside, err := new(net.Dialer).DialContext(r.Context(), "tcp", g.plane.Listener.Addr().String())
		if err != nil {
			g.t.Error(err)
			return
		}
		defer inside.Close()
		outside, buffered, err := http.NewResponseController(w).Hijack()
		if err != nil {
			g.t.Error(err)
			return
		}
		defer outside.Close()
		_, _ = io.WriteString(outside, "HTTP/1.1 200 Connected\r\n\r\n")
		g.mu.Lock()
		g.tunnels++
		g.mu.Unlock()
		done := make(chan struct{})
		go func() {
			defer close(done)
			_, _ = io.Copy(inside, buffered)
			_ = inside.(*net.TCPConn).CloseWrite()
		}()
		_, _ = io.Copy(outside, inside)
		_ = outside.Close()
		<-done
	})
}

// answer has every request answered so from here on; nil ends it.
func (g *guardedPlane) answer(instead http.HandlerFunc) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.instead = instead
}

// echo is what a server that gives secrets away says to a request: those that
// it was sent, in every encoding but a hash.
func echo(r *http.Request) string {
	var said strings.Builder
	_, credentials, _ := strings.Cut(r.Header.Get("X-Gateway"), " ")
	for _, secret := range []string{r.Header.Get("X-Portkey-Api-Key"), r.Header.Get("X-Gateway"), credentials} {
		for _, one := range forms(secret) {
			if !strings.HasPrefix(one.encoding, "SHA") {
				said.WriteString(string(one.text) + " ")
			}
		}
	}
	return said.String()
}

// quarrels are answers that give secrets away or lead them elsewhere.
var quarrels = []http.HandlerFunc{
	func(w http.ResponseWriter, r *http.Request) {
		message, _ := json.Marshal(echo(r))
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = fmt.Fprintf(w, `{"success":false,"data":{"message":%s,"errorCode":"AB02"}}`, message)
	},
	func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("X-Request-Id", r.Header.Get("x-portkey-api-key"))
		w.WriteHeader(http.StatusBadGateway)
		_, _ = fmt.Fprintf(w, "<html><title>Denied: %s</title></html>", echo(r))
	},
	func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "https://elsewhere.test/v1/moved", http.StatusTemporaryRedirect)
	},
	func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://"+guardedHost+"/v1/moved", http.StatusFound)
	},
}

// heard hands out what the proxy heard so far, and forgets it.
func (g *guardedPlane) heard() (proxied, elsewhere []byte) {
	g.mu.Lock()
	defer g.mu.Unlock()
	proxied, elsewhere = bytes.Clone(g.proxied.Bytes()), bytes.Clone(g.elsewhere.Bytes())
	g.proxied.Reset()
	g.elsewhere.Reset()
	return proxied, elsewhere
}
