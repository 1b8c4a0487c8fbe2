package conformance

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"path"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// target says which requests a fault happens to.
type target struct {
	method string
	// path is below /v1; a * in it is one element.
	path string
	// skip is how many of them are left alone first.
	skip int
	// refused tells that the API itself refuses them: whoever says otherwise lies.
	refused bool
}

func (t target) matches(r *http.Request) bool {
	matched, err := path.Match("/v1"+t.path, r.URL.Path)
	return r.Method == t.method && matched && err == nil
}

// strike is a fault on its way to happen.
type strike struct {
	fault
	// matches says to which requests it happens; skip of them are left alone.
	matches func(*http.Request) bool
	skip    int
	// times is how often it happens at most; 0 is for good.
	times int
	// after is after the request had its effect.
	after bool

	seen, met int
}

// wire is what lies between the provider and the API. It is where faults happen.
type wire struct {
	mu     sync.Mutex
	strike *strike
	// away counts requests that carried the key to another host.
	away int
}

// arm makes a fault happen from here on.
func (w *wire) arm(s *strike) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.strike = s
}

// lift ends it.
func (w *wire) lift() (met int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.strike == nil {
		return 0
	}
	met, w.strike = w.strike.met, nil
	return met
}

// meets returns what a request meets, nil where it is left alone.
func (w *wire) meets(r *http.Request) *strike {
	w.mu.Lock()
	defer w.mu.Unlock()
	s := w.strike
	if s == nil || !s.matches(r) || s.times > 0 && s.met == s.times {
		return nil
	}
	if s.seen++; s.seen <= s.skip {
		return nil
	}
	s.met++
	return s
}

// struck marks a request that meets a fault, on its way to the server.
const struck = "X-Struck"

// side is the provider's side of the wire.
type side struct {
	*wire
	next http.RoundTripper
}

// RoundTrip sends a request, unless a fault keeps it.
func (s side) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Host != "127.0.0.1" && r.Header.Get("X-Portkey-Api-Key") != "" {
		s.mu.Lock()
		s.away++
		s.mu.Unlock()
	}
	met := s.meets(r)
	if met == nil {
		return s.next.RoundTrip(r)
	}
	if met.lose != nil {
		if err := met.lose(r); err != nil {
			return nil, err
		}
	}
	r = r.Clone(r.Context())
	r.Header.Set(struck, "yes")
	return s.next.RoundTrip(r)
}

// between is the API's side.
func (w *wire) between(api http.Handler) http.Handler {
	return http.HandlerFunc(func(answer http.ResponseWriter, r *http.Request) {
		w.mu.Lock()
		met := w.strike
		w.mu.Unlock()
		if r.Header.Get(struck) == "" || met == nil {
			api.ServeHTTP(answer, r)
			return
		}
		r.Header.Del(struck)
		// Only once the body is read does a server see that its client is gone.
		body, err := io.ReadAll(r.Body)
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		if met.ask != nil {
			met.ask(r)
		}
		own := httptest.NewRecorder()
		if met.after || met.needsReal {
			api.ServeHTTP(own, r)
		}
		met.serve(answer, r, own)
	})
}

// startWired starts an API behind a wire, by the clock of a synctest bubble.
func startWired(t *testing.T, options ...emulator.Option) (*harness.Env, *wire) {
	t.Helper()
	w := &wire{}
	env := harness.StartInMemory(t, w.between, options...)
	env.Tune(func(config *portkey.Options) { config.Transport = side{w, config.Transport} }) //nolint:gosec // no key is kept
	return env, w
}

// leavesNothing holds that no connection outlives the operation that it was for.
// That goroutines don't, synctest sees to: no bubble ends before they do.
func (t *trial) leavesNothing() {
	t.Helper()
	synctest.Wait()
	if open := t.env.OpenConnections(); open != 0 {
		t.Errorf("%s: %d connections are open", nothingLeft, open)
	}
}

// lists reports whether a target is a list: the path of a collection.
func (t target) lists() bool { return t.method == http.MethodGet && !strings.Contains(t.path, "*") }
