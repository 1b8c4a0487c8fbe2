package apikey

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// rotationPolicy is the attribute of that name.
type rotationPolicy struct {
	RotationPeriod        *string      `tfsdk:"rotation_period"`
	RotationPeriodDays    types.Number `tfsdk:"rotation_period_days"`
	NextRotationAt        *string      `tfsdk:"next_rotation_at"`
	KeyTransitionPeriodMS types.Number `tfsdk:"key_transition_period_ms"`
}

// transition is how long the previous secret stays valid, in milliseconds.
func (p *rotationPolicy) transition() float64 {
	if p == nil || tfkit.Float(p.KeyTransitionPeriodMS) == nil {
		return portkey.MinKeyTransition
	}
	return *tfkit.Float(p.KeyTransitionPeriodMS)
}

// isPeriodic reports whether a policy has a period.
func (p *rotationPolicy) isPeriodic() bool {
	return tfkit.Text(p.RotationPeriod) != "" || tfkit.Float(p.RotationPeriodDays) != nil
}

// same reports whether two policies are sent alike.
func (p *rotationPolicy) same(other *rotationPolicy) bool {
	if p == nil || other == nil {
		return p == nil && other == nil
	}
	return tfkit.Text(p.RotationPeriod) == tfkit.Text(other.RotationPeriod) &&
		tfkit.Same(tfkit.Float(p.RotationPeriodDays), tfkit.Float(other.RotationPeriodDays)) &&
		tfkit.SameDay(tfkit.Text(p.NextRotationAt), tfkit.Text(other.NextRotationAt)) &&
		p.transition() == other.transition()
}

func (p *rotationPolicy) digest() string {
	if p == nil {
		return ""
	}
	day, _ := tfkit.Day(tfkit.Text(p.NextRotationAt))
	return tfkit.Digest(tfkit.Text(p.RotationPeriod), tfkit.Float(p.RotationPeriodDays), day, p.transition())
}

// wire is a policy as it is sent, with null for what prior has and p has not any more;
// nil for none. The transition is always sent, since it has a default and null for it is
// not documented.
func (p *rotationPolicy) wire(prior *rotationPolicy) *portkey.RotationPolicy {
	if p == nil {
		return nil
	}
	if prior == nil {
		prior = &rotationPolicy{}
	}
	var body portkey.RotationPolicy
	if period := tfkit.Text(p.RotationPeriod); period != "" || tfkit.Text(prior.RotationPeriod) != "" {
		body.RotationPeriod = orNull(period, period != "")
	}
	if days := tfkit.Float(p.RotationPeriodDays); days != nil {
		body.RotationPeriodDays = portkey.Some(portkey.Number(*days))
	} else if tfkit.Float(prior.RotationPeriodDays) != nil {
		body.RotationPeriodDays = portkey.Null[portkey.Number]()
	}
	if next := tfkit.Text(p.NextRotationAt); next != "" || tfkit.Text(prior.NextRotationAt) != "" {
		body.NextRotationAt = orNull(tfkit.CanonicalTime(next), next != "")
	}
	body.KeyTransitionPeriodMS = portkey.Some(portkey.Number(p.transition()))
	return &body
}

// observeLife is observe for the expiry and the rotation policy.
func (m model) observeLife(answer portkey.APIKey, prior model, now time.Time) model {
	if answer.ExpiresAt.IsPresent() && !prior.isFilledIn(tfkit.Text(m.ExpiresAt) == "") {
		if seen := tfkit.TextOrNull(answer.ExpiresAt.Or("")); !sameTime(m.ExpiresAt, seen) {
			m.ExpiresAt = seen
		}
	}
	if answer.RotationPolicy.IsPresent() && !prior.isFilledIn(m.RotationPolicy == nil) {
		m.RotationPolicy = m.RotationPolicy.observe(answer.RotationPolicy.Or(portkey.RotationPolicy{}), now)
	}
	return m
}

// observe is the policy as the server has it, in the spelling of p. A date that is not
// configured beside a period is the server's to decide, and one that has passed rolls on.
func (p *rotationPolicy) observe(answer portkey.RotationPolicy, now time.Time) *rotationPolicy {
	if p == nil {
		p = &rotationPolicy{}
	}
	next := answer.NextRotationAt.Or("")
	seen := rotationPolicy{
		RotationPeriod:        tfkit.KeepText(p.RotationPeriod, answer.RotationPeriod.Or("")),
		RotationPeriodDays:    tfkit.KeepNumber(p.RotationPeriodDays, number(answer.RotationPeriodDays)),
		NextRotationAt:        p.NextRotationAt,
		KeyTransitionPeriodMS: p.KeyTransitionPeriodMS,
	}
	if transition := number(answer.KeyTransitionPeriodMS); transition != nil && *transition != p.transition() {
		seen.KeyTransitionPeriodMS = tfkit.Number(transition)
	}
	known := tfkit.Text(p.NextRotationAt)
	day, isDay := tfkit.Day(known)
	isPassed := isDay && !day.After(now)
	isFilledIn := known == "" && seen.isPeriodic()
	if !isPassed && !isFilledIn && !tfkit.SameDay(known, next) {
		seen.NextRotationAt = tfkit.TextOrNull(next)
	}
	if !seen.isPeriodic() && seen.NextRotationAt == nil {
		return nil
	}
	return &seen
}

func number(n portkey.Opt[portkey.Number]) *float64 {
	value, ok := n.Get()
	if !ok {
		return nil
	}
	return (*float64)(&value)
}

// sameTime compares times to the second, since recorded answers have no fractions.
func sameTime(a, b *string) bool { return instant(a) == instant(b) }

// instant is a time in one spelling for all that sameTime takes for the same.
func instant(text *string) string {
	at, err := tfkit.ParseTime(tfkit.Text(text))
	if err != nil {
		return tfkit.Text(text)
	}
	return at.UTC().Truncate(time.Second).Format(time.RFC3339)
}
