package emulator

import "strings"

// guardrails: documented, with an envelope of their own and 403 for an unknown
// one. Those of the organisation have scopes of their own (documented), and an
// empty workspace_id (vendor's changelog).
func guardrails() *table {
	return &table{
		noun: Guardrails, path: "guardrails", scopes: []string{"guardrails", "organisation_guardrails"},
		scope: func(o *Object) string {
			if o.WorkspaceID == "" {
				return "organisation_guardrails"
			}
			return "guardrails"
		},
		slug: "pg", length: 6, byID: true, bySlug: true, inside: true, showsHome: true, outside: "",
		fresh: map[string]any{"owner_id": administrator, "updated_by": nil},
		page:  100, most: 1000, detail: []string{"checks", "actions"}, absent: noRights,
		envelope: func(data []any, total int, _ window) any { return map[string]any{"total": total, "data": data} },
		refuse:   refuseUsedGuardrail,
	}
}

// refuseUsedGuardrail refuses the deletion of a guardrail that a config or the
// defaults of its workspace name (verified by the vendor).
func refuseUsedGuardrail(c *call, guardrail *Object) error {
	mentions := func(value any) bool {
		text := jsonText(value)
		return strings.Contains(text, guardrail.Slug) || strings.Contains(text, guardrail.ID)
	}
	for _, h := range c.stores[Configs].all {
		if config := h.latest(); config != nil && mentions(config.Fields["config"]) {
			return badField("id", "Guardrail is being used in config "+config.Slug)
		}
	}
	if _, w := c.stores[Workspaces].find(guardrail.WorkspaceID); w != nil && mentions(w.Fields["defaults"]) {
		return badField("id", "Guardrail is being used in workspace "+w.Slug)
	}
	return nil
}
