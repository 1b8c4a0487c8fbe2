package conformance

import (
	"net/http"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

func usageLimitsPolicyNoun() noun {
	simple := laid(policyOf("gpt-4o"), config{"type": "cost", "credit_limit": 100})
	n := policyNoun("usage", emulator.UsagePolicies, simple)
	n.full = laid(simple, config{
		"description": "Of the fraud team", "alert_threshold": 80, "periodic_reset": "monthly", "next_usage_reset_at": "2059-01-31T00:00:00Z",
	})
	edits := map[string]conflict{
		"name":                {ours: config{"name": "Live"}, theirs: config{"name": "Theirs"}},
		"description":         {ours: config{"description": "Ours"}, theirs: config{"description": "Theirs"}},
		"credit_limit":        {ours: config{"credit_limit": 200}, theirs: config{"credit_limit": 300}},
		"alert_threshold":     {ours: config{"alert_threshold": 50}, theirs: config{"alert_threshold": 60}},
		"periodic_reset":      {ours: config{"periodic_reset": "weekly"}, theirs: config{"periodic_reset": "monthly"}},
		"periodic_reset_days": {ours: config{"periodic_reset_days": 14}, theirs: config{"periodic_reset_days": 30}},
	}
	n.edits = edits
	return n
}

func rateLimitsPolicyNoun() noun {
	simple := laid(policyOf("gpt-4o"), config{"type": "requests", "unit": "rpm", "value": 60})
	n := policyNoun("rate", emulator.RatePolicies, simple)
	n.full = laid(simple, config{"target": "llm"})
	n.edited = config{"unit": "rph", "value": 600, "conditions": conditionsOf("gpt-4.1")}
	n.foreign = config{"unit": "rpd", "value": 6000, "conditions": conditionsOf("o3")}
	return n
}

// policyOf is what the configurations of both kinds have, for the requests to a model.
func policyOf(model string) config {
	return config{"workspace_id": home, "name": "Production", "conditions": conditionsOf(model), "group_by": []any{"api_key"}}
}

func conditionsOf(model string) []any {
	return []any{config{"key": "model", "values": []any{model}, "excludes": nil}}
}

func policyNoun(kind string, object emulator.Noun, simple config) noun {
	path := "/policies/" + kind + "-limits"
	listed, single := target{http.MethodGet, path, 0, false}, target{http.MethodGet, path + "/*", 0, false}
	inHome := config{"workspace_id": home}
	return noun{
		directory: "policy",
		object:    object,
		path:      path,
		scopes:    "policies",
		config:    simple,
		fixed:     []string{"type", "group_by", "target"},
		duplicate: config{"allow_duplicate_name": true},
		fromList:  true,
		wire:      policyWire,
		importRef: func(api *emulator.Server, idOrName string) string {
			for _, one := range api.All(object) {
				if one.ID == idOrName {
					return idOrName
				}
			}
			return home + "/" + idOrName
		},
		data: map[string]reading{
			"one":  {"portkey_" + kind + "_limits_policy", func(id string) config { return config{"id": id} }, single},
			"many": {"portkey_" + kind + "_limits_policies", func(string) config { return inHome }, listed},
		},
		list: inHome,
	}
}

// policyWire are the fields of a body for attributes.
func policyWire(fields config) config {
	if conditions, ok := fields["conditions"].([]any); ok {
		var wire []any
		for _, one := range conditions {
			c, _ := one.(config)
			sent := config{"key": c["key"], "value": c["values"]}
			if c["excludes"] != nil {
				sent["excludes"] = c["excludes"]
			}
			wire = append(wire, sent)
		}
		fields["conditions"] = wire
	}
	if keys, ok := fields["group_by"].([]any); ok {
		var wire []any
		for _, key := range keys {
			wire = append(wire, config{"key": key})
		}
		fields["group_by"] = wire
	}
	return fields
}
