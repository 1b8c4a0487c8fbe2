package portkey

import (
	"context"
	"errors"
	"net/http"
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
// arrived. Both secrets are valid until the end of the transition. The error is a
// *RotateError.
func (c *Client) RotateAPIKey(ctx context.Context, id string, opts RotateOptions) (Rotated, error) {
	return Rotated{}, &RotateError{ID: id, Err: errors.New("not implemented")}
}

// ResetAPIKeyUsage sets to zero what a key has spent, so that an exhausted one works again.
func (c *Client) ResetAPIKeyUsage(ctx context.Context, id string) error {
	k := c.APIKeys("")
	unlock, err := k.memory.lock(ctx, id)
	if err != nil {
		return err
	}
	defer unlock()
	return k.write(ctx, id, request{method: http.MethodPut, path: k.noun.at(id), body: APIKeyUpdate{ResetUsage: true}})
}
