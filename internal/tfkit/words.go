package tfkit

import (
	"slices"
	"strings"
)

// Meant is the known word that a word is a misspelling of, if it is one: the same
// letters in another style, as in maxAge; or nearly the same.
func Meant(word string, known []string) (string, bool) {
	if slices.Contains(known, word) {
		return "", false
	}
	for _, one := range known {
		if letters(word) == letters(one) {
			return one, true
		}
	}
	for _, one := range known {
		// One edit turns a short word into many others, two in a long one few.
		slips := 0
		switch {
		case len(one) >= 10:
			slips = 2
		case len(one) >= 4:
			slips = 1
		}
		if edits(word, one, slips) <= slips {
			return one, true
		}
	}
	return "", false
}

// nearest is Meant, or the known word of three letters or more that is one edit away. Closed sets are small, so that it rarely is by chance.
func nearest(word string, known []string) (string, bool) {
	if one, misspelt := Meant(word, known); misspelt {
		return one, true
	}
	i := slices.IndexFunc(known, func(one string) bool { return len(one) >= 3 && edits(word, one, 1) == 1 })
	if i < 0 {
		return "", false
	}
	return known[i], true
}

func letters(word string) string {
	return strings.ToLower(strings.NewReplacer("_", "", "-", "", " ", "").Replace(word))
}

// edits counts the letters to add, drop, replace or exchange with their neighbour
// to turn a into b. Beyond most it may return any number that is more.
func edits(a, b string, most int) int {
	if len(a) > len(b)+most || len(b) > len(a)+most {
		return most + 1
	}
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			same := 1
			if a[i-1] == b[j-1] {
				same = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+same)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}
