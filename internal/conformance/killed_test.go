package conformance

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
)

// kill is what happens to the n-th request of a process that is killed: it is not sent, or
// it has its effect and nobody hears of it. No request follows.
func kill(n int, after bool) *strike {
	s := &strike{matches: func(*http.Request) bool { return true }, skip: n - 1, after: after}
	s.fault = fault{name: "killed", serve: hangUp, lose: func(r *http.Request) error {
		if after {
			after = false
			return nil
		}
		return refuse(r)
	}}
	return s
}

// killable are the scenarios that are killed: those that write. By day an update stands for
// all of them: the first one by its name.
func killable(n noun) []operation {
	var all []operation
	updates := 0
	named := scenarios(n)
	slices.SortFunc(named, func(a, b operation) int { return strings.Compare(a.name, b.name) })
	for _, one := range named {
		switch kind, _, _ := strings.Cut(one.name, ","); kind {
		case "update":
			if updates++; updates > 1 && !isNight() {
				continue
			}
		case "create with everything", "delete", "delete with contents":
		case "create", "replace", "deleted outside":
			if !isNight() {
				continue
			}
		default:
			continue
		}
		all = append(all, one)
	}
	return all
}

// TestKilled kills the provider at each request of what it writes. Terraform then has the
// state from before the run. The next apply converges, or prints the import block of what
// was created.
func TestKilled(t *testing.T) {
	t.Parallel()
	t.Cleanup(lessGarbage())
	t.Run("at", func(t *testing.T) {
		for name, noun := range everyObject() {
			moments := []bool{false, true}
			if noun.tier == sampled && !isNight() {
				moments = moments[1:] // what had its effect is harder to find again
			}
			for _, scenario := range killable(noun) {
				for _, after := range moments {
					t.Run(fmt.Sprintf("%s/%s/after %t", name, scenario.name, after), func(t *testing.T) {
						t.Parallel()
						for n, met := 1, true; met && !t.Failed(); n++ {
							synctest.Test(t, func(t *testing.T) {
								met = newTrial(t, name, noun).killedAt(scenario, n, after)
								if t.Failed() {
									t.Logf("n = %d", n)
								}
							})
						}
					})
				}
			}
		}
	})
}

// killedAt runs a scenario that ends at its n-th request, and another one after it. It
// reports whether there are as many requests.
func (t *trial) killedAt(c operation, n int, after bool) bool {
	t.Helper()
	if c.prepare != nil {
		c.prepare(t)
	}
	saved := t.env.Restart(t, t.d)
	t.wire.arm(kill(n, after))
	c.run(t)
	if t.wire.lift() == 0 {
		return false
	}
	t.leavesNothing()
	t.restore()
	t.d = saved
	t.converges(cell{operation: c})
	t.empty(cell{operation: c})
	t.leavesNothing()
	return true
}

// No request of a killed process is sent, and the last one at most has an effect.
func TestKill(t *testing.T) {
	t.Parallel()
	for after, want := range map[bool]int{false: 1, true: 2} {
		synctest.Test(t, func(t *testing.T) {
			env, wire := startWired(t)
			home := env.API.AddWorkspace(map[string]any{"name": "Home"})
			wire.arm(kill(2, after))
			driver := env.Driver(t)
			for i := range 3 {
				address := fmt.Sprintf("portkey_config.c%d", i)
				_, _ = driver.Converge(address, config{"name": "Production", "config": `{"retry":{"attempts":1}}`, "workspace_id": home.ID})
			}
			if got := len(env.API.Requests()); got != want {
				t.Errorf("after %t: %d requests came, want %d", after, got, want)
			}
		})
	}
}
