package conformance

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// budget is how much of something a test does in `make test`, in `make nightly`
// and in `make release-tests`. By day that is the same each time, and little
// enough to leave room for the nouns to come; at night each target has an hour
// and all of them have three, on two cores that do nothing else.
type budget struct{ day, night, release int }

// everything is the budget of what is not sampled.
const everything = math.MaxInt

// budgets are those of the loops that take most of the time.
var budgets = struct {
	histories, replays, cells, repetitions, chains, kills, pairs, secrets budget
	sampledCells, sampledPairs, cellsByCLI, savedPlans, secretWorkspaces  budget
}{
	// Random lives of a workspace, nine to a CPU second.
	histories: budget{day: 60, night: 30_000, release: 200_000},
	// Lives that the real CLI goes through too.
	replays: budget{day: 3, night: 200, release: 200},
	// Cells of the fault matrix of each archetype, forty to a CPU second.
	cells: budget{day: 120, night: everything, release: everything},
	// Those of each other noun.
	sampledCells: budget{day: 20, night: everything, release: everything},
	// How many of "once", "twice" and "for good" a fault has in one place of the matrix.
	repetitions: budget{day: 1, night: 3, release: 3},
	// In how many ways each scenario of an archetype has one request after the other fail.
	chains: budget{day: 2, night: everything, release: everything},
	// Cells that the real CLI runs too, of each noun that it runs.
	cellsByCLI: budget{day: 8, night: 50, release: 50},
	// Saved plans that the real CLI applies over an edit, of each noun that it runs.
	savedPlans: budget{day: 8, night: everything, release: everything},
	// Applies that are ended in the middle, of each noun that is run by the CLI, a CPU
	// second each.
	kills: budget{day: 6, night: everything, release: everything},
	// Of the pairs of an update of an archetype and an edit of a different attribute,
	// one in so many.
	pairs: budget{day: 40, night: 1, release: 1},
	// Pairs of each other noun.
	sampledPairs: budget{day: 3, night: everything, release: everything},
	// MB of what runs leave, searched for secrets, three to a CPU second; and how many
	// workspaces each of these runs creates.
	secrets:          budget{day: 10, night: 200, release: 2048},
	secretWorkspaces: budget{day: 4, night: 45, release: 45},
}

// tier is how much of a noun is tested by day: a promise is tested in full where
// its code is, and sampled where it is only used.
type tier int

const (
	// sampled is a noun that is like an archetype: some of its cells and pairs are
	// drawn, the same ones each day.
	sampled tier = iota
	// archetype stands for others: by where it lies, who names it, what it hides.
	archetype
	// foremost is the archetype that the real CLI runs, and ends, by day.
	foremost
)

// isNight reports whether the run at hand leaves nothing to a later one.
func isNight() bool { return budgets.repetitions.now() > 1 }

// nounsByCLI are the nouns whose applies the real CLI runs, and ends: one by day, every
// archetype at night.
func nounsByCLI() map[string]noun {
	chosen := maps.Clone(nouns)
	maps.DeleteFunc(chosen, func(_ string, n noun) bool {
		return n.tier != foremost && (n.tier != archetype || !isNight())
	})
	return chosen
}

// cellsToday are those of its cells that are run.
func (n noun) cellsToday(typeName string, all []cell) []cell {
	if n.tier == sampled {
		return drawn(typeName, all, budgets.sampledCells.now())
	}
	return covering(typeName, all, budgets.cells.now())
}

// pairsToday are those of its pairs that are run.
func (n noun) pairsToday(typeName string, all []pair) []pair {
	if n.tier == sampled {
		return drawn(typeName, all, budgets.sampledPairs.now())
	}
	var chosen []pair
	for i, p := range all {
		if p.ours.root == p.theirs.root || i%budgets.pairs.now() == 0 {
			chosen = append(chosen, p)
		}
	}
	return chosen
}

// chain is a scenario whose requests fail in one way, one after the other.
type chain struct {
	operation
	way string
}

func (c chain) String() string { return c.name + "/" + c.way }

// chainsToday are the chains of its scenarios that are run.
func (n noun) chainsToday(typeName string, all []operation) []chain {
	if n.tier == sampled && !isNight() {
		return nil
	}
	var chosen []chain
	for _, scenario := range all {
		var ways []chain
		for way := range nths {
			ways = append(ways, chain{scenario, way})
		}
		chosen = append(chosen, drawn(typeName, ways, budgets.chains.now())...)
	}
	return chosen
}

// now is the budget of the run at hand.
func (b budget) now() int {
	switch {
	case os.Getenv("PORTKEY_RELEASE") != "":
		return b.release
	case harness.Nightly():
		return b.night
	default:
		return b.day
	}
}

// drawn are so many of what there is of a noun.
func drawn[T fmt.Stringer](typeName string, all []T, most int) []T {
	return harness.Draw(typeName, all, T.String, most)
}

// spread are so many of what there is, at equal distances.
func spread[T any](all []T, most int) []T {
	chosen := make([]T, min(most, len(all)))
	for i := range chosen {
		chosen[i] = all[i*len(all)/len(chosen)]
	}
	return chosen
}

// covering are drawn, those first that have an operation or a fault which none before them
// has.
func covering(typeName string, all []cell, most int) []cell {
	var first, rest []cell
	seen := map[string]bool{}
	for _, one := range drawn(typeName, all, len(all)) {
		operation, fault := "operation "+one.name, "fault "+one.fault.name
		if seen[operation] && seen[fault] {
			rest = append(rest, one)
			continue
		}
		seen[operation], seen[fault] = true, true
		first = append(first, one)
	}
	all = append(first, rest...)
	return all[:min(most, len(all))]
}

// The cells of an archetype's day leave out no operation and no fault, and its chains no
// scenario and no way to fail.
func TestDrawn(t *testing.T) {
	t.Parallel()
	for typeName, n := range everyObject() {
		if n.tier == sampled {
			continue
		}
		all := cellsOf(n)
		seen := map[string]bool{}
		for _, one := range covering(typeName, all, budgets.cells.day) {
			seen[one.name], seen["fault "+one.fault.name] = true, true
		}
		for _, one := range all {
			if !seen[one.name] || !seen["fault "+one.fault.name] {
				t.Errorf("%s: no cell like %s", typeName, one)
			}
		}
		ways := map[string]bool{}
		for _, one := range n.chainsToday(typeName, scenarios(n)) {
			ways[one.way] = true
		}
		if len(ways) < len(nths) {
			t.Errorf("%s: only %d ways to fail of %d", typeName, len(ways), len(nths))
		}
	}
}

// spending is what the shared tests of a day do with a noun in this process, and
// how many tests of its own package run the real CLI.
type spending struct{ cells, chains, pairs, cli int }

// most is what a noun may spend, by its tier.
var most = map[tier]spending{
	sampled:   {cells: 20, pairs: 4, cli: 3},
	archetype: {cells: 120, chains: 40, pairs: 140, cli: 12},
	foremost:  {cells: 120, chains: 40, pairs: 140, cli: 12},
}

// runs is how often the provider is run for it: twice for a pair, eight times on
// average for a chain, which fails one request after the other.
func (s spending) runs() int { return s.cells + 8*s.chains + 2*s.pairs }

// seconds are those of CPU time: forty runs take one, a test with the CLI three.
func (s spending) seconds() int { return s.runs()/40 + 3*s.cli }

const (
	secondsOfSample = 10
	secondsOfAll    = 200
	// samplesOfArchetype is how many nouns are run as often together as one archetype.
	samplesOfArchetype = 20
)

// spends is what a noun spends by day.
func (n noun) spends(t *testing.T, typeName string, schema *tfprotov6.Schema) spending {
	t.Helper()
	s := spending{
		cells:  len(n.cellsToday(typeName, cellsOf(n))),
		chains: len(n.chainsToday(typeName, scenarios(n))),
		pairs:  len(n.pairsToday(typeName, n.pairs(schema))),
	}
	directory := cmp.Or(n.directory, strings.ReplaceAll(strings.TrimPrefix(typeName, "portkey_"), "_", ""))
	files, err := filepath.Glob(filepath.Join(root, "internal", "service", directory, "*_test.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s has no tests of its own: %v", typeName, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		s.cli += len(startsCLI.FindAll(text, -1))
	}
	return s
}

var startsCLI = regexp.MustCompile(`\b(resource\.UnitTest|resource\.ParallelTest|harness\.NewCLI)\(`)

// TestBudget adds up what each noun spends by day, which has to leave room for the
// nouns to come.
func TestBudget(t *testing.T) {
	t.Parallel()
	if isNight() {
		t.Skip("this is about a run by day")
	}
	_, schemas := harness.Schemas(t)
	all := 0
	for typeName, n := range everyObject() {
		got, most := n.spends(t, typeName, schemas.ResourceSchemas[typeName]), most[n.tier]
		if got.cells > most.cells || got.chains > most.chains || got.pairs > most.pairs || got.cli > most.cli {
			t.Errorf("%s spends %+v, more than %+v", typeName, got, most)
		}
		all += got.seconds()
	}
	if all > secondsOfAll {
		t.Errorf("all nouns take %d CPU seconds, want %d at most", all, secondsOfAll)
	}
	if sample := most[sampled]; sample.seconds() > secondsOfSample || sample.runs()*samplesOfArchetype > most[archetype].runs() {
		t.Errorf("a sample may take %d CPU seconds and %d runs, of the %d of an archetype", sample.seconds(), sample.runs(), most[archetype].runs())
	}
}
