package conformance

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"sync"
	"time"

	"pgregory.net/rapid"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// world is one history on its way: an organisation, what is in the state, and
// what was said so far.
type world struct {
	t       *rapid.T
	env     *harness.Env
	d       *harness.Driver
	tells   tells
	address string
	config  config
	// byHand are the workspaces that no create of ours made.
	byHand map[string]bool
	// managed are the ids that were in the state at any time.
	managed map[string]bool
	// said is every diagnostic so far.
	said strings.Builder

	clockMu sync.Mutex
	clock   time.Time
}

func newWorld(t *rapid.T, h history) *world {
	w := &world{
		t: t, tells: h.Tells, config: h.Begin, address: "portkey_workspace.test",
		byHand: map[string]bool{}, managed: map[string]bool{}, clock: began,
	}
	w.env = harness.Start(t, emulator.WithClock(w.now), emulator.WithShape(h.Tells.Shape), emulator.WithAnswers(h.Tells.Answers))
	inMemory(w.env)
	w.env.Tune(func(config *portkey.Options) {
		config.Waits.TakenName, config.Waits.TakenNamePause = time.Millisecond, time.Millisecond
		config.Waits.FindCreated, config.Waits.FindCreatedPause = 20*time.Millisecond, time.Millisecond
		config.Waits.RetryMin, config.Waits.RetryMax, config.Waits.WriteSettle = time.Nanosecond, time.Nanosecond, time.Nanosecond
	})
	w.d = w.env.Driver(t)
	for _, one := range w.env.API.Workspaces() {
		w.byHand[one.ID] = true
	}
	w.byHand[w.env.API.AddWorkspace(config{"name": handName, "description": "somebody's"}).ID] = true
	return w
}

// now is the clock of the organisation, which goes on only between the steps.
func (w *world) now() time.Time {
	w.clockMu.Lock()
	defer w.clockMu.Unlock()
	return w.clock
}

func (w *world) wait(d time.Duration) {
	w.clockMu.Lock()
	defer w.clockMu.Unlock()
	w.clock = w.clock.Add(d)
}

// id is the id in the state, or "".
func (w *world) id() string { return str(w.d.State(w.address)["id"]) }

// say keeps what was said, and ends the history where it breaks the protocol or
// blames the provider: nothing excuses that.
func (w *world) say(diags harness.Diagnostics) {
	w.t.Helper()
	for _, d := range diags {
		for _, never := range []string{"Provider produced", "Provider returned", "Plugin error", "panic", "Invalid", "Incorrect"} {
			if !d.Warning && strings.Contains(d.Summary, never) {
				w.t.Fatalf("the provider broke its promises: %s", d)
			}
		}
	}
	w.said.WriteString(diags.String() + "\n")
}

// live are the active workspaces, by id.
func (w *world) live() map[string]emulator.Workspace {
	all := map[string]emulator.Workspace{}
	for _, one := range w.env.API.Workspaces() {
		if one.Status == "active" {
			all[one.ID] = one
		}
	}
	return all
}

// apply plans and applies the configuration, whatever goes wrong, and checks
// what must hold even then.
func (w *world) apply(options ...harness.PlanOption) (*harness.Plan, harness.Diagnostics) {
	w.t.Helper()
	before, held := w.live(), w.id()
	w.env.API.ResetRequests()
	plan, diags := w.d.Converge(w.address, w.config, options...)
	w.say(diags)
	w.keeps(held)
	w.noTwin()
	made := 0
	for _, request := range w.env.API.Requests() {
		if request.Method == http.MethodPost && request.Effect {
			made++
		}
	}
	if made > 1 {
		w.t.Fatalf("one apply created %d workspaces", made)
	}
	w.othersStay(before)
	return plan, diags
}

// keeps holds that what is still there is not dropped from the state.
func (w *world) keeps(held string) {
	w.t.Helper()
	id := w.id()
	w.managed[held], w.managed[id] = true, true
	if _, there := w.live()[held]; there && id != held && w.d.Deposed(w.address) == 0 {
		w.t.Fatalf("%s was dropped from the state, which has %q, but it is still there\n%s", held, id, w.said.String())
	}
}

// noTwin holds that every workspace is in the state, made by hand, or named to
// the user: by its id or, as long as nothing has seen it, by its name.
func (w *world) noTwin() {
	w.t.Helper()
	said := w.said.String()
	for id, one := range w.live() {
		unseen := fmt.Sprintf("Whether the workspace %q was created is not known", shown(one.Icon, one.Name))
		deposed := w.managed[id] && w.d.Deposed(w.address) > 0
		if id != w.id() && !w.byHand[id] && !deposed && !strings.Contains(said, id) && !strings.Contains(said, unseen) {
			w.t.Fatalf("there is a workspace that nobody knows of: %s %q\n%s", id, one.Name, said)
		}
	}
}

// othersStay holds that an apply leaves alone what the resource doesn't manage:
// other workspaces, and the other keys of defaults.
func (w *world) othersStay(before map[string]emulator.Workspace) {
	w.t.Helper()
	after := w.live()
	for id, was := range before {
		is, there := after[id]
		ours := id == w.id() || w.managed[id]
		switch {
		case !ours && (!there || !is.LastUpdatedAt.Equal(was.LastUpdatedAt)):
			w.t.Fatalf("%s %q is not managed, but was written", id, was.Name)
		case there && others(was) != others(is):
			w.t.Fatalf("the other defaults were %s, but now are %s", others(was), others(is))
		}
	}
}

func others(one emulator.Workspace) string {
	rest := maps.Clone(one.Defaults)
	delete(rest, "metadata")
	if len(rest) == 0 {
		return "none"
	}
	text, err := json.Marshal(rest)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// converge applies with nothing wrong, and wants everything that was promised.
func (w *world) converge() {
	w.t.Helper()
	before := w.live()[w.id()]
	prior := w.d.State(w.address)
	plan, diags := w.apply()
	for range 2 { // there is one piece of advice for each of two errors
		if diags.Err() != nil {
			w.followAdvice(diags)
			prior = nil
			plan, diags = w.apply()
		}
	}
	if diags.Err() != nil {
		w.t.Fatalf("nothing is wrong, but: %s", diags.Err())
	}
	w.holds()
	if before.ID == w.id() && prior != nil {
		w.resetsStay(prior, before)
	}
	if plan.Action == harness.NoOp {
		w.nothingSent("an empty plan")
		return
	}
	w.wait(time.Minute)
	w.quiet()
}

// followAdvice follows the advice of the two errors that may come with nothing wrong:
// the name is taken, by what somebody or an interrupted create made, which a create
// imports and a rename allows; or answers don't tell the defaults, so that writing
// them could drop some.
func (w *world) followAdvice(diags harness.Diagnostics) {
	w.t.Helper()
	if w.tells.blind() && strings.Contains(diags.Err().Error(), "does not contain the workspace's defaults") {
		w.config = maps.Clone(w.config)
		w.config["defaults"] = w.d.State(w.address)["defaults"]
		return
	}
	if !strings.Contains(diags.Err().Error(), "already exists") {
		w.t.Fatalf("nothing is wrong, but: %s", diags.Err())
	}
	renamed := w.id() != ""
	for id, one := range w.live() {
		if !strings.Contains(diags.Err().Error(), id) {
			continue
		}
		if renamed && id != w.id() && shown(one.Icon, one.Name) == wanted(w.config, w.now()).Display {
			w.config = maps.Clone(w.config)
			w.config["allow_duplicate_name"] = true
			return
		}
		if !renamed {
			if err := w.d.Import(w.address, id).Err(); err != nil {
				w.t.Fatalf("the advice to import %s does not work: %s", id, err)
			}
			delete(w.byHand, id)
			w.managed[id] = true
			return
		}
	}
	w.t.Fatalf("the error names no workspace that has the name: %s", diags.Err())
}

// holds wants on the server what the configuration says.
func (w *world) holds() {
	w.t.Helper()
	live, there := w.live()[w.id()]
	if !there {
		w.t.Fatalf("applied, but there is no workspace %q", w.id())
	}
	if diff := wanted(w.config, w.now()).diff(stored(live, w.now())); diff != "" {
		w.t.Fatalf("applied, but on the server %s\nconfiguration: %v", diff, w.config)
	}
}

// resetsStay wants the reset dates where they were, of limits that count the
// same as before and whose date is not, and was not, configured. A date that a
// person gave to a limit without a period, and that has passed, means nothing any
// more, and the API takes no such date.
func (w *world) resetsStay(prior config, before emulator.Workspace) {
	w.t.Helper()
	dates := func(limits []config) map[setLimit]string {
		all := map[setLimit]string{}
		for _, limit := range limits {
			key := setLimitOf("usage_limits", limit)
			key.Amount, key.Threshold = 0, 0
			if _, twin := all[key]; twin {
				return nil // which of them is which can't be known
			}
			all[key] = str(limit["next_usage_reset_at"])
		}
		return all
	}
	was, is := dates(before.UsageLimits), dates(w.live()[w.id()].UsageLimits)
	inState, configured := dates(limitsOf(prior, "usage_limits")), dates(limitsOf(w.config, "usage_limits"))
	for key, date := range is {
		returned, known := inState[key]
		old, existed := was[key]
		if due, err := time.Parse(time.RFC3339, old); err == nil && !due.After(w.now()) {
			continue
		}
		if known && existed && key.Type != "" && returned == "" && configured[key] == "" && !strings.EqualFold(old, date) {
			w.t.Fatalf("the reset of %+v moved from %s to %s", key, old, date)
		}
	}
}

// quiet wants nothing of a second plan, and nothing written by its apply.
func (w *world) quiet() {
	w.t.Helper()
	w.env.API.ResetRequests()
	plan, diags := w.d.Converge(w.address, w.config)
	w.say(diags)
	if diags.Err() != nil {
		w.t.Fatalf("the second plan fails: %s", diags.Err())
	}
	if plan.Action != harness.NoOp {
		w.t.Fatalf("the second plan is %s\nbefore: %v\nafter:  %v", plan.Action, plan.Before, plan.After)
	}
	w.nothingSent("the second plan")
}

func (w *world) nothingSent(what string) {
	w.t.Helper()
	for _, request := range w.env.Writes() {
		w.t.Fatalf("%s sent %s %s", what, request.Method, request.Body)
	}
}

// imports wants an import to find what the state has. The documented shape tells
// no type of a limit, so that no import can know it.
func (w *world) imports() {
	w.t.Helper()
	if w.tells.Shape == emulator.ShapeDocumented {
		return
	}
	const other = "portkey_workspace.imported"
	if err := w.d.Import(other, w.id()).Err(); err != nil {
		w.t.Fatalf("cannot import %s: %s", w.id(), err)
	}
	if a, b := imported(w.d.State(w.address)), imported(w.d.State(other)); fmt.Sprint(a) != fmt.Sprint(b) {
		w.t.Fatalf("the import differs:\n%v\nthe state has:\n%v", b, a)
	}
	w.d.Forget(other)
}

// restart is another run of Terraform.
func (w *world) restart() {
	w.t.Helper()
	w.d = w.env.Restart(w.t, w.d)
}

// end destroys what there is and wants nothing of ours left.
func (w *world) end() {
	w.t.Helper()
	if w.config["deletion_protection"] == true {
		w.config = maps.Clone(w.config)
		delete(w.config, "deletion_protection")
		w.converge()
	}
	if err := w.d.Destroy(w.address).Err(); err != nil {
		w.t.Fatalf("cannot destroy: %s", err)
	}
	for id := range w.live() {
		if w.managed[id] && !w.byHand[id] && !strings.Contains(w.said.String(), id) {
			w.t.Fatalf("%s is left after the destroy", id)
		}
	}
}
