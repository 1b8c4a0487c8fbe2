package conformance

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// nth is a way in which the n-th request of a run fails, whatever it asks for.
type nth struct {
	fault string
	after bool
	// lasts is how long: for this request, for it and its repeats, or for
	// everything from there on.
	lasts lasting
}

type lasting int

const (
	once lasting = iota
	repeats
	onwards
)

var nths = map[string]nth{
	"reset before it is read":         {"connection reset before the request is read", false, once},
	"answer lost":                     {"connection closed without an answer", true, once},
	"half an answer":                  {"connection closed within the body", true, once},
	"500, repeats too":                {"500 of the API", false, repeats},
	"403, repeats too":                {"403 of the API", false, repeats},
	"gateway page, from there on":     {"502 of a gateway", true, onwards},
	"nobody there, from there on":     {"connection refused", false, onwards},
	"answers too slow, from there on": {"headers that never come", true, onwards},
}

// strike is the fault of the n-th request.
func (k nth) strike(n int) *strike {
	all := faults()
	found := all[slices.IndexFunc(all, func(f fault) bool { return f.name == k.fault })]
	s := &strike{fault: found, after: k.after, skip: n - 1, matches: func(*http.Request) bool { return true }}
	switch k.lasts {
	case once:
		s.times = 1
	case repeats:
		seen, struck := 0, ""
		s.skip = 0
		s.matches = func(r *http.Request) bool { // with the wire's lock held
			seen++
			what := r.Method + r.URL.String()
			if seen == n {
				struck = what
			}
			return seen >= n && what == struck
		}
	case onwards:
	}
	return s
}

// scenarios are runs of a noun from its beginning to its end.
func scenarios(n noun) []operation {
	simple := func(t *trial) { t.config = n.config }
	all := []operation{
		{name: "create", prepare: simple, run: (*trial).apply, unsure: true},
		{name: "create with everything", run: (*trial).apply, unsure: true},
		{name: "delete", prepare: (*trial).present, run: (*trial).destroy, destroys: true},
		{name: "import by id", prepare: (*trial).forgotten, run: (*trial).importByID},
		{name: "import by name", prepare: (*trial).forgotten, run: (*trial).importByName},
		{name: "replace", prepare: (*trial).presentKept, run: (*trial).replace, again: (*trial).apply, unsure: true},
		{name: "five at once", prepare: (*trial).five, run: (*trial).apply, unsure: true},
	}
	if n.remains { // what was deleted before the failure plans nothing without -replace
		all[slices.IndexFunc(all, func(o operation) bool { return o.name == "replace" })].again = (*trial).replace
	} else {
		all = append(all, operation{name: "deleted outside", prepare: (*trial).hidden, run: (*trial).apply, unsure: true})
	}
	if n.duplicate != nil {
		all = append(all, operation{
			name: "create before destroy", prepare: (*trial).doubled, run: (*trial).replaceCreatingFirst, again: (*trial).apply,
		})
	}
	if n.fill != nil {
		all = append(all, operation{name: "delete with contents", prepare: (*trial).filled, run: (*trial).destroy, destroys: true})
	}
	for name, change := range n.changes {
		all = append(all, operation{name: "update, " + name, run: (*trial).apply, prepare: func(t *trial) {
			t.config = change[0]
			t.present()
			t.config = change[1]
		}})
	}
	for name, read := range n.data {
		all = append(all, operation{
			name: "data source, " + name, prepare: (*trial).present,
			run: func(t *trial) harness.Diagnostics { return t.read(read) },
		})
	}
	return all
}

// presentKept applies a configuration that can be replaced: where a create adopts, a
// destroy only forgets what is there.
func (t *trial) presentKept() {
	t.Helper()
	t.config = laid(t.config, t.kept)
	t.present()
	if t.join != nil {
		t.unmanaged = append(t.unmanaged, t.id)
	}
}

func (t *trial) replace() harness.Diagnostics {
	_, diags := t.d.Converge(t.address, t.config, harness.Replacing)
	return diags
}

func (t *trial) replaceCreatingFirst() harness.Diagnostics {
	_, diags := t.d.Converge(t.address, t.config, harness.Replacing, harness.CreateBeforeDestroy)
	return diags
}

func (t *trial) five() {
	t.others = map[string]config{}
	for i := range 4 {
		name := fmt.Sprintf("Production %d", i)
		t.others[fmt.Sprintf("%s%d", t.address, i)] = t.called(name)
		if t.join != nil {
			t.unmanaged = append(t.unmanaged, t.join(t.env.API, name))
		}
	}
}

func (t *trial) doubled() {
	t.Helper()
	t.config = maps.Clone(t.config)
	maps.Copy(t.config, t.duplicate)
	t.present()
	t.spare = 1
}

// TestNthRequest fails the n-th request of every scenario, for n = 1, 2, 3 and
// so on until a run meets no fault.
func TestNthRequest(t *testing.T) {
	t.Parallel()
	t.Cleanup(lessGarbage())
	const leastScenarios, atMost = 12, 200
	t.Run("scenarios", func(t *testing.T) {
		for name, noun := range everyObject() {
			all := scenarios(noun)
			least := leastScenarios
			if noun.immutable {
				least-- // none is an update
			}
			if len(all) < least {
				t.Errorf("%s has %d scenarios, want at least %d", name, len(all), least)
			}
			for _, one := range noun.chainsToday(name, all) {
				t.Run(name+"/"+one.String(), func(t *testing.T) {
					t.Parallel()
					met := 1
					for n := 1; met > 0 && !t.Failed(); n++ {
						if n > atMost {
							t.Fatalf("no end after %d requests", atMost)
						}
						synctest.Test(t, func(t *testing.T) {
							trial := newTrial(t, name, noun)
							strike := nths[one.way].strike(n)
							met = trial.stand(cell{operation: one.operation, fault: strike.fault, times: 1, mayMiss: true}, strike)
							if t.Failed() {
								t.Logf("n = %d", n)
							}
						})
					}
				})
			}
		}
	})
}
