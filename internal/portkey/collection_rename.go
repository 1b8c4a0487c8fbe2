package portkey

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Renaming is one rename: its name was looked up, and is reserved in this process until
// End.
type Renaming struct {
	blind bool
	end   func(renamed bool)
}

// Blind reports that the key may not list, so that nothing is known of what was there.
func (r *Renaming) Blind() bool { return r.blind }

// End ends the rename; renamed reports that the API has answered it.
func (r *Renaming) End(renamed bool) { r.end(renamed) }

// PrepareRename looks up the name that an object is about to get, as PrepareCreate does:
// it refuses with a *TakenError where another object has it and keeps it for a while.
// What this process renames meanwhile does not keep its name, so that two objects can
// swap theirs. to is the body of a create under the name; id is what Edit takes.
func (k *Collection[T, D, U]) PrepareRename(ctx context.Context, id string, to D, allowDuplicate bool) (*Renaming, error) {
	want := identityOf(to)
	renaming := &Renaming{end: func(renamed bool) { k.memory.endRename(id, want.name, renamed) }}
	k.memory.beginRename(id, want.name)
	err := k.waitForName(ctx, want.name, func(repeated bool) (*TakenError, error) {
		if !k.memory.reserve(want.name, allowDuplicate) {
			return &TakenError{Words: k.noun.Words, Name: want.name, MadeHere: true, Rename: true}, nil
		}
		if allowDuplicate {
			return nil, nil
		}
		taken, err := k.lookUpRename(ctx, id, want, renaming, repeated)
		if taken != nil || err != nil {
			k.memory.release(want.name, false)
		}
		return taken, err
	})
	if err != nil {
		k.memory.dropRename(id)
		return nil, err
	}
	return renaming, nil
}

func (k *Collection[T, D, U]) lookUpRename(ctx context.Context, id string, want identity, renaming *Renaming, repeated bool) (*TakenError, error) {
	found, blind, err := k.findNamed(ctx, want, repeated)
	if err != nil {
		return nil, err
	}
	renaming.blind = blind
	var others []T
	var ids []string
	for _, one := range found {
		if !one.facts().isAt(id) {
			others, ids = append(others, one), append(ids, idOf(one))
		}
	}
	if k.memory.mayRename(id, ids) {
		return nil, nil
	}
	return &TakenError{
		Words: k.noun.Words, Name: want.name, Candidates: k.noun.candidates(others), Rename: true,
		MadeHere: slices.ContainsFunc(ids, k.memory.isClaimed),
	}, nil
}

// waitForName looks a name up until it is free, or for as long as a delete or a rename
// of the same run may take.
func (k *Collection[T, D, U]) waitForName(ctx context.Context, name string, lookUp func(repeated bool) (*TakenError, error)) error {
	until := time.Now().Add(k.client.opts.Waits.TakenName)
	for repeated := false; ; repeated = true {
		taken, err := lookUp(repeated)
		if err != nil {
			return fmt.Errorf("look whether the name %q is taken: %w", name, err)
		}
		if taken == nil {
			return nil
		}
		if !time.Now().Before(until) {
			return taken
		}
		if err := k.client.sleep(ctx, k.client.opts.Waits.TakenNamePause, "the name is taken"); err != nil {
			return errors.Join(taken, err)
		}
	}
}

// rename is a rename that this process is about to send, or has sent.
type rename struct {
	to string
	// looked reports that the name was looked up, and blockers are what had it.
	looked   bool
	blockers []string
	done     bool
}

func (m *memory) beginRename(id, to string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.renames == nil {
		m.renames = map[string]*rename{}
	}
	m.renames[id] = &rename{to: to}
}

// mayRename notes which objects have the name that an object is about to get, and
// reports whether each of them is about to lose it, and can.
func (m *memory) mayRename(id string, blockers []string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	own := m.renames[id]
	own.looked, own.blockers = true, blockers
	return m.isClear(own, map[string]bool{id: true})
}

// isClear reports whether all that blocks a rename leaves its name: it was renamed, or
// is about to be and blocked by nothing else than such objects. seen ends a circle.
func (m *memory) isClear(r *rename, seen map[string]bool) bool {
	for _, id := range r.blockers {
		other := m.renames[id]
		switch {
		case other == nil || other.to == r.to:
			return false
		case other.done || seen[id]:
			continue
		}
		seen[id] = true
		if !other.looked || !m.isClear(other, seen) {
			return false
		}
	}
	return true
}

// endRename ends the reservation of a rename. What was renamed counts by its new name,
// since lists may show the old one for a while.
func (m *memory) endRename(id, to string, renamed bool) {
	m.release(to, false)
	if !renamed {
		m.dropRename(id)
		return
	}
	m.claim(id, to)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.renames[id].done = true
}

func (m *memory) dropRename(id string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.renames, id)
}
