package conformance

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

const (
	inFlight = 5

	// A CI runner gives seven and a half seconds between its SIGINT and the SIGTERM
	// that follows; where nothing but a wait is open, a stop feels immediate.
	exitWithOpen = 7 * time.Second
	exitFromWait = time.Second
)

var stops = map[string]syscall.Signal{"SIGINT": syscall.SIGINT, "SIGTERM": syscall.SIGTERM}

// TestPanic panics in the middle of a create while others are open: they end in
// the state all the same, and the error is that of the one alone.
func TestPanic(t *testing.T) {
	t.Parallel()
	l := newLab(t, "testdata/panicking")
	for typeName, n := range nounsByCLI() {
		t.Run(typeName, func(t *testing.T) {
			env, g := n.start(t), newGate(t)
			env.API.Fail(emulator.Fault{Method: http.MethodPost, Path: n.creates, When: emulator.After, Hook: g.hold})
			ready := newGate(t)
			env.API.Fail(emulator.Fault{Path: "/panic", Hook: ready.hold})

			a := l.start(t, many(env, typeName, n, inFlight)+block("resource", typeName, "sixth", n.called("panics")))
			a.wait("five are open and the sixth is about to panic", func() bool {
				return g.waiting.Load() == inFlight && ready.waiting.Load() == 1
			})
			ready.open()
			a.wait("the sixth has failed", func() bool { return a.has(func(o *output) bool { return o.failed > 0 }) })
			g.open()
			a.exit()

			got := a.inState()
			if len(got) != inFlight || n.count(env.API) != inFlight {
				t.Errorf("%d are in the state and %d are there, want %d of each:\n%s", len(got), n.count(env.API), inFlight, a.text())
			}
			a.has(func(o *output) bool {
				if len(o.errs) != 1 || o.errs[0].Address != typeName+".sixth" || o.errs[0].Summary != "The provider panicked" {
					t.Errorf("the errors are %+v", o.errs)
				}
				return true
			})
		})
	}
}

// TestStop signals an apply while all of its creates are open: they end in the
// state. Not parallel with other tests, as the rest of this file: it measures
// how long things take.
func TestStop(t *testing.T) {
	l := newLab(t, root)
	for typeName, n := range nounsByCLI() {
		for name, s := range stops {
			t.Run(typeName+" "+name, func(t *testing.T) {
				a, env, g := l.allOpen(t, typeName, n)
				a.stop(s, g)
				g.open()
				a.exit()
				a.gone()
				if got := len(a.inState()); got != inFlight || n.count(env.API) != inFlight || g.cut.Load() > 0 {
					t.Errorf("%d are in the state, %d are there, %d requests were cut:\n%s", got, n.count(env.API), g.cut.Load(), a.text())
				}
			})
		}
		t.Run(typeName+" without an answer", func(t *testing.T) { l.stopUnanswered(t, typeName, n) })
		t.Run(typeName+" in a wait", func(t *testing.T) { l.stopWaits(t, typeName, n) })
	}
}

// allOpen starts an apply and returns once each of its creates was carried out
// and none is answered.
func (l *lab) allOpen(t *testing.T, typeName string, n noun) (*apply, *harness.Env, *gate) {
	t.Helper()
	env, g := n.start(t), newGate(t)
	env.API.Fail(emulator.Fault{Method: http.MethodPost, Path: n.creates, When: emulator.After, Hook: g.hold})
	a := l.start(t, many(env, typeName, n, inFlight))
	a.wait("five are open", func() bool { return g.waiting.Load() == inFlight })
	return a, env, g
}

// stopUnanswered stops an apply whose creates are never answered: it gives them
// up in time, and says of each that its outcome is not known, unless it found it.
func (l *lab) stopUnanswered(t *testing.T, typeName string, n noun) {
	for name, s := range stops {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // they only wait
			took := quickest(exitWithOpen, func() time.Duration {
				a, _, g := l.allOpen(t, typeName, n)
				a.signal(s)
				took := a.exit()
				a.gone()
				g.open()
				inState := len(a.inState())
				a.has(func(o *output) bool {
					found := 0 // the time that was left sufficed to look for these
					for i := range inFlight {
						name := fmt.Sprintf("\"kill %d\"", i)
						switch {
						case slices.ContainsFunc(o.errs, func(c complaint) bool { return strings.Contains(c.Detail, name+" was created is not known") }):
						case strings.Contains(strings.ReplaceAll(o.text.String(), `\"`, `"`), "The response to the create of "+name+" was lost."):
							found++
						default:
							t.Errorf("no word of %s:\n%s", name, o.text.String())
						}
					}
					if found != inState {
						t.Errorf("%d were found, and %d are in the state:\n%s", found, inState, o.text.String())
					}
					return true
				})
				return took
			})
			if took > exitWithOpen {
				t.Errorf("it took %s to exit, want at most %s", took, exitWithOpen)
			}
		})
	}
}

// stopWaits stops applies that do nothing but wait: by day with the signals in turn.
func (l *lab) stopWaits(t *testing.T, typeName string, n noun) {
	for i, wait := range []struct {
		name  string
		begin func(*harness.Env)
		// requests are how many were answered before the wait to interrupt.
		requests int
	}{
		{"for a taken name", func(env *harness.Env) {
			n.edit(env.API, n.add(env.API), config{"name": "kill 0"})
		}, 2},
		{"before another attempt", func(env *harness.Env) {
			env.API.Fail(emulator.Fault{Status: http.StatusInternalServerError})
		}, 3},
		{"for a rate limit", func(env *harness.Env) {
			env.API.Fail(emulator.Fault{Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"30"}}})
		}, 1},
	} {
		for j, name := range slices.Sorted(maps.Keys(stops)) {
			if j != i%len(stops) && !isNight() {
				continue
			}
			t.Run(wait.name+" "+name, func(t *testing.T) {
				took := quickest(exitFromWait, func() time.Duration {
					env := n.start(t)
					wait.begin(env)
					a := l.start(t, many(env, typeName, n, 1))
					a.wait("it waits", func() bool { return len(env.API.Requests()) >= wait.requests && allAnswered(env.API) })
					a.signal(stops[name])
					took := a.exit()
					a.gone()
					if all, _ := made(env.API, n); all > 0 || len(a.inState()) > 0 {
						t.Errorf("something was made:\n%s", a.text())
					}
					return took
				})
				if took > exitFromWait {
					t.Errorf("it took %s to exit, want at most %s", took, exitFromWait)
				}
			})
		}
	}
}

// quickest measures up to three times, until once is quick enough: what is too
// slow by itself is so every time, what a busy machine makes slow is not.
func quickest(limit time.Duration, measure func() time.Duration) time.Duration {
	best := measure()
	for i := 0; i < 2 && best > limit; i++ {
		best = min(best, measure())
	}
	return best
}
