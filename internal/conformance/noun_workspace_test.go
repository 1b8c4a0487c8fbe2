package conformance

import (
	"maps"
	"net/http"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

func workspaceNoun() noun {
	return noun{
		tier:   foremost,
		config: config{"name": "Production", "description": "Customer traffic"},
		path:   "/admin/workspaces",
		scopes: "workspaces",
		object: emulator.Workspaces,
		live: func(api *emulator.Server) []string {
			var ids []string
			for _, one := range api.Workspaces() {
				if one.Status == "active" && !one.IsDefault {
					ids = append(ids, one.ID)
				}
			}
			return ids
		},
		importRef: func(_ *emulator.Server, idOrName string) string { return idOrName },
		archives:  true,

		full: config{
			"name": "Production", "icon": "🚀", "description": "Customer traffic", "defaults": config{"metadata": config{"team": "payments"}},
			"usage_limits": []config{{"type": "cost", "credit_limit": 100, "alert_threshold": 80, "periodic_reset": "monthly"}},
			"rate_limits":  []config{{"type": "requests", "unit": "rpm", "value": 600}},
		},
		edited: config{
			"name": "Production", "icon": "🚀", "description": "Traffic of customers", "defaults": config{"metadata": config{"team": "billing"}},
			"usage_limits": []config{{"type": "cost", "credit_limit": 200, "alert_threshold": 80, "periodic_reset": "monthly"}},
			"rate_limits":  []config{{"type": "requests", "unit": "rpm", "value": 900}},
		},
		changes: map[string][2]config{
			"description": {{"name": "Production", "description": "Customer traffic"}, {"name": "Production"}},
			"name":        {{"name": "Production"}, {"name": "Production EU"}},
			"icon, gone":  {{"name": "Production", "icon": "🚀"}, {"name": "Production EU"}}, // two PUTs
			"metadata":    {{"name": "Production"}, {"name": "Production", "defaults": config{"metadata": config{"team": "payments"}}}},
			"limits": {
				{"name": "Production", "rate_limits": []config{{"type": "requests", "unit": "rpm", "value": 600}}},
				{"name": "Production", "usage_limits": []config{{"type": "cost", "credit_limit": 100}}},
			},
		},
		looks:     2, // for the name with the icon, and without
		duplicate: config{"allow_duplicate_name": true},
		hide: func(api *emulator.Server, id string) {
			api.EditWorkspace(id, config{"name": "Retired", "icon": nil})
			api.DeleteWorkspace(id)
		},
		list: config{},
		fill: furnishWorkspace,
		held: func(api *emulator.Server, id string) int {
			count := 0
			for _, kind := range emulator.Contents() {
				count += api.Count(kind, id)
			}
			return count
		},
		forced: config{"force_delete": true},
		cascade: map[string]target{
			"first delete":        {http.MethodDelete, "/admin/workspaces/*", 0, true},
			"list of contents":    {http.MethodGet, "/configs", 0, false},
			"another list":        {http.MethodGet, "/prompts/*", 0, false}, // that of the partials
			"delete of contents":  {http.MethodDelete, "/configs/*", 0, false},
			"last of contents":    {http.MethodDelete, "/providers/*", 0, false},
			"clear the defaults":  {http.MethodPut, "/admin/workspaces/*", 0, false},
			"delete once emptied": {http.MethodDelete, "/admin/workspaces/*", 1, false},
		},
		data: map[string]reading{
			"one by id": {"portkey_workspace", func(id string) config { return config{"id": id} }, target{http.MethodGet, "/admin/workspaces/*", 0, false}},
			"one by name": {
				"portkey_workspace", func(string) config { return config{"name": "Production"} }, target{http.MethodGet, "/admin/workspaces", 0, false},
			},
			"many": {"portkey_workspaces", func(string) config { return nil }, target{http.MethodGet, "/admin/workspaces", 0, false}},
		},

		apart:      func(*emulator.Server) string { return "?name_format=plain" },
		edits:      workspaceEdits(),
		hidden:     workspaceHidden(),
		documented: true,
		unseen:     []string{"icon removed"}, // no icon is returned, and a name without one may be the plain form
	}
}

// furnishWorkspace puts one of each kind into a workspace, bound to one another as far as
// they can be.
func furnishWorkspace(api *emulator.Server, id string) {
	guardrail := api.Add(emulator.Guardrails, id, config{"name": "no secrets"})
	fallback := api.Add(emulator.Configs, id, config{"name": "fallback", "config": config{"input_guardrails": []string{guardrail}}})
	api.Add(emulator.APIKeys, id, config{"name": "backend", "defaults": config{"config_id": fallback}})
	api.Add(emulator.Prompts, id, config{"name": "greeting"})
	api.Add(emulator.Partials, id, config{"name": "signature"})
	api.Add(emulator.Providers, id, config{"name": "OpenAI", "slug": "openai"})
	api.EditWorkspace(id, config{"defaults": config{"input_guardrails": []string{guardrail}, "user_api_key_config": fallback}})
}

// workspaceEdits are the changes of a workspace's attributes.
func workspaceEdits() map[string]conflict {
	team := func(name string) config { return config{"defaults": config{"metadata": config{"team": name}}} }
	all := limitEdits()
	maps.Copy(all, map[string]conflict{
		"name":              {ours: config{"name": "Live"}, theirs: config{"name": "Theirs"}},
		"icon":              {ours: config{"icon": "🎯"}, theirs: config{"icon": "🧪"}},
		"description":       {ours: config{"description": "Live traffic"}, theirs: config{"description": "Theirs"}},
		"defaults.metadata": {ours: team("fraud"), theirs: team("theirs")},
	})
	return all
}

// limitEdits are the changes of limits, of an object with a budget and a rate as a
// workspace has them.
func limitEdits() map[string]conflict {
	budget := func(changes config) config {
		return config{"usage_limits": []config{laid(config{"type": "cost", "credit_limit": 100, "alert_threshold": 80, "periodic_reset": "monthly"}, changes)}}
	}
	rate := func(changes config) config {
		return config{"rate_limits": []config{laid(config{"type": "requests", "unit": "rpm", "value": 600}, changes)}}
	}
	everyDays := func(days int) config { return budget(config{"periodic_reset": gone, "periodic_reset_days": days}) }
	resetAt := func(date string) config { return budget(config{"next_usage_reset_at": date}) }
	another := rate(nil)["rate_limits"].([]config)[0]
	return map[string]conflict{
		"usage_limits.type":                {ours: budget(config{"type": "tokens"}), theirs: budget(config{"type": "requests"})},
		"usage_limits.credit_limit":        {ours: budget(config{"credit_limit": 200}), theirs: budget(config{"credit_limit": 300})},
		"usage_limits.alert_threshold":     {ours: budget(config{"alert_threshold": 90}), theirs: budget(config{"alert_threshold": gone})},
		"usage_limits.periodic_reset":      {ours: budget(config{"periodic_reset": "weekly"}), theirs: budget(config{"periodic_reset": gone})},
		"usage_limits.periodic_reset_days": {base: everyDays(30), ours: everyDays(60), theirs: everyDays(90)},
		"usage_limits.next_usage_reset_at": {base: resetAt("2098-01-31T00:00:00Z"), ours: resetAt("2098-02-01T00:00:00Z"), theirs: resetAt("2098-02-02T00:00:00Z")},
		"rate_limits.type":                 {ours: rate(config{"type": "tokens"}), theirs: config{"rate_limits": []config{another, laid(another, config{"type": "tokens"})}}},
		"rate_limits.unit":                 {ours: rate(config{"unit": "rph"}), theirs: rate(config{"unit": "rpd"})},
		"rate_limits.value":                {ours: rate(config{"value": 900}), theirs: rate(config{"value": 700})},
	}
}

// workspaceHidden are edits of a workspace that no attribute shows. A reset date
// that is not configured is Portkey's: it goes with its limit, which is another
// one once its type or its period is, and with a date in the configuration.
func workspaceHidden() map[string]hidden {
	whole := workspaceEdits()
	later := laid(whole["defaults.metadata"].theirs["defaults"].(config), config{"metadata": config{"team": "payments"}, "a_later_key": true})
	limit := laid(whole["usage_limits.credit_limit"].ours["usage_limits"].([]config)[0], config{"credit_limit": 100, "next_usage_reset_at": "2098-03-03T00:00:00Z"})
	return map[string]hidden{
		"another key of defaults": {theirs: config{"defaults": later}},
		"the date of the next reset": {
			theirs: config{"usage_limits": []config{limit}},
			goesWith: []string{
				"usage_limits removed", "usage_limits.type", "usage_limits.periodic_reset", "usage_limits.periodic_reset_days", "usage_limits.next_usage_reset_at",
			},
		},
	}
}
