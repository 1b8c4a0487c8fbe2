package portkey

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

var aRead = request{method: "GET", path: []string{"things"}}

// infoLines makes a configuration keep what is logged for people.
func infoLines(lines *[]string) func(*Options) {
	var mu sync.Mutex
	return func(cfg *Options) {
		cfg.Log = func(_ context.Context, level Level, message string, _ map[string]any) {
			mu.Lock()
			defer mu.Unlock()
			if level == LevelInfo {
				*lines = append(*lines, message)
			}
		}
	}
}

// The longest Retry-After that is waited for is waited for in full.
func TestLongestRetryAfter(t *testing.T) {
	t.Parallel()
	quota := http.Header{"Ratelimit-Remaining": {"0"}, "Ratelimit-Reset": {"60"}}
	for name, answer := range map[string]scriptedAnswer{
		"429": {status: 429, header: retryIn("60")}, "a used-up quota": {status: 200, header: quota},
	} {
		synctest.Test(t, func(t *testing.T) {
			transport := &scripted{answers: []scriptedAnswer{answer, {status: 200}}}
			client := withTransport(t, transport, nil)
			began := time.Now()
			for len(transport.asked) < 2 {
				if _, err := client.do(t.Context(), aRead); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
			if took := time.Since(began); took != time.Minute {
				t.Errorf("%s: took %s, want a minute", name, took)
			}
		})
	}
}

// A call whose next attempt would end after its minute says how long it tried.
func TestGivenUp(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answer   scriptedAnswer
		attempts int
		words    string
	}{
		"a wait that takes all of it": {scriptedAnswer{status: 503, header: retryIn("60")}, 1, "given up after 0s"},
		"no answers":                  {scriptedAnswer{hang: true}, 2, "; given up after 1m0s"},
	} {
		synctest.Test(t, func(t *testing.T) {
			transport := &scripted{answers: []scriptedAnswer{test.answer}}
			_, err := withTransport(t, transport, nil).do(t.Context(), aRead)
			if err == nil || !strings.Contains(err.Error(), test.words) {
				t.Errorf("%s: %v, want %q", name, err, test.words)
			}
		})
	}
}

// slow answers after a time, or not at all where the attempt ends before.
func slow(after time.Duration, statuses ...int) roundTrip {
	return func(req *http.Request) (*http.Response, error) {
		select {
		case <-time.After(after):
		case <-req.Context().Done():
			return nil, req.Context().Err()
		}
		status := statuses[0]
		if len(statuses) > 1 {
			statuses = statuses[1:]
		}
		return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader("{}"))}, nil
	}
}

// Slow failures use up the minute of a call, slow refusals for now do not.
func TestSlowAnswers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		_, err := withTransport(t, slow(25*time.Second, 502), nil).do(t.Context(), aRead)
		if took := time.Since(began); err == nil || took > time.Minute {
			t.Errorf("502: after %s: %v", took, err)
		}
		if _, err := withTransport(t, slow(25*time.Second, 429, 429, 429, 429, 200), nil).do(t.Context(), aRead); err != nil {
			t.Errorf("429: %v", err)
		}
		long := withTransport(t, slow(80*time.Second, 200), func(cfg *Options) { cfg.RequestTimeout = 90 * time.Second })
		if _, err := long.do(t.Context(), aRead); err != nil {
			t.Errorf("an attempt that may take 90 s: %v", err)
		}
	})
}

// Waits that people notice are logged, with their reason, and once where several
// requests wait together.
func TestWaitsAreTold(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var lines []string
		client := withTransport(t, &scripted{answers: []scriptedAnswer{{status: 503, header: retryIn("7")}, {status: 200}}}, infoLines(&lines))
		if _, err := client.do(t.Context(), aRead); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			var all sync.WaitGroup
			for range 3 {
				all.Go(func() { _ = client.sleep(t.Context(), 2*time.Second, "the name is taken") })
			}
			all.Wait()
		}
		_ = client.sleep(t.Context(), time.Second, "nobody notices a second")
		want := []string{
			"waiting 7s: GET /things is tried again, since the answer was 503",
			"waiting 2s: the name is taken", "waiting 2s: the name is taken",
		}
		if !slices.Equal(lines, want) {
			t.Errorf("got %q", lines)
		}
		if got := client.Totals().Waited; got != 20*time.Second {
			t.Errorf("waited %s in all, want 20s", got)
		}
		stopped, stop := context.WithCancel(t.Context())
		stop()
		if err := client.sleep(stopped, time.Hour, "it is stopped"); err == nil || client.Totals().Waited != 20*time.Second {
			t.Errorf("a wait that is not begun: %v, %s in all", err, client.Totals().Waited)
		}
	})
}

// That requests are spaced is logged once, however many 429s follow.
func TestSpacingIsToldOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var lines []string
		refusal := scriptedAnswer{status: 429, header: retryIn("1")}
		client := withTransport(t, &scripted{answers: []scriptedAnswer{refusal, refusal, refusal, {status: 200}}}, infoLines(&lines))
		if _, err := client.do(t.Context(), aRead); err != nil {
			t.Fatal(err)
		}
		if len(lines) != 1 {
			t.Errorf("got %q", lines)
		}
	})
}

// The pause before the fourth repeat is drawn from all that lies below 4 s; a
// Retry-After of nothing asks for no other.
func TestPauses_fillTheirRange(t *testing.T) {
	t.Parallel()
	client := withTransport(t, nil, func(o *Options) { o.Waits = Waits{RetryMin: 500 * time.Millisecond, RetryMax: 5 * time.Second} })
	for name, got := range map[string]answer{"no answer": {}, "Retry-After: 0": {status: 503, header: retryIn("0")}} {
		var err error
		if got.status == 0 {
			err = io.ErrUnexpectedEOF
		}
		var longest time.Duration
		for range 50 {
			a := &call{client: client, ctx: t.Context(), attempt: 4}
			longest = max(longest, a.backoff(got, err))
		}
		if longest < 2*time.Second || longest > 4*time.Second {
			t.Errorf("%s: the longest of 50 pauses is %s", name, longest)
		}
	}
}

// An outage is what fails without an answer too; what no attempt can better, or
// what is stopped, is none.
func TestOutage_byErrors(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		stopped bool
		err     error
		want    int // attempts of the fourth call
	}{
		"broken connections":   {false, io.ErrUnexpectedEOF, 1},
		"a server without TLS": {false, http.ErrSchemeMismatch, 5},
		"stopped calls":        {true, io.ErrUnexpectedEOF, 5},
	} {
		synctest.Test(t, func(t *testing.T) {
			stop := func() {}
			failure := test.err
			client := withTransport(t, roundTrip(func(*http.Request) (*http.Response, error) {
				if test.stopped {
					stop()
				}
				return nil, failure
			}), nil)
			for range outage {
				ctx, cancel := context.WithCancel(t.Context())
				stop = cancel
				_, _ = client.do(ctx, aRead)
				cancel()
			}
			test.stopped = false
			failure = io.ErrUnexpectedEOF
			before := client.Totals().Requests
			_, err := client.do(t.Context(), aRead)
			if got := client.Totals().Requests - before; got != test.want || !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Errorf("%s: the next call makes %d attempts, want %d", name, got, test.want)
			}
		})
	}
}
