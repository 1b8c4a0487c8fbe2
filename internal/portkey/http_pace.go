package portkey

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// pace says when the next request may go, and whether the API is up at all.
//
// Portkey documents that there is a limit (429, code AB06) and neither its size
// nor any header about it, and other processes may draw on the same one. So the
// size is learnt, as TCP learns the width of a path: until the first 429 nothing
// is held back; a 429 pauses every request, and afterwards they go a little
// slower than what was too fast, one by one; each that is accepted makes the
// next ones a little faster. Retry-After and the headers of a used-up quota are
// respected where a server sends them.
//
// Requests wait in a queue, of which only the first one looks at the clock. So
// none of them owns a moment in the future: what is learnt applies to all that
// wait, and one that is cancelled leaves no gap.
type pace struct {
	turn lock // taken while a request is at the head of the queue
	// base is the pause after a 429 that asks for none, and the time between two
	// requests at the slowest rate that is learnt.
	base time.Duration

	mu      sync.Mutex
	ceiling float64 // requests a second that the user allows; 0 is any number
	rate    float64 // requests a second that are tried; 0 before the first 429
	tooFast float64 // the rate of the last 429; 0 as long as it is only guessed
	next    time.Time
	closed  time.Time   // no request before
	cut     time.Time   // when the rate was last lowered
	refused int         // pauses since the last request that was accepted
	passed  []time.Time // what was accepted in the last second
	failing int         // calls in a row that failed in the end with nothing accepted in between
}

const (
	// slower is what a 429 leaves of the rate that was too fast.
	slower = 0.85
	// careful is the share of tooFast that an accepted request adds near to it: a
	// 429 every few hundred requests is what it costs to see a limit that grows.
	careful = 0.0008
	// bold is what an accepted request multiplies the rate by where the limit is
	// not known, or seems to have grown.
	bold  = 1.07
	grown = 1.25
	// outdated is how long after a 429 its rate is no longer relevant: what used
	// up the limit may have ended.
	outdated = 30 * time.Second
	// leastCareful and leastBold are the shares of the rate that one 429 leaves at
	// least, before slower.
	leastCareful = 0.65
	leastBold    = 0.5
)

// take gives a request its turn, or says how long it has to wait and why.
func (p *pace) take(now time.Time) (wait time.Duration, why string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if wait = p.closed.Sub(now); wait > 0 {
		return wait, "Portkey asked for a pause"
	}
	if wait = p.next.Sub(now); wait > 0 {
		return wait, "requests per second are limited"
	}
	rate := p.rate
	if p.ceiling > 0 && (rate == 0 || p.ceiling < rate) {
		rate = p.ceiling
	}
	if rate > 0 {
		p.next = now.Add(time.Duration(float64(time.Second) / rate))
	}
	return 0, ""
}

// accepted learns from an answer that was no 429 and no failure. quota is the
// pause that it announces.
func (p *pace) accepted(now time.Time, quota time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.failing, p.refused = 0, 0
	p.forget(now)
	p.passed = append(p.passed, now)
	p.close(now, quota)
	switch {
	case p.rate == 0:
	case p.isBold(now):
		// Where less is asked for than is allowed, nothing is learnt.
		p.rate = max(p.rate, min(bold*p.rate, 2*float64(len(p.passed))))
	default:
		p.rate += careful * p.tooFast
	}
}

// tooMany learns from a 429 to a request that was sent at a moment, and pauses
// all requests: as long as asked, else four times as long with each pause that
// did not help, so that a few of them outlast a limit per minute. It returns the
// rate where it is the first to be learnt.
func (p *pace) tooMany(sent, now time.Time, asked, longest time.Duration) (learnt float64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.failing = 0
	p.close(now, asked)
	if !sent.After(p.cut) && !p.cut.IsZero() {
		return 0 // it was under way when the rate was lowered
	}
	if asked <= 0 {
		p.close(now, min(p.base<<min(2*p.refused, 20), longest))
	}
	p.refused++
	p.forget(now)
	first, allowed := p.rate == 0, float64(len(p.passed))
	if !first {
		// Little may have passed only because little was asked for.
		least := leastCareful
		if p.isBold(now) {
			least = leastBold
		}
		allowed = min(max(allowed, least*p.rate), p.rate)
	}
	p.tooFast = p.rate
	p.cut = now
	p.rate = max(slower*allowed, float64(time.Second)/float64(p.base))
	if first {
		return p.rate
	}
	return 0
}

// isBold reports whether the limit is not known, or seems to have grown.
func (p *pace) isBold(now time.Time) bool {
	return p.tooFast == 0 || p.rate > grown*p.tooFast || now.Sub(p.cut) > outdated
}

func (p *pace) forget(now time.Time) {
	for len(p.passed) > 0 && now.Sub(p.passed[0]) > time.Second {
		p.passed = p.passed[1:]
	}
}

func (p *pace) close(now time.Time, wait time.Duration) {
	if until := now.Add(wait); until.After(p.closed) {
		p.closed = until
	}
}

// outage is how many calls have to fail one after the other, with nothing
// accepted in between, for the API to count as down.
const outage = 3

// failed counts a call that failed in the end, after its retries.
func (p *pace) failed() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.failing++
}

// isDown reports whether the API seems to be down. Calls are still sent, so that it is
// used again as soon as it answers; but their failures are not repeated, which would
// only multiply the load when it comes back.
func (p *pace) isDown() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.failing >= outage
}

// waitForTurn holds an attempt back until it is its turn, and returns for how long.
func (c *Client) waitForTurn(ctx context.Context) (waited time.Duration, err error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	queued := time.Now()
	defer func() {
		waited = time.Since(queued)
		c.tally(func(t *Totals) { t.Waited += waited })
	}()
	if err := c.pace.turn.acquire(ctx); err != nil {
		return 0, err
	}
	defer c.pace.turn.release()
	for {
		wait, why := c.pace.take(time.Now())
		if wait <= 0 {
			return 0, nil
		}
		c.announce(ctx, wait, why)
		if err := pause(ctx, wait); err != nil {
			return 0, err
		}
	}
}

// quotaPause reads the headers by which servers report that a quota is used up,
// and when there is a new one: RateLimit-* and RateLimit (drafts of the IETF),
// X-RateLimit-* (a custom). None is on record for Portkey. A number that can
// only be a date is one, in seconds since 1970.
func quotaPause(header http.Header, now time.Time) time.Duration {
	left, reset := header.Get("RateLimit-Remaining"), header.Get("RateLimit-Reset")
	if left == "" {
		left, reset = header.Get("X-RateLimit-Remaining"), header.Get("X-RateLimit-Reset")
	}
	if left == "" {
		for parameter := range strings.SplitSeq(header.Get("RateLimit"), ";") {
			name, value, _ := strings.Cut(strings.TrimSpace(parameter), "=")
			switch name {
			case "r":
				left = value
			case "t":
				reset = value
			}
		}
	}
	remaining, err := strconv.ParseInt(strings.TrimSpace(left), 10, 64)
	seconds, resetErr := strconv.ParseInt(strings.TrimSpace(reset), 10, 64)
	if err != nil || resetErr != nil || remaining > 0 || seconds <= 0 {
		return 0
	}
	if date, err := http.ParseTime(header.Get("Date")); err == nil {
		now = date
	}
	const year2001 = 1_000_000_000
	if seconds >= year2001 {
		return max(time.Unix(seconds, 0).Sub(now), 0)
	}
	return time.Duration(seconds) * time.Second
}
