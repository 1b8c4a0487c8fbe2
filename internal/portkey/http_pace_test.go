package portkey

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// parallel does n things, so many at a time, and returns how many went wrong.
func parallel(atOnce, n int, do func(i int) error) (failed int) {
	var all sync.WaitGroup
	var next, wrong atomic.Int64
	for range atOnce {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				if do(i) != nil {
					wrong.Add(1)
				}
			}
		})
	}
	all.Wait()
	return int(wrong.Load())
}

// manyCalls makes calls, so many at a time, and returns how many failed.
func manyCalls(ctx context.Context, client *Client, atOnce, calls int) (failed int) {
	return parallel(atOnce, calls, func(int) error {
		_, err := client.do(ctx, request{method: "GET", path: []string{"things"}})
		return err
	})
}

func TestPaceIsSharedByBaseURLAndKey(t *testing.T) {
	t.Parallel()
	var pool Pool
	with := func(key, base string, ceiling float64) *Client {
		t.Helper()
		client, err := pool.Client(Options{APIKey: key, BaseURL: base, MaxRequestsPerSecond: ceiling})
		if err != nil {
			t.Fatal(err)
		}
		return client
	}
	first := with("a", "", 5)
	if same := with(" a ", DefaultBaseURL, 2); same.pace != first.pace {
		t.Error("one key at one base URL has two paces")
	}
	if with("a", "", 0); first.pace.ceiling != 2 {
		t.Errorf("the ceiling is %v, want the lowest, 2", first.pace.ceiling)
	}
	if with("b", "", 0).pace == first.pace || with("a", "https://eu.example.com/v1", 0).pace == first.pace {
		t.Error("another key or another server shares the pace")
	}
	if alone := withTransport(t, nil, nil); alone.pace == withTransport(t, nil, nil).pace {
		t.Error("clients of no pool share a pace")
	}
}

// The queue is first come, first served, and an alias stands in the same one.
func TestPaceHoldsAcrossClients(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var pool Pool
		transport := &scripted{answers: []scriptedAnswer{{status: 200, body: "{}"}}}
		var all sync.WaitGroup
		for range 2 {
			client, err := pool.Client(Options{APIKey: "a", Transport: transport, MaxRequestsPerSecond: 10})
			if err != nil {
				t.Fatal(err)
			}
			all.Go(func() { manyCalls(t.Context(), client, 50, 100) })
		}
		began := time.Now()
		all.Wait()
		if took := time.Since(began); took != 19900*time.Millisecond {
			t.Errorf("200 requests at 10 a second took %s", took)
		}
	})
}

func TestCancelledWaitLeavesNoGap(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		transport := &scripted{answers: []scriptedAnswer{{status: 200, body: "{}"}}}
		client := withTransport(t, transport, func(cfg *Options) { cfg.MaxRequestsPerSecond = 0.1 })
		ctx, cancel := context.WithCancel(t.Context())
		began := time.Now()
		time.AfterFunc(time.Second, cancel)
		if failed := manyCalls(ctx, client, 20, 20); failed != 19 || time.Since(began) != time.Second {
			t.Errorf("%d of 19 waits ended, after %s", failed, time.Since(began))
		}
		if manyCalls(t.Context(), client, 1, 1); time.Since(began) != 10*time.Second {
			t.Errorf("the next request went after %s, want 10s", time.Since(began))
		}
	})
}

// What a stop must not cut is the exchange, not the wait before it.
func TestDetachedWriteDoesNotWaitAfterAStop(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]scriptedAnswer{
		"for its turn":  {status: 200, body: `{"id":"x"}`},
		"after a 429":   {status: 429, header: retryIn("30")},
		"for a retry":   {status: 503, header: retryIn("30")},
		"for no reason": {status: 429},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				client := withTransport(t, &scripted{answers: []scriptedAnswer{answer}}, func(cfg *Options) { cfg.MaxRequestsPerSecond = 0.01 })
				ctx, stop := context.WithCancel(t.Context())
				if answer.status == 200 {
					manyCalls(ctx, client, 1, 1)
				}
				began := time.Now()
				time.AfterFunc(time.Second/2, stop)
				_, err := post(ctx, client, WorkspaceCreate{Name: "production"})
				if !errors.Is(err, context.Canceled) || time.Since(began) != time.Second/2 {
					t.Errorf("after %s: %v", time.Since(began), err)
				}
				if IsUnknownOutcome(err) != (answer.status == 503) {
					t.Errorf("unknown outcome %t: %v", IsUnknownOutcome(err), err)
				}
			})
		})
	}
}

// A limit per minute, by a server that doesn't say so, is outlasted.
func TestTooManyRequestsWithoutRetryAfter(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		refusal := scriptedAnswer{status: 429}
		transport := &scripted{answers: []scriptedAnswer{refusal, refusal, refusal, refusal, {status: 200, body: "{}"}}}
		client := withTransport(t, transport, nil)
		if failed := manyCalls(t.Context(), client, 1, 1); failed != 0 {
			t.Error("failed")
		}
		var waits []time.Duration
		for i := range 4 {
			waits = append(waits, transport.asked[i+1].Sub(transport.asked[i]))
		}
		if want := [4]time.Duration{time.Second, 4 * time.Second, 16 * time.Second, time.Minute}; [4]time.Duration(waits) != want {
			t.Errorf("waited %s, want %s", waits, want)
		}
		if wait, long := client.LongWait(); !long || wait != 81*time.Second {
			t.Errorf("the long wait is %s, %t", wait, long)
		}
		if _, long := client.LongWait(); long {
			t.Error("a long wait is reported twice")
		}
	})
}

func TestQuotaHeaders(t *testing.T) {
	t.Parallel()
	local := time.Unix(1_800_000_000, 0)
	for _, test := range []struct {
		name   string
		header map[string]string
		want   time.Duration
	}{
		{"none", nil, 0},
		{"used up", map[string]string{"RateLimit-Remaining": "0", "RateLimit-Reset": "7"}, 7 * time.Second},
		{"some left", map[string]string{"RateLimit-Remaining": "1", "RateLimit-Reset": "7"}, 0},
		{"the custom", map[string]string{"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "7"}, 7 * time.Second},
		{"a date", map[string]string{"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1800000009"}, 9 * time.Second},
		{"a date by the server's clock", map[string]string{"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1800000009", "Date": time.Unix(1_800_000_004, 0).UTC().Format(http.TimeFormat)}, 5 * time.Second},
		{"a date in the past", map[string]string{"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1700000000"}, 0},
		{"the structured field", map[string]string{"RateLimit": `"default";r=0;t=30`}, 30 * time.Second},
		{"the structured field with some left", map[string]string{"RateLimit": `"default";r=50;t=30`}, 0},
		{"no reset", map[string]string{"RateLimit-Remaining": "0"}, 0},
		{"a negative reset", map[string]string{"RateLimit-Remaining": "0", "RateLimit-Reset": "-3"}, 0},
		{"garbage", map[string]string{"X-RateLimit-Remaining": "none", "X-RateLimit-Reset": "soon"}, 0},
		{"no number that is left", map[string]string{"RateLimit-Remaining": "none", "RateLimit-Reset": "7"}, 0},
		{"the first number that is a date", map[string]string{"RateLimit-Remaining": "0", "RateLimit-Reset": "1000000000"}, 0},
		{"out of range", map[string]string{"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": strings.Repeat("9", 40)}, 0},
	} {
		header := http.Header{}
		for name, value := range test.header {
			header.Set(name, value)
		}
		if got := quotaPause(header, local); got != test.want {
			t.Errorf("%s: got %s, want %s", test.name, got, test.want)
		}
	}
}

func TestUsedUpQuotaPausesAll(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		used := http.Header{"Ratelimit-Remaining": {"0"}, "Ratelimit-Reset": {"20"}}
		absurd := http.Header{"Ratelimit-Remaining": {"0"}, "Ratelimit-Reset": {"99999"}}
		transport := &scripted{answers: []scriptedAnswer{{status: 200, header: used}, {status: 200, header: absurd}, {status: 200}}}
		client := withTransport(t, transport, nil)
		began := time.Now()
		manyCalls(t.Context(), client, 1, 3)
		if took := time.Since(began); took != 20*time.Second {
			t.Errorf("took %s, want 20s: what is heeded has a bound", took)
		}
	})
}

// In an outage calls are made, but no failure is repeated; the first answer
// ends it.
func TestOutage(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		down := true
		client := withTransport(t, roundTrip(func(*http.Request) (*http.Response, error) {
			status := http.StatusOK
			if down {
				status = http.StatusBadGateway
			}
			return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader("{}"))}, nil
		}), nil)
		for i, want := range []int{5, 5, 5, 1, 1} {
			before := client.Totals().Requests
			_, err := client.do(t.Context(), request{method: "GET", path: []string{"things"}})
			if got := client.Totals().Requests - before; got != want {
				t.Errorf("call %d made %d requests, want %d", i+1, got, want)
			}
			if err == nil || strings.Contains(err.Error(), "the calls before this one failed too") != (want == 1) {
				t.Errorf("call %d: %v", i+1, err)
			}
		}
		down = false
		if failed := manyCalls(t.Context(), client, 1, 1); failed != 0 {
			t.Error("a healthy API is not used")
		}
		down = true
		for i := range outage {
			before := client.Totals().Requests
			manyCalls(t.Context(), client, 1, 1)
			if got := client.Totals().Requests - before; got != 5 {
				t.Errorf("after the outage failing call %d made %d requests, want 5", i+1, got)
			}
		}
	})
}

func TestCallFailsWithinAMinute(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]scriptedAnswer{
		"no answer":            {hang: true},
		"503 with Retry-After": {status: 503, header: retryIn("25")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				transport := &scripted{answers: []scriptedAnswer{answer}}
				began := time.Now()
				_, err := withTransport(t, transport, nil).do(t.Context(), request{method: "GET", path: []string{"things"}})
				if took := time.Since(began); err == nil || took > time.Minute || len(transport.asked) < 2 {
					t.Errorf("%d attempts, after %s: %v", len(transport.asked), took, err)
				}
			})
		})
	}
}
