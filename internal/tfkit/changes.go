package tfkit

import (
	"cmp"
	"slices"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// Changes names the top-level attributes in which two models differ on the wire.
type Changes []string

// Add adds an attribute, unless it is the same in both.
func (c *Changes) Add(name string, same bool) {
	if !same {
		*c = append(*c, name)
	}
}

// Has reports whether an attribute is among them.
func (c Changes) Has(name string) bool { return slices.Contains(c, name) }

// Without are the changes of other attributes than those.
func (c Changes) Without(those func(name string) bool) Changes {
	return slices.DeleteFunc(slices.Clone(c), those)
}

// Foreign compares an object as it is on the server with the state that an update was
// planned from. The error is a *ForeignError for the first attribute that the update
// would write although somebody else wrote another value since; elsewhere reports such
// an edit of an attribute that the update leaves alone. planned are the differences of
// the plan from the state, written those of the plan from the live object, edited those
// of the live object from the state. An answer that was last updated at updatedAt, no
// later than since, is only stale (both RFC 3339, "" where they are not known).
func Foreign(since, updatedAt string, planned, written, edited Changes) (elsewhere bool, err error) {
	if isStale(updatedAt, since) {
		return false, nil
	}
	for _, name := range edited {
		switch {
		case !planned.Has(name):
			elsewhere = true
		case err == nil && written.Has(name):
			err = &ForeignError{Attribute: name, When: cmp.Or(updatedAt, "an unknown time")}
		}
	}
	return elsewhere, err
}

// Precedes reports whether an answer that was last updated at updatedAt is older than
// what is known; false where either is not RFC 3339.
func Precedes(updatedAt, known string) bool {
	at, since, ok := times(updatedAt, known)
	return ok && at.Before(since)
}

// isStale reports whether what was last updated at updatedAt is no newer than what was
// read since. Of two equal times that are cut to the second, as those on record are,
// that can't be known: two writes can happen within one.
func isStale(updatedAt, since string) bool {
	at, from, ok := times(updatedAt, since)
	return ok && (at.Before(from) || at.Equal(from) && at.Nanosecond() != 0)
}

// IsRecent reports whether a change may be too new for every answer to show it. What
// is older is not a stale answer: the server has it so.
func IsRecent(changed string, now time.Time) bool {
	at, err := time.Parse(time.RFC3339, changed)
	return err == nil && now.Sub(at) < portkey.LongestLag
}

// Lags reports whether an answer is provably older than what is known, and by so
// little that it is a stale one. It says nothing that the state doesn't know better.
func Lags(updatedAt, known string, now time.Time) bool {
	return Precedes(updatedAt, known) && IsRecent(known, now)
}

func times(a, b string) (at, bt time.Time, ok bool) {
	at, errA := time.Parse(time.RFC3339, a)
	bt, errB := time.Parse(time.RFC3339, b)
	return at, bt, errA == nil && errB == nil
}
