package emulator

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// policies is what the tables of both kinds of policies share: documented, and seen on
// newer back ends. They have no slug, and lie in a workspace without keeping it from being
// deleted (assumed). A deleted one is read where the query asks for the archived (seen on
// newer back ends).
func policies(noun Noun, path string) *table {
	return &table{
		noun: noun, path: path, scopes: []string{"policies"},
		byID: true, inside: true, harmless: true, listNamed: true, showsHome: true, archives: true, lingers: true,
		page: 50, most: 100, absent: notFound,
		filters: map[string]func(*Server, *Object, string) bool{
			"type": func(_ *Server, o *Object, text string) bool { return o.text("type") == text },
		},
		fields: map[string]field{
			"name": {check: textUpTo(255), required: true}, "workspace_id": {check: isText, fixed: true}, "organisation_id": {ignored: true},
			"conditions": {required: true}, "group_by": {required: true, fixed: true},
		},
		fresh: map[string]any{
			"description": nil, "created_by": administrator,
			"conditions": []any{map[string]any{"key": "metadata.team", "value": "*"}}, "group_by": []any{map[string]any{"key": "api_key"}},
		},
		detail:  []string{"object"},
		created: []string{"id", "object"},
	}
}

// policyKeys are the keys that conditions and groups may have, apart from those of
// metadata (documented); see Answers.AnyPolicyKeys.
func (o *Object) policyKeys() []string {
	switch {
	case o.text("target") == "mcp_tools":
		return strings.Fields("api_key workspace_id mcp_server mcp_tool")
	case o.Noun == RatePolicies:
		return strings.Fields("api_key virtual_key provider config prompt model workspace_id organisation_id endpoint_type")
	default:
		return strings.Fields("api_key virtual_key provider config prompt model workspace_id organisation_id")
	}
}

// writePolicyKeys writes the conditions and the groups of a policy. A list replaces the
// one that is stored (assumed).
func (s *Server) writePolicyKeys(o *Object, body map[string]any) error {
	for _, field := range []string{"conditions", "group_by"} {
		value, sent := body[field]
		if !sent {
			continue
		}
		list, _ := value.([]any)
		if len(list) == 0 {
			return badField(field, field+" is not a list of at least one object")
		}
		var seen []any
		for i, item := range list {
			one, _ := item.(map[string]any)
			if err := s.checkPolicyKey(o, field, i, one); err != nil {
				return err
			}
			if slices.Contains(seen, one["key"]) {
				return badField(field, fmt.Sprintf("%s[%d].key is there twice", field, i))
			}
			seen = append(seen, one["key"])
		}
		o.Fields[field] = cloneAny(value)
	}
	return nil
}

// checkPolicyKey checks one condition or one group. A value is a text or several
// (documented).
func (s *Server) checkPolicyKey(o *Object, field string, i int, one map[string]any) error {
	key, _ := one["key"].(string)
	name, ofMetadata := strings.CutPrefix(key, "metadata.")
	known := ofMetadata && name != "" || slices.Contains(o.policyKeys(), key)
	if !known && (key == "" || !s.answers.AnyPolicyKeys) {
		return badField(field, fmt.Sprintf("%s[%d].key can't be %v", field, i, one["key"]))
	}
	allowed := []string{"key"}
	isValue := func(value any) bool { return isText(value) || listOf(isText)(value) }
	if field == "conditions" {
		if !isValue(one["value"]) {
			return badField(field, fmt.Sprintf("%s[%d].value can't be %v", field, i, one["value"]))
		}
		if excludes, sent := one["excludes"]; sent && !isValue(excludes) {
			return badField(field, fmt.Sprintf("%s[%d].excludes can't be %v", field, i, excludes))
		}
		allowed = append(allowed, "value", "excludes")
	}
	for _, name := range slices.Sorted(maps.Keys(one)) {
		if !slices.Contains(allowed, name) && !s.tolerant {
			return badField(field, fmt.Sprintf("unknown field %s[%d].%s", field, i, name))
		}
	}
	return nil
}

// completePolicy answers conditions and groups in another order than they were sent in, and
// one value without its list (both assumed; see Answers.ListedValues).
func (s *Server) completePolicy(answer map[string]any) {
	for _, field := range []string{"conditions", "group_by"} {
		list, _ := answer[field].([]any)
		slices.Reverse(list)
		for _, item := range list {
			one, _ := item.(map[string]any)
			for _, name := range []string{"value", "excludes"} {
				if value, has := one[name]; has {
					one[name] = s.policyValue(value)
				}
			}
		}
	}
	if s.answers.Floats {
		floats(answer)
	}
}

func (s *Server) policyValue(value any) any {
	list, isList := value.([]any)
	switch {
	case isList && len(list) == 1 && !s.answers.ListedValues:
		return list[0]
	case !isList && s.answers.ListedValues:
		return []any{value}
	}
	slices.Reverse(list)
	return value
}

// isAmount takes what a policy allows: any number that is not negative (0 and fractions are
// seen on newer back ends).
func isAmount(value any) bool {
	f, ok := value.(float64)
	return ok && f >= 0
}
