package guardrail

import (
	"bytes"
	"encoding/json"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// actions is the attribute actions.
type actions struct {
	Deny       *bool    `tfsdk:"deny"`
	Async      *bool    `tfsdk:"async"`
	Sequential *bool    `tfsdk:"sequential"`
	OnSuccess  *outcome `tfsdk:"on_success"`
	OnFail     *outcome `tfsdk:"on_fail"`
	Extra      *string  `tfsdk:"extra"`

	// Others are the keys of an answer that neither an attribute nor extra has: they are
	// sent back, since actions are replaced as a whole.
	Others map[string]json.RawMessage `tfsdk:"-"`
}

// outcome is what happens on one of the two verdicts.
type outcome struct {
	Feedback *feedback `tfsdk:"feedback"`
}

// feedback is what Portkey adds to the log of a request.
type feedback struct {
	Value    types.Number `tfsdk:"value"`
	Weight   types.Number `tfsdk:"weight"`
	Metadata *string      `tfsdk:"metadata"`
}

// The defaults of a feedback (documented).
const onSuccess, onFail, weight = 5.0, -5.0, 1.0

// ownKeys are the keys of actions that are attributes.
var ownKeys = []string{"deny", "async", "sequential", "on_success", "on_fail"}

// meaning is what actions come to, with the defaults of Portkey for what is not set.
type meaning struct {
	Deny, Async, Sequential bool
	OnSuccess, OnFail       verdict
	Extra                   string
}

type verdict struct {
	Value, Weight float64
	Metadata      string
}

func (a *actions) meaning() meaning {
	if a == nil {
		a = &actions{}
	}
	extra := tfkit.Text(a.Extra)
	if extra == "" {
		extra = "{}"
	}
	return meaning{
		Deny: tfkit.IsTrue(a.Deny), Async: tfkit.IsTrue(a.Async), Sequential: tfkit.IsTrue(a.Sequential),
		OnSuccess: a.OnSuccess.verdict(onSuccess), OnFail: a.OnFail.verdict(onFail), Extra: tfkit.CanonicalJSON(extra),
	}
}

func (o *outcome) verdict(value float64) verdict {
	if o == nil || o.Feedback == nil {
		return verdict{Value: value, Weight: weight, Metadata: canonicalMetadata("")}
	}
	number := func(n types.Number, fallback float64) float64 {
		if sent := tfkit.Float(n); sent != nil {
			return *sent
		}
		return fallback
	}
	return verdict{
		Value: number(o.Feedback.Value, value), Weight: number(o.Feedback.Weight, weight),
		Metadata: canonicalMetadata(tfkit.Text(o.Feedback.Metadata)),
	}
}

// canonicalMetadata is one spelling of the metadata of a feedback, which is a string in
// one description of the API and an object in another: a string that contains JSON is that.
func canonicalMetadata(text string) string {
	var inner string
	if json.Unmarshal([]byte(text), &inner) == nil {
		text = inner
	}
	return tfkit.CanonicalJSON(text)
}

// wire is how actions are sent, given those that are there. The booleans are always sent,
// since the documentation differs on their defaults.
func (a *actions) wire(live *actions) portkey.GuardrailActions {
	if a == nil {
		a = &actions{}
	}
	sent := portkey.GuardrailActions{}
	if live != nil {
		maps.Copy(sent, live.Others)
	}
	maps.Copy(sent, tfkit.JSONFields(tfkit.Text(a.Extra)))
	sent["deny"], sent["async"], sent["sequential"] = jsonOf(tfkit.IsTrue(a.Deny)), jsonOf(tfkit.IsTrue(a.Async)), jsonOf(tfkit.IsTrue(a.Sequential))
	for name, o := range map[string]*outcome{"on_success": a.OnSuccess, "on_fail": a.OnFail} {
		if o == nil || o.Feedback == nil {
			continue
		}
		given := map[string]json.RawMessage{}
		if value := tfkit.Float(o.Feedback.Value); value != nil {
			given["value"] = jsonOf(*value)
		}
		if weight := tfkit.Float(o.Feedback.Weight); weight != nil {
			given["weight"] = jsonOf(*weight)
		}
		if metadata := tfkit.Text(o.Feedback.Metadata); metadata != "" {
			given["metadata"] = json.RawMessage(metadata)
		}
		sent[name] = jsonOf(map[string]any{"feedback": given})
	}
	return sent
}

// keep is the actions of an answer in the spelling of a, which is nil if they were not
// known.
func (a *actions) keep(seen portkey.GuardrailActions) *actions {
	prior := a
	if prior == nil {
		prior = &actions{}
	}
	flag := func(name string, before *bool) *bool {
		return keepFlag(before, boolOf(seen[name], false), false)
	}
	kept := &actions{
		Deny: flag("deny", prior.Deny), Async: flag("async", prior.Async), Sequential: flag("sequential", prior.Sequential),
		OnSuccess: prior.OnSuccess.keep(seen["on_success"], onSuccess), OnFail: prior.OnFail.keep(seen["on_fail"], onFail),
	}
	others := map[string]json.RawMessage{}
	for name, value := range seen {
		if !isOwn(name, value) {
			others[name] = value
		}
	}
	configured := tfkit.JSONFields(tfkit.Text(prior.Extra))
	switch {
	case a == nil && len(others) > 0:
		text := textOf(others)
		kept.Extra = &text
		return kept
	case len(configured) > 0 && !tfkit.CoversJSON(*prior.Extra, textOf(others)):
		shown := maps.Clone(others)
		maps.DeleteFunc(shown, func(name string, _ json.RawMessage) bool { _, has := configured[name]; return !has })
		text := textOf(shown)
		kept.Extra = tfkit.KeepJSON(prior.Extra, text)
	default:
		kept.Extra = prior.Extra
	}
	for name := range configured {
		delete(others, name)
	}
	if len(others) > 0 {
		kept.Others = others
	}
	return kept
}

// isOwn reports whether an attribute has a key of actions. Some descriptions of the API
// have a word where others have the object of a verdict: that is in extra.
func isOwn(name string, value json.RawMessage) bool {
	switch name {
	case "deny", "async", "sequential":
		return true
	case "on_success", "on_fail":
		return !bytes.HasPrefix(bytes.TrimSpace(value), []byte(`"`))
	}
	return false
}

// written is the verdict of JSON, with all that it spells out.
func written(verdict json.RawMessage) *outcome {
	var answer struct {
		Feedback *struct {
			Value    *portkey.Number `json:"value"`
			Weight   *portkey.Number `json:"weight"`
			Metadata json.RawMessage `json:"metadata"`
		} `json:"feedback"`
	}
	_ = json.Unmarshal(verdict, &answer) // what is no object is not a verdict's
	f := answer.Feedback
	if f == nil {
		return nil
	}
	shown := &feedback{Value: tfkit.Number((*float64)(f.Value)), Weight: tfkit.Number((*float64)(f.Weight))}
	if text := string(f.Metadata); text != "" && text != "null" {
		shown.Metadata = &text
	}
	return &outcome{Feedback: shown}
}

// keep is the verdict of an answer in the spelling of o. value is the default of its value.
func (o *outcome) keep(seen json.RawMessage, value float64) *outcome {
	shown := written(seen)
	if shown != nil && tfkit.Text(shown.Feedback.Metadata) == `""` {
		shown.Feedback.Metadata = nil
	}
	if o.verdict(value) == shown.verdict(value) {
		return o
	}
	if o != nil && o.Feedback != nil && shown != nil { // each in its own spelling
		f := shown.Feedback
		f.Value, f.Weight = keepNumber(o.Feedback.Value, f.Value, value), keepNumber(o.Feedback.Weight, f.Weight, weight)
		if canonicalMetadata(tfkit.Text(o.Feedback.Metadata)) == canonicalMetadata(tfkit.Text(f.Metadata)) {
			f.Metadata = o.Feedback.Metadata
		}
	}
	return shown
}

// keepNumber is a number that was seen, as prior if that means the same.
func keepNumber(prior, seen types.Number, fallback float64) types.Number {
	meant := func(n types.Number) float64 {
		if known := tfkit.Float(n); known != nil {
			return *known
		}
		return fallback
	}
	if !prior.IsUnknown() && meant(prior) == meant(seen) {
		return prior
	}
	return seen
}
