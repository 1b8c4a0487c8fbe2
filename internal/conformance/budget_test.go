package conformance

import (
	"cmp"
	"hash/fnv"
	"math"
	"os"
	"slices"
	"testing"
)

// budget is how much of something a test does in `make test`, in `make nightly`
// and in `make release-tests`. By day that is the same each time, and little
// enough to leave room for the nouns to come; at night each target has an hour
// and all of them have three, on two cores that do nothing else.
type budget struct{ day, night, release int }

// everything is the budget of what is not sampled.
const everything = math.MaxInt

// budgets are those of the loops that take most of the time.
var budgets = struct{ histories, replays, cells, repetitions, kills, pairs, secrets budget }{
	// Random lives of a workspace, nine to a CPU second.
	histories: budget{day: 200, night: 30_000, release: 200_000},
	// Lives that the real CLI goes through too.
	replays: budget{day: 10, night: 200, release: 200},
	// Cells of the fault matrix of each noun, forty to a CPU second.
	cells: budget{day: 1000, night: everything, release: everything},
	// How many of "once", "twice" and "for good" a fault has in one place of the matrix.
	repetitions: budget{day: 1, night: 3, release: 3},
	// Applies of each noun that are ended in the middle, a CPU second each.
	kills: budget{day: 10, night: everything, release: everything},
	// Of the pairs of an update and an edit of different attributes, one in so many.
	// It is odd, since every other one meets the other shape of answers.
	pairs: budget{day: 7, night: 1, release: 1},
	// MB of what runs leave, searched for secrets, three to a CPU second.
	secrets: budget{day: 50, night: 200, release: 2048},
}

// now is the budget of the run at hand.
func (b budget) now() int {
	switch {
	case os.Getenv("PORTKEY_RELEASE") != "":
		return b.release
	case os.Getenv("PORTKEY_NIGHTLY") != "":
		return b.night
	default:
		return b.day
	}
}

// drawn are so many cells of a noun. A hash of its name decides on each, whatever
// stands beside it.
func drawn(typeName string, all []cell, most int) []cell {
	rank := func(c cell) uint64 {
		h := fnv.New64a()
		_, _ = h.Write([]byte(typeName + "/" + c.String()))
		return h.Sum64()
	}
	all = slices.Clone(all)
	slices.SortFunc(all, func(a, b cell) int { return cmp.Compare(rank(a), rank(b)) })
	return all[:min(most, len(all))]
}

// The cells of a day leave out no operation and no fault.
func TestDrawn(t *testing.T) {
	t.Parallel()
	for typeName, n := range nouns {
		all := cellsOf(n)
		seen := map[string]bool{}
		for _, one := range drawn(typeName, all, budgets.cells.day) {
			seen[one.name], seen["fault "+one.fault.name] = true, true
		}
		for _, one := range all {
			if !seen[one.name] || !seen["fault "+one.fault.name] {
				t.Errorf("%s: no cell like %s", typeName, one)
			}
		}
	}
}
