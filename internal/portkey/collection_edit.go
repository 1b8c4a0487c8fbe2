package portkey

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// Edit changes an object. plan is given the object as a read of its own returns it,
// and returns the bodies to PUT, in order; none sends nothing. Where it returns
// [ErrStale], it is called again with a later read, three times at most. No other
// edit of the same object runs in this process meanwhile.
//
// Edit returns the object as read back after the writes, or the zero value where it
// could not be read. The control plane is eventually consistent: what is read back
// may be older than the writes, or somebody else's later edit, and the success of the
// writes does not depend on it.
func (k *Collection[T, D, U]) Edit(ctx context.Context, id string, plan func(live T) ([]U, error)) (T, error) {
	var none T
	unlock, err := k.memory.lock(ctx, id)
	if err != nil {
		return none, err
	}
	defer unlock()
	live, bodies, err := k.planEdit(ctx, id, plan)
	if err != nil {
		return none, err
	}
	if len(bodies) == 0 {
		return live, nil
	}
	for i, body := range bodies {
		err := k.write(ctx, id, k.noun.about(http.MethodPut, id, body))
		if IsInvalid(err) {
			// The API rejects some changes that change nothing: then an attempt whose answer was
			// lost, or somebody else, was first.
			if live, left, planErr := k.planEdit(ctx, id, plan); planErr == nil && len(left) == 0 {
				return live, nil
			}
		}
		if err != nil && i > 0 {
			err = &PartialError{Done: fmt.Sprintf("a part of the change was written (%d of %d requests)", i, len(bodies)), Err: err}
		}
		if err != nil {
			return none, err
		}
		k.noteWholes(id, live, body)
	}
	return k.ReadBack(ctx, id, live.facts().updatedAt), nil
}

// PartialError is a failure after a part of what was to be changed had been changed.
type PartialError struct {
	// Done is what was changed, as a clause.
	Done string
	// Err is how the rest failed.
	Err error
}

// Error says what was changed, and how the rest failed.
func (e *PartialError) Error() string { return e.Done + ": " + e.Err.Error() }

// Unwrap is how the rest failed.
func (e *PartialError) Unwrap() error { return e.Err }

// ErrStale is what the plan of an edit returns for an object that it knows to have
// changed since: it is read again.
var ErrStale = errors.New("the answer is older than what is known")

// maxStaleReads is how often an object is read, in all, whose answers are stale.
const maxStaleReads = 3

func (k *Collection[T, D, U]) planEdit(ctx context.Context, id string, plan func(T) ([]U, error)) (T, []U, error) {
	for attempt := 1; ; attempt++ {
		live, bodies, err := k.planOnWritten(ctx, id, plan)
		if !errors.Is(err, ErrStale) || attempt == maxStaleReads || k.client.sleep(ctx, k.client.opts.Waits.WriteSettle, "a stale answer is asked for again") != nil {
			return live, bodies, err
		}
	}
}

// planOnWritten plans with an answer that shows the parts which the bodies replace as this
// process last wrote them: it is waited for, for Waits.CatchUp at most.
func (k *Collection[T, D, U]) planOnWritten(ctx context.Context, id string, plan func(T) ([]U, error)) (T, []U, error) {
	until := time.Now().Add(k.client.opts.Waits.CatchUp)
	for wait := k.client.opts.Waits.CatchUpPause; ; wait = min(2*wait, maxFindPause) {
		live, err := k.GetUncached(ctx, id)
		if err != nil {
			return live, nil, err
		}
		bodies, err := plan(live)
		if err != nil {
			return live, nil, err
		}
		stale := k.checkWholes(id, live, bodies)
		if stale == nil {
			return live, bodies, nil
		}
		if !time.Now().Before(until) || k.client.sleep(ctx, wait, "a stale answer is asked for again") != nil {
			return live, nil, stale
		}
	}
}

// ReadBack reads an object after a write, until the time of its last update differs
// from before (RFC 3339, "" after a create), three times at most. It returns the last
// answer that holds such a time, or the zero value. Of a noun without such times it is
// one read.
func (k *Collection[T, D, U]) ReadBack(ctx context.Context, id, before string) T {
	var last T
	for attempt := range maxStaleReads {
		if attempt > 0 && k.client.sleep(ctx, k.client.opts.Waits.WriteSettle, "a write is read back") != nil {
			break
		}
		live, err := k.GetUncached(ctx, id)
		if err == nil && before == "" && live.facts().updatedAt == "" {
			return live
		}
		if err != nil || live.facts().updatedAt == "" {
			continue
		}
		if last = live; last.facts().updatedAt != before {
			break
		}
	}
	return last
}

// Settle reads an object again until settled accepts an answer, of which first is one:
// three in all at most. It returns the last.
func (k *Collection[T, D, U]) Settle(ctx context.Context, id string, first T, settled func(T) bool) (T, error) {
	return k.SettleBy(ctx, func() (T, error) { return k.GetUncached(ctx, id) }, first, settled)
}

// SettleBy is Settle for an object that is read otherwise.
func (k *Collection[T, D, U]) SettleBy(ctx context.Context, read func() (T, error), first T, settled func(T) bool) (T, error) {
	got, err := first, error(nil)
	for attempt := 1; attempt < maxStaleReads && err == nil && !settled(got); attempt++ {
		if err = k.client.sleep(ctx, k.client.opts.Waits.WriteSettle, "an answer in doubt is asked for again"); err == nil {
			got, err = read()
		}
	}
	return got, err
}

// Delete deletes an object. body is what the API wants as a confirmation; nil for
// most nouns. Where the answer to an attempt was lost, and the next one is rejected, the
// first may have deleted the object: see ProveGone.
func (k *Collection[T, D, U]) Delete(ctx context.Context, id string, body any) error {
	written := k.memory.isWritten(id)
	err := k.write(ctx, id, k.noun.about(http.MethodDelete, id, body))
	switch {
	case IsRefused(err) && IsUnknownOutcome(err):
		k.memory.markDeleted(id)
	case IsRefused(err) && !written: // it has changed nothing
		k.memory.unmarkWritten(id)
	}
	return err
}

// DeleteWhileStopping is Delete for what was created for the caller's run alone. It is the
// one write that begins after ctx is done: within the time that open writes have left.
func (k *Collection[T, D, U]) DeleteWhileStopping(ctx context.Context, id string) error {
	ctx, reattach := k.client.detach(ctx)
	defer reattach()
	return k.Delete(ctx, id, nil)
}

// write sends a write to an object and remembers it, since cached lists say nothing
// about what was written since.
func (k *Collection[T, D, U]) write(ctx context.Context, id string, r request) error {
	k.memory.wrote(id)
	k.edits.Add(1)
	defer k.edits.Add(1)
	_, err := k.client.do(ctx, r)
	return err
}
