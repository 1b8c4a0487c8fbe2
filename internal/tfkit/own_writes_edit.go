package tfkit

import "time"

// Versions compares versions of an object, given as models of type M.
type Versions[M any] struct {
	// Differs names the attributes in which two differ on the wire.
	Differs func(one, other M) Changes
	// Digest identifies what Differs compares.
	Digest func(M) string
	// UpdatedAt is when the object in a state was last updated (RFC 3339), "" if that is
	// not known.
	UpdatedAt func(M) string
}

// Judge compares an answer that was last updated at updatedAt (RFC 3339) with the state.
// seen is the answer as a model.
func (v Versions[M]) Judge(writes OwnWrites, state, seen M, updatedAt string, now time.Time) Finding {
	return writes.Judge(v.Digest(state), v.Digest(seen), updatedAt, now)
}

// Edit is an update from a state to a plan: what it may write, and what it replaces.
type Edit[M any] struct {
	// OwnWrites are those that private state has and, once begun, this one.
	OwnWrites
	// Elsewhere reports that somebody else edited what the update leaves alone. The time
	// of such an edit must not get into the state, or a plan without a refresh would take
	// the edit for known.
	Elsewhere bool

	versions    Versions[M]
	plan, state M
	replaced    Version // the version in the state
}

// Edit prepares an update.
func (v Versions[M]) Edit(writes OwnWrites, plan, state M) *Edit[M] {
	return &Edit[M]{
		OwnWrites: writes, versions: v, plan: plan, state: state,
		replaced: writes.Stored(v.Digest(state), v.UpdatedAt(state)),
	}
}

// Compare compares the object that an update reads before it writes with the state. It
// returns the object that the bodies of the update have to start from: what was seen, or
// the state if that was stale. The error is a *[ForeignError] if somebody else changed
// what the update would write.
func (e *Edit[M]) Compare(seen M, updatedAt string, now time.Time) (M, error) {
	finding := e.versions.Judge(e.OwnWrites, e.state, seen, updatedAt, now)
	if finding == Stale {
		seen = e.state
	}
	differs := e.versions.Differs
	var err error
	e.Elsewhere, err = Foreign(e.versions.UpdatedAt(e.state), updatedAt, differs(e.plan, e.state), differs(e.plan, seen), differs(seen, e.state))
	return seen, finding.Doubt(err)
}

// Begin adds a write over what was seen; see [OwnWrites.Begin].
func (e *Edit[M]) Begin(seen M, updatedAt string, now time.Time) {
	e.OwnWrites.Begin(now, e.replaced, Answered(e.versions.Digest(seen), updatedAt))
}
