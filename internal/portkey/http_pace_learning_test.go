package portkey

import (
	"context"
	"math"
	"testing"
	"testing/synctest"
	"time"
)

var noon = time.Date(2026, 8, 1, 12, 0, 0, 0, time.UTC)

// accept reports n requests to a pace, that were accepted at a moment.
func accept(p *pace, at time.Time, n int) {
	for range n {
		p.accepted(at, 0)
	}
}

func wantRate(t *testing.T, p *pace, want float64) {
	t.Helper()
	if math.Abs(p.rate-want) > 1e-9 {
		t.Errorf("the rate is %v, want %v", p.rate, want)
	}
}

// Requests are spaced by the lower of what is learnt and what the user allows.
func TestPace_spaces(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		rate, ceiling float64
		want          time.Duration
	}{
		{0, 0, 0}, {0, 2, time.Second / 2}, {4, 0, time.Second / 4}, {4, 2, time.Second / 2}, {1, 2, time.Second}, {2, 2, time.Second / 2},
	} {
		p := &pace{base: time.Second, rate: test.rate, ceiling: test.ceiling}
		if wait, _ := p.take(noon); wait != 0 {
			t.Errorf("%+v: the first waits %s", test, wait)
		}
		if wait, _ := p.take(noon); wait != test.want {
			t.Errorf("%+v: the second waits %s", test, wait)
		}
	}
}

// The first 429 shows how many requests a second were too many.
func TestPace_learnsFromWhatPassed(t *testing.T) {
	t.Parallel()
	p := &pace{base: time.Second}
	accept(p, noon.Add(-time.Second-time.Nanosecond), 100) // too long ago to count
	accept(p, noon.Add(-time.Second), 10)
	accept(p, noon, 10)
	if p.rate != 0 {
		t.Errorf("a rate of %v is learnt from answers alone", p.rate)
	}
	if learnt := p.tooMany(noon, noon, 0, time.Minute); math.Abs(learnt-17) > 1e-9 {
		t.Errorf("learnt %v, want 85 %% of 20", learnt)
	}
	wantRate(t, p, 17)

	p = &pace{base: time.Second}
	accept(p, noon.Add(-2*time.Second), 100)
	if learnt := p.tooMany(noon, noon, 0, time.Minute); learnt != 1 {
		t.Errorf("learnt %v of a server that takes nothing, want the slowest, 1", learnt)
	}
}

// A 429 to what was under way when the rate was lowered says nothing, a later
// one lowers it again: not below a share, since little may have passed only
// because little was asked for, and never to more.
func TestPace_slowsDown(t *testing.T) {
	t.Parallel()
	p := &pace{base: time.Second}
	accept(p, noon, 20)
	p.tooMany(noon, noon, 0, time.Minute)
	if again := p.tooMany(noon, noon.Add(time.Second), 0, time.Minute); again != 0 {
		t.Errorf("%v is learnt from what was under way", again)
	}
	wantRate(t, p, 17)
	later := noon.Add(5 * time.Second)
	if again := p.tooMany(later, later, 0, time.Minute); again != 0 {
		t.Error("a rate is reported as the first a second time")
	}
	wantRate(t, p, 17*leastBold*slower) // that 17 are too many was a guess
	later = later.Add(5 * time.Second)
	p.tooMany(later, later, 0, time.Minute)
	wantRate(t, p, 17*leastBold*slower*leastCareful*slower)
	before := p.rate
	later = later.Add(5 * time.Second)
	accept(p, later, 100)
	before = max(before, p.rate)
	p.tooMany(later, later, 0, time.Minute)
	wantRate(t, p, before*slower)
}

// Near to a limit that is known the rate grows little by little; far above it,
// long after it, or where there is none, boldly, but never beyond twice what is
// asked for.
func TestPace_speedsUp(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		rate, tooFast float64
		since         time.Duration // the last 429
		asked         int
		want          float64
	}{
		"near to it":             {85, 100, time.Second, 100, 85.08},
		"at its edge":            {125, 100, time.Second, 100, 125.08},
		"above it":               {126, 100, time.Second, 100, 126 * bold},
		"until it is outdated":   {85, 100, outdated, 100, 85.08},
		"once it is outdated":    {85, 100, outdated + 1, 100, 85 * bold},
		"unknown":                {10, 0, time.Second, 20, 10 * bold},
		"unknown, little asked":  {10, 0, time.Second, 2, 10},
		"unknown, twice of that": {10, 0, time.Second, 5, 10},
		"unknown, a bit more":    {11, 0, time.Second, 6, 11 * bold},
	} {
		p := &pace{base: time.Second, rate: test.rate, tooFast: test.tooFast, cut: noon.Add(-test.since)}
		for range test.asked - 1 {
			p.passed = append(p.passed, noon)
		}
		p.passed = append([]time.Time{noon.Add(-2 * time.Second)}, p.passed...) // is forgotten
		p.accepted(noon, 0)
		if math.Abs(p.rate-test.want) > 1e-9 {
			t.Errorf("%s: the rate is %v, want %v", name, p.rate, test.want)
		}
	}
}

// An API that answers 429 is up.
func TestPace_tooManyIsNoOutage(t *testing.T) {
	t.Parallel()
	p := &pace{base: time.Second}
	p.failed()
	p.failed()
	p.tooMany(noon, noon, 0, time.Minute)
	if p.failed(); p.isDown() {
		t.Error("a 429 in between does not count")
	}
}

func TestPace_waitsAreAddedUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := withTransport(t, &scripted{answers: []scriptedAnswer{{status: 200}}}, func(cfg *Options) { cfg.MaxRequestsPerSecond = 0.5 })
		manyCalls(t.Context(), client, 1, 3)
		if got := client.Totals().Waited; got != 4*time.Second {
			t.Errorf("waited %s, want 4s", got)
		}
	})
}

// A wait for a turn is reported from more than a minute on, also where the call
// is stopped in the pause before its second attempt.
func TestLongWait(t *testing.T) {
	t.Parallel()
	for wait, long := range map[time.Duration]bool{time.Minute: false, 61 * time.Second: true} {
		for _, answer := range []scriptedAnswer{{status: 200}, {status: 503, header: retryIn("9")}} {
			synctest.Test(t, func(t *testing.T) {
				client := withTransport(t, &scripted{answers: []scriptedAnswer{answer}}, nil)
				client.pace.closed = time.Now().Add(wait)
				ctx, stop := context.WithTimeout(t.Context(), wait+time.Second)
				defer stop()
				manyCalls(ctx, client, 1, 1)
				if got, reported := client.LongWait(); reported != long || long && got != wait {
					t.Errorf("%s, %d: reported %s, %t", wait, answer.status, got, reported)
				}
			})
		}
	}
}
