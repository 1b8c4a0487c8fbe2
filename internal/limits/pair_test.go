package limits

import (
	"slices"
	"testing"
)

// The likest go together, of equally like ones those in the same place, and the
// unlike never do.
func TestPair(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		likeness [][]int // of each of ours to each of theirs
		want     []int
	}{
		"equally like":                   {[][]int{{1, 1}, {1, 1}}, []int{0, 1}},
		"equally like, one of them left": {[][]int{{0, 1}, {0, 1}}, []int{-1, 1}},
		"the likest first":               {[][]int{{1, 2}, {1, 1}}, []int{1, 0}},
		"likeness before the place":      {[][]int{{1, 2}, {2, 1}}, []int{1, 0}},
		"unlike":                         {[][]int{{0, 0}, {1, 0}}, []int{-1, 0}},
		"more of ours":                   {[][]int{{1}, {2}, {1}}, []int{-1, 0, -1}},
	} {
		theirs := []int{0, 1}[:len(c.likeness[0])]
		ours := make([]int, len(c.likeness))
		for i := range ours {
			ours[i] = i
		}
		got := pair(ours, theirs, func(our, their int) int { return c.likeness[our][their] })
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
}
