package limits

import (
	"cmp"
	"slices"
)

// pair finds for each of ours the one of theirs that it is, and -1 where there
// is none. The likest two go together first, and of equally like ones those in the
// same place, then those that come first: where answers have no types, the place is
// all that distinguishes twins. Two without any likeness never do. Each of theirs is
// used once.
func pair[A, B any](ours []A, theirs []B, likeness func(A, B) int) []int {
	type couple struct{ our, their, likeness int }
	var couples []couple
	for i, our := range ours {
		for j, their := range theirs {
			if like := likeness(our, their); like > 0 {
				couples = append(couples, couple{i, j, like})
			}
		}
	}
	slices.SortStableFunc(couples, func(a, b couple) int {
		return cmp.Or(b.likeness-a.likeness, moved(a.our, a.their)-moved(b.our, b.their))
	})
	matches := slices.Repeat([]int{-1}, len(ours))
	used := make([]bool, len(theirs))
	for _, c := range couples {
		if matches[c.our] < 0 && !used[c.their] {
			matches[c.our], used[c.their] = c.their, true
		}
	}
	return matches
}

// moved is 0 for a couple in the same place, and 1 for any other.
func moved(our, their int) int {
	if our == their {
		return 0
	}
	return 1
}

// likeness weighs what two limits of one key have in common, the weightiest
// first: each weighs more than all that follow it together.
func likeness(common ...bool) int {
	weight := 1
	for _, is := range common {
		weight *= 2
		if is {
			weight++
		}
	}
	return weight
}

// permuted reports whether the two lists have the same limits, in whatever order.
func permuted[T any](a, b []T, same func(a, b T) bool) bool {
	left := slices.Clone(b)
	for _, one := range a {
		i := slices.IndexFunc(left, func(other T) bool { return same(one, other) })
		if i < 0 {
			return false
		}
		left = slices.Delete(left, i, i+1)
	}
	return len(left) == 0
}

// observe is the list as the server returns it, in the spelling and the order of
// prior: pairs keep their place, limits that prior lacks come last. An empty
// list keeps its spelling, [] or null.
func observe[M, W any](prior []M, answer []W, one func(prior *M, answer W) M, likeness func(M, W) int) []M {
	if len(prior) == 0 && len(answer) == 0 {
		return prior
	}
	var seen []M
	used := make([]bool, len(answer))
	for i, match := range pair(prior, answer, likeness) {
		if match >= 0 {
			seen, used[match] = append(seen, one(&prior[i], answer[match])), true
		}
	}
	for j, limit := range answer {
		if !used[j] {
			seen = append(seen, one(nil, limit))
		}
	}
	return seen
}

// alike reports whether two key fields can be the same one: a field that
// either side lacks matches any.
func alike(a, b string) bool { return a == "" || b == "" || a == b }
