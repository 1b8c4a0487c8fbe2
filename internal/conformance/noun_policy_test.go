package conformance

import (
	"maps"
	"net/http"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// usageLimitsPolicyNoun leaves the days between resets and their date to tests of their own:
// an edit of the one is an edit of the others.
func usageLimitsPolicyNoun() noun {
	simple := laid(policyOf(), config{"type": "cost", "credit_limit": 100})
	n := policyNoun("usage", emulator.UsagePolicies, simple)
	n.full = laid(simple, config{"description": "Of the fraud team", "alert_threshold": 80, "periodic_reset": "monthly"})
	n.edits = laidEdits(conditionEdits(), map[string]conflict{
		"name":            {ours: config{"name": "Live"}, theirs: config{"name": "Theirs"}},
		"description":     {ours: config{"description": "Ours"}, theirs: config{"description": "Theirs"}},
		"credit_limit":    {ours: config{"credit_limit": 200}, theirs: config{"credit_limit": 300}},
		"alert_threshold": {ours: config{"alert_threshold": 50.5}, theirs: config{"alert_threshold": 60}},
		"periodic_reset":  {ours: config{"periodic_reset": "weekly"}, theirs: config{"periodic_reset": "quarterly"}}, // of a later API
	})
	n.edited = config{"description": "Ours", "credit_limit": 200, "alert_threshold": nil, "periodic_reset": "weekly", "conditions": conditionsOf("model", "o3")}
	n.foreign = config{"description": "Theirs", "credit_limit": 300, "alert_threshold": 60, "periodic_reset": "quarterly", "conditions": conditionsOf("model", "o1")}
	n.derived = []string{"next_usage_reset_at"}
	n.createUpdates = 1 // of the description, which a POST does not take
	return n
}

func rateLimitsPolicyNoun() noun {
	simple := laid(policyOf(), config{"type": "requests", "unit": "rpm", "value": 60})
	n := policyNoun("rate", emulator.RatePolicies, simple)
	n.full = laid(simple, config{"target": "llm"})
	n.edits = laidEdits(conditionEdits(), map[string]conflict{
		"name":  {ours: config{"name": "Live"}, theirs: config{"name": "Theirs"}},
		"unit":  {ours: config{"unit": "rph"}, theirs: config{"unit": "rpd"}},
		"value": {ours: config{"value": 600}, theirs: config{"value": 0}},
	})
	n.edited = config{"unit": "rph", "value": 600, "conditions": conditionsOf("model", "o3")}
	n.foreign = config{"unit": "rpd", "value": 0, "conditions": conditionsOf("model", "o1")}
	return n
}

// conditionEdits are the changes of conditions.
func conditionEdits() map[string]conflict {
	excluding := func(model string) config {
		c := conditionsOf("model", "*")
		return config{"conditions": []any{laid(c[0].(config), config{"excludes": []any{model}})}}
	}
	return map[string]conflict{
		"conditions.key":      {ours: config{"conditions": conditionsOf("provider", "gpt-4o")}, theirs: config{"conditions": conditionsOf("metadata.team", "gpt-4o")}},
		"conditions.values":   {ours: config{"conditions": conditionsOf("model", "o3", "gpt-4o")}, theirs: config{"conditions": conditionsOf("model", "o1")}},
		"conditions.excludes": {base: excluding("o1-pro"), ours: excluding("o3-pro"), theirs: excluding("o4-pro")},
	}
}

func laidEdits(under, over map[string]conflict) map[string]conflict {
	maps.Copy(under, over)
	return under
}

// policyOf is what the configurations of both kinds have, for the requests to a model.
func policyOf() config {
	return config{"workspace_id": home, "name": "Production", "conditions": conditionsOf("model", "gpt-4o"), "group_by": []any{"api_key"}}
}

func conditionsOf(key string, values ...any) []any {
	return []any{config{"key": key, "values": values, "excludes": nil}}
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
		importRef: importedByID(object),
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
