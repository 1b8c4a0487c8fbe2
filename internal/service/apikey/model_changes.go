package apikey

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/limits"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// differs names the attributes in which two models differ on the wire. What is only
// spelled in another way is no difference, nor is a secret that is not known yet.
func (m model) differs(other model) tfkit.Changes {
	var changes tfkit.Changes
	changes.Add("name", tfkit.Text(m.Name) == tfkit.Text(other.Name))
	changes.Add("description", tfkit.TrimmedProse(tfkit.Text(m.Description)) == tfkit.TrimmedProse(tfkit.Text(other.Description)))
	changes.Add("scopes", sameSet(m.Scopes, other.Scopes))
	changes.Add("defaults", m.sameDefaults(other))
	changes.Add("usage_limits", limits.UsageReordered(m.UsageLimits, other.UsageLimits))
	changes.Add("rate_limits", limits.RateReordered(m.RateLimits, other.RateLimits))
	changes.Add("alert_emails", sameSet(m.AlertEmails, other.AlertEmails))
	changes.Add("expires_at", sameTime(m.ExpiresAt, other.ExpiresAt))
	changes.Add("rotation_policy", m.RotationPolicy.same(other.RotationPolicy))
	changes.Add("masked_key", sameMask(m.MaskedKey, other.MaskedKey))
	return changes
}

// digest identifies what differs compares.
func (m model) digest() string {
	body := m.create("", time.Time{})
	return tfkit.Digest(body.Name, tfkit.TrimmedProse(body.Description), sorted(body.Scopes), m.metadata(), m.configID(), m.allowsOverride(),
		body.UsageLimits, tfkit.Unordered(body.RateLimits), sorted(body.AlertEmails), instant(m.ExpiresAt), m.RotationPolicy.digest(), m.MaskedKey.ValueString())
}

var versions = tfkit.Versions[model]{
	Differs:   model.differs,
	Digest:    model.digest,
	UpdatedAt: func(m model) string { return m.LastUpdatedAt.ValueString() },
}

// judge compares an answer with m, which is the state; see tfkit.OwnWrites.
func (m model) judge(writes tfkit.OwnWrites, answer portkey.APIKey, base types.Map, now time.Time) tfkit.Finding {
	return versions.Judge(writes, m, m.observe(answer, base, now), answer.LastUpdatedAt.Or(""), now)
}

// isShownBy reports whether an answer says nothing else than m.
func (m model) isShownBy(answer portkey.APIKey, now time.Time) bool {
	return len(m.differs(m.observe(answer, types.MapNull(types.StringType), now))) == 0
}

// rotates reports whether a change of rotate_trigger asks for a rotation. Removing it
// does not.
func (m model) rotates(state model) bool { return isTriggered(m.RotateTrigger, state.RotateTrigger) }

// resetsUsage is rotates for reset_usage_trigger.
func (m model) resetsUsage(state model) bool {
	return isTriggered(m.ResetUsageTrigger, state.ResetUsageTrigger)
}

func isTriggered(planned, known *string) bool {
	return tfkit.Text(planned) != "" && tfkit.Text(planned) != tfkit.Text(known)
}

// changes are the bodies of the PUTs that turn state into m, at most one: what this
// update changes, and nothing else. live is the key as it is on the server, whose reset
// date and defaults go along as they are.
func (m model) changes(state model, live portkey.APIKey, now time.Time) []portkey.APIKeyUpdate {
	body := portkey.APIKeyUpdate{ResetUsage: m.resetsUsage(state)}
	sends := body.ResetUsage
	for _, name := range m.differs(state) {
		sends = sends || name != "masked_key" // which a rotation changes
		switch name {
		case "name":
			body.Name = portkey.Some(tfkit.Text(m.Name))
		case "description":
			body.Description = orNull(tfkit.Text(m.Description), tfkit.Text(m.Description) != "")
		case "scopes":
			body.Scopes = portkey.Some(m.Scopes)
		case "defaults":
			body.Defaults = portkey.Some(m.changeDefaults(state, live))
		case "usage_limits":
			body.UsageLimits = portkey.Null[portkey.UsageLimit]()
			if len(m.UsageLimits) > 0 {
				body.UsageLimits = portkey.Some(limits.ChangeUsage(m.UsageLimits, state.UsageLimits, live.UsageLimits.Or(nil), now)[0])
			}
		case "rate_limits":
			body.RateLimits = orNull(limits.WireRate(m.RateLimits), len(m.RateLimits) > 0)
		case "alert_emails":
			body.AlertEmails = orNull(m.AlertEmails, len(m.AlertEmails) > 0)
		case "expires_at":
			body.ExpiresAt = orNull(tfkit.CanonicalTime(tfkit.Text(m.ExpiresAt)), tfkit.Text(m.ExpiresAt) != "")
		case "rotation_policy":
			body.RotationPolicy = portkey.Null[portkey.RotationPolicy]()
			if policy := m.RotationPolicy.wire(state.RotationPolicy); policy != nil {
				body.RotationPolicy = portkey.Some(*policy)
			}
		}
	}
	if !sends {
		return nil
	}
	return []portkey.APIKeyUpdate{body}
}

// orNull is a value as a PUT has it: null clears what is not set.
func orNull[T any](value T, isSet bool) portkey.Opt[T] {
	if isSet {
		return portkey.Some(value)
	}
	return portkey.Null[T]()
}
