package limits

import (
	"slices"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// stored are, for each limit of a plan, what it replaces on the server: one of state,
// and what live has for that. inLive pairs the two. A limit whose type or period changes
// replaces one that no other limit means, of its own type if possible.
func stored(plan, state []UsageLimit, live portkey.UsageLimits, inLive []int) [][]portkey.UsageLimit {
	replaced := make([][]portkey.UsageLimit, len(plan))
	for i, match := range pair(plan, state, replacement) {
		if match < 0 {
			continue
		}
		replaced[i] = append(replaced[i], state[match].wire())
		if at := inLive[match]; at >= 0 {
			replaced[i] = append(replaced[i], live[at])
		}
	}
	return replaced
}

// replacement weighs whether a limit of a plan replaces one of state.
func replacement(plan, state UsageLimit) int {
	return likeness(
		alike(tfkit.Text(plan.Type), tfkit.Text(state.Type)),
		period(plan.PeriodicReset) == period(state.PeriodicReset) && sameNumber(plan.PeriodicResetDays, state.PeriodicResetDays),
		sameNumber(plan.CreditLimit, state.CreditLimit),
	)
}

// removed are the keys that a limit lacks and what it replaces has.
func removed(wire portkey.UsageLimit, replaced []portkey.UsageLimit) []string {
	var keys []string
	for key, is := range map[string]func(portkey.UsageLimit) bool{
		"alert_threshold":     func(l portkey.UsageLimit) bool { return l.AlertThreshold != nil },
		"periodic_reset":      func(l portkey.UsageLimit) bool { return l.PeriodicReset != "" },
		"periodic_reset_days": func(l portkey.UsageLimit) bool { return l.PeriodicResetDays != nil },
		"next_usage_reset_at": func(l portkey.UsageLimit) bool { return l.NextUsageResetAt != "" },
	} {
		if !is(wire) && slices.ContainsFunc(replaced, is) {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

// Retypes reports whether a limit of a plan replaces one of state of another type.
func Retypes(plan, state []UsageLimit) bool {
	for i, match := range pair(plan, state, replacement) {
		if match >= 0 && !alike(tfkit.Text(plan[i].Type), tfkit.Text(state[match].Type)) {
			return true
		}
	}
	return false
}

// WithoutNulls are limits of a request that leave out what they would send as null;
// changed reports whether there is such a key.
func WithoutNulls(limits []portkey.UsageLimit) (omitting []portkey.UsageLimit, changed bool) {
	omitting = slices.Clone(limits)
	for i := range omitting {
		changed = changed || len(omitting[i].Cleared) > 0
		omitting[i].Cleared = nil
	}
	return omitting, changed
}
