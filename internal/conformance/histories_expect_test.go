package conformance

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// settings are what a workspace is set to, in one spelling: once as read from a
// configuration, once as stored by the server. Nothing of the provider's own
// code takes part in the comparison.
type settings struct {
	Display, Description string
	Metadata             map[string]string
	Usage, Rate          []setLimit
}

// setLimit is one limit of either kind.
type setLimit struct {
	Type, Unit, Reset         string
	Amount, Threshold, Period float64
	// day is that of the next reset, where a configuration says it.
	day string
}

// wanted is what a configuration says, at a time.
func wanted(c config, now time.Time) settings {
	want := settings{Display: shown(str(c["icon"]), str(c["name"])), Description: str(c["description"]), Metadata: map[string]string{}}
	defaults, _ := c["defaults"].(config)
	metadata, _ := defaults["metadata"].(config)
	for key, value := range metadata {
		want.Metadata[key] = str(value)
	}
	for _, limit := range limitsOf(c, "usage_limits") {
		want.Usage = append(want.Usage, usageLimit(limit, now))
	}
	for _, limit := range limitsOf(c, "rate_limits") {
		want.Rate = append(want.Rate, rateLimit(limit))
	}
	return want
}

// stored is what the server holds.
func stored(w emulator.Workspace, now time.Time) settings {
	got := settings{Display: shown(w.Icon, w.Name), Description: w.Description, Metadata: map[string]string{}}
	metadata, _ := w.Defaults["metadata"].(map[string]any)
	for key, value := range metadata {
		got.Metadata[key] = str(value)
	}
	for _, limit := range w.UsageLimits {
		got.Usage = append(got.Usage, usageLimit(limit, now))
	}
	for _, limit := range w.RateLimits {
		got.Rate = append(got.Rate, rateLimit(limit))
	}
	return got
}

// diff says how what is stored is not what is wanted; "" if it is.
func (want settings) diff(got settings) string {
	var wrong []string
	add := func(name string, same bool, want, got any) {
		if !same {
			wrong = append(wrong, fmt.Sprintf("%s is %+v, want %+v", name, got, want))
		}
	}
	add("the name", want.Display == got.Display, want.Display, got.Display)
	add("the description", want.Description == got.Description, want.Description, got.Description)
	add("the metadata", maps.Equal(want.Metadata, got.Metadata), want.Metadata, got.Metadata)
	add("usage_limits", sameLimits(want.Usage, got.Usage), want.Usage, got.Usage)
	add("rate_limits", sameLimits(want.Rate, got.Rate), want.Rate, got.Rate)
	return strings.Join(wrong, "; ")
}

// sameLimits compares in any order. A day that is not wanted matches any.
func sameLimits(want, got []setLimit) bool {
	left := slices.Clone(got)
	dated := slices.Clone(want)
	slices.SortStableFunc(dated, func(a, b setLimit) int { return strings.Compare(b.day, a.day) }) // those with a day first
	for _, limit := range dated {
		i := slices.IndexFunc(left, func(other setLimit) bool {
			day := other.day
			other.day = limit.day
			return other == limit && (limit.day == "" || limit.day == day)
		})
		if i < 0 {
			return false
		}
		left = slices.Delete(left, i, i+1)
	}
	return len(left) == 0
}

func usageLimit(limit map[string]any, now time.Time) setLimit {
	return setLimit{
		Type: str(limit["type"]), Reset: str(limit["periodic_reset"]),
		Amount: num(limit["credit_limit"]), Threshold: num(limit["alert_threshold"]), Period: num(limit["periodic_reset_days"]),
		day: futureDay(str(limit["next_usage_reset_at"]), now),
	}
}

func rateLimit(limit map[string]any) setLimit {
	return setLimit{Type: str(limit["type"]), Unit: str(limit["unit"]), Amount: num(limit["value"])}
}

// futureDay is the day of a date in UTC, or "" once it has begun.
func futureDay(date string, now time.Time) string {
	at, err := time.Parse(time.RFC3339, date)
	day := at.UTC().Truncate(24 * time.Hour)
	if err != nil || !day.After(now) {
		return ""
	}
	return day.Format(time.DateOnly)
}

// shown is a name as Portkey shows it.
func shown(icon, name string) string {
	if icon == "" || strings.HasPrefix(name, icon+" ") {
		return name
	}
	return icon + " " + name
}

func str(value any) string {
	text, _ := value.(string)
	return text
}

func num(value any) float64 {
	switch value := value.(type) {
	case int:
		return float64(value)
	case float64:
		return value
	}
	return 0
}

func limitsOf(c config, name string) []config {
	switch list := c[name].(type) {
	case []config:
		return list
	case []any:
		var limits []config
		for _, one := range list {
			limit, _ := one.(config)
			limits = append(limits, limit)
		}
		return limits
	}
	return nil
}

// fields is a configuration as a person enters it in the UI.
func fields(c config, now time.Time) config {
	out := config{}
	for _, name := range []string{"name", "description", "icon", "defaults"} {
		if !isEmpty(c[name]) {
			out[name] = c[name]
		}
	}
	for _, name := range []string{"usage_limits", "rate_limits"} {
		var limits []config
		for _, limit := range limitsOf(c, name) {
			one := config{}
			for key, value := range limit {
				past := key == "next_usage_reset_at" && futureDay(str(value), now) == ""
				if !isEmpty(value) && !past {
					one[key] = value
				}
			}
			limits = append(limits, one)
		}
		if len(limits) > 0 {
			out[name] = limits
		}
	}
	return out
}

// vendorState is the state that the vendor's provider has of a workspace.
func vendorState(w emulator.Workspace, c config) config {
	usage, rate := []config{}, []config{}
	for _, limit := range w.UsageLimits {
		one := config{"type": str(limit["type"]), "credit_limit": limit["credit_limit"], "alert_threshold": limit["alert_threshold"], "periodic_reset": limit["periodic_reset"]}
		usage = append(usage, one)
	}
	for _, limit := range w.RateLimits {
		rate = append(rate, config{"type": str(limit["type"]), "unit": str(limit["unit"]), "value": limit["value"]})
	}
	return config{
		"id": w.ID, "name": c["name"], "description": str(c["description"]), "icon": str(c["icon"]), "metadata": w.Defaults["metadata"],
		"usage_limits": usage, "rate_limits": rate, "force_delete": false,
		"created_at": w.CreatedAt.Format(time.RFC3339), "updated_at": w.LastUpdatedAt.Format(time.RFC3339),
	}
}

// imported is a state as an import has it: in canonical spelling, without what
// no import can know. Limits are in the order of their text.
func imported(state config) config {
	out := config{}
	for name, value := range state {
		if isFlag(name) {
			continue
		}
		switch name {
		case "name", "icon":
			continue
		case "usage_limits", "rate_limits":
			var limits []string
			for _, limit := range limitsOf(state, name) {
				limits = append(limits, fmt.Sprintf("%+v", setLimitOf(name, limit)))
			}
			slices.Sort(limits)
			value = limits
		case "defaults":
			value = wanted(config{"defaults": value}, began).Metadata
		}
		if isEmpty(value) {
			value = nil
		}
		out[name] = value
	}
	out["display"] = shown(str(state["icon"]), str(state["name"]))
	return out
}

func setLimitOf(name string, limit config) setLimit {
	if name == "rate_limits" {
		return rateLimit(limit)
	}
	one := usageLimit(limit, began)
	one.day = ""
	return one
}
