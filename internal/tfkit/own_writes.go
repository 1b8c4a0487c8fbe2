package tfkit

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// OwnWrites are the last writes of this resource to an object, as private state has
// them, with the versions of the object that they replaced. Reads can lag behind a
// write, and the times of updates are whole seconds: within the second of a write, time
// alone does not distinguish a stale answer from an edit by somebody else.
type OwnWrites struct {
	// Began and Ended enclose the last write, by the server's clock.
	Began time.Time `json:"began"`
	Ended time.Time `json:"ended"`
	// Replaced are oldest first.
	Replaced []Version `json:"replaced"`

	open bool // between Begin and End
}

// Version is an object that was last updated between From and Until, by what Digest
// makes of its attributes.
type Version struct {
	Digest string    `json:"digest"`
	From   time.Time `json:"from"`
	Until  time.Time `json:"until"`
}

const (
	ownWritesKey = "own_writes"
	// maxReplaced is how many versions are kept: as many updates within the lag of a
	// server are recognised.
	maxReplaced = 8
	// clockError is how far the server's clock, which is read from a header of whole
	// seconds, may be from the times of updates.
	clockError = time.Second
)

// ReadOwnWrites reads them from private state; the zero value where there are none.
func ReadOwnWrites(ctx context.Context, private PrivateState) OwnWrites {
	var writes OwnWrites
	stored, _ := private.GetKey(ctx, ownWritesKey) // fails for reserved keys only
	if err := json.Unmarshal(stored, &writes); err != nil {
		return OwnWrites{}
	}
	return writes
}

// Begin adds a write that replaces one version. state and live are what is known of
// that: the state, and an answer that may be stale. The writes until End count as one.
func (w *OwnWrites) Begin(now time.Time, state, live Version) {
	if !w.open && !w.isRecent(now) {
		w.Replaced = nil
	}
	for _, one := range []Version{live, state} {
		if !one.From.IsZero() {
			w.Replaced = append(slices.DeleteFunc(w.Replaced, one.equal), one)
		}
	}
	w.Replaced = w.Replaced[max(0, len(w.Replaced)-maxReplaced):]
	if !w.open {
		w.Began, w.open = now, true
	}
}

// End writes them to private state, if a write was begun that has succeeded by now.
func (w *OwnWrites) End(ctx context.Context, private PrivateState, now time.Time) diag.Diagnostics {
	if !w.open {
		return nil
	}
	w.Ended, w.open = now, false
	stored, _ := json.Marshal(w) // texts and times always marshal
	return private.SetKey(ctx, ownWritesKey, stored)
}

// Answered is the version of an answer that was last updated at updatedAt (RFC 3339);
// the zero value where it lacks the time.
func Answered(digest, updatedAt string) Version {
	at, err := time.Parse(time.RFC3339, updatedAt)
	if err != nil {
		return Version{}
	}
	return Version{digest, at, at}
}

// Stored is the version in a state that was last updated at updatedAt. As long as no
// answer has shown the last write, that is the time of the version before it.
func (w OwnWrites) Stored(digest, updatedAt string) Version {
	version := Answered(digest, updatedAt)
	if w.Ended.IsZero() || version.From.After(w.latest()) {
		return version
	}
	return Version{digest, w.earliest(), w.latest()}
}

// Finding is what an answer shows, compared with what is known.
type Finding int

const (
	// Current answers show the object as it is.
	Current Finding = iota
	// Stale ones show a version that was replaced.
	Stale
	// Doubtful ones show an unknown version of the time of the last write: a later read
	// can show more.
	Doubtful
)

// Judge compares an answer that was last updated at updatedAt with the state, both by
// their digests.
func (w OwnWrites) Judge(state, seen, updatedAt string, now time.Time) Finding {
	at, err := time.Parse(time.RFC3339, updatedAt)
	if err != nil || state == seen || !w.isRecent(now) {
		return Current
	}
	if slices.ContainsFunc(w.Replaced, func(v Version) bool { return v.holds(seen, at) }) {
		return Stale
	}
	if isWithin(at, w.earliest(), w.latest()) {
		return Doubtful
	}
	return Current
}

// Doubt lets a *[ForeignError] about a doubtful answer be tried with a later read.
func (f Finding) Doubt(err error) error {
	var foreign *ForeignError
	if f == Doubtful && errors.As(err, &foreign) {
		return &unsettledError{foreign}
	}
	return err
}

// unsettledError is a *ForeignError that a later read may not confirm.
type unsettledError struct{ *ForeignError }

func (e *unsettledError) Unwrap() []error { return []error{e.ForeignError, portkey.ErrStale} }

func (w OwnWrites) isRecent(now time.Time) bool { return now.Sub(w.Ended) < portkey.LongestLag }

func (w OwnWrites) earliest() time.Time { return w.Began.Add(-clockError) }

func (w OwnWrites) latest() time.Time { return w.Ended.Add(clockError) }

func (v Version) equal(other Version) bool {
	return v.Digest == other.Digest && v.From.Equal(other.From) && v.Until.Equal(other.Until)
}

// holds reports whether the version is one of this digest and time, of which a range
// has whole seconds.
func (v Version) holds(digest string, at time.Time) bool {
	return v.Digest == digest && (at.Equal(v.From) || !v.From.Equal(v.Until) && isWithin(at, v.From, v.Until))
}

func isWithin(at, from, until time.Time) bool {
	return !at.Before(from.Truncate(time.Second)) && !at.After(until)
}

// Digest identifies values as they are sent: a hash of their JSON, so that private state
// holds no copy of what may be secret.
func Digest(values ...any) string {
	text, _ := json.Marshal(values) // what is sent always marshals
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// Unordered is a list as [Digest] takes one whose order has no meaning.
func Unordered[T any](list []T) []string {
	texts := make([]string, 0, len(list))
	for _, one := range list {
		text, _ := json.Marshal(one)
		texts = append(texts, string(text))
	}
	slices.Sort(texts)
	return texts
}
