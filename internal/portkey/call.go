package portkey

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// maxBody bounds an answer, after decompression, and maxValues how many JSON
// values it may hold: a value of one byte can take hundreds in memory.
const (
	maxBody   = 10 << 20
	maxValues = 100_000
)

var errTooLarge = fmt.Errorf("the answer is larger than %d MiB, or than %d values", maxBody>>20, maxValues)

// call is one request on its way through its attempts. It is the RoundTripper of
// its own http.Client, so that every attempt, and every hop of a redirect, passes
// through RoundTrip.
type call struct {
	client   *Client
	ctx      context.Context // ends an open exchange
	waits    context.Context // ends the waits
	method   string
	path     string // as it is shown
	url      string
	body     []byte
	sendOnce bool

	attempt int
	// reached tells that the last attempt got a connection, everReached that any
	// did, doubt that any may have had an effect without a word about it.
	reached, everReached, doubt bool
	// failing is the time that failed attempts, and the pauses between them, took.
	failing time.Duration
	// queued is the time that was spent waiting for a turn.
	queued time.Duration
	// gaveUp says why no other attempt followed, where that is not obvious.
	gaveUp string
}

func (c *Client) newCall(ctx context.Context, r request) (*call, error) {
	for _, element := range r.path {
		if err := checkID(element); err != nil {
			return nil, errors.New(c.secrets.Replace(err.Error()))
		}
	}
	path := "/" + strings.Join(r.path, "/")
	a := &call{
		client:   c,
		ctx:      ctx,
		waits:    r.caller,
		method:   r.method,
		path:     c.clean(path, maxMessage),
		url:      c.cfg.BaseURL + path,
		sendOnce: r.sendOnce,
	}
	if a.waits == nil {
		a.waits = ctx
	}
	if len(r.query) > 0 {
		a.url += "?" + r.query.Encode()
	}
	if r.body != nil {
		body, err := json.Marshal(r.body)
		if err != nil {
			return nil, fmt.Errorf("%s %s: cannot write the request: %w", a.method, a.path, err)
		}
		a.body = body
	}
	return a, nil
}

// run makes the attempts and judges what comes of them.
func (a *call) run() (answer, error) {
	var body any
	if a.body != nil {
		body = a.body
	}
	req, err := retryablehttp.NewRequestWithContext(a.waits, a.method, a.url, body)
	if err != nil {
		return answer{}, a.lost(err)
	}
	req.Header = a.client.headers.Clone()
	if a.body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	repeater := retryablehttp.Client{
		HTTPClient:   &http.Client{Transport: a, CheckRedirect: stayHome},
		RetryMax:     max(a.client.cfg.MaxRetries, 0),
		RetryWaitMin: a.client.cfg.Waits.RetryMin,
		RetryWaitMax: a.client.cfg.Waits.RetryMax,
		CheckRetry:   a.again,
		Backoff:      a.pause,
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
		RequestLogHook: func(_ retryablehttp.Logger, _ *http.Request, repeats int) {
			a.attempt = repeats + 1
		},
	}
	if a.method != http.MethodGet {
		a.client.writes.Add(1)
		defer a.client.writes.Add(1)
	}
	if a.method != http.MethodGet && a.method != http.MethodPost {
		a.client.edits.Add(1)
		defer a.client.edits.Add(1)
	}
	resp, err := repeater.Do(req)
	a.settle(resp, err)
	if err != nil {
		return answer{}, a.lost(err)
	}
	defer resp.Body.Close()
	got := answer{status: resp.StatusCode, header: resp.Header}
	got.body, _ = io.ReadAll(resp.Body) // from memory: RoundTrip has read it
	got.answeredAt, _ = http.ParseTime(resp.Header.Get("Date"))
	if got.status < 200 || got.status > 299 || isHTML(got.header, got.body) {
		failed := a.failure(got)
		if to, err := resp.Location(); err == nil {
			failed.Message = a.client.clean(redirectReason(resp.Request, to), maxMessage)
		}
		return got, failed
	}
	return got, nil
}

// settle remembers what the end of a call says about the API as a whole.
func (a *call) settle(resp *http.Response, err error) {
	if err == nil && isFailure(resp.StatusCode) || err != nil && a.waits.Err() == nil && isTransient(err) {
		a.client.pace.failed()
	}
	if a.queued > time.Minute {
		a.client.mu.Lock()
		a.client.longWait = max(a.client.longWait, a.queued)
		a.client.mu.Unlock()
	}
}

// failure is the error of an answer.
func (a *call) failure(got answer) *Error {
	said := parseComplaint(got.header, got.body)
	if a.gaveUp != "" {
		said.message = strings.TrimPrefix(said.message+"; "+a.gaveUp, "; ")
	}
	return &Error{
		Method:    a.method,
		Path:      a.path,
		Status:    got.status,
		Code:      a.client.clean(said.code, maxDetail),
		Message:   a.client.clean(said.message, maxMessage),
		Param:     a.client.clean(said.param, maxDetail),
		RequestID: a.client.clean(said.requestID, maxDetail),
		HTML:      said.html,
		Attempts:  a.attempt,
		doubt:     a.doubt,
	}
}

// lost is the error of a call without an answer. A url.Error is left out, since
// it repeats the whole URL.
func (a *call) lost(err error) *Error {
	var outer *url.Error
	if errors.As(err, &outer) {
		err = outer.Err
	}
	message := "no answer"
	switch {
	case a.waits.Err() != nil:
		message = "stopped before an answer came"
	case !a.reached:
		message = "no connection"
	}
	message += ": " + err.Error()
	if a.gaveUp != "" {
		message += "; " + a.gaveUp
	}
	return &Error{
		Method:   a.method,
		Path:     a.path,
		Message:  a.client.clean(message, maxMessage),
		Attempts: a.attempt,
		Err:      err,
		unsent:   !a.everReached,
		doubt:    a.doubt,
	}
}

// RoundTrip makes one attempt: it waits for its turn, reads the whole answer, so
// that an answer cut short is an error of the attempt, and logs it.
func (a *call) RoundTrip(req *http.Request) (*http.Response, error) {
	waited, err := a.client.admit(a.waits)
	a.queued += waited
	if err != nil {
		return nil, err
	}
	a.client.tally(func(t *Totals) { t.Requests++ })
	started := time.Now()
	resp, body, err := a.exchange(req)
	status := 0
	var header http.Header
	if err == nil {
		status, header = resp.StatusCode, resp.Header
		a.heed(resp, started)
	}
	if err != nil || isFailure(status) {
		a.failing += time.Since(started)
	}
	a.everReached = a.everReached || a.reached
	a.doubt = a.doubt || a.reached && (err != nil || leavesDoubt(status))
	a.report(status, time.Since(started), header, body)
	return resp, err
}

// exchange sends the request and reads the whole answer within the time of one attempt.
func (a *call) exchange(req *http.Request) (*http.Response, []byte, error) {
	timeout := a.client.cfg.RequestTimeout
	if a.failing > 0 {
		timeout = min(timeout, patience-a.failing)
	}
	ctx, cancel := context.WithTimeout(a.ctx, timeout)
	defer cancel()

	// A transport that doesn't trace is taken to have sent the request.
	var connecting, connected atomic.Bool
	req = req.WithContext(httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { connecting.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { connected.Store(true) },
	}))
	if a.sendOnce {
		// Without it Go's transport cannot send the body a second time by itself.
		req.GetBody = nil
	}
	resp, err := a.client.cfg.Transport.RoundTrip(req)
	a.reached = !connecting.Load() || connected.Load()
	var body []byte
	if err == nil {
		body, err = io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
		_ = resp.Body.Close()
		resp.Body = io.NopCloser(bytes.NewReader(body))
		resp.Request = req
	}
	switch {
	case err != nil && ctx.Err() != nil && a.ctx.Err() == nil:
		return nil, body, fmt.Errorf("nothing complete within %s: %w", timeout.Round(time.Millisecond), err)
	case err != nil:
		return nil, body, err
	case len(body) > maxBody || countValues(body) > maxValues:
		return nil, body, errTooLarge
	}
	return resp, body, nil
}

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

// heed takes from an answer what concerns the whole client: the server's clock,
// and what it says about the pace.
func (a *call) heed(resp *http.Response, sent time.Time) {
	seen := time.Now()
	if date, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		a.client.mu.Lock()
		a.client.serverDate, a.client.serverSeen = date, seen
		a.client.mu.Unlock()
	}
	longest := a.client.cfg.Waits.RetryAfterMax
	wait := quotaPause(resp.Header, seen)
	if wait > longest {
		wait = 0
	}
	switch {
	case resp.StatusCode == http.StatusTooManyRequests:
		if asked, told := retryAfter(resp.Header, seen); told {
			wait = asked
		}
		if wait > longest { // left to each call
			return
		}
		if rate := a.client.pace.tooMany(sent, seen, wait, longest); rate > 0 {
			a.client.cfg.Log(a.waits, LevelInfo, fmt.Sprintf("Portkey answered 429, too many requests: they are spaced from here on, at first to about %.1f a second", rate), nil)
		}
	case !isFailure(resp.StatusCode):
		a.client.pace.accepted(seen, wait)
	}
}

// report logs an attempt. The fields are the whole of what may be logged: bodies,
// headers and queries hold names and secrets.
func (a *call) report(status int, took time.Duration, header http.Header, body []byte) {
	message := "Portkey answered"
	switch {
	case status == 0 && !a.reached:
		message = "no connection to Portkey"
	case status == 0:
		message = "no usable answer from Portkey"
	}
	totals := a.client.Totals()
	a.client.cfg.Log(a.ctx, LevelDebug, message, map[string]any{
		"method":         a.method,
		"path":           a.path,
		"status":         status,
		"duration_ms":    took.Milliseconds(),
		"attempt":        a.attempt,
		"request_bytes":  len(a.body),
		"response_bytes": len(body),
		"request_id":     a.client.clean(requestID(header), maxDetail),
		"requests":       totals.Requests,
		"retries":        totals.Retries,
		"waited_ms":      totals.Waited.Milliseconds(),
	})
}

// maxHops is how many requests a read may become by redirects, as with net/http.
const maxHops = 10

// stayHome follows a redirect only where it stays on the same server: net/http
// would hand the key's header on to any other.
func stayHome(next *http.Request, via []*http.Request) error {
	last := via[len(via)-1]
	if last.Method != http.MethodGet || !sameOrigin(last.URL, next.URL) || len(via) >= maxHops {
		return http.ErrUseLastResponse
	}
	return nil
}

// redirectReason says why stayHome did not follow. Only the host is named, since
// the rest of a URL may hold secrets.
func redirectReason(last *http.Request, to *url.URL) string {
	where := "a redirect to " + to.Scheme + "://" + to.Host
	switch {
	case last.Method != http.MethodGet:
		return where + " was not followed, since a write is never redirected: does the base URL name the right scheme, host and path?"
	case !sameOrigin(last.URL, to):
		return where + " was not followed, since the API key is sent to no other server than that of the base URL"
	default:
		return where + fmt.Sprintf(" was not followed after %d others", maxHops-1)
	}
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
