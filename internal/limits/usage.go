package limits

import (
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// UsageLimit is one element of the attribute usage_limits.
type UsageLimit struct {
	Type              *string      `tfsdk:"type"`
	CreditLimit       types.Number `tfsdk:"credit_limit"`
	AlertThreshold    types.Number `tfsdk:"alert_threshold"`
	PeriodicReset     *string      `tfsdk:"periodic_reset"`
	PeriodicResetDays types.Number `tfsdk:"periodic_reset_days"`
	NextUsageResetAt  *string      `tfsdk:"next_usage_reset_at"`
}

// CreateUsage is what a POST sends for the limits of a plan. now is the
// server's clock: a reset date that has passed is left for the server to decide.
func CreateUsage(plan []UsageLimit, now time.Time) []portkey.UsageLimit {
	return ChangeUsage(plan, nil, nil, now)
}

// ChangeUsage is what a PUT sends for the limits of a plan. The API replaces
// the list as a whole and starts a limit without a date on a new period, so a
// limit whose date the plan leaves as it was in state carries the date that the
// live workspace has for it: raising a budget moves no reset. What the plan no
// longer sets is sent as null, since newer control planes merge.
func ChangeUsage(plan, state []UsageLimit, live portkey.UsageLimits, now time.Time) []portkey.UsageLimit {
	inState := pair(plan, state, usageLikeness)
	inLive := pair(state, live, usageAnswerLikeness(state, live, now))
	before := stored(plan, state, live, inLive)
	var body []portkey.UsageLimit
	for i, limit := range plan {
		wire := limit.wire()
		if s := inState[i]; s >= 0 && sameDay(limit.NextUsageResetAt, state[s].NextUsageResetAt) && inLive[s] >= 0 {
			if kept := live[inLive[s]].NextUsageResetAt; kept != "" {
				wire.NextUsageResetAt = kept
			}
		}
		wire.Cleared = removed(wire, before[i])
		if Passed(wire.NextUsageResetAt, now) {
			wire.NextUsageResetAt = ""
		}
		body = append(body, wire)
	}
	return body
}

func (l UsageLimit) wire() portkey.UsageLimit {
	return portkey.UsageLimit{
		Type:              tfkit.Text(l.Type),
		CreditLimit:       number(l.CreditLimit),
		AlertThreshold:    number(l.AlertThreshold),
		PeriodicReset:     period(l.PeriodicReset),
		PeriodicResetDays: number(l.PeriodicResetDays),
		NextUsageResetAt:  tfkit.CanonicalTime(tfkit.Text(l.NextUsageResetAt)),
	}
}

// ObserveUsage is the attribute as the server returns it, in the spelling and the
// order of prior. now is the server's clock.
func ObserveUsage(prior []UsageLimit, answer portkey.UsageLimits, now time.Time) []UsageLimit {
	one := func(prior *UsageLimit, answer portkey.UsageLimit) UsageLimit { return usageFrom(prior, answer, now) }
	return observe(prior, answer, one, usageAnswerLikeness(prior, answer, now))
}

// usageFrom is one limit of an answer, in the spelling of the prior limit that
// it was paired with, or in the canonical one.
func usageFrom(prior *UsageLimit, answer portkey.UsageLimit, now time.Time) UsageLimit {
	if prior == nil {
		prior = &UsageLimit{}
	}
	seen := UsageLimit{
		Type:              prior.Type,
		CreditLimit:       tfkit.KeepNumber(prior.CreditLimit, amount(answer.CreditLimit)),
		AlertThreshold:    tfkit.KeepNumber(prior.AlertThreshold, amount(answer.AlertThreshold)),
		PeriodicReset:     prior.PeriodicReset,
		PeriodicResetDays: tfkit.KeepNumber(prior.PeriodicResetDays, amount(answer.PeriodicResetDays)),
		NextUsageResetAt:  ObserveReset(prior.NextUsageResetAt, answer.NextUsageResetAt, now),
	}
	if answer.Type != "" {
		seen.Type = tfkit.KeepText(prior.Type, answer.Type)
	}
	if period(prior.PeriodicReset) != answer.PeriodicReset {
		seen.PeriodicReset = tfkit.TextOrNull(answer.PeriodicReset)
	}
	return seen
}

// ObserveReset is the reset date to store. One that is not configured is the
// server's to decide, and no drift. One that is configured is kept while it
// means the same day in UTC, which is all that the server keeps of it, and once
// that day is over, since the server rolls it on.
func ObserveReset(prior *string, answer string, now time.Time) *string {
	configured := tfkit.Text(prior)
	if configured == "" || sameDay(prior, &answer) || Passed(configured, now) {
		return prior
	}
	return tfkit.TextOrNull(answer)
}

// UsageReordered reports whether two lists differ in their order alone, if at all.
func UsageReordered(a, b []UsageLimit) bool { return permuted(a, b, sameUsage) }

// sameUsageKey reports whether two limits count the same thing over the same
// period; a type that either lacks matches any.
func sameUsageKey(a, b UsageLimit) bool {
	return alike(tfkit.Text(a.Type), tfkit.Text(b.Type)) &&
		period(a.PeriodicReset) == period(b.PeriodicReset) &&
		sameNumber(a.PeriodicResetDays, b.PeriodicResetDays)
}

func sameUsage(a, b UsageLimit) bool {
	return tfkit.Text(a.Type) == tfkit.Text(b.Type) && sameUsageKey(a, b) &&
		sameNumber(a.CreditLimit, b.CreditLimit) && sameNumber(a.AlertThreshold, b.AlertThreshold) &&
		sameDay(a.NextUsageResetAt, b.NextUsageResetAt)
}

func usageLikeness(a, b UsageLimit) int {
	if !sameUsageKey(a, b) {
		return 0
	}
	return likeness(sameUsage(a, b), tfkit.Text(a.Type) == tfkit.Text(b.Type), sameDay(a.NextUsageResetAt, b.NextUsageResetAt))
}

// usageAnswerLikeness compares with an answer: what that lacks or the server
// decides is no difference, but weighs less than the same said by both. A type
// that both lack weighs least. It weighs nothing where the answer has the type
// of no limit, and of none fewer than there were: there a limit with a type comes
// first, since one without may be somebody else's, and the reset date with it.
func usageAnswerLikeness(ours []UsageLimit, theirs portkey.UsageLimits, now time.Time) func(UsageLimit, portkey.UsageLimit) int {
	typed := func(answer portkey.UsageLimit) bool { return answer.Type != "" }
	typeless := len(theirs) >= len(ours) && !slices.ContainsFunc(theirs, typed)
	return func(prior UsageLimit, answer portkey.UsageLimit) int {
		if !sameUsageKey(prior, usageFrom(nil, answer, now)) {
			return 0
		}
		kind := tfkit.Text(prior.Type)
		return likeness(
			sameUsage(prior, usageFrom(&prior, answer, now)),
			typed(answer) && answer.Type == kind,
			sameDay(prior.NextUsageResetAt, &answer.NextUsageResetAt),
			(answer.Type == kind) != typeless,
		)
	}
}
