package prompt

import (
	"encoding/json"
	"slices"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// contentAttribute is an attribute that versions have, and how its texts are compared:
// canonical is one spelling of all that mean the same, "" for unset.
type contentAttribute struct {
	name      string
	of        func(*model) **string
	canonical func(text string) string
	// seen is what an answer has, "" for unset.
	seen func(portkey.Prompt) portkey.Opt[string]
}

// content are the attributes of a version. Each version is written with all of them.
var content = []contentAttribute{
	{"template", func(m *model) **string { return &m.Template }, canonicalTemplate, func(p portkey.Prompt) portkey.Opt[string] { return p.Template }},
	{"model", func(m *model) **string { return &m.Model }, portkey.Composed, func(p portkey.Prompt) portkey.Opt[string] { return p.Model }},
	{"provider_id", func(m *model) **string { return &m.ProviderID }, portkey.Composed, func(p portkey.Prompt) portkey.Opt[string] { return p.ProviderID }},
	{"parameters", func(m *model) **string { return &m.Parameters }, canonicalParameters, func(p portkey.Prompt) portkey.Opt[string] {
		return textOf(p.Parameters)
	}},
	{"tools", func(m *model) **string { return &m.Tools }, canonicalJSON, func(p portkey.Prompt) portkey.Opt[string] { return textOf(p.Tools) }},
	{"tool_choice", func(m *model) **string { return &m.ToolChoice }, canonicalJSON, func(p portkey.Prompt) portkey.Opt[string] { return textOf(p.ToolChoice) }},
	{"functions", func(m *model) **string { return &m.Functions }, canonicalJSON, func(p portkey.Prompt) portkey.Opt[string] { return textOf(p.Functions) }},
}

func textOf[T ~string | ~[]byte](value portkey.Opt[T]) portkey.Opt[string] {
	if !value.IsPresent() {
		return portkey.Opt[string]{}
	}
	text, _ := value.Get()
	return portkey.Some(string(text))
}

func isContent(name string) bool {
	return slices.ContainsFunc(content, func(a contentAttribute) bool { return a.name == name })
}

// canonicalTemplate is one spelling of a list of messages: Portkey keeps the formatting that
// it is sent. Any other text counts as it is.
func canonicalTemplate(text string) string {
	var messages []any
	if json.Unmarshal([]byte(text), &messages) != nil {
		return portkey.Composed(text)
	}
	return tfkit.CanonicalJSON(text)
}

// canonicalJSON is one spelling of a JSON text. Null and an empty list are unset.
func canonicalJSON(text string) string {
	canonical := tfkit.CanonicalJSON(text)
	if canonical == "null" || canonical == "[]" {
		return ""
	}
	return canonical
}

// canonicalParameters is one spelling of parameters, without the model, which Portkey adds.
// An empty object is unset.
func canonicalParameters(text string) string {
	canonical := tfkit.CanonicalJSON(ownParameters(text))
	if canonical == "{}" {
		return ""
	}
	return canonical
}

// ownParameters are parameters without the model.
func ownParameters(text string) string {
	var parameters map[string]json.RawMessage
	if json.Unmarshal([]byte(text), &parameters) != nil || parameters["model"] == nil {
		return text
	}
	delete(parameters, "model")
	own, _ := json.Marshal(parameters) // what was decoded always marshals
	return string(own)
}

// differsInContent names the attributes of a version in which two models differ.
func (m model) differsInContent(other model) tfkit.Changes {
	var changes tfkit.Changes
	for _, a := range content {
		changes.Add(a.name, a.canonical(tfkit.Text(*a.of(&m))) == a.canonical(tfkit.Text(*a.of(&other))))
	}
	return changes
}

// canonicalContent identifies what differsInContent compares.
func (m model) canonicalContent() []string {
	var all []string
	for _, a := range content {
		all = append(all, a.canonical(tfkit.Text(*a.of(&m))))
	}
	return all
}

// observeContent is the content as an answer has it, in the spelling of m.
func (m model) observeContent(answer portkey.Prompt) model {
	for _, a := range content {
		seen, at := a.seen(answer), a.of(&m)
		if !seen.IsPresent() {
			continue
		}
		text := seen.Or("")
		if a.canonical(tfkit.Text(*at)) == a.canonical(text) {
			continue
		}
		if a.name == "parameters" {
			text = ownParameters(text)
		}
		*at = nil
		if a.canonical(text) != "" {
			*at = tfkit.TextOrNull(portkey.Composed(text))
		}
	}
	return m
}

// over is live with what an update from state to m changes of the content: the version that
// it creates.
func (m model) over(state, live model) model {
	planned := m.differs(state)
	for _, a := range content {
		if planned.Has(a.name) {
			*a.of(&live) = *a.of(&m)
		}
	}
	live.VersionDescription = m.VersionDescription
	return live
}

// content is what a version consists of. live is the version that it follows, zero for the
// first one.
func (m model) content(live portkey.Prompt) portkey.PromptContent {
	parameters := tfkit.Text(m.Parameters)
	if canonicalParameters(parameters) == "" {
		parameters = "{}"
	}
	body := portkey.PromptContent{
		Template: tfkit.Text(m.Template), Model: tfkit.Text(m.Model), ProviderID: tfkit.Text(m.ProviderID),
		Parameters: json.RawMessage(parameters),
		Tools:      clearable(m.Tools, live),
		ToolChoice: clearable(m.ToolChoice, live),
		Functions:  clearable(m.Functions, live),
	}
	if text := tfkit.Text(m.VersionDescription); text != "" {
		body.VersionDescription = portkey.Some(text)
	}
	if live.Version.IsPresent() {
		isRaw := 0
		if live.IsRawTemplate.Or(false) {
			isRaw = 1
		}
		body.IsRawTemplate = portkey.Some(isRaw)
	}
	return body
}

// clearable is JSON as it is sent: null if it is unset, and absent in the first version.
func clearable(text *string, live portkey.Prompt) portkey.Opt[json.RawMessage] {
	switch {
	case canonicalJSON(tfkit.Text(text)) != "":
		return portkey.Some(json.RawMessage(*text))
	case live.Version.IsPresent():
		return portkey.Null[json.RawMessage]()
	default:
		return portkey.Opt[json.RawMessage]{}
	}
}
