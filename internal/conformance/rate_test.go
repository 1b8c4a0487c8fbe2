package conformance

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/provider"
)

// The limit of these tests: so many requests a second, so many at once.
const (
	limitRate  = 10
	limitBurst = 10
)

// far is an API behind a network, by the clock of a synctest bubble: an answer
// takes its time.
type far struct {
	api *emulator.Server

	mu       sync.Mutex
	requests int
	outage   outage
}

// outage is how an API is down; the zero outage is none.
type outage string

const (
	noConnection outage = "no connection"
	noAnswer     outage = "no answer"
	badGateway   outage = "502"
)

func (f *far) RoundTrip(r *http.Request) (*http.Response, error) {
	f.mu.Lock()
	f.requests++
	outage := f.outage
	f.mu.Unlock()
	switch outage {
	case noConnection:
		return nil, errCut
	case noAnswer:
		<-r.Context().Done()
		return nil, r.Context().Err()
	case badGateway:
		return &http.Response{StatusCode: http.StatusBadGateway, Header: http.Header{}, Body: http.NoBody}, nil
	}
	time.Sleep(25 * time.Millisecond)
	defer time.Sleep(25 * time.Millisecond)
	return transport{f.api}.RoundTrip(r)
}

// turn sets the outage, and returns how many requests there were since it was
// last set.
func (f *far) turn(to outage) (requests int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	requests, f.requests, f.outage = f.requests, 0, to
	return requests
}

// process is a provider process: it shares nothing with any other. It is not
// guarded, since what the guard counts belongs to the test's own process, which
// no bubble may share.
func process(t *testing.T, api http.RoundTripper, block map[string]any) *harness.Driver {
	t.Helper()
	overAPI := func(config *portkey.Options) { config.Transport = api }
	d := harness.NewDriver(t, providerserver.NewProtocol6(provider.New("test", overAPI)())())
	all := map[string]any{"api_key": emulator.AdminKey}
	for name, value := range block {
		all[name] = value
	}
	if err := d.Configure(all).Err(); err != nil {
		t.Fatal(err)
	}
	return d
}

// parallel does n things, so many at a time as -parallelism says, and returns
// how many went wrong.
func parallel(parallelism, n int, do func(i int) error) (failed int) {
	var all sync.WaitGroup
	var mu sync.Mutex
	next := 0
	for range parallelism {
		all.Go(func() {
			for {
				mu.Lock()
				i := next
				next++
				mu.Unlock()
				if i >= n {
					return
				}
				if err := do(i); err != nil {
					mu.Lock()
					failed++
					mu.Unlock()
				}
			}
		})
	}
	all.Wait()
	return failed
}

// createAndRefresh is what two runs of Terraform do: an apply of n workspaces,
// then a refresh of them all.
func createAndRefresh(d *harness.Driver, parallelism, n int, name string) (failed int) {
	address := func(i int) string { return fmt.Sprintf("portkey_workspace.%s-%d", name, i) }
	failed = parallel(parallelism, n, func(i int) error {
		_, diags := d.Converge(address(i), map[string]any{"name": fmt.Sprintf("%s %d", name, i)})
		return diags.Err()
	})
	return failed + parallel(parallelism, n, func(i int) error {
		plan, diags := d.Plan(address(i), map[string]any{"name": fmt.Sprintf("%s %d", name, i)})
		if diags.Err() == nil && plan.Action != harness.NoOp {
			return errors.New("the plan is not empty")
		}
		return diags.Err()
	})
}

// tally is what an API was asked, and over which time.
type tally struct {
	requests, refused int
	took              time.Duration
}

// measure does something, and counts what an API was asked meanwhile.
func measure(api *emulator.Server, do func()) tally {
	api.ResetRequests()
	began := time.Now()
	do()
	result := tally{took: time.Since(began)}
	for _, one := range api.Requests() {
		result.requests++
		if one.Status == http.StatusTooManyRequests {
			result.refused++
		}
	}
	return result
}

// share is how many percent of the requests were answered 429.
func (c tally) share() float64 { return 100 * float64(c.refused) / float64(c.requests) }

// slowdown is the time taken, compared with what the limit alone makes of the
// requests that were accepted.
func (c tally) slowdown() float64 {
	return c.took.Seconds() * limitRate / float64(c.requests-c.refused-limitBurst)
}

// excess is how many times as many requests were made as there had to be.
func (c tally) excess() float64 { return float64(c.requests) / float64(c.requests-c.refused) }

// What a rate limit may cost, as a share of the shortest time, and an outage in
// requests for each call.
const (
	slowest     = 1.3
	mostPerCall = 1.2
)

func TestRate_oneProcess(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name        string
		retryAfter  bool
		parallelism int
		workspaces  int
		most        float64 // percent
	}{
		{"with Retry-After", true, 10, 500, 2},
		{"without Retry-After", false, 10, 500, 2},
		// So many at once that the first of them are a tenth of all that follow.
		{"50 at once", true, 50, 150, 15},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				api := emulator.New()
				d := process(t, &far{api: api}, nil)
				api.SetRateLimit(limitRate, limitBurst, test.retryAfter)
				got := measure(api, func() {
					if failed := createAndRefresh(d, test.parallelism, test.workspaces, "team"); failed > 0 {
						t.Errorf("%d of %d failed", failed, 2*test.workspaces)
					}
				})
				if got.slowdown() > slowest || got.excess() > 1.1 && test.most < 10 || got.share() > test.most {
					t.Errorf("%+v: %.2f of the time, %.2f of the requests, %.1f %% refused", got, got.slowdown(), got.excess(), got.share())
				}
				t.Logf("%.1f %% of %d requests answered 429, in %.2f of the shortest time", got.share(), got.requests, got.slowdown())
			})
		})
	}
}

// Terraform starts a process for each provider block, so that aliases are
// processes that know nothing of each other.
func TestRate_twoProcesses(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		api := emulator.New()
		d := []*harness.Driver{process(t, &far{api: api}, nil), process(t, &far{api: api}, nil)}
		api.SetRateLimit(limitRate, limitBurst, true)
		got := measure(api, func() {
			failed := parallel(len(d), len(d), func(i int) error {
				if failed := createAndRefresh(d[i], 10, 250, fmt.Sprintf("process-%d", i)); failed > 0 {
					return fmt.Errorf("%d failed", failed)
				}
				return nil
			})
			if failed > 0 {
				t.Errorf("%d processes failed", failed)
			}
		})
		const most = 5 // percent
		if got.share() >= most {
			t.Errorf("%+v: %.1f %% refused", got, got.share())
		}
	})
}

// A user's ceiling is held to the request.
func TestRate_ceiling(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		api := emulator.New()
		d := process(t, &far{api: api}, map[string]any{"max_requests_per_second": 9.0})
		api.SetRateLimit(limitRate, 1, false)
		got := measure(api, func() {
			if failed := createAndRefresh(d, 50, 50, "team"); failed > 0 {
				t.Errorf("%d failed", failed)
			}
		})
		if got.refused > 0 {
			t.Errorf("%d of %d requests refused, below the limit", got.refused, got.requests)
		}
	})
}

// A wait that makes people wonder is a warning of the verb that ends it, once.
func TestRate_longWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := process(t, &far{api: emulator.New()}, map[string]any{"max_requests_per_second": 0.0125})
		_, diags := d.Converge("portkey_workspace.team", map[string]any{"name": "team"})
		if err := diags.Err(); err != nil || !strings.Contains(diags.String(), "A request waited 1m20s") {
			t.Errorf("got %s", diags)
		}
		for range 3 {
			if diags := d.Refresh("portkey_workspace.team"); len(diags) > 0 {
				t.Errorf("warned of again: %s", diags)
			}
		}
	})
}

// Ten workers read, again and again, while the API is down for ten minutes.
func TestRate_outage(t *testing.T) {
	t.Parallel()
	for _, down := range []outage{noConnection, noAnswer, badGateway} {
		t.Run(string(down), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				const workers = 10
				api := &far{api: emulator.New()}
				d := process(t, api, nil)
				if failed := createAndRefresh(d, workers, workers, "team"); failed > 0 {
					t.Fatalf("%d failed before the outage", failed)
				}
				api.turn(down)
				began := time.Now()
				var mu sync.Mutex
				var calls int
				var first time.Duration
				parallel(workers, workers, func(i int) error {
					for time.Since(began) < 10*time.Minute {
						if d.Refresh(fmt.Sprintf("portkey_workspace.team-%d", i)).Err() == nil {
							t.Error("read during the outage")
						}
						mu.Lock()
						if calls++; calls == 1 {
							first = time.Since(began)
						}
						mu.Unlock()
						time.Sleep(5 * time.Second) // other work
					}
					return nil
				})
				requests := api.turn("")
				perCall := float64(requests) / float64(calls)
				if perCall > mostPerCall || first > time.Minute {
					t.Errorf("%.2f requests for each of %d calls, the first error after %s", perCall, calls, first)
				}
				if err := d.Refresh("portkey_workspace.team-0").Err(); err != nil || api.turn("") != 1 {
					t.Errorf("after the outage: %v", err)
				}
				t.Logf("%.2f requests for each of %d calls, the first error after %s", perCall, calls, first)
			})
		})
	}
}
