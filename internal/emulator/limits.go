package emulator

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"time"
)

// A limit is stored as the JSON object that was sent: only the keys that are
// not null, numbers as float64, and the reset date as the API moves it.
type limit = map[string]any

// usageChecks are the fields of a usage limit of a workspace (documented);
// anyLimit takes the types that are on record for other limits of the API, too.
func usageChecks(anyLimit bool) map[string]check {
	types := []string{"cost", "tokens"}
	if anyLimit {
		types = append(types, "requests")
	}
	return map[string]check{
		"type":                oneOf(types...),
		"credit_limit":        whole(1, math.MaxInt64),
		"alert_threshold":     orNull(whole(1, math.MaxInt64)),
		"periodic_reset":      orNull(oneOf("weekly", "monthly")),
		"periodic_reset_days": orNull(whole(1, 365)),
		"next_usage_reset_at": orNull(isTime),
	}
}

// rateChecks are the fields of a rate limit; anyLimit likewise for its units.
func rateChecks(anyLimit bool) map[string]check {
	units := []string{"rpm", "rph", "rpd", "rpw"}
	if anyLimit {
		units = append(units, "rps")
	}
	return map[string]check{
		"type":  oneOf("requests", "tokens"),
		"unit":  oneOf(units...),
		"value": whole(0, math.MaxInt64),
	}
}

// parseLimits checks a list of limits and keeps what is not null. An empty list is
// refused (seen for usage limits).
func parseLimits(list, amount string, value any, checks map[string]check) ([]limit, error) {
	items, ok := value.([]any)
	if !ok || len(items) == 0 {
		return nil, badField(list, list+" is not a list of at least one limit")
	}
	limits := make([]limit, 0, len(items))
	for i, item := range items {
		object, ok := item.(map[string]any)
		if !ok {
			return nil, badField(list, fmt.Sprintf("%s[%d] is not an object", list, i))
		}
		if _, ok := object[amount]; !ok {
			return nil, badField(list, fmt.Sprintf("%s[%d].%s is missing", list, i, amount))
		}
		kept := limit{}
		for key, one := range object {
			allowed, known := checks[key]
			if !known || !allowed(one) {
				return nil, badField(list, fmt.Sprintf("%s[%d].%s", list, i, key))
			}
			if one != nil {
				kept[key] = one
			}
		}
		limits = append(limits, kept)
	}
	return limits, nil
}

func parseRateLimits(value any, anyLimit bool) ([]limit, error) {
	return parseLimits("rate_limits", "value", value, rateChecks(anyLimit))
}

// parseUsageLimits also fills in the next reset where the caller names none,
// counted from now: whoever resends a limit without its date moves it.
func parseUsageLimits(value any, anyLimit bool, now time.Time) ([]limit, error) {
	const list = "usage_limits"
	limits, err := parseLimits(list, "credit_limit", value, usageChecks(anyLimit))
	if err != nil {
		return nil, err
	}
	for i, one := range limits {
		if threshold, ok := one["alert_threshold"].(float64); ok && threshold > number(one["credit_limit"]) {
			return nil, badField(list, fmt.Sprintf("%s[%d].alert_threshold is above credit_limit", list, i))
		}
		if one["periodic_reset"] != nil && one["periodic_reset_days"] != nil {
			return nil, badField(list, fmt.Sprintf("%s[%d] has both periodic_reset and periodic_reset_days", list, i))
		}
		sent, ok := one["next_usage_reset_at"].(string)
		if !ok {
			if next, periodic := nextReset(one, now); periodic {
				one["next_usage_reset_at"] = timestamp(next)
			}
			continue
		}
		next := midnight(parseTime(sent))
		if !next.After(now) {
			return nil, badField(list, fmt.Sprintf("%s[%d].next_usage_reset_at is past", list, i))
		}
		one["next_usage_reset_at"] = timestamp(next)
	}
	return limits, nil
}

// mergedLimits are the limits of a body with what they leave out as it is stored.
func mergedLimits(sent any, stored []limit) any {
	items, _ := sent.([]any)
	if items == nil {
		return sent
	}
	merged := make([]any, 0, len(items))
	for i, item := range items {
		one, ok := item.(map[string]any)
		old := storedLimit(one, i, stored)
		if !ok || old == nil {
			merged = append(merged, item)
			continue
		}
		whole := clone(old)
		maps.Copy(whole, one)
		merged = append(merged, whole)
	}
	return merged
}

// rigid refuses null inside a limit, and another type for one that is stored.
func rigid(sent any, stored []limit) error {
	items, _ := sent.([]any)
	for i, item := range items {
		one, _ := item.(map[string]any)
		for _, key := range slices.Sorted(maps.Keys(one)) {
			if one[key] == nil {
				return badField("usage_limits", fmt.Sprintf("usage_limits[%d].%s can't be null", i, key))
			}
		}
		if old := storedLimit(one, i, stored); old != nil && old["type"] != one["type"] {
			return badField("usage_limits", fmt.Sprintf("usage_limits[%d].type can't be changed", i))
		}
	}
	return nil
}

// storedLimit is the limit that one of a body means: that of its type, or else the one
// in its place; nil is none.
func storedLimit(sent limit, place int, stored []limit) limit {
	for _, old := range stored {
		if old["type"] == sent["type"] {
			return old
		}
	}
	if place < len(stored) {
		return stored[place]
	}
	return nil
}

// nextReset is the first reset after a moment: Sunday for weekly (documented
// for workspaces; policies say Monday), the first for monthly, and so many days
// on for periodic_reset_days, all at midnight UTC. ok is false for a limit that
// never resets.
func nextReset(l limit, after time.Time) (next time.Time, ok bool) {
	day := midnight(after)
	switch l["periodic_reset"] {
	case "weekly":
		return day.AddDate(0, 0, 7-int(day.Weekday())), true
	case "monthly":
		return time.Date(day.Year(), day.Month()+1, 1, 0, 0, 0, 0, time.UTC), true
	}
	if days, ok := l["periodic_reset_days"].(float64); ok {
		return day.AddDate(0, 0, int(days)), true
	}
	return time.Time{}, false
}

// rolled are the limits as they are at a moment: those whose reset has passed
// are at the next regular one (assumed; that they roll over is documented). A
// date without a period stays as it is.
func rolled(limits []limit, now time.Time) []limit {
	limits = clone(limits)
	for _, one := range limits {
		text, _ := one["next_usage_reset_at"].(string)
		for next := parseTime(text); text != "" && !next.After(now); {
			later, periodic := nextReset(one, next)
			if !periodic {
				break
			}
			next = later
			one["next_usage_reset_at"] = timestamp(next)
		}
	}
	return limits
}

func midnight(t time.Time) time.Time {
	t = t.UTC()
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

func parseTime(text string) time.Time {
	t, _ := time.Parse(time.RFC3339, text)
	return t.UTC()
}

// timestamp is how the API writes times (recorded).
func timestamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

func number(value any) float64 {
	f, _ := value.(float64)
	return f
}
