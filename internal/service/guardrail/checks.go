package guardrail

import (
	"encoding/json"
	"maps"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// check is an element of checks.
type check struct {
	ID         *string `tfsdk:"id"`
	Name       *string `tfsdk:"name"`
	IsEnabled  *bool   `tfsdk:"is_enabled"`
	Parameters *string `tfsdk:"parameters"`

	// Others are the keys of a check in an answer that no attribute has: they are sent back,
	// since checks are replaced as a whole.
	Others map[string]json.RawMessage `tfsdk:"-"`
}

// isOn reports whether a check is enabled, as it is by default.
func (c check) isOn() bool { return c.IsEnabled == nil || *c.IsEnabled }

// same reports whether two checks mean the same to Portkey.
func (c check) same(other check) bool {
	return tfkit.Text(c.ID) == tfkit.Text(other.ID) && portkey.SameText(tfkit.Text(c.Name), tfkit.Text(other.Name)) &&
		c.isOn() == other.isOn() && c.sameParameters(other)
}

func (c check) sameParameters(other check) bool {
	return tfkit.SameJSON(c.significant(), other.significant())
}

// significant are the parameters without those that are as they are by default.
func (c check) significant() string {
	fields := tfkit.JSONFields(tfkit.Text(c.Parameters))
	if fields == nil {
		fields = map[string]json.RawMessage{}
	}
	maps.DeleteFunc(fields, func(name string, value json.RawMessage) bool { return isDefault(tfkit.Text(c.ID), name, value) })
	return textOf(fields)
}

// textOf is a JSON object as text.
func textOf(fields map[string]json.RawMessage) string {
	text, _ := json.Marshal(fields) // what was decoded always marshals
	return string(text)
}

// isDefault reports whether a parameter of a known check has its documented default.
func isDefault(id, name string, value json.RawMessage) bool {
	fallback := forms[id].parameters[name].fallback
	return fallback != "" && tfkit.SameJSON(fallback, string(value))
}

// wire is a check as it is sent.
func (c check) wire() portkey.GuardrailCheck {
	sent := portkey.GuardrailCheck{}
	maps.Copy(sent, c.Others)
	sent["id"] = jsonOf(tfkit.Text(c.ID))
	if name := tfkit.Text(c.Name); name != "" {
		sent["name"] = jsonOf(name)
	}
	if c.IsEnabled != nil {
		sent["is_enabled"] = jsonOf(*c.IsEnabled)
	}
	if c.Parameters != nil {
		sent["parameters"] = json.RawMessage(*c.Parameters)
	}
	return sent
}

func jsonOf(value any) json.RawMessage {
	text, _ := json.Marshal(value) // strings, numbers and booleans always marshal
	return text
}

// wireChecks are the checks as they are sent, given those that are there: what these have
// beyond the attributes is kept, by the id of the check.
func wireChecks(all, live []check) []portkey.GuardrailCheck {
	sent := make([]portkey.GuardrailCheck, 0, len(all))
	nth := map[string]int{}
	for _, one := range all {
		id := tfkit.Text(one.ID)
		one.Others = nthOf(live, id, nth[id]).Others
		nth[id]++
		sent = append(sent, one.wire())
	}
	return sent
}

// nthOf is the n-th check of an id, from 0; none is the zero check.
func nthOf(all []check, id string, n int) check {
	for _, one := range all {
		if tfkit.Text(one.ID) != id {
			continue
		}
		if n == 0 {
			return one
		}
		n--
	}
	return check{}
}

// sameChecks reports whether two lists mean the same. The order is significant.
func sameChecks(a, b []check) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !a[i].same(b[i]) {
			return false
		}
	}
	return true
}

// keepChecks are the checks of an answer, each spelled as the check of its id in prior.
func keepChecks(prior []check, seen []portkey.GuardrailCheck) []check {
	kept := make([]check, 0, len(seen))
	nth := map[string]int{}
	for _, one := range seen {
		var id string
		_ = json.Unmarshal(one["id"], &id)
		before := nthOf(prior, id, nth[id])
		nth[id]++
		kept = append(kept, before.keep(id, one))
	}
	return kept
}

// keep is a check of an answer in the spelling of c, which is the zero check if there was
// none of its id.
func (c check) keep(id string, seen portkey.GuardrailCheck) check {
	kept := check{ID: tfkit.KeepText(c.ID, id)}
	var name string
	_ = json.Unmarshal(seen["name"], &name)
	kept.Name = tfkit.KeepText(c.Name, name)
	kept.IsEnabled = keepFlag(c.IsEnabled, boolOf(seen["is_enabled"], true), true)
	kept.Parameters = c.keepParameters(id, string(seen["parameters"]))
	for key, value := range seen {
		switch key {
		case "id", "name", "is_enabled", "parameters":
		default:
			if kept.Others == nil {
				kept.Others = map[string]json.RawMessage{}
			}
			kept.Others[key] = value
		}
	}
	return kept
}

// boolOf is a boolean of an answer, in any of the spellings on record; fallback if there is
// none.
func boolOf(seen json.RawMessage, fallback bool) bool {
	is := portkey.Bool(fallback)
	if len(seen) == 0 || string(seen) == "null" || json.Unmarshal(seen, &is) != nil {
		return fallback
	}
	return bool(is)
}

// keepFlag is a boolean that was seen: as prior if that means the same, and null for the
// default.
func keepFlag(prior *bool, seen, fallback bool) *bool {
	meant := fallback
	if prior != nil {
		meant = *prior
	}
	switch {
	case meant == seen:
		return prior
	case seen == fallback:
		return nil
	}
	return &seen
}

// keepParameters are the parameters that were seen, or those of c if they have all of
// these: with further ones the server completes what it was sent. But a parameter that
// inverts what a check does, or how, is no completion.
func (c check) keepParameters(id, seen string) *string {
	if c.ID == nil { // an import
		all := check{ID: &id, Parameters: &seen}
		if text := all.significant(); text != "{}" {
			return &text
		}
		return nil
	}
	configured, there := tfkit.JSONFields(tfkit.Text(c.Parameters)), tfkit.JSONFields(seen)
	completed := map[string]json.RawMessage{}
	for name, value := range configured {
		if _, has := there[name]; has || !isDefault(id, name, value) {
			completed[name] = value
		}
	}
	inverted := false
	for name, value := range there {
		_, has := configured[name]
		inverted = inverted || !has && forms[id].parameters[name].kind == kindBoolean && !isDefault(id, name, value)
	}
	if seen == "" || seen == "null" {
		seen = "{}"
	}
	if !inverted && tfkit.CoversJSON(textOf(completed), seen) {
		return c.Parameters
	}
	return tfkit.KeepJSON(c.Parameters, seen)
}
