package portkey

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"
	"time"
)

// RotateOptions are how a key is rotated.
type RotateOptions struct {
	// TransitionPeriodMS is how long the previous secret stays valid, at least
	// [MinKeyTransition]. 0 is the API's default.
	TransitionPeriodMS int64
}

// Rotated is a key with another secret: id, spend and limits are the same.
type Rotated struct {
	ID     string
	Secret Secret
	// TransitionExpiresAt is until when the previous secret is valid too, RFC 3339; "" where
	// the answer lacks it.
	TransitionExpiresAt string
}

// Rotation is what became of a rotation that returned no secret.
type Rotation int

const (
	// NotRotated is a rotation that was rejected, or was not sent.
	NotRotated Rotation = iota
	// TransitionRunning is a rotation that was rejected because the previous one is not over.
	TransitionRunning
	// NotRotatedSeen is a rotation whose answer was lost, after which the key was read and
	// has the secret that it had.
	NotRotatedSeen
	// SecretLost is a rotation that happened, and whose secret nobody knows.
	SecretLost
	// RotationUnknown is a rotation whose answer was lost, and of which the reads of the key
	// show nothing.
	RotationUnknown
)

// RotateError is a rotation that returned no secret.
type RotateError struct {
	// ID is that of the key.
	ID string
	// Outcome is what became of it.
	Outcome Rotation
	// Until, RFC 3339, is when the transition ends that runs: from then on a rotation is
	// accepted again. If the outcome is SecretLost, it is how long the previous secret is valid at
	// least. "" where it is not known.
	Until string
	// Err is the API's answer, or how it was lost.
	Err error
}

// Error says what became of the rotation.
func (e *RotateError) Error() string { return e.Err.Error() }

// Unwrap is the API's answer.
func (e *RotateError) Unwrap() error { return e.Err }

// RotateAPIKey gives a key another secret, by one POST that is not repeated if it may have
// arrived. Both secrets are valid until the end of the transition. The key is read before,
// so that reads after a lost answer can show whether it was rotated. The error is a
// *RotateError.
func (c *Client) RotateAPIKey(ctx context.Context, id string, opts RotateOptions) (Rotated, error) {
	k := NewAPIKeys(c, "")
	unlock, err := k.memory.lock(ctx, id)
	if err != nil {
		return Rotated{}, &RotateError{ID: id, Err: err}
	}
	defer unlock()
	r := rotation{client: c, id: id, opts: opts}
	if r.before, err = k.GetUncached(ctx, id); err != nil && !isForbidden(err) { // to rotate is another scope
		return Rotated{}, &RotateError{ID: id, Err: err}
	}
	k.memory.wrote(id)
	k.edits.Add(1)
	defer k.edits.Add(1)
	got, err := r.post(ctx)
	switch {
	case err == nil:
		return got, nil
	case IsUnknownOutcome(err):
		return Rotated{}, r.look(ctx, got, err)
	case IsConflict(err) || IsInvalid(err) && r.isInTransition():
		return Rotated{}, &RotateError{ID: id, Outcome: TransitionRunning, Until: r.before.KeyTransitionExpiresAt.Or(""), Err: err}
	}
	return Rotated{}, &RotateError{ID: id, Err: err}
}

// rotation is one rotation of a key.
type rotation struct {
	client *Client
	id     string
	opts   RotateOptions
	// before is the key as it was; zero where it may not be read.
	before APIKey
	sentAt time.Time // by the server's clock
}

// rotateBody is the body of POST /api-keys/{id}/rotate.
type rotateBody struct {
	TransitionPeriodMS int64 `json:"key_transition_period_ms,omitempty"`
}

// rotateAnswer is the answer to it.
type rotateAnswer struct {
	ID                     Opt[string] `json:"id"`
	Key                    Opt[Secret] `json:"key"`
	KeyTransitionExpiresAt Opt[string] `json:"key_transition_expires_at"`
}

func (a rotateAnswer) returned() []Secret { return []Secret{a.Key.Or(Secret{})} }

// post sends the one POST. Where the answer contains no secret, or is about another key,
// the error is one of unknown outcome.
func (r *rotation) post(ctx context.Context) (Rotated, error) {
	r.sentAt = r.client.Now()
	path := slices.Concat(apiKeysPath, []string{r.id, "rotate"})
	body := rotateBody{r.opts.TransitionPeriodMS}
	var got rotateAnswer
	answer, err := r.client.call(ctx, request{method: http.MethodPost, path: path, body: body, sendOnce: true}, &got)
	if err != nil {
		return Rotated{}, err
	}
	rotated := Rotated{ID: r.id, Secret: got.Key.Or(Secret{}), TransitionExpiresAt: got.KeyTransitionExpiresAt.Or("")}
	lost := &Error{
		Method: http.MethodPost, Path: "/" + strings.Join(path, "/"), Status: answer.status,
		RequestID: requestID(answer.header), Attempts: 1,
	}
	switch {
	case got.ID.Or(r.id) != r.id:
		lost.Message = "the response is about another API key"
		return Rotated{}, lost
	case rotated.Secret.IsZero() || isMasked(rotated.Secret.Reveal()):
		lost.Message = "the response contains no key"
		return Rotated{ID: r.id, TransitionExpiresAt: rotated.TransitionExpiresAt}, lost
	}
	return rotated, nil
}

// look reads a key until it shows that it was rotated, or for as long as a lost answer is
// looked into. answered is what the answer contained: its id is empty where there was none.
func (r *rotation) look(ctx context.Context, answered Rotated, cause error) *RotateError {
	failed := &RotateError{ID: r.id, Outcome: RotationUnknown, Err: cause}
	ctx, reattach := r.client.detach(ctx)
	defer reattach()
	ctx, cancel := context.WithTimeout(ctx, r.client.opts.Waits.FindCreated)
	defer cancel()
	if answered.ID != "" {
		failed.Outcome = SecretLost
	} else if idOf(r.before) == "" { // nothing to compare with
		return failed
	}
	for wait := r.client.opts.Waits.FindCreatedPause; ; wait = min(2*wait, maxFindPause) {
		live, err := NewAPIKeys(r.client, "").GetUncached(ctx, r.id)
		switch {
		case failed.Outcome == SecretLost || err == nil && r.shows(live):
			failed.Outcome = SecretLost
			failed.Until = cmp.Or(answered.TransitionExpiresAt, r.changedTransition(live), r.leastTransition())
			return failed
		case err == nil && r.before.MaskedKey != "" && live.MaskedKey == r.before.MaskedKey:
			failed.Outcome = NotRotatedSeen
		case err == nil || ctx.Err() == nil:
			failed.Outcome = RotationUnknown
		}
		if r.client.sleep(ctx, wait, "the outcome of a rotation is not known") != nil {
			return failed
		}
	}
}

// shows reports whether a key has another secret than before, or another transition.
func (r *rotation) shows(live APIKey) bool {
	return r.before.MaskedKey != "" && live.MaskedKey != "" && live.MaskedKey != r.before.MaskedKey ||
		idOf(r.before) != "" && r.changedTransition(live) != ""
}

// changedTransition is the end of the transition of a key, where it is another than before.
func (r *rotation) changedTransition(live APIKey) string {
	until := live.KeyTransitionExpiresAt.Or("")
	if until == r.before.KeyTransitionExpiresAt.Or("") {
		return ""
	}
	return until
}

// isInTransition reports whether the transition of an earlier rotation runs.
func (r *rotation) isInTransition() bool {
	until, err := time.Parse(time.RFC3339, r.before.KeyTransitionExpiresAt.Or(""))
	return err == nil && r.client.Now().Before(until)
}

// leastTransition is until when the previous secret is valid at least.
func (r *rotation) leastTransition() string {
	period := time.Duration(MinKeyTransition) * time.Millisecond
	if r.opts.TransitionPeriodMS > 0 {
		period = time.Duration(r.opts.TransitionPeriodMS) * time.Millisecond
	}
	return r.sentAt.Add(period).UTC().Format(time.RFC3339)
}

// ResetAPIKeyUsage sets to zero what a key has spent, so that an exhausted one works again.
func (c *Client) ResetAPIKeyUsage(ctx context.Context, id string) error {
	k := NewAPIKeys(c, "")
	unlock, err := k.memory.lock(ctx, id)
	if err != nil {
		return err
	}
	defer unlock()
	return k.write(ctx, id, request{method: http.MethodPut, path: k.noun.at(id), body: APIKeyUpdate{ResetUsage: true}})
}
