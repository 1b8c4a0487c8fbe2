package conformance

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// Histories are split over this many tests, which run side by side.
const (
	parts              = 10
	leastShareOfAnyone = 0.01
	seedsOfPart        = 1_000_000_000 // more than the seeds that the histories of a part go through
)

// TestHistories runs random lives of a workspace: whatever is configured and
// whatever happens in between, a clean apply puts on the server what the
// configuration says, the next plan is empty, an import finds the state, nothing
// is made twice and nothing that is there is dropped. Each part tells on failure
// the seed with which -rapid.seed repeats it, and a history made as short as
// can be. The short run has the same histories each time, so that it fails by the
// change at hand; the nightly one draws others.
func TestHistories(t *testing.T) {
	t.Parallel()
	setChecks(t)
	t.Cleanup(lessGarbage())
	seen := &histogram{counts: map[string]int{}}
	t.Run("parts", func(t *testing.T) {
		for part := range parts {
			t.Run(strconv.Itoa(part), func(t *testing.T) {
				t.Parallel()
				begun := setSeed(t, part)
				rapid.Check(t, func(t *rapid.T) {
					begun()
					live(t, drawHistory.Draw(t, "history"), seen)
				})
			})
		}
	})
	if !t.Failed() {
		seen.report(t)
	}
}

// setChecks sets how many histories each part runs, unless -rapid.checks does.
func setChecks(t *testing.T) {
	t.Helper()
	if isGiven("rapid.checks") {
		return
	}
	if err := flag.Set("rapid.checks", strconv.Itoa(budgets.histories.now()/parts)); err != nil {
		t.Fatal(err)
	}
}

// setSeed gives a part of the short run a seed of its own, unless -rapid.seed
// says one. rapid reads it once, before the first draw: until then, when begun
// is to be called, no other part may set it.
func setSeed(t *testing.T, part int) (begun func()) {
	t.Helper()
	seeds.Lock()
	switch {
	case harness.Nightly():
	case isGiven("rapid.seed") && !seeds.set:
	default:
		seeds.set = true
		if err := flag.Set("rapid.seed", strconv.Itoa((part+1)*seedsOfPart)); err != nil {
			t.Fatal(err)
		}
	}
	return sync.OnceFunc(seeds.Unlock)
}

// seeds guards the flag -rapid.seed; set tells that it is ours.
var seeds struct {
	sync.Mutex
	set bool
}

func isGiven(name string) bool {
	given := false
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == name })
	return given
}

// lessGarbage lets garbage grow, up to 4 GB of memory: histories make much of it, and hold
// little.
func lessGarbage() (restore func()) {
	percent, limit := debug.SetGCPercent(800), debug.SetMemoryLimit(4<<30)
	return func() { debug.SetGCPercent(percent); debug.SetMemoryLimit(limit) }
}

// live runs one history.
func live(t *rapid.T, h history, seen *histogram) {
	w := newWorld(t, h)
	w.begin(h)
	w.converge()
	for _, s := range h.Steps {
		// What a write in doubt or an old answer put into the state stays there for
		// good where answers don't tell what is unset.
		if h.Tells.blind() && slices.Contains(doubtful, s.Op) {
			s.Op = "apply another configuration"
		}
		w.wait(time.Minute + s.Wait)
		trouble := w.step(s)
		if trouble == "" || s.Clean {
			w.wait(time.Minute)
			w.converge()
		}
		if s.Pick == 1 {
			w.converge()
			w.imports()
		}
		seen.add(s)
	}
	w.converge()
	w.imports()
	w.end()
	seen.done(h)
}

// begin brings a workspace that is there already into the state.
func (w *world) begin(h history) {
	w.t.Helper()
	if h.Start == startEmpty {
		return
	}
	made := w.env.API.AddWorkspace(fields(w.config, w.now()))
	w.managed[made.ID] = true
	w.wait(2 * time.Hour) // no longer so young that lists prove nothing
	state, err := json.Marshal(vendorState(made, w.config))
	if err != nil {
		w.t.Fatalf("%s", err)
	}
	var diags harness.Diagnostics
	switch h.Start {
	case startVendor:
		w.d.Load(w.address, 0, string(state))
	case startMoved:
		diags = w.d.Move(harness.MoveSource{
			ProviderAddress: "registry.terraform.io/portkey-ai/portkey", TypeName: "portkey_workspace", State: string(state),
		}, w.address)
	default:
		diags = w.d.Import(w.address, made.ID)
	}
	if diags.Err() != nil {
		w.t.Fatalf("cannot begin with a %s: %s", h.Start, diags.Err())
	}
	if h.Start == startOld {
		w.d.DropIdentity(w.address)
	}
	w.env.API.ResetRequests()
	if _, diags := w.apply(); diags.Err() != nil {
		w.t.Fatalf("the apply after a %s: %s", h.Start, diags.Err())
	}
	if !w.dated() && w.tells.Shape != emulator.ShapeDocumented {
		w.nothingSent("the apply after a " + string(h.Start))
	}
}

// dated reports whether a reset date is configured, which no import knows.
func (w *world) dated() bool {
	return slices.ContainsFunc(limitsOf(w.config, "usage_limits"), func(limit config) bool {
		return !isEmpty(limit["next_usage_reset_at"])
	})
}

// step does what a step says and, where that is trouble, applies in it: a
// failure is then allowed, and only what holds always is wanted.
func (w *world) step(s step) (trouble string) {
	w.t.Helper()
	protected := w.d.State(w.address)["deletion_protection"] == true
	switch s.Op {
	case "apply another configuration":
		w.config = s.Config
	case "change an attribute", "remove an attribute", "rename":
		w.config = changed(w.config, s)
	case "raise the budgets":
		w.config = raised(w.config)
	case "spell it otherwise":
		w.respell(s)
	case "edit behind Terraform's back":
		if live, there := w.live()[w.id()]; there {
			if change := edited(live, s, w.now(), w.tells.blind()); len(change) > 0 {
				w.env.API.EditWorkspace(live.ID, change)
			}
		}
		w.restart() // what happens between two runs of Terraform
	case "delete behind Terraform's back":
		// In the documented shape nothing tells that a workspace is archived.
		if _, there := w.live()[w.id()]; there && w.tells.Shape != emulator.ShapeDocumented {
			w.env.API.DeleteWorkspace(w.id())
		}
		w.restart()
	case "forget and import":
		w.reimport(s.Pick)
	case "taint":
		if !protected {
			w.d.Taint(w.address)
		}
	case "replace, creating first":
		w.apply(harness.Replacing, harness.CreateBeforeDestroy)
		return "the new one may find its name taken"
	case "destroy":
		return w.destroy(protected)
	case "the key loses rights":
		w.config = s.Config
		defer w.loseRights(s.Pick)()
		w.apply()
		return s.Op
	case "restart the provider":
		w.restart()
	case "stale reads", "flapping reads":
		w.config = s.Config
		// Less than the hour after which absence from a whole list proves anything:
		// a server whose lists are older than that is beyond what is promised.
		stale := []time.Duration{30 * time.Second, 10 * time.Minute, 50 * time.Minute}[s.Pick%3]
		set := w.env.API.SetStale
		if s.Op == "flapping reads" {
			set = w.env.API.SetFlapping
		}
		set(stale)
		w.apply()
		w.env.API.SetStale(0)
		w.wait(stale)
		return s.Op
	case "fault":
		w.config = s.Config
		remove := w.env.API.Fail(s.Fault.fault())
		w.apply()
		remove()
		return s.Op
	}
	return ""
}

// changed is a configuration with one attribute edited or removed.
func changed(c config, s step) config {
	next := maps.Clone(c)
	if s.Op == "rename" {
		next["name"] = s.Config["name"]
		return next
	}
	delete(next, s.Name)
	if value, there := s.Config[s.Name]; there && s.Op == "change an attribute" {
		next[s.Name] = value
	}
	return next
}

// respell writes the configuration in other words, which sends nothing.
func (w *world) respell(s step) {
	w.t.Helper()
	w.converge()
	w.config = respelled(w.config, s.Config)
	if _, diags := w.apply(); diags.Err() != nil {
		w.t.Fatalf("another spelling fails: %s", diags.Err())
	}
	w.nothingSent("another spelling")
}

// reimport lets the state forget the workspace, and imports it under another
// address, by its id, slug or name. Where no import knows the type of a limit,
// none may be about to change: what is taken for configured can't be seen to
// differ.
func (w *world) reimport(pick int) {
	w.t.Helper()
	if w.tells.Shape == emulator.ShapeDocumented {
		w.converge()
	}
	live, there := w.live()[w.id()]
	if !there {
		return
	}
	by := []string{live.ID, live.Slug, shown(live.Icon, live.Name)}[pick%3]
	w.d.Forget(w.address)
	w.address = fmt.Sprintf("portkey_workspace.test%d", len(w.address))
	err := w.d.Import(w.address, by).Err()
	if err != nil && strings.Contains(err.Error(), "Several workspaces") {
		err = w.d.Import(w.address, live.ID).Err()
	}
	if err != nil {
		w.t.Fatalf("cannot import by %q: %s", by, err)
	}
}

// destroy takes the workspace out of the configuration. What is protected stays.
func (w *world) destroy(protected bool) string {
	w.t.Helper()
	held := w.id()
	diags := w.d.Destroy(w.address)
	w.say(diags)
	_, there := w.live()[held]
	switch failed := diags.Err() != nil; {
	case protected && there && !failed:
		w.t.Fatalf("destroyed although it is protected")
	case !protected && failed:
		w.t.Fatalf("cannot destroy: %s", diags.Err())
	case !protected && there:
		w.t.Fatalf("%s is still there after its destroy", held)
	}
	return ""
}

func (w *world) loseRights(pick int) (restore func()) {
	key := w.env.Key
	var all []string
	for _, verb := range []string{"create", "read", "update", "delete", "list"} {
		all = append(all, "workspaces."+verb)
	}
	restore = func() { w.env.API.AddKey(emulator.Key{Secret: key}) }
	if pick%6 == 5 {
		w.env.API.RemoveKey(key)
		return restore
	}
	left := slices.Delete(slices.Clone(all), pick%6, pick%6+1)
	if pick%6 == 0 {
		left = []string{}
	}
	w.env.API.SetScopes(key, left...)
	return restore
}

// histogram counts what happened in all histories.
type histogram struct {
	mu     sync.Mutex
	counts map[string]int
}

func (h *histogram) add(s step) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.counts["op: "+s.Op]++
	if s.Op == "fault" {
		h.counts["fault: "+s.Fault.Kind]++
	}
	if s.Edit != "" {
		h.counts["edit: "+s.Edit]++
	}
}

func (h *histogram) done(life history) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.counts["start: "+string(life.Start)]++
}

// report prints how often what happened, and wants enough of everything: of each
// group's sum at least one in a hundred.
func (h *histogram) report(t *testing.T) {
	t.Helper()
	sums := map[string]int{}
	for name, count := range h.counts {
		group, _, _ := strings.Cut(name, ":")
		sums[group] += count
	}
	for _, name := range expectedNames() {
		group, _, _ := strings.Cut(name, ":")
		share := float64(h.counts[name]) / float64(sums[group])
		t.Logf("%-45s %7d %5.1f %%", name, h.counts[name], 100*share)
		if share < leastShareOfAnyone {
			t.Errorf("%s: only %d of %d", name, h.counts[name], sums[group])
		}
	}
}

func expectedNames() []string {
	var names []string
	for _, one := range ops {
		names = append(names, "op: "+one)
	}
	for _, one := range faultKinds {
		names = append(names, "fault: "+one)
	}
	for _, one := range edits {
		names = append(names, "edit: "+one)
	}
	for _, one := range []start{startEmpty, startVendor, startMoved, startImported, startOld} {
		names = append(names, "start: "+string(one))
	}
	slices.Sort(names)
	return slices.Compact(names)
}
