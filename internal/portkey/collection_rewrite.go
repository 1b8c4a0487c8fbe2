package portkey

import (
	"context"
	"errors"
	"net/http"
)

// Rewrite changes a part of an object that the API changes in no other way than by
// clearing it and setting it again.
type Rewrite[U any] struct {
	// Clear and Set are the bodies of the two PUTs. Restore sets what was there before.
	Clear, Set, Restore U
}

// ClearedError is a rewrite that cleared a part of an object and could not set it.
type ClearedError struct {
	// Restored reports that what was there before was set again.
	Restored bool
	// Err is how setting it failed.
	Err error
}

// Error is how setting it failed.
func (e *ClearedError) Error() string { return e.Err.Error() }

// Unwrap is how setting it failed.
func (e *ClearedError) Unwrap() error { return e.Err }

// maxRefusals is how often a control plane may refuse to set what was just cleared: an
// answer may still go by what was there before.
const maxRefusals = 3

// Rewrite clears a part of an object and sets it again, by two PUTs. plan is given the
// object as a read of its own returns it. The second PUT is repeated until it is
// accepted, for Waits.SetAgain at most, and in the time that is left once ctx is done.
// Where it is rejected, what was there before is set again. The error is a
// *ClearedError where the first PUT was accepted. The object is returned as by Edit.
func (k *Collection[T, D, U]) Rewrite(ctx context.Context, id string, plan func(live T) (Rewrite[U], error)) (T, error) {
	var none T
	unlock, err := k.memory.lock(ctx, id)
	if err != nil {
		return none, err
	}
	defer unlock()
	live, err := k.GetUncached(ctx, id)
	if err != nil {
		return none, err
	}
	bodies, err := plan(live)
	if err != nil {
		return none, err
	}
	put := func(ctx context.Context, body U) error {
		return k.write(ctx, id, k.noun.about(http.MethodPut, id, body))
	}
	if err := put(ctx, bodies.Clear); err != nil && !IsUnknownOutcome(err) {
		return none, err
	}
	ctx, reattach := k.client.detach(ctx)
	defer reattach()
	err = k.insist(ctx, func(ctx context.Context) error { return put(ctx, bodies.Set) })
	if err != nil {
		return none, &ClearedError{Restored: isRejected(err) && put(ctx, bodies.Restore) == nil, Err: err}
	}
	return k.ReadBack(ctx, id, live.facts().updatedAt), nil
}

// insist repeats a write until it is accepted or rejected permanently. It returns how the
// last attempt failed that did not fail for lack of time.
func (k *Collection[T, D, U]) insist(ctx context.Context, write func(context.Context) error) error {
	waits := k.client.opts.Waits
	ctx, cancel := context.WithTimeout(ctx, waits.SetAgain)
	defer cancel()
	var last error
	for refused, wait := 0, waits.SetAgainPause; ; wait = min(2*wait, maxFindPause) {
		err := write(ctx)
		if err == nil {
			return nil
		}
		if last == nil || ctx.Err() == nil {
			last = err
		}
		if isRejected(err) {
			refused++
		}
		if refused == maxRefusals || k.client.sleep(ctx, wait, "what was cleared is set again") != nil {
			return last
		}
	}
}

// isRejected reports whether the API decided on a write, so that another attempt is
// likely to end in the same way.
func isRejected(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Status >= 400 && !leavesDoubt(e.Status) && e.Status != http.StatusTooManyRequests
}

// isOfOneRow reports whether a rejection may be about one row of several.
func isOfOneRow(err error) bool {
	var answer *Error
	return isRejected(err) && errors.As(err, &answer) && answer.Method != http.MethodGet && answer.Status != http.StatusUnauthorized
}
