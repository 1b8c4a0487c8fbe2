package limits

// pair finds for each of ours the one of theirs that it is, and -1 where there
// is none. The tests are asked one after the other, the strictest first; within
// a test the first match in order wins, and each of theirs is used once.
func pair[A, B any](ours []A, theirs []B, tests ...func(A, B) bool) []int {
	matches := make([]int, len(ours))
	for i := range matches {
		matches[i] = -1
	}
	used := make([]bool, len(theirs))
	for _, test := range tests {
		for i, our := range ours {
			for j := 0; j < len(theirs) && matches[i] < 0; j++ {
				if !used[j] && test(our, theirs[j]) {
					matches[i], used[j] = j, true
				}
			}
		}
	}
	return matches
}

// permuted reports whether the two lists hold the same limits, in whatever order.
func permuted[T any](a, b []T, same func(a, b T) bool) bool {
	if len(a) != len(b) {
		return false
	}
	for _, match := range pair(a, b, same) {
		if match < 0 {
			return false
		}
	}
	return true
}

// observe is the list as the server tells it, in the words and the order of
// prior: pairs keep their place, limits that prior lacks come last. An empty
// list keeps its spelling, [] or null.
func observe[M, W any](prior []M, told []W, one func(prior *M, told W) M, tests ...func(M, W) bool) []M {
	if len(prior) == 0 && len(told) == 0 {
		return prior
	}
	var seen []M
	used := make([]bool, len(told))
	for i, match := range pair(prior, told, tests...) {
		if match >= 0 {
			seen, used[match] = append(seen, one(&prior[i], told[match])), true
		}
	}
	for j, limit := range told {
		if !used[j] {
			seen = append(seen, one(nil, limit))
		}
	}
	return seen
}

// alike reports whether two key fields can be the same one: a field that
// either side lacks matches any.
func alike(a, b string) bool { return a == "" || b == "" || a == b }
