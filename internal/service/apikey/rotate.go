package apikey

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// hold is m with a secret that Portkey has returned, encrypted if that is configured. The
// error is one of the encryption: then m has no secret.
func (m model) hold(secret portkey.Secret) (model, error) {
	m.Key, m.EncryptedKey = types.StringValue(secret.Reveal()), types.StringNull()
	m.MaskedKey = tfkit.StringOrNull(secret.Masked())
	return m.encryptHeld()
}

// encryptHeld encrypts the secret in m, if there is one and that is configured.
func (m model) encryptHeld() (model, error) {
	if len(m.EncryptTo) == 0 || m.Key.ValueString() == "" {
		return m, nil
	}
	encrypted, err := encrypt(m.EncryptTo, m.Key.ValueString())
	m.Key, m.EncryptedKey = types.StringNull(), tfkit.StringOrNull(encrypted)
	return m, err
}

// canEncrypt is an error for recipients that a secret can't be encrypted for: validation
// does not see those that are unknown then.
func (m model) canEncrypt() error {
	if len(m.EncryptTo) == 0 {
		return nil
	}
	_, err := encrypt(m.EncryptTo, "")
	return err
}

// rotateOptions are those of a rotation with a transition period in milliseconds, null for
// that of Portkey.
func rotateOptions(period types.Number) portkey.RotateOptions {
	var options portkey.RotateOptions
	if ms := tfkit.Float(period); ms != nil {
		options.TransitionPeriodMS = int64(*ms)
	}
	return options
}

// rotate rotates the key of m, and returns m with the secret that is valid from then on.
// The first error is a *portkey.RotateError, the second one of the encryption.
func (m model) rotate(ctx context.Context, api *portkey.Client) (rotated model, err, encryptErr error) {
	got, err := api.RotateAPIKey(ctx, m.ID.ValueString(), rotateOptions(m.RotateTransitionPeriodMS))
	if err != nil {
		return m, err, nil
	}
	m, encryptErr = m.hold(got.Secret)
	m.KeyVersion = types.Int64Value(m.KeyVersion.ValueInt64() + 1)
	m.KeyTransitionExpiresAt = tfkit.StringOrNull(got.TransitionExpiresAt)
	return m, nil, encryptErr
}

// readBack takes over what a read of the key shows after a create or a rotation. before
// is the masked secret that was replaced: a read that still shows it is stale.
func (m model) readBack(ctx context.Context, api *portkey.Client, before types.String) model {
	live := portkey.NewAPIKeys(api, m.kind()).ReadBack(ctx, m.ID.ValueString(), m.LastUpdatedAt.ValueString())
	stale := live.MaskedKey != "" && live.MaskedKey == before.ValueString()
	if stale || live.ID.Or("") != m.ID.ValueString() {
		return m
	}
	if live.MaskedKey != "" {
		m.MaskedKey = types.StringValue(live.MaskedKey)
	}
	updated := m.LastUpdatedAt
	shown := m.isShownBy(live, api.Now())
	m = m.takeComputed(live)
	if !shown && updated.ValueString() != "" { // somebody has edited the key since, which the next refresh is to find
		m.LastUpdatedAt = updated
	}
	return m
}

// lostRotationKey is the private-state key under which a rotation is noted whose response
// was lost: until when the secret in the state is valid at least, if it happened.
const lostRotationKey = "lost_rotation"

// settleLost distinguishes a rotation of this resource, whose response was lost, from one by
// somebody else: the first answer with another secret shows it. until is what was noted.
// It returns the note that remains.
func (m model) settleLost(answer portkey.APIKey, until string, now time.Time) (settled model, note string) {
	switch {
	case until == "" || answer.MaskedKey == "":
		return m, until
	case m.isRotatedIn(answer):
		m.MaskedKey = types.StringValue(answer.MaskedKey)
		m.KeyTransitionExpiresAt = types.StringValue(answer.KeyTransitionExpiresAt.Or(until))
		return m, ""
	case !tfkit.IsRecent(until, now): // it has not happened
		return m, ""
	}
	return m, until
}

// inTransition reports until when the previous secret of m is valid, if it is at now.
func (m model) inTransition(now time.Time) (until string, running bool) {
	at, err := tfkit.ParseTime(m.KeyTransitionExpiresAt.ValueString())
	return m.KeyTransitionExpiresAt.ValueString(), err == nil && at.After(now)
}

// asBefore is a planned model as it is before an update has written anything: what the
// server decides is as in the state, and so is the trigger of a rotation.
func (m model) asBefore(state model) model {
	m.Key, m.EncryptedKey, m.MaskedKey = state.Key, state.EncryptedKey, state.MaskedKey
	m.KeyVersion, m.KeyTransitionExpiresAt = state.KeyVersion, state.KeyTransitionExpiresAt
	m.Status, m.LastResetAt, m.LastUpdatedAt = state.Status, state.LastResetAt, state.LastUpdatedAt
	if m.rotates(state) {
		m.RotateTrigger = state.RotateTrigger
	}
	return m
}
