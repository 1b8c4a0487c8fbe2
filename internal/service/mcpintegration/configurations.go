package mcpintegration

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// The configurations of an MCP integration are one object in the API. Here their secrets
// are apart, in an object of the same form, so that plans show the rest. Answers mask
// values, which ones is not documented. So what is known of the server are the names of
// fields and headers, and the values of fields that hold no secrets.

// object is a JSON object.
type object = map[string]any

// objectOf reads a JSON object, nil for anything else.
func objectOf(text string) object {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber() // as it is written
	var all object
	_ = decoder.Decode(&all) // what is no object has no fields
	return all
}

// textOf is the JSON of an object, "" for one without fields.
func textOf(all object) string {
	if len(all) == 0 {
		return ""
	}
	text, _ := json.Marshal(all) // what was decoded always marshals
	return tfkit.CanonicalJSON(string(text))
}

// knownFields are the fields that are documented.
var knownFields = []string{
	"custom_headers", "external_auth_config", "forward_headers", "headers", "jwt_validation", "oauth_metadata",
	"passthrough_header", "passthrough_headers", "user_identity_forwarding",
}

// headerFields are those whose keys are names of headers.
var headerFields = []string{"custom_headers", "headers", "passthrough_header", "passthrough_headers"}

// readableFields are those whose values are returned (seen on newer control planes): they
// hold no secrets.
var readableFields = []string{"forward_headers", "jwt_validation", "passthrough_header", "passthrough_headers", "user_identity_forwarding"}

// isMask reports whether a text stands for a value that is not shown.
func isMask(text string) bool {
	return strings.Contains(text, "**") || strings.Contains(text, "••") || strings.EqualFold(strings.Trim(text, "[]<>"), "redacted")
}

// hasMask reports whether a text anywhere in a value is a mask.
func hasMask(value any) bool {
	switch value := value.(type) {
	case string:
		return isMask(value)
	case []any:
		return slices.ContainsFunc(value, hasMask)
	case object:
		return slices.ContainsFunc(slices.Collect(maps.Values(value)), hasMask)
	default:
		return false
	}
}

// merged is an object with the fields of another one laid over it, down to their own.
func merged(base, over object) object {
	all := maps.Clone(base)
	if all == nil {
		all = object{}
	}
	for name, value := range over {
		below, isObject := value.(object)
		if under, wasObject := all[name].(object); isObject && wasObject {
			value = merged(under, below)
		}
		all[name] = value
	}
	return all
}

// pathsOf are the names of the fields of an object, of those that are objects with the
// names below, as in custom_headers/Authorization.
func pathsOf(all object) []string {
	var paths []string
	for name, value := range all {
		below, isObject := value.(object)
		if !isObject {
			paths = append(paths, name)
		}
		for key := range below {
			paths = append(paths, pathTo(name, key))
		}
	}
	slices.Sort(paths)
	return paths
}

func pathTo(name, key string) string { return name + "/" + key }

// fieldOf is the field that a path is in.
func fieldOf(path string) string {
	name, _, _ := strings.Cut(path, "/")
	return name
}

// wholeConfigurations are the configurations with their secrets, and null for the fields
// that are to be removed; nil for none.
func (m model) wholeConfigurations(secret string, removed []string) json.RawMessage {
	whole := merged(objectOf(tfkit.Text(m.Configurations)), objectOf(secret))
	for _, name := range removed {
		if _, is := whole[name]; !is {
			whole[name] = nil
		}
	}
	if len(whole) == 0 {
		return nil
	}
	text, _ := json.Marshal(whole) // what was decoded always marshals
	return text
}

// apart are the paths of what is not in the configurations, but beside them: secrets that
// are set, and secrets that an import found.
type apart []string

func (m model) apart() apart {
	return slices.Concat(pathsOf(objectOf(m.SecretConfigurations.ValueString())), m.Notes.Secrets, m.Notes.Hidden)
}

// has reports whether a field, or a header in it, is apart. Names of headers have no case.
func (a apart) has(path string) bool {
	return slices.ContainsFunc(a, func(one string) bool { return strings.EqualFold(one, path) || one == fieldOf(path) })
}

// isBelow reports whether something in a field is apart.
func (a apart) isBelow(name string) bool {
	return slices.ContainsFunc(a, func(one string) bool { return fieldOf(one) == name })
}

// mapped are the fields that are filled from a vault.
func (m model) mapped() map[string]bool {
	names := map[string]bool{}
	for _, one := range m.SecretMappings {
		names[strings.TrimPrefix(one.Target(), tfkit.TargetPrefix)] = true
	}
	return names
}

// observeConfigurations are the configurations that an answer shows, in the spelling of m.
// What is apart is left out, and a value that is not shown is as m has it.
func (m model) observeConfigurations(answer portkey.MCPIntegration) *string {
	text := string(answer.Configurations.Or(""))
	shown := objectOf(text)
	if shown == nil && text != "" && text != "null" {
		return m.Configurations // masked as a whole
	}
	prior, apart, mapped, seen := objectOf(tfkit.Text(m.Configurations)), m.apart(), m.mapped(), object{}
	for name, value := range shown {
		written, isWritten := prior[name]
		headers, isObject := value.(object)
		switch {
		case value == nil:
		case mapped[name]:
			if isWritten {
				seen[name] = written
			}
		case !isWritten && m.Notes.Retained.Has(tfkit.TargetPrefix+name, textOfValue(value)):
		case isObject && slices.Contains(headerFields, name):
			below, _ := written.(object)
			if kept := observeHeaders(name, below, headers, apart); len(kept) > 0 || isWritten && len(below) == 0 {
				seen[name] = kept
			}
		case isWritten:
			seen[name] = observeValue(name, written, value)
		case !apart.isBelow(name):
			seen[name] = value
		}
	}
	return tfkit.KeepJSON(m.Configurations, textOf(seen))
}

// observeHeaders are the headers of a field that an answer shows.
func observeHeaders(name string, prior, shown object, apart apart) object {
	seen := object{}
	for header, value := range shown {
		written := header
		for known := range prior {
			if strings.EqualFold(known, header) {
				written = known
			}
		}
		if had, is := prior[written]; is {
			seen[written] = observeValue(name, had, value)
		} else if !apart.has(pathTo(name, header)) {
			seen[header] = value
		}
	}
	return seen
}

// observeValue is a value that an answer shows of a field: as it is written, unless the
// field is one whose values are returned, and they are others.
func observeValue(name string, written, shown any) any {
	if !slices.Contains(readableFields, name) || hasMask(shown) || tfkit.CoversJSON(textOfValue(written), textOfValue(shown)) {
		return written
	}
	return shown
}

func textOfValue(value any) string {
	text, _ := json.Marshal(value) // what was decoded always marshals
	return tfkit.CanonicalJSON(string(text))
}

// withoutMasks are the configurations of an MCP integration that was imported, without the
// values that are not shown, and the paths of these.
func withoutMasks(all object) (plain object, hidden []string) {
	plain = object{}
	for name, value := range all {
		below, isObject := value.(object)
		switch {
		case !hasMask(value):
			plain[name] = value
		case isObject && slices.Contains(headerFields, name):
			headers := object{}
			for header, one := range below {
				if hasMask(one) {
					hidden = append(hidden, pathTo(name, header))
				} else {
					headers[header] = one
				}
			}
			if len(headers) > 0 {
				plain[name] = headers
			}
		default:
			hidden = append(hidden, name)
		}
	}
	slices.Sort(hidden)
	return plain, hidden
}

// removed are the names of the fields that m has and plan has not: they have to be sent
// as null, as far as the server has them.
func (m model) removed(plan model, secret string, live portkey.MCPIntegration) []string {
	has := merged(objectOf(tfkit.Text(plan.Configurations)), objectOf(secret))
	there := objectOf(string(live.Configurations.Or("")))
	had := slices.Collect(maps.Keys(objectOf(tfkit.Text(m.Configurations))))
	for _, path := range slices.Concat(pathsOf(objectOf(m.SecretConfigurations.ValueString())), m.Notes.Secrets) {
		had = append(had, fieldOf(path))
	}
	slices.Sort(had)
	return slices.DeleteFunc(slices.Compact(had), func(name string) bool {
		_, isSet := has[name]
		return isSet || there[name] == nil
	})
}

// lacking are those of the secrets that the server has, by their paths, of which neither
// the configuration nor the state has a value: an update of their field is sent without
// them.
func (m model) lacking(secret string) []string {
	has, mapped := pathsOf(merged(objectOf(tfkit.Text(m.Configurations)), objectOf(secret))), m.mapped()
	return slices.DeleteFunc(slices.Clone(m.Notes.Hidden), func(path string) bool {
		return mapped[fieldOf(path)] || apart(has).has(path) || !strings.Contains(path, "/") && apart(has).isBelow(path)
	})
}
