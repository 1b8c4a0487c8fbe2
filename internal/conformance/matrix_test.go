package conformance

import (
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// leastFaults and leastCells are what the matrix must have, of each noun.
const (
	leastFaults = 45
	leastCells  = 600
)

// cell is one operation that meets one fault.
type cell struct {
	operation
	fault fault
	after bool
	times int
	// mayMiss tells that there may be no request left that meets the fault.
	mayMiss bool
}

func (c cell) String() string {
	moment := "before"
	if c.after {
		moment = "after"
	}
	often := map[int]string{0: "for good", 1: "once", 2: "twice"}[c.times]
	return c.name + "/" + c.fault.name + "/" + moment + ", " + often
}

// cellsOf are the cells of a noun.
func cellsOf(n noun) []cell {
	var all []cell
	for _, operation := range operationsOf(n) {
		write := operation.target.method != "GET"
		for _, fault := range faults() {
			if fault.listsOnly && !operation.target.lists() || fault.pretends && operation.target.refused {
				continue
			}
			moments := []bool{false}
			switch silent := operation.target.method == "PUT" || operation.target.method == "DELETE"; {
			case !write, fault.lose != nil, fault.refuses && operation.target.method == "POST":
			case fault.needsReal, fault.pretends && silent:
				moments = []bool{true}
			default:
				moments = []bool{false, true}
			}
			for _, after := range moments {
				for _, times := range often(len(all)) {
					all = append(all, cell{operation: operation, fault: fault, after: after, times: times})
				}
			}
		}
	}
	return all
}

// often is how often faults happen in one place of the matrix: once, twice in a
// row and for good (0). Each place has one of them, in turn; at night all.
func often(place int) []int {
	all := []int{1, 2, 0, 1, 2}
	return all[place%3:][:budgets.repetitions.now()]
}

// TestFaultMatrix has every operation of every noun meet every fault, and wants
// of each the same seven things; see trial.
func TestFaultMatrix(t *testing.T) {
	t.Parallel()
	if got := len(faults()); got < leastFaults {
		t.Errorf("there are %d faults, want at least %d", got, leastFaults)
	}
	_, schemas := harness.Schemas(t)
	for name := range schemas.ListResourceSchemas {
		if everyObject()[name].list == nil {
			t.Errorf("no operation of the matrix reads the list resource %s", name)
		}
	}
	t.Cleanup(lessGarbage())
	t.Run("cells", func(t *testing.T) {
		for name, noun := range everyObject() {
			all := cellsOf(noun)
			if len(all) < leastCells {
				t.Errorf("%s has %d cells, want at least %d", name, len(all), leastCells)
			}
			for _, one := range noun.cellsToday(name, all) {
				t.Run(name+"/"+one.String(), func(t *testing.T) {
					t.Parallel()
					synctest.Test(t, func(t *testing.T) {
						trial := newTrial(t, name, noun)
						trial.stand(one, &strike{
							fault: one.fault, matches: one.target.matches, skip: one.target.skip, times: one.times, after: one.after,
						})
					})
				})
			}
		}
	})
}

// What is promised, whatever goes wrong.
const (
	noTwin      = "no twin"
	noDrop      = "no drop"
	noOrphan    = "no silent orphan"
	words       = "the words where it failed"
	converges   = "one more apply converges"
	planIsEmpty = "the plan is then empty"
	nothingLeft = "nothing is left open"
)

// trial is a run of the provider in which something goes wrong.
type trial struct {
	*testing.T
	noun
	env     *harness.Env
	wire    *wire
	d       *harness.Driver
	address string
	config  config
	// id is that of the object where it was there before.
	id string
	// neighbour is another object, and inside how much is in it: nobody's business.
	neighbour string
	inside    int
	// unmanaged are objects that need not be in the state.
	unmanaged []string
	// others are configurations at further addresses.
	others map[string]config
	// spare is how many more than are managed there may be for a time.
	spare int
	// returned is what a data source or a list returned.
	returned config
	said     strings.Builder
	restore  func()
}

func newTrial(t *testing.T, name string, n noun) *trial {
	t.Helper()
	env, wire := startWired(t)
	n.furnish(env.API)
	neighbour := n.add(env.API)
	if n.fill != nil {
		n.fill(env.API, neighbour)
	}
	trial := &trial{
		T: t, noun: n, env: env, wire: wire, d: env.Driver(t), address: name + ".test", config: n.full,
		neighbour: neighbour, unmanaged: n.live(env.API), restore: func() {},
	}
	if n.held != nil {
		trial.inside = n.held(env.API, neighbour)
	}
	return trial
}

// stand runs a cell. It returns how often the fault was met.
func (t *trial) stand(c cell, s *strike) (met int) {
	t.Helper()
	if c.prepare != nil {
		c.prepare(t)
	}
	t.wire.arm(s)
	diags := c.run(t)
	if met = t.wire.lift(); met == 0 && !c.mayMiss {
		t.Error("the cell is empty: the fault was not met")
	}
	t.say(diags)
	t.keeps()
	t.explains(diags, c)
	t.leavesNothing()

	t.restore()
	t.d = t.env.Restart(t, t.d)
	if strings.Contains(t.said.String(), "Look in Portkey before applying again") {
		t.lookInPortkey()
	}
	t.converges(c)
	t.empty(c)
	t.leavesNothing()
	if t.wire.away > 0 {
		t.Errorf("the key went to another host %d times", t.wire.away)
	}
	return met
}

func (t *trial) say(diags harness.Diagnostics) { t.said.WriteString(diags.String() + "\n") }

// addresses are those that the trial manages.
func (t *trial) addresses() []string {
	return append([]string{t.address}, slices.Sorted(maps.Keys(t.others))...)
}

// configOf is the configuration at an address.
func (t *trial) configOf(address string) config {
	if c, ok := t.others[address]; ok {
		return c
	}
	return t.config
}

// managed reports whether an object is in the state, a deposed one too.
func (t *trial) managed(id string) bool {
	if t.d.Deposed(t.address) > 0 && id == t.id {
		return true
	}
	return slices.ContainsFunc(t.addresses(), func(address string) bool { return str(t.d.State(address)["id"]) == id })
}

// keeps holds the first three promises.
func (t *trial) keeps() {
	t.Helper()
	live := t.live(t.env.API)
	if ours := len(live) - 1; ours > 1+len(t.others)+t.spare {
		t.Errorf("%s: there are %d", noTwin, ours)
	}
	if !slices.Contains(live, t.neighbour) || t.held != nil && t.held(t.env.API, t.neighbour) != t.inside {
		t.Errorf("%s: what is somebody else's was deleted", noDrop)
	}
	createdAgain := t.quiet && t.saidUnsure() // under the same id, which the create chooses
	if slices.Contains(live, t.id) && !t.managed(t.id) && !slices.Contains(t.unmanaged, t.id) && !createdAgain {
		t.Errorf("%s: %s is there, the state has %v\n%s", noDrop, t.id, t.d.State(t.address), t.said.String())
	}
	for _, id := range live {
		if !t.managed(id) && !slices.Contains(t.unmanaged, id) && !strings.Contains(t.said.String(), id) && !t.saidUnsure() {
			t.Errorf("%s: nobody knows of %s\n%s", noOrphan, id, t.said.String())
		}
	}
	if t.d.Tainted(t.address) {
		t.Errorf("%s: it is tainted", noDrop)
	}
}

// saidUnsure reports whether the user knows that something of a name may
// have been made.
func (t *trial) saidUnsure() bool {
	return slices.ContainsFunc(t.addresses(), func(address string) bool {
		c := t.configOf(address)
		unseen := fmt.Sprintf("%q was created is not known", shown(str(c["icon"]), t.nameOf(c)))
		return (t.d.State(address) == nil || t.spare > 0) && strings.Contains(t.said.String(), unseen)
	})
}

var (
	ourSummary = regexp.MustCompile(`^Cannot [a-z]+ [A-Za-z ]+$`)
	requested  = regexp.MustCompile(`(GET|POST|PUT|DELETE|list) /[a-z]`)
)

// explains holds that each error names what was tried, what was answered, what
// to do, and where to read on.
func (t *trial) explains(diags harness.Diagnostics, c cell) {
	t.Helper()
	for _, d := range diags {
		if d.Warning {
			continue
		}
		if !ourSummary.MatchString(d.Summary) {
			t.Errorf("%s: the summary is %q: %s", words, d.Summary, d.Detail)
		}
		way := strings.Contains(d.Detail, "import {") || requested.MatchString(d.Detail) || t.join != nil && strings.Contains(d.Detail, "Invite the person")
		for _, odd := range []string{"the answer does not contain", "the response does not contain", "the response shows", "somebody else changed"} { // as an odd answer looks
			way = way || c.fault.status == 0 && strings.Contains(d.Detail, odd)
		}
		if c.fault.status == 401 && strings.Contains(d.Detail, "(401). ") && strings.Contains(d.Detail, "See the first error of this run") {
			continue
		}
		if !way || !strings.Contains(d.Detail, "/docs/guides/troubleshooting.md#") || strings.Count(d.Detail, "\n") < 2 {
			t.Errorf("%s: nothing says what was asked for and what to do:\n%s", words, d.Detail)
		}
	}
	err := diags.Err()
	if err == nil || c.times != 0 {
		return
	}
	// What says as much in other words: a list refused, a time that ran out.
	for _, instead := range []string{"not visible to this key", "lacks the scope " + t.scopes, "lacks the rights", "stopped before an answer came"} {
		if strings.Contains(err.Error(), instead) {
			return
		}
	}
	for _, word := range map[int][]string{401: {"401"}, 403: {"403", t.scope(c)}, 0: nil}[c.fault.status] {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("%s: the error does not say %q:\n%s", words, word, err)
		}
	}
	if c.fault.status != 0 && !strings.Contains(err.Error(), strconv.Itoa(c.fault.status)) {
		t.Errorf("%s: the error does not say %d:\n%s", words, c.fault.status, err)
	}
}

// scope is how the scopes that a request needs begin.
func (t *trial) scope(c cell) string {
	if strings.HasPrefix(c.target.path, t.path) {
		return t.right("")
	}
	return ""
}

// lookInPortkey deletes what a create may have made, as the error asks where a
// second one of the name is allowed.
func (t *trial) lookInPortkey() {
	for _, id := range t.live(t.env.API) {
		if !t.managed(id) && !slices.Contains(t.unmanaged, id) {
			t.remove(t.env.API, id)
		}
	}
}

// converges wants one more attempt to succeed, or to print the import block that
// takes over what was made.
func (t *trial) converges(c cell) {
	t.Helper()
	atFirst := t.returned
	diags := c.next()(t)
	t.say(diags)
	if atFirst != nil && (c.fault.harmless || !c.fault.needsReal) && !reflect.DeepEqual(atFirst, t.returned) {
		t.Errorf("%s: a data source returned %v, and then %v", converges, atFirst, t.returned)
	}
	for range t.addresses() {
		if !c.unsure || diags.Err() == nil {
			break
		}
		t.adopt(diags.Err().Error())
		diags = c.next()(t)
	}
	if diags.Err() != nil {
		t.Errorf("%s: %s\nat first:\n%s", converges, diags.Err(), t.said.String())
	}
	t.keeps()
}

// adopt imports what a refusal names, to the first address that lacks it.
func (t *trial) adopt(refusal string) {
	t.Helper()
	for _, id := range t.live(t.env.API) {
		if t.managed(id) || !strings.Contains(refusal, fmt.Sprintf("id = %q", t.importRef(t.env.API, id))) {
			continue
		}
		for _, address := range t.addresses() {
			if t.d.State(address) != nil {
				continue
			}
			if err := t.d.Import(address, t.importRef(t.env.API, id)).Err(); err != nil {
				t.Errorf("%s: the import that the error prints fails: %s", converges, err)
			}
			return
		}
	}
}

// empty wants the plan to be empty, or nothing to be left.
func (t *trial) empty(c cell) {
	t.Helper()
	if c.destroys {
		if left := len(t.live(t.env.API)) - 1; left != 0 || t.d.State(t.address) != nil {
			t.Errorf("%s: %d are left, the state has %v", planIsEmpty, left, t.d.State(t.address))
		}
		return
	}
	for _, address := range t.addresses() {
		plan, diags := t.d.Plan(address, t.configOf(address))
		if diags.Err() != nil || plan.Action != harness.NoOp {
			t.Errorf("%s: it is %s: %v\nbefore: %v\nafter: %v", planIsEmpty, plan.Action, diags.Err(), plan.Before, plan.After)
		}
	}
	if got, want := len(t.live(t.env.API))-1, len(t.addresses()); got != want {
		t.Errorf("%s: there are %d, want %d", planIsEmpty, got, want)
	}
}
