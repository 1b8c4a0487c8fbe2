package portkey

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// patience is how long one call may fail, attempts and the pauses between them
// together, so that a run reports an outage within a minute. Waiting for a
// turn, or because of a 429, is not failing.
const patience = time.Minute

// onceKey is the key of a context whose calls are not retried.
type onceKey struct{}

// once returns a context for calls whose failure costs a warning at most.
func once(ctx context.Context) context.Context { return context.WithValue(ctx, onceKey{}, true) }

// shouldRetry decides after an attempt whether another one follows.
func (a *call) shouldRetry(got answer, err error) bool {
	retries := a.attempt <= a.client.opts.MaxRetries
	if a.ctx.Err() != nil || a.ctx.Value(onceKey{}) != nil { // what came, if anything, counts all the same
		return false
	}
	if err != nil {
		return (!a.sendOnce || !a.reached) && isTransient(err) && a.mayFailAgain(0) && retries
	}
	asked, isAsked := retryAfter(got.header, time.Now())
	limited := got.status == http.StatusTooManyRequests
	switch {
	case limited:
	case got.status == http.StatusServiceUnavailable && isAsked:
	case a.sendOnce, !isRetryable(got.status):
		return false
	}
	if longest := a.client.opts.Waits.RetryAfterMax; asked > longest {
		a.gaveUp = fmt.Sprintf("the server asks to wait %s before the next attempt, longer than the %s that are waited for", asked, longest)
		return false
	}
	return (limited || a.mayFailAgain(asked)) && retries
}

// mayFailAgain reports whether a call that fails has attempts and time left for
// another one after a wait.
func (a *call) mayFailAgain(wait time.Duration) bool {
	switch {
	case a.attempt > a.client.opts.MaxRetries:
	case a.client.pace.isDown():
		a.gaveUp = "not tried again, since the calls before this one failed too"
	case a.failing+max(wait, a.client.opts.Waits.RetryMax) >= patience:
		a.gaveUp = fmt.Sprintf("given up after %s", a.failing.Round(time.Second))
	default:
		return true
	}
	return false
}

// isRetryable reports whether another attempt may get a better status.
func isRetryable(status int) bool {
	return status >= 500 && status != http.StatusNotImplemented
}

// isTransient distinguishes errors that may pass from those that every attempt meets.
func isTransient(err error) bool {
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError // an answer in plain HTTP is one of a server without TLS
	return !errors.As(err, &certificate) && !errors.Is(err, http.ErrSchemeMismatch) && !errors.Is(err, errTooLarge) &&
		(!errors.As(err, &record) || string(record.RecordHeader[:]) != "HTTP/")
}

// backoff is how long to wait before the next attempt: what the server asks for,
// else a random time below a ceiling that doubles, so that the requests of a run
// don't come back together. After a 429 that is up to the pace.
func (a *call) backoff(got answer, err error) time.Duration {
	a.client.tally(func(t *Totals) { t.Retries++ })
	if err == nil && got.status == http.StatusTooManyRequests {
		return 0
	}
	waits := a.client.opts.Waits
	ceiling := min(time.Duration(float64(waits.RetryMin)*math.Exp2(float64(min(a.attempt-1, 20)))), waits.RetryMax)
	wait := time.Duration(rand.Int64N(int64(ceiling) + 1)) //nolint:gosec // jitter needs no secret source
	why := "there was no answer"
	if err == nil {
		why = "the answer was " + strconv.Itoa(got.status)
		if asked, _ := retryAfter(got.header, time.Now()); asked > 0 {
			wait = asked
		}
	}
	a.failing += wait
	a.client.tally(func(t *Totals) { t.Waited += wait })
	a.client.announce(a.ctx, wait, fmt.Sprintf("%s %s is tried again, since %s", a.method, a.path, why))
	return wait
}

// retryAfter reads the header in both of its forms, seconds and a date, and says
// whether there was one to read. A date is taken relative to the server's own
// clock where the answer has it. No wait can come of a date that has passed.
func retryAfter(header http.Header, local time.Time) (time.Duration, bool) {
	text := strings.TrimSpace(header.Get("Retry-After"))
	seconds, err := strconv.ParseInt(text, 10, 64) // out of range, it is the largest there is
	if seconds >= 0 && (err == nil || errors.Is(err, strconv.ErrRange)) {
		return time.Duration(min(seconds, int64(math.MaxInt64/time.Second))) * time.Second, true
	}
	until, err := http.ParseTime(text)
	if err != nil {
		return 0, false
	}
	if date, err := http.ParseTime(header.Get("Date")); err == nil {
		local = date
	}
	return max(until.Sub(local), 0), true
}

// sleep waits, and ends at once with the context.
func (c *Client) sleep(ctx context.Context, wait time.Duration, why string) error {
	if err := ctx.Err(); err != nil || wait <= 0 {
		return err
	}
	c.tally(func(t *Totals) { t.Waited += wait })
	c.announce(ctx, wait, why)
	return pause(ctx, wait)
}

// pause waits, and ends with the context.
func pause(ctx context.Context, wait time.Duration) error {
	select {
	case <-time.After(wait):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// announce logs a wait that people notice. Requests that wait together are
// one episode: only the first of them is announced.
func (c *Client) announce(ctx context.Context, wait time.Duration, why string) {
	if wait <= time.Second {
		return
	}
	c.mu.Lock()
	announced := time.Now().Before(c.announcedUntil)
	if !announced {
		c.announcedUntil = time.Now().Add(wait)
	}
	c.mu.Unlock()
	if !announced {
		c.opts.Log(ctx, LevelInfo, fmt.Sprintf("waiting %s: %s", wait.Round(100*time.Millisecond), why), nil)
	}
}
