package emulator

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// guardrails: documented, with an envelope of their own and 403 for an unknown
// one. Those of the organisation have scopes of their own (documented), an empty
// workspace_id (vendor's changelog; see Answers.NewerGuardrails), and are what a list
// has that names no workspace (assumed).
func guardrails() *table {
	return &table{
		noun: Guardrails, path: "guardrails", scopes: []string{"guardrails", "organisation_guardrails"},
		scope: func(o *Object) string {
			if o.WorkspaceID == "" {
				return "organisation_guardrails"
			}
			return "guardrails"
		},
		slug: "pg", length: 6, byID: true, bySlug: true, inside: true, apart: true, anywhere: true, showsHome: true, outside: "", lingers: true,
		page: 100, most: 1000, absent: noRights,
		filters: map[string]func(*Server, *Object, string) bool{
			"ids": func(_ *Server, o *Object, text string) bool { return slices.Contains(strings.Split(text, ","), o.ID) },
		},
		fields: map[string]field{
			"name": {check: isText, required: true}, "workspace_id": {check: isText, fixed: true}, "organisation_id": {ignored: true},
			"checks": {check: listOf(isGuardrailCheck), required: true}, "actions": {check: isActions, required: true},
			"target": {check: oneOf("llm", "mcp_tools"), fixed: true},
		},
		fresh: map[string]any{
			"owner_id": administrator, "updated_by": nil, "target": "llm", "actions": map[string]any{},
			"checks": []any{map[string]any{"id": "default.wordCount", "parameters": map[string]any{"maxWords": 500.0}}},
		},
		detail:   []string{"checks", "actions", "version_id"},
		created:  []string{"id", "slug", "version_id", "created_at", "object"},
		updated:  []string{"id", "slug", "version_id"},
		write:    versionGuardrail,
		complete: completeGuardrail,
		item: func(s *Server, o *Object, answer map[string]any) {
			if o.WorkspaceID == "" && s.answers.NewerGuardrails {
				delete(answer, "workspace_id")
			}
		},
		envelope: func(data []any, total int, _ window) any { return map[string]any{"total": total, "data": data} },
		permit:   permitGuardrail,
		refuse:   refuseUsedGuardrail,
	}
}

// isGuardrailCheck takes a check of any id, since the documented ones are not all. Its
// parameters are the check's own, and not looked at but for the headers to forward,
// which can't have credentials (documented).
func isGuardrailCheck(value any) bool {
	one, ok := value.(map[string]any)
	if !ok || !isText(one["id"]) {
		return false
	}
	for name, check := range map[string]check{"name": isText, "is_enabled": isBool, "parameters": isObject} {
		if sent, is := one[name]; is && !check(sent) {
			return false
		}
	}
	parameters, _ := one["parameters"].(map[string]any)
	headers, _ := parameters["forwardHeaders"].([]any)
	return !slices.ContainsFunc(headers, func(header any) bool {
		name, _ := header.(string)
		return slices.Contains([]string{"authorization", "cookie", "x-api-key", "x-portkey-api-key"}, strings.ToLower(name))
	})
}

// isActions takes an object of any keys (verified by the vendor), of which these are
// booleans (documented).
func isActions(value any) bool {
	actions, ok := value.(map[string]any)
	for _, name := range []string{"deny", "async", "sequential"} {
		if sent, is := actions[name]; is && !isBool(sent) {
			return false
		}
	}
	return ok
}

// versionGuardrail gives a guardrail another version with each write of its checks or
// actions, and none for a name alone, as configs have it (assumed).
func versionGuardrail(_ *Server, o *Object, body map[string]any, _ by) error {
	_, checks := body["checks"]
	_, actions := body["actions"]
	if checks || actions || o.Fields["version_id"] == nil {
		o.Fields["version_id"] = hashedID(o.ID + o.LastUpdatedAt.Format(time.RFC3339Nano))
	}
	return nil
}

// completeGuardrail answers checks and actions with what the server fills in and leaves
// out: is_enabled where it is true (verified by the vendor), and the booleans of actions
// (seen on newer back ends).
func completeGuardrail(s *Server, o *Object, answer map[string]any) {
	if _, has := answer["workspace_id"]; has && o.WorkspaceID == "" && s.answers.NewerGuardrails {
		answer["workspace_id"] = nil
	}
	if s.answers.Sparse {
		answer["version_id"] = ""
	}
	if s.answers.PlainGuardrails {
		return
	}
	checks, _ := answer["checks"].([]any)
	for _, one := range checks {
		check, _ := one.(map[string]any)
		if check["is_enabled"] == true {
			delete(check, "is_enabled")
		}
		if s.answers.FilledGuardrails {
			fill(check, map[string]any{"is_enabled": true, "parameters": map[string]any{}})
			parameters, _ := check["parameters"].(map[string]any)
			fill(parameters, parametersByDefault(check["id"]))
		}
	}
	actions, _ := answer["actions"].(map[string]any)
	fill(actions, map[string]any{"deny": false, "async": false, "sequential": false})
	if s.answers.FilledGuardrails {
		for name, value := range map[string]float64{"on_success": 5, "on_fail": -5} {
			fill(actions, map[string]any{name: map[string]any{}})
			above, _ := actions[name].(map[string]any)
			fill(above, map[string]any{"feedback": map[string]any{}})
			feedback, _ := above["feedback"].(map[string]any)
			fill(feedback, map[string]any{"value": value, "weight": 1.0, "metadata": ""})
		}
	}
}

// parametersByDefault are those that many checks have (documented): what inverts a check in
// the gateway, and the timeout of one elsewhere.
func parametersByDefault(id any) map[string]any {
	if text, _ := id.(string); strings.HasPrefix(text, "default.") {
		return map[string]any{"not": false}
	}
	return map[string]any{"timeout": 5000.0}
}

// fill adds to an object what it lacks; nil stays nil.
func fill(object, defaults map[string]any) {
	for name, value := range defaults {
		if _, has := object[name]; !has && object != nil {
			object[name] = value
		}
	}
}

// permitGuardrail refuses to create one without the scope for the place where it is to be.
func permitGuardrail(c *call, before, o *Object) error {
	if before == nil && !c.mayOn(c.tables[Guardrails], o, "create") {
		return noRights()
	}
	return nil
}

// refuseUsedGuardrail refuses the deletion of a guardrail that a config, or the
// defaults of its workspace or its organisation, name (verified by the vendor).
func refuseUsedGuardrail(c *call, guardrail *Object) error {
	for _, h := range c.stores[Configs].all {
		config := h.latest()
		if config == nil || config.OrganisationID != guardrail.OrganisationID {
			continue
		}
		var parsed any
		if text := config.text("config"); json.Unmarshal([]byte(text), &parsed) == nil && guardrail.namedIn(parsed) {
			return guardrailInUse("a config")
		}
	}
	if _, w := c.stores[Workspaces].find(guardrail.WorkspaceID); w != nil && guardrail.namedIn(w.object("defaults")) {
		return guardrailInUse("workspace defaults")
	}
	if _, defaults := c.stores[OrganisationDefaults].find(guardrail.OrganisationID); defaults != nil && guardrail.namedIn(defaults.Fields) {
		return guardrailInUse("organisation defaults")
	}
	return nil
}

func guardrailInUse(by string) error {
	return badField("id", fmt.Sprintf("Guardrail is being used in %s", by))
}

// namedIn reports whether a text somewhere in a value is the id or the slug of an object.
func (o *Object) namedIn(value any) bool {
	switch v := value.(type) {
	case map[string]any:
		for _, one := range v {
			if o.namedIn(one) {
				return true
			}
		}
	case []any:
		return slices.ContainsFunc(v, o.namedIn)
	default:
		return o.is(value)
	}
	return false
}
