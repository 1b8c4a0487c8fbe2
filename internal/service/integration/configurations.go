package integration

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// The configurations of an integration are one object in the API. Here their secrets are
// apart, in a map of texts, so that plans show the rest. Answers contain the secrets
// masked, below another name, and never their values.

// maskedPrefix is in front of the names of secrets in answers.
const maskedPrefix = "masked_"

// secrets are the secret values of an integration, from the configuration or the state.
type secrets struct {
	key    string
	fields map[string]string
}

// values are the secret values among the configurations.
func (s secrets) values() []string { return slices.Collect(maps.Values(s.fields)) }

// fields are the fields of configurations, nil for none.
type fields map[string]json.RawMessage

// fieldsOf reads configurations, which are a JSON object or nothing.
func fieldsOf(text string) fields {
	var all fields
	_ = json.Unmarshal([]byte(text), &all) // what is no object has no fields
	return all
}

// text is the JSON of configurations, "" for none.
func (f fields) text() string {
	if len(f) == 0 {
		return ""
	}
	text, _ := json.Marshal(f) // what was decoded always marshals
	return tfkit.CanonicalJSON(string(text))
}

// wireSecret is a secret as it is sent: as the object or the list that it is the JSON of,
// such as the key of a service account, else as a string.
func wireSecret(text string) json.RawMessage {
	trimmed := strings.TrimSpace(text)
	if (strings.HasPrefix(trimmed, "{") || strings.HasPrefix(trimmed, "[")) && json.Valid([]byte(trimmed)) {
		return json.RawMessage(trimmed)
	}
	quoted, _ := json.Marshal(text) // strings always marshal
	return quoted
}

// wholeConfigurations are the configurations with their secrets, and null for those that
// are to be removed; nil for none.
func (m model) wholeConfigurations(known secrets, removed []string) json.RawMessage {
	whole := fieldsOf(tfkit.Text(m.Configurations))
	if whole == nil {
		whole = fields{}
	}
	for name, text := range known.fields {
		whole[name] = wireSecret(text)
	}
	for _, name := range removed {
		if _, is := whole[name]; !is {
			whole[name] = json.RawMessage("null")
		}
	}
	if len(whole) == 0 {
		return nil
	}
	text, _ := json.Marshal(whole) // what was decoded always marshals
	return text
}

// apart are the fields that are not in the configurations, but beside them: those of
// secrets, and those that are mapped from a vault.
func (m model) apart() map[string]bool {
	names := map[string]bool{}
	for name := range m.SecretConfigurations.Elements() {
		names[name] = true
	}
	for _, name := range m.Notes.Secrets {
		names[name] = true
	}
	for _, one := range m.SecretMappings {
		names[strings.TrimPrefix(one.Target(), tfkit.TargetPrefix)] = true
	}
	return names
}

// observeConfigurations are the configurations that an answer shows, in the spelling of m.
// A secret is as m has it, since its value is not shown.
func (m model) observeConfigurations(answer portkey.Integration) *string {
	prior, apart, seen := fieldsOf(tfkit.Text(m.Configurations)), m.apart(), fields{}
	for name, value := range fieldsOf(string(answer.Configurations.Or(""))) {
		if hidden, isMasked := strings.CutPrefix(name, maskedPrefix); isMasked {
			if written, isWritten := prior[hidden]; isWritten {
				seen[hidden] = written
			}
			continue
		}
		_, isWritten := prior[name]
		if !apart[name] && (isWritten || !m.Notes.Retained.Has(tfkit.TargetPrefix+name, tfkit.CanonicalJSON(string(value)))) && !isNull(value) {
			seen[name] = value
		}
	}
	return tfkit.KeepJSON(m.Configurations, seen.text())
}

func isNull(value json.RawMessage) bool { return string(value) == "null" }

// maskedNames are the names of the secrets among the configurations of an answer.
func maskedNames(answer portkey.Integration) []string {
	var names []string
	for name, value := range fieldsOf(string(answer.Configurations.Or(""))) {
		if hidden, isMasked := strings.CutPrefix(name, maskedPrefix); isMasked && !isNull(value) {
			names = append(names, hidden)
		}
	}
	slices.Sort(names)
	return names
}

// foreignSecrets are the names of the secrets that the server has and that no argument has
// set: an update leaves them there.
func (m model) foreignSecrets() []string {
	ours := m.SecretConfigurations.Elements()
	return slices.DeleteFunc(slices.Clone(m.Notes.Masked), func(name string) bool { return ours[name] != nil || slices.Contains(m.Notes.Secrets, name) })
}

// removed are the names of the fields that m has and plan has not: they have to be sent
// as null, as far as the server has them.
func (m model) removed(plan model, known secrets, live portkey.Integration) []string {
	had, has := fieldsOf(tfkit.Text(m.Configurations)), fieldsOf(tfkit.Text(plan.Configurations))
	there := fieldsOf(string(live.Configurations.Or("")))
	var names []string
	add := func(name string) {
		_, isSet := has[name]
		_, isSecret := known.fields[name]
		_, isPlain := there[name]
		_, isMasked := there[maskedPrefix+name]
		if !isSet && !isSecret && (isPlain || isMasked) && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for name := range had {
		add(name)
	}
	for name := range m.SecretConfigurations.Elements() {
		add(name)
	}
	for _, name := range m.Notes.Secrets {
		add(name)
	}
	slices.Sort(names)
	return names
}

// lacking are those of the secrets that the server has, by their names, of which neither
// the configuration nor the state has a value: an update sends the configurations without
// them.
func (m model) lacking(known secrets, masked []string) []string {
	plain, mapped := fieldsOf(tfkit.Text(m.Configurations)), model{attributes: attributes{SecretMappings: m.SecretMappings}}.apart()
	return slices.DeleteFunc(slices.Clone(masked), func(name string) bool {
		_, isSecret := known.fields[name]
		_, isPlain := plain[name]
		return isSecret || isPlain || mapped[name]
	})
}
