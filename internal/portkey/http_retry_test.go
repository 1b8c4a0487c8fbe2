package portkey

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"math"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// scripted is a transport that gives prepared answers, the last one for ever.
type scripted struct {
	mu      sync.Mutex
	answers []scriptedAnswer
	asked   []time.Time
	bodies  []string
}

type scriptedAnswer struct {
	status int
	header http.Header
	body   string
	err    error
	hang   bool // until the request is given up
}

func (s *scripted) RoundTrip(req *http.Request) (*http.Response, error) {
	var sent []byte
	if req.Body != nil {
		sent, _ = io.ReadAll(req.Body)
	}
	s.mu.Lock()
	next := s.answers[min(len(s.asked), len(s.answers)-1)]
	s.asked = append(s.asked, time.Now())
	s.bodies = append(s.bodies, string(sent))
	s.mu.Unlock()
	if next.hang {
		<-req.Context().Done()
		return nil, req.Context().Err()
	}
	if next.err != nil {
		return nil, next.err
	}
	header := next.header
	if header == nil {
		header = http.Header{}
	}
	return &http.Response{StatusCode: next.status, Header: header, Body: io.NopCloser(strings.NewReader(next.body))}, nil
}

// withTransport is a client on top of a transport, with everybody's waits.
func withTransport(t *testing.T, transport http.RoundTripper, change func(*Options)) *Client {
	t.Helper()
	cfg := Options{APIKey: "key-canary", MaxRetries: 4, Transport: transport}
	if change != nil {
		change(&cfg)
	}
	client, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func retryIn(value string) http.Header { return http.Header{"Retry-After": {value}} }

func TestRetryMatrix(t *testing.T) {
	t.Parallel()
	const (
		always  = iota // every method is repeated
		resends        // all but what may be sent only once
		never
	)
	dial := &net.OpError{Op: "dial", Err: errors.New("connection refused")}
	for _, test := range []struct {
		name   string
		answer scriptedAnswer
		want   int
	}{
		{"200", scriptedAnswer{status: 200, body: "{}"}, never},
		{"204", scriptedAnswer{status: 204}, never},
		{"302", scriptedAnswer{status: 302}, never},
		{"400", scriptedAnswer{status: 400}, never},
		{"401", scriptedAnswer{status: 401}, never},
		{"403", scriptedAnswer{status: 403}, never},
		{"404", scriptedAnswer{status: 404}, never},
		{"408", scriptedAnswer{status: 408}, never},
		{"409", scriptedAnswer{status: 409}, never},
		{"429", scriptedAnswer{status: 429}, always},
		{"429 with Retry-After", scriptedAnswer{status: 429, header: retryIn("2")}, always},
		{"500", scriptedAnswer{status: 500}, resends},
		{"500 with Retry-After", scriptedAnswer{status: 500, header: retryIn("2")}, resends},
		{"501", scriptedAnswer{status: 501}, never},
		{"502", scriptedAnswer{status: 502}, resends},
		{"503", scriptedAnswer{status: 503}, resends},
		{"503 with Retry-After", scriptedAnswer{status: 503, header: retryIn("2")}, always},
		{"503 with a Retry-After that says nothing", scriptedAnswer{status: 503, header: retryIn("soon")}, resends},
		{"503 with a long Retry-After", scriptedAnswer{status: 503, header: retryIn("61")}, never},
		{"429 with a long Retry-After", scriptedAnswer{status: 429, header: retryIn("61")}, never},
		{"504", scriptedAnswer{status: 504}, resends},
		{"a broken connection", scriptedAnswer{err: io.ErrUnexpectedEOF}, resends},
		{"an error before the connection, by a transport that doesn't trace", scriptedAnswer{err: dial}, resends},
		{"no answer in time", scriptedAnswer{hang: true}, resends},
		{"an answer that is too large", scriptedAnswer{status: 200, body: strings.Repeat(" ", maxBody+1)}, never},
		{"a server without TLS", scriptedAnswer{err: http.ErrSchemeMismatch}, never},
		{"a proxy without TLS", scriptedAnswer{err: tls.RecordHeaderError{RecordHeader: [5]byte([]byte("HTTP/"))}}, never},
		{"a broken TLS record", scriptedAnswer{err: tls.RecordHeaderError{}}, resends},
	} {
		for _, method := range []string{"GET", "PUT", "DELETE", "POST"} {
			t.Run(test.name+" to "+method, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					transport := &scripted{answers: []scriptedAnswer{test.answer}}
					client := withTransport(t, transport, func(cfg *Options) { cfg.RequestTimeout = 5 * time.Second })
					r := request{method: method, path: []string{"things"}, body: map[string]int{"a": 1}, sendOnce: method == "POST"}
					_, err := client.do(t.Context(), r)

					want := 5
					if test.want == never || test.want == resends && r.sendOnce {
						want = 1
					}
					if len(transport.asked) != want {
						t.Errorf("%d attempts, want %d", len(transport.asked), want)
					}
					if i := slices.IndexFunc(transport.bodies, func(s string) bool { return s != `{"a":1}` }); i >= 0 {
						t.Errorf("attempt %d sent %q", i, transport.bodies[i])
					}
					if got := client.Totals(); got.Requests != want || got.Retries != want-1 {
						t.Errorf("unexpected totals: %+v", got)
					}
					var failed *Error
					if ok := errors.As(err, &failed); ok == (test.answer.status >= 200 && test.answer.status < 300 && len(test.answer.body) <= maxBody) {
						t.Fatalf("unexpected error %v", err)
					} else if ok && failed.Attempts != want {
						t.Errorf("the error reports %d attempts, want %d", failed.Attempts, want)
					}
				})
			})
		}
	}
}

func TestRetriesEndWithTheFirstSuccess(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		transport := &scripted{answers: []scriptedAnswer{{status: 502}, {err: io.EOF}, {status: 200, body: `{"a":1}`}}}
		client := withTransport(t, transport, nil)
		var got map[string]int
		if _, err := client.get(t.Context(), []string{"things"}, nil, &got); err != nil || got["a"] != 1 {
			t.Errorf("got %v, error %v", got, err)
		}
		if len(transport.asked) != 3 {
			t.Errorf("%d attempts", len(transport.asked))
		}
	})
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	local := time.Date(2026, 8, 1, 12, 0, 0, 0, time.UTC)
	server := "Sat, 01 Aug 2026 09:00:00 GMT"
	for _, test := range []struct {
		value, date string
		want        time.Duration
		present     bool
	}{
		{"", "", 0, false},
		{"2", "", 2 * time.Second, true},
		{" 3 ", "", 3 * time.Second, true},
		{"0", "", 0, true},
		{"-1", "", 0, false},
		{"-99999999999999999999", "", 0, false},
		{"1.5", "", 0, false},
		{"soon", "", 0, false},
		{"0x10", "", 0, false},
		{"1e3", "", 0, false},
		{"9223372036854775808", "", math.MaxInt64 / time.Second * time.Second, true},
		{strings.Repeat("9", 50), "", math.MaxInt64 / time.Second * time.Second, true},
		{"Sat, 01 Aug 2026 12:00:05 GMT", "", 5 * time.Second, true},
		{"Sat, 01 Aug 2026 09:00:05 GMT", server, 5 * time.Second, true},
		{"Sat, 01 Aug 2026 08:59:00 GMT", server, 0, true},
		{"Saturday, 01-Aug-26 09:00:05 GMT", server, 5 * time.Second, true},
		{"Sat, 01 Aug 2026 12:00:05 GMT", "garbage", 5 * time.Second, true},
		{"Sat, 41 Aug 2026 12:00:05 GMT", server, 0, false},
		{"Fri, 31 Dec 9999 23:59:59 GMT", server, math.MaxInt64, true},
	} {
		header := retryIn(test.value)
		header.Set("Date", test.date)
		if got, present := retryAfter(header, local); got != test.want || present != test.present {
			t.Errorf("Retry-After %q at %q: got %s, %t, want %s, %t", test.value, test.date, got, present, test.want, test.present)
		}
	}
}

func TestWaitsBetweenAttempts(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		header http.Header
		least  [4]time.Duration
		most   [4]time.Duration
	}{
		{name: "below a doubling ceiling", most: [4]time.Duration{500 * time.Millisecond, time.Second, 2 * time.Second, 4 * time.Second}},
		{name: "as long as asked", header: retryIn("7"),
			least: [4]time.Duration{7 * time.Second, 7 * time.Second, 7 * time.Second, 7 * time.Second},
			most:  [4]time.Duration{7 * time.Second, 7 * time.Second, 7 * time.Second, 7 * time.Second}},
		{name: "ordinary where the date has passed", header: retryIn("Thu, 01 Jan 1970 00:00:00 GMT"),
			most: [4]time.Duration{500 * time.Millisecond, time.Second, 2 * time.Second, 4 * time.Second}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				transport := &scripted{answers: []scriptedAnswer{{status: 503, header: test.header}}}
				client := withTransport(t, transport, nil)
				_, _ = client.do(t.Context(), request{method: "GET", path: []string{"things"}})
				var sum time.Duration
				for i := range 4 {
					wait := transport.asked[i+1].Sub(transport.asked[i])
					sum += wait
					if wait < test.least[i] || wait > test.most[i] {
						t.Errorf("wait %d was %s, want %s to %s", i, wait, test.least[i], test.most[i])
					}
				}
				if got := client.Totals().Waited; got != sum {
					t.Errorf("the totals are %s, want %s", got, sum)
				}
			})
		})
	}
}

func TestWaitsAreJittered(t *testing.T) {
	t.Parallel()
	client := withTransport(t, nil, func(o *Options) { o.Waits = Waits{RetryMin: 10 * time.Second, RetryMax: time.Hour} })
	waits := map[time.Duration]bool{}
	for range 50 {
		a := &call{client: client, ctx: t.Context(), attempt: 100}
		waits[a.backoff(answer{}, io.ErrUnexpectedEOF)] = true
	}
	if len(waits) < 40 {
		t.Errorf("only %d different waits out of 50", len(waits))
	}
}

func TestLongRetryAfterFailsAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		transport := &scripted{answers: []scriptedAnswer{
			{status: 429, header: retryIn("3600"), body: `{"message":"slow down"}`},
			{status: 200, body: "{}"},
		}}
		client := withTransport(t, transport, nil)
		started := time.Now()
		_, err := client.do(t.Context(), request{method: "GET", path: []string{"things"}})
		if err == nil || !strings.Contains(err.Error(), "slow down; the server asks to wait 1h0m0s") {
			t.Errorf("unexpected error: %v", err)
		}
		if _, err := client.do(t.Context(), request{method: "GET", path: []string{"things"}}); err != nil {
			t.Errorf("another request: %v", err)
		}
		if waited := time.Since(started); waited != 0 {
			t.Errorf("waited %s", waited)
		}
	})
}

func TestTooManyRequestsPausesAll(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		transport := &scripted{answers: []scriptedAnswer{{status: 429, header: retryIn("10")}, {status: 200, body: "{}"}}}
		var lines []string
		client := withTransport(t, transport, func(cfg *Options) {
			cfg.Log = func(_ context.Context, level Level, message string, _ map[string]any) {
				if level == LevelInfo {
					lines = append(lines, message)
				}
			}
		})
		started := time.Now()
		var all sync.WaitGroup
		for i := range 10 {
			all.Go(func() {
				time.Sleep(time.Duration(i) * time.Second) // virtual time
				if _, err := client.do(t.Context(), request{method: "POST", path: []string{"things"}, sendOnce: true}); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if len(transport.asked) != 11 {
			t.Errorf("%d requests, want the refused one and 10", len(transport.asked))
		}
		for _, at := range transport.asked[1:] {
			if since := at.Sub(started); since < 10*time.Second {
				t.Errorf("a request after %s", since)
			}
		}
		want := []string{
			"Portkey answered 429, too many requests: they are spaced from here on, at first to about 1.0 a second",
			"waiting 10s: Portkey asked for a pause",
		}
		if !slices.Equal(lines, want) {
			t.Errorf("want one line for one episode, got %q", lines)
		}
	})
}

func TestRateCeiling(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		// A pause in the middle must not let requests pass in a bunch after it.
		transport := &scripted{answers: []scriptedAnswer{{status: 200}, {status: 502}, {status: 429, header: retryIn("5")}, {status: 200}}}
		client := withTransport(t, transport, func(cfg *Options) { cfg.MaxRequestsPerSecond = 2 })
		var all sync.WaitGroup
		for range 12 {
			all.Go(func() {
				if _, err := client.do(t.Context(), request{method: "GET", path: []string{"things"}}); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if len(transport.asked) != 14 {
			t.Errorf("%d requests, want 12 and 2 retries", len(transport.asked))
		}
		for i, at := range transport.asked[1:] {
			if gap := at.Sub(transport.asked[i]); gap < 499*time.Millisecond {
				t.Errorf("request %d came %s after the one before", i+1, gap)
			}
		}
	})
}

func TestWaitsEndWithTheContext(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		answers []scriptedAnswer
		rate    float64
		unknown bool
		unsent  bool
		grace   time.Duration
	}{
		{name: "between attempts after 429", answers: []scriptedAnswer{{status: 429, header: retryIn("50")}}},
		{name: "between attempts after 503", answers: []scriptedAnswer{{status: 503, header: retryIn("50")}}, unknown: true},
		{name: "for the rate", answers: []scriptedAnswer{{status: 200}}, rate: 0.001, unsent: true},
		{name: "for an answer", answers: []scriptedAnswer{{hang: true}}, unknown: true, grace: DefaultWaits().StopGrace},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				client := withTransport(t, &scripted{answers: test.answers}, func(cfg *Options) { cfg.MaxRequestsPerSecond = test.rate })
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(time.Second, cancel)
				started := time.Now()
				r := request{method: "POST", path: []string{"things"}, sendOnce: true}
				_, err := client.do(ctx, r)
				if test.rate > 0 {
					_, err = client.do(ctx, r)
				}
				if !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "stopped before an answer came") {
					t.Errorf("unexpected error: %v", err)
				}
				if waited := time.Since(started); waited != time.Second+test.grace {
					t.Errorf("returned after %s, want %s", waited, time.Second+test.grace)
				}
				if IsUnknownOutcome(err) != test.unknown || IsNotSent(err) != test.unsent {
					t.Errorf("unknown outcome %t, not sent %t", IsUnknownOutcome(err), IsNotSent(err))
				}
			})
		})
	}
}

func TestPauseForAllEndsWithTheContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := withTransport(t, &scripted{answers: []scriptedAnswer{{status: 429, header: retryIn("50")}}}, func(cfg *Options) { cfg.MaxRetries = 0 })
		_, _ = client.do(t.Context(), request{method: "GET", path: []string{"things"}})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		started := time.Now()
		_, err := client.do(ctx, request{method: "POST", path: []string{"things"}, sendOnce: true})
		if !IsNotSent(err) || IsUnknownOutcome(err) || time.Since(started) != time.Second {
			t.Errorf("after %s: %v", time.Since(started), err)
		}
	})
}

// An answer counts although the caller has been stopped meanwhile.
func TestAnswerBeatsStop(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	client := withTransport(t, roundTrip(func(*http.Request) (*http.Response, error) {
		cancel()
		return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader([]byte("{}")))}, nil
	}), nil)
	if _, err := client.do(ctx, request{method: "PUT", path: []string{"things"}}); err != nil {
		t.Error(err)
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

func TestEveryAttemptHasItsOwnTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		transport := &scripted{answers: []scriptedAnswer{{hang: true}, {hang: true}, {status: 200, body: "{}"}}}
		client := withTransport(t, transport, func(cfg *Options) { cfg.RequestTimeout = 3 * time.Second })
		if _, err := client.do(t.Context(), request{method: "GET", path: []string{"things"}}); err != nil {
			t.Error(err)
		}
		transport.answers = []scriptedAnswer{{hang: true}}
		_, err := client.do(t.Context(), request{method: "POST", path: []string{"things"}, sendOnce: true})
		if !IsUnknownOutcome(err) || !strings.Contains(fmt.Sprint(err), "no answer: nothing complete within 3s") {
			t.Errorf("unexpected error: %v", err)
		}
	})
}

func TestDoubtStaysWithTheCall(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := withTransport(t, &scripted{answers: []scriptedAnswer{{status: 503, header: retryIn("1")}, {status: 429}}}, nil)
		_, err := client.do(t.Context(), request{method: "POST", path: []string{"things"}, sendOnce: true})
		if fmt.Sprint(err) != "POST /things: 429: too many requests (at https://api.portkey.ai/v1, 5 attempts)" || !IsUnknownOutcome(err) {
			t.Errorf("unknown outcome %t: %v", IsUnknownOutcome(err), err)
		}
	})
}
