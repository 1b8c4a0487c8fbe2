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
// together, so that a run tells of an outage within a minute. Waiting for a
// turn, or because of a 429, is not failing.
const patience = time.Minute

// again decides whether another attempt follows; retryablehttp asks after each.
func (a *call) again(ctx context.Context, resp *http.Response, err error) (bool, error) {
	if ctx.Err() != nil {
		return false, nil //nolint:nilerr // what came, if anything, counts all the same
	}
	if err != nil {
		return (!a.sendOnce || !a.reached) && isTransient(err) && a.mayRepeat(0), nil
	}
	wait, told := retryAfter(resp.Header, time.Now())
	limited := resp.StatusCode == http.StatusTooManyRequests
	switch status := resp.StatusCode; {
	case limited:
	case status == http.StatusServiceUnavailable && told:
	case a.sendOnce, !isFailure(status):
		return false, nil
	}
	if longest := a.client.cfg.Waits.RetryAfterMax; wait > longest {
		a.gaveUp = fmt.Sprintf("the server asks to wait %s before the next attempt, longer than the %s that are waited for", wait, longest)
		return false, nil
	}
	return limited || a.mayRepeat(wait), nil
}

// mayRepeat says whether a failure is worth another attempt after a wait.
func (a *call) mayRepeat(wait time.Duration) bool {
	waits := a.client.cfg.Waits
	switch {
	case a.attempt > a.client.cfg.MaxRetries:
	case a.client.pace.isDown():
		a.gaveUp = "not tried again, since the calls before this one failed too"
	case a.failing+max(wait, waits.RetryMax) >= patience:
		a.gaveUp = fmt.Sprintf("given up after %s", a.failing.Round(time.Second))
	default:
		return true
	}
	return false
}

// isFailure tells answers that another attempt may better.
func isFailure(status int) bool {
	return status >= 500 && status != http.StatusNotImplemented
}

// isTransient tells errors that may pass from those that every attempt meets.
func isTransient(err error) bool {
	var certificate *tls.CertificateVerificationError
	return !errors.As(err, &certificate) && !errors.Is(err, http.ErrSchemeMismatch) && !errors.Is(err, errTooLarge)
}

// pause is how long to wait before the next attempt: what the server asks for,
// else somewhere below a ceiling that doubles, so that the requests of a run
// don't come back together. After a 429 it is for the pace to say.
func (a *call) pause(shortest, longest time.Duration, attempt int, resp *http.Response) time.Duration {
	a.client.tally(func(t *Totals) { t.Retries++ })
	if resp != nil && resp.StatusCode == http.StatusTooManyRequests {
		return 0
	}
	ceiling := min(time.Duration(float64(shortest)*math.Exp2(float64(min(attempt, 20)))), longest)
	wait := time.Duration(rand.Int64N(int64(ceiling) + 1)) //nolint:gosec // jitter needs no secret source
	why := "there was no answer"
	if resp != nil {
		why = "the answer was " + strconv.Itoa(resp.StatusCode)
		if asked, _ := retryAfter(resp.Header, time.Now()); asked > 0 {
			wait = asked
		}
	}
	a.failing += wait
	a.client.tally(func(t *Totals) { t.Waited += wait })
	a.client.announce(a.waits, wait, fmt.Sprintf("%s %s is tried again, since %s", a.method, a.path, why))
	return wait
}

// retryAfter reads the header in both of its forms, seconds and a date, and says
// whether there was one to read. A date is taken relative to the server's own
// clock where the answer tells it. No wait can come of a date that has passed.
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

// sleep waits, and gives up at once when the context is done.
func (c *Client) sleep(ctx context.Context, wait time.Duration, why string) error {
	if err := ctx.Err(); err != nil || wait <= 0 {
		return err
	}
	c.tally(func(t *Totals) { t.Waited += wait })
	c.announce(ctx, wait, why)
	return idle(ctx, wait)
}

func idle(ctx context.Context, wait time.Duration) error {
	select {
	case <-time.After(wait):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// announce tells of a wait that people notice. Requests that wait together are
// one episode: only the first of them is told.
func (c *Client) announce(ctx context.Context, wait time.Duration, why string) {
	if wait <= time.Second {
		return
	}
	c.mu.Lock()
	told := time.Now().Before(c.toldUntil)
	if !told {
		c.toldUntil = time.Now().Add(wait)
	}
	c.mu.Unlock()
	if !told {
		c.cfg.Log(ctx, LevelInfo, fmt.Sprintf("waiting %s: %s", wait.Round(100*time.Millisecond), why), nil)
	}
}
