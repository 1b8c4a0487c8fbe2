package portkey

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// request is one thing to ask of the API.
type request struct {
	method string
	// path are the elements below the base URL, ids among them.
	path  []string
	query url.Values
	// isBeside says that the path is below the root of the host instead, and that its
	// elements are not ids alone.
	isBeside bool
	// body is sent as JSON; nil means none.
	body any
	// sendOnce is for requests that must not happen twice: they are repeated only
	// where the server cannot have taken them.
	sendOnce bool
}

// answer is what a request brought.
type answer struct {
	status int
	header http.Header
	body   []byte
	// answeredAt is the server's clock; zero where the answer lacks it.
	answeredAt time.Time
	// location is where a redirect leads that was not followed; nil for others.
	location *url.URL
}

// call is one request on its way through its attempts. Read run first.
type call struct {
	client *Client
	// ctx ends the waits: no attempt begins after it. open ends an exchange; that of a
	// write outlives ctx, see Client.detach.
	ctx, open context.Context
	method    string
	path      string // as messages show it
	url       *url.URL
	body      []byte
	// secrets are what the body contains that no message may show; nil is nothing.
	secrets func() []string
	// confidential reports that the answer may contain secrets: of one that is not
	// understood, nothing is repeated.
	confidential bool
	sendOnce     bool

	attempt int
	// reached reports that the last attempt got a connection, everReached that any
	// did, doubt that any may have had an effect that no answer speaks of.
	reached, everReached, doubt bool
	// failing is the time that failed attempts, and the pauses between them, took.
	failing time.Duration
	// queued is the time that was spent waiting for a turn.
	queued time.Duration
	// gaveUp says why no other attempt followed, where that is not obvious.
	gaveUp string
}

func (c *Client) newCall(ctx context.Context, r request) (*call, error) {
	base, elements := c.opts.BaseURL, slices.Clone(r.path)
	if r.isBeside {
		base = strings.TrimSuffix(base, "/v1")
	}
	for i, element := range elements {
		err := checkID(element)
		if r.isBeside && strings.Trim(element, ".") != "" {
			elements[i], err = url.PathEscape(element), nil
		}
		if err != nil {
			return nil, errors.New(c.secrets.Replace(err.Error()))
		}
	}
	path := "/" + strings.Join(elements, "/")
	a := &call{client: c, ctx: ctx, open: ctx, method: r.method, path: c.clean(path, maxMessage), sendOnce: r.sendOnce}
	target := base + path
	if len(r.query) > 0 {
		target += "?" + r.query.Encode()
	}
	var err error
	if a.url, err = url.Parse(target); err != nil {
		return nil, fmt.Errorf("%s %s: the base URL is not a URL", a.method, a.path)
	}
	if holder, ok := r.body.(secretHolder); ok {
		a.secrets = holder.secrets
	}
	if r.body != nil {
		if a.body, err = json.Marshal(r.body); err != nil {
			return nil, fmt.Errorf("%s %s: cannot write the request: %w", a.method, a.path, err)
		}
	}
	return a, nil
}

// run sends attempts until one is good enough or another one would not help, and
// returns what came of the last one. An answer that is not a 2xx with JSON or
// nothing in it is an *Error.
func (a *call) run() (answer, error) {
	if a.method != http.MethodGet {
		var cancel context.CancelFunc
		a.open, cancel = a.client.detach(a.ctx)
		defer cancel()
		a.client.writes.Add(1)
		defer a.client.writes.Add(1)
	}
	for a.attempt = 1; ; a.attempt++ {
		got, err := a.try()
		if !a.shouldRetry(got, err) {
			a.noteOutcome(got, err)
			return a.judge(got, err)
		}
		if err := pause(a.ctx, a.backoff(got, err)); err != nil {
			a.noteOutcome(got, err)
			return answer{}, a.noAnswer(err)
		}
	}
}

// try sends one attempt. A read follows redirects that stay on the same server.
func (a *call) try() (answer, error) {
	target := a.url
	for hop := 1; ; hop++ {
		got, err := a.send(target)
		if err != nil || got.location == nil || a.redirectRefused(target, got.location, hop) != "" {
			return got, err
		}
		target = got.location
	}
}

// send waits for the turn of a request, exchanges it, and takes note of how it went.
func (a *call) send(target *url.URL) (answer, error) {
	waited, err := a.client.waitForTurn(a.ctx)
	a.queued += waited
	if err != nil {
		return answer{}, err
	}
	a.client.tally(func(t *Totals) { t.Requests++ })
	started := time.Now()
	got, err := a.exchange(target)
	if err == nil {
		a.learn(got, started)
	}
	if err != nil || isRetryable(got.status) {
		a.failing += time.Since(started)
	}
	a.everReached = a.everReached || a.reached
	a.doubt = a.doubt || a.reached && (err != nil || leavesDoubt(got.status))
	a.log(got, time.Since(started))
	if err != nil {
		return answer{}, err
	}
	return got, nil
}

// judge turns the outcome of the last attempt into an answer or an *Error.
func (a *call) judge(got answer, err error) (answer, error) {
	if err != nil {
		return answer{}, a.noAnswer(err)
	}
	if got.status >= 200 && got.status <= 299 && !isHTML(got.header, got.body) {
		return got, nil
	}
	failed := a.refusal(got)
	if got.location != nil {
		failed.Message = a.client.clean(a.redirectRefused(a.url, got.location, maxHops), maxMessage)
	}
	return got, failed
}

// refusal is the error of an answer.
func (a *call) refusal(got answer) *Error {
	said := parseComplaint(got.header, got.body)
	if a.confidential && !said.html && json.Unmarshal(got.body, &map[string]json.RawMessage{}) != nil && said.message != "" {
		said.message = "the response is not a JSON object"
	}
	if a.gaveUp != "" {
		said.message = strings.TrimPrefix(said.message+"; "+a.gaveUp, "; ")
	}
	return &Error{
		Method:    a.method,
		Path:      a.path,
		BaseURL:   a.client.clean(a.client.opts.BaseURL, maxMessage),
		Status:    got.status,
		Code:      a.clean(said.code, maxDetail),
		Message:   a.clean(said.message, maxMessage),
		Param:     a.clean(said.param, maxDetail),
		RequestID: a.clean(said.requestID, maxDetail),
		HTML:      said.html,
		Attempts:  a.attempt,
		doubt:     a.doubt,

		keyReported: &a.client.rejectionReported,
	}
}

// clean is Client.clean for an answer, which may repeat what the body contains.
func (a *call) clean(text string, limit int) string {
	if a.secrets != nil {
		text = hide(text, a.secrets())
	}
	return a.client.clean(text, limit)
}

// noAnswer is the error of a call without an answer.
func (a *call) noAnswer(err error) *Error {
	message := "no answer"
	switch {
	case a.ctx.Err() != nil:
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
		BaseURL:  a.client.clean(a.client.opts.BaseURL, maxMessage),
		Message:  a.client.clean(message, maxMessage),
		Attempts: a.attempt,
		Err:      err,
		unsent:   !a.everReached,
		doubt:    a.doubt,
	}
}

// noteOutcome takes note of what the end of a call says about the API as a whole.
func (a *call) noteOutcome(got answer, err error) {
	if err == nil && isRetryable(got.status) || err != nil && a.ctx.Err() == nil && isTransient(err) {
		a.client.pace.failed()
	}
	if a.queued > time.Minute {
		a.client.mu.Lock()
		a.client.longWait = max(a.client.longWait, a.queued)
		a.client.mu.Unlock()
	}
}

// learn takes from an answer what concerns the whole client: the server's clock, and
// what it says about the pace.
func (a *call) learn(got answer, sent time.Time) {
	received := time.Now()
	if !got.answeredAt.IsZero() {
		a.client.mu.Lock()
		a.client.serverDate, a.client.serverSeen = got.answeredAt, received
		a.client.mu.Unlock()
	}
	longest := a.client.opts.Waits.RetryAfterMax
	asked := quotaPause(got.header, received)
	if asked > longest {
		asked = 0
	}
	switch {
	case got.status == http.StatusTooManyRequests:
		if after, ok := retryAfter(got.header, received); ok {
			asked = after
		}
		if asked > longest { // left to each call
			return
		}
		if rate := a.client.pace.tooMany(sent, received, asked, longest); rate > 0 {
			a.client.opts.Log(a.ctx, LevelInfo, fmt.Sprintf("Portkey answered 429, too many requests: they are spaced from here on, at first to about %.1f a second", rate), nil)
		}
	case !isRetryable(got.status):
		a.client.pace.accepted(received, asked)
	}
}

// log logs an attempt. The fields are the whole of what may be logged: bodies,
// headers and queries contain names and secrets.
func (a *call) log(got answer, took time.Duration) {
	message := "Portkey answered"
	switch {
	case got.status == 0 && !a.reached:
		message = "no connection to Portkey"
	case got.status == 0:
		message = "no usable answer from Portkey"
	}
	totals := a.client.Totals()
	a.client.opts.Log(a.open, LevelDebug, message, map[string]any{
		"method":         a.method,
		"path":           a.path,
		"status":         got.status,
		"duration_ms":    took.Milliseconds(),
		"attempt":        a.attempt,
		"request_bytes":  len(a.body),
		"response_bytes": len(got.body),
		"request_id":     a.client.clean(requestID(got.header), maxDetail),
		"requests":       totals.Requests,
		"retries":        totals.Retries,
		"waited_ms":      totals.Waited.Milliseconds(),
	})
}
