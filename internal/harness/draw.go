package harness

import (
	"cmp"
	"hash/fnv"
	"os"
	"slices"
	"testing"
)

// Nightly returns whether the tests have the time of "make nightly", and do what they
// leave out by day.
func Nightly() bool { return os.Getenv("PORTKEY_NIGHTLY") != "" }

// Today returns the names of the cases of a test that are run: so many by day, the same
// ones each day, and all of them at night.
func Today(t *testing.T, names []string, most int) []string {
	t.Helper()
	if Nightly() {
		return names
	}
	return Draw(t.Name(), names, func(name string) string { return name }, most)
}

// Draw returns so many of all. A hash of the label and its name decides on each, whatever
// stands beside it.
func Draw[T any](label string, all []T, name func(T) string, most int) []T {
	rank := func(one T) uint64 {
		h := fnv.New64a()
		_, _ = h.Write([]byte(label + "/" + name(one)))
		return h.Sum64()
	}
	all = slices.Clone(all)
	slices.SortFunc(all, func(a, b T) int { return cmp.Compare(rank(a), rank(b)) })
	return all[:min(most, len(all))]
}
