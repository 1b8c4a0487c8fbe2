package conformance

import (
	"slices"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// edited is what a person in the UI changes of a workspace: the fields of a PUT,
// where nil clears. What a blind answer can't show is left alone.
func edited(live emulator.Workspace, s step, now time.Time, blind bool) config {
	entered := fields(s.Config, now)
	change := config{}
	switch s.Edit {
	case "name":
		change["name"] = entered["name"]
	case "icon":
		enter(change, "icon", entered["icon"], blind)
	case "name and icon":
		change["name"] = entered["name"]
		enter(change, "icon", entered["icon"], blind)
	case "description", "usage limits", "rate limits":
		name := map[string]string{"usage limits": "usage_limits", "rate limits": "rate_limits"}[s.Edit]
		if name == "" {
			name = s.Edit
		}
		typed(limitsOf(entered, name), name)
		if limits := limitsOf(entered, name); len(limits) > 0 && blind {
			unusual(limits)
		}
		enter(change, name, entered[name], blind)
	case "metadata":
		defaults := config{}
		for key, value := range live.Defaults {
			defaults[key] = value
		}
		metadata, _ := entered["defaults"].(config)
		delete(defaults, "metadata")
		if !isEmpty(metadata["metadata"]) {
			defaults["metadata"] = metadata["metadata"]
		}
		if len(defaults) > 0 || !blind {
			change["defaults"] = defaults
		}
	case "other defaults":
		defaults := config{"a_later_key": map[string]any{"number": s.Pick}}
		if metadata, set := live.Defaults["metadata"]; set {
			defaults["metadata"] = metadata
		}
		change["defaults"] = defaults
	case "amounts", "reset dates", "order":
		limits := slices.Clone(live.UsageLimits)
		touch(limits, s, now)
		if len(limits) > 0 {
			change["usage_limits"] = limits
		}
	case "unset":
		if !blind {
			change = config{"icon": nil, "description": nil, "defaults": nil, "usage_limits": nil, "rate_limits": nil}
			if others(live) != "none" {
				delete(change, "defaults")
			}
		}
	}
	return change
}

// enter puts a value into a change; nil, which unsets, only where it would show.
func enter(change config, name string, value any, blind bool) {
	if value != nil || !blind {
		change[name] = value
	}
}

// typed gives every limit a type and a unit, as the UI does: one that lost them
// there answers like one whose type is not returned.
func typed(limits []config, name string) {
	lacking := map[string]config{"usage_limits": {"type": "cost"}, "rate_limits": {"type": "requests", "unit": "rpm"}}
	for _, limit := range limits {
		for field, value := range lacking[name] {
			if limit[field] == nil {
				limit[field] = value
			}
		}
	}
}

// unusual makes limits differ in more than their type, from any that is drawn.
func unusual(limits []config) {
	for _, limit := range limits {
		for _, amount := range []string{"credit_limit", "value"} {
			if limit[amount] != nil {
				limit[amount] = 7_777_777
			}
		}
	}
}

// touch changes something in the limits that there are.
func touch(limits []config, s step, now time.Time) {
	if len(limits) == 0 {
		return
	}
	one := limits[s.Pick%len(limits)]
	switch s.Edit {
	case "amounts":
		one["credit_limit"] = 5_000_000
	case "reset dates":
		one["next_usage_reset_at"] = now.AddDate(0, 0, 5+s.Pick).Format("2006-01-02T15:04:05Z")
	case "order":
		slices.Reverse(limits)
	}
	for _, limit := range limits { // what has passed is not taken
		if futureDay(str(limit["next_usage_reset_at"]), now) == "" {
			delete(limit, "next_usage_reset_at")
		}
	}
}
