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

// again decides whether another attempt follows; retryablehttp asks after each.
func (a *call) again(ctx context.Context, resp *http.Response, err error) (bool, error) {
	if ctx.Err() != nil {
		return false, nil //nolint:nilerr // what came, if anything, counts all the same
	}
	if err != nil {
		return (!a.sendOnce || !a.reached) && isTransient(err), nil
	}
	a.asked = ""
	wait, told := retryAfter(resp.Header, time.Now())
	switch status := resp.StatusCode; {
	case status == http.StatusTooManyRequests:
	case status == http.StatusServiceUnavailable && told:
	case a.sendOnce, status < 500, status == http.StatusNotImplemented:
		return false, nil
	}
	if wait > a.client.cfg.Waits.RetryAfterMax {
		a.asked = fmt.Sprintf("the server asks to wait %s before the next attempt, longer than the %s that are waited for", wait, a.client.cfg.Waits.RetryAfterMax)
		return false, nil
	}
	return true, nil
}

// isTransient tells errors that may pass from those that every attempt meets.
func isTransient(err error) bool {
	var certificate *tls.CertificateVerificationError
	return !errors.As(err, &certificate) && !errors.Is(err, http.ErrSchemeMismatch) && !errors.Is(err, errTooLarge)
}

// pause is how long to wait before the next attempt: what the server asks for,
// else somewhere below a ceiling that doubles, so that the requests of a run
// don't come back together.
func (a *call) pause(shortest, longest time.Duration, attempt int, resp *http.Response) time.Duration {
	ceiling := min(time.Duration(float64(shortest)*math.Exp2(float64(min(attempt, 20)))), longest)
	wait := time.Duration(rand.Int64N(int64(ceiling) + 1)) //nolint:gosec // jitter needs no secret source
	why := "there was no answer"
	if resp != nil {
		why = "the answer was " + strconv.Itoa(resp.StatusCode)
		if asked, _ := retryAfter(resp.Header, time.Now()); asked > 0 {
			wait = asked
		}
	}
	a.client.tally(func(t *Totals) { t.Retries++ })
	a.client.waiting(a.ctx, wait, fmt.Sprintf("%s %s is tried again, since %s", a.method, a.path, why))
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

// admit holds an attempt back until the rate allows it and no 429 stands against it.
func (c *Client) admit(ctx context.Context) error {
	for {
		for closed := c.closedFor(); closed > 0; closed = c.closedFor() {
			if err := c.sleep(ctx, closed, "Portkey asked for a pause with 429"); err != nil {
				return err
			}
		}
		if c.limiter != nil {
			turn := c.limiter.Reserve()
			if err := c.sleep(ctx, turn.Delay(), "requests per second are limited"); err != nil {
				turn.Cancel()
				return err
			}
		}
		if c.closedFor() <= 0 {
			return nil
		}
	}
}

// closedFor is how much of the pause is left that a 429 asked for.
func (c *Client) closedFor() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Until(c.closedUntil)
}

// close makes all requests of the client wait: the limit that one of them hit is
// shared by all. A pause that is too long to be waited for is left to each call.
func (c *Client) close(wait time.Duration) {
	if wait > c.cfg.Waits.RetryAfterMax {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if until := time.Now().Add(wait); until.After(c.closedUntil) {
		c.closedUntil = until
	}
}

// sleep waits, and gives up at once when the context is done.
func (c *Client) sleep(ctx context.Context, wait time.Duration, why string) error {
	if err := ctx.Err(); err != nil || wait <= 0 {
		return err
	}
	c.waiting(ctx, wait, why)
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// waiting counts a wait, and says so when it is one that people notice. Requests
// that wait together are one episode: only the first of them is told.
func (c *Client) waiting(ctx context.Context, wait time.Duration, why string) {
	c.tally(func(t *Totals) { t.Waited += wait })
	c.mu.Lock()
	told := time.Now().Before(c.toldUntil)
	if wait > time.Second && !told {
		c.toldUntil = time.Now().Add(wait)
	}
	c.mu.Unlock()
	if wait > time.Second && !told {
		c.cfg.Log(ctx, LevelInfo, fmt.Sprintf("waiting %s: %s", wait.Round(100*time.Millisecond), why), nil)
	}
}
