package portkey

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
	"time"
)

// maxBody bounds an answer, after decompression, and maxValues how many JSON
// values it may contain: a value of one byte can take hundreds in memory.
const (
	maxBody   = 10 << 20
	maxValues = 100_000
)

// errUnreadableLocation does not repeat the URL, which may contain secrets.
var errUnreadableLocation = errors.New("failed to parse Location, which is where a redirect leads")

var errTooLarge = fmt.Errorf("the answer is larger than %d MiB, or than %d values", maxBody>>20, maxValues)

// exchange sends the request once and reads the whole answer within the time of one
// attempt, so that an answer cut short is an error of the attempt. Beside an error,
// the answer has what was read of the body, and no status.
func (a *call) exchange(target *url.URL) (answer, error) {
	timeout := a.client.opts.RequestTimeout
	if a.failing > 0 {
		timeout = min(timeout, patience-a.failing)
	}
	ctx, cancel := context.WithTimeout(a.open, timeout)
	defer cancel()
	req, traced, err := a.newRequest(ctx, target)
	if err != nil {
		return answer{}, err
	}
	resp, err := a.client.opts.Transport.RoundTrip(req)
	a.reached = traced.reached()
	var got answer
	if err == nil {
		got.body, err = io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
		_ = resp.Body.Close()
	}
	switch {
	case err != nil && ctx.Err() != nil && a.open.Err() == nil:
		return got, fmt.Errorf("nothing complete within %s: %w", timeout.Round(time.Millisecond), err)
	case err != nil:
		return got, err
	case len(got.body) > maxBody || countValues(got.body) > maxValues:
		return got, errTooLarge
	}
	got.status, got.header = resp.StatusCode, resp.Header
	got.answeredAt, _ = http.ParseTime(resp.Header.Get("Date"))
	switch got.status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		resp.Request = req
		if got.location, err = resp.Location(); err != nil && !errors.Is(err, http.ErrNoLocation) {
			return answer{body: got.body}, errUnreadableLocation
		}
	}
	return got, nil
}

func (a *call) newRequest(ctx context.Context, target *url.URL) (*http.Request, *trace, error) {
	traced := new(trace)
	req, err := http.NewRequestWithContext(traced.with(ctx), a.method, target.String(), bytes.NewReader(a.body))
	if err != nil {
		return nil, nil, err
	}
	req.Header = a.client.headers.Clone()
	if a.body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if a.sendOnce {
		// If nil, Go's transport cannot send the body a second time by itself.
		req.GetBody = nil
	}
	return req, traced, nil
}

// trace watches whether a request got a connection. A transport that doesn't trace
// is taken to have sent the request.
type trace struct{ connecting, connected atomic.Bool }

func (t *trace) with(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { t.connecting.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { t.connected.Store(true) },
	})
}

func (t *trace) reached() bool { return !t.connecting.Load() || t.connected.Load() }

// countValues counts the values of a JSON text, without decoding it.
func countValues(body []byte) (count int) {
	quoted, escaped := false, false
	for _, b := range body {
		switch {
		case escaped:
			escaped = false
		case b == '"':
			quoted = !quoted
		case quoted:
			escaped = b == '\\'
		case b == ',' || b == '[' || b == '{':
			count++
		}
	}
	return count
}

// maxHops is how many requests a read may become by redirects, as with net/http.
const maxHops = 10

// redirectRefused says why a redirect is not followed; "" where it is. Only the
// host is named, since the rest of a URL may contain secrets. The key's header must go
// to no other server, and a write is not redirected: it would be sent twice.
func (a *call) redirectRefused(from, to *url.URL, hop int) string {
	where := "a redirect to " + to.Scheme + "://" + to.Host
	switch {
	case a.method != http.MethodGet:
		return where + " was not followed, since a write is never redirected: does the base URL name the right scheme, host and path?"
	case !sameOrigin(from, to):
		return where + " was not followed, since the API key is sent to no other server than that of the base URL"
	case hop >= maxHops:
		return where + fmt.Sprintf(" was not followed after %d others", maxHops-1)
	}
	return ""
}

func sameOrigin(a, b *url.URL) bool {
	return a.Scheme == b.Scheme && strings.EqualFold(a.Hostname(), b.Hostname()) && effectivePort(a) == effectivePort(b)
}

func effectivePort(u *url.URL) string {
	switch {
	case u.Port() != "":
		return u.Port()
	case u.Scheme == "http":
		return "80"
	default:
		return "443"
	}
}
