package gitops

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// living is a resource of a workspace, what an apply changes of it, and the object that a
// person deletes.
type living struct {
	managed

	change attrs
	noun   emulator.Noun
}

// life is the resources of two tasks: one plans what a person has deleted, the
// other creates, changes and destroys them. Those with nothing to change are only there.
type life []living

// lives are the resources of the rows "Plan" and "Apply", in the order of their creation.
var lives = map[string]life{
	"API keys": {
		{managed{"portkey_api_key.service", attrs{"workspace_id": inTeam, "name": "Service", "type": "workspace-service", "scopes": []any{"completions.write"}}},
			attrs{"description": "Of the application"}, emulator.APIKeys},
	},
	"configs and guardrails": {
		{managed{"portkey_guardrail.words", attrs{
			"workspace_id": inTeam, "name": "Code names", "scope": "workspace", "actions": attrs{"deny": true},
			"checks": []any{attrs{"id": "default.contains", "parameters": `{"words":["Heron"],"operator":"none"}`}},
		}}, attrs{"actions": attrs{"deny": false}}, emulator.Guardrails},
		{managed{"portkey_config.retries", attrs{"workspace_id": inTeam, "name": "Retries", "config": `{"retry":{"attempts":3}}`}},
			attrs{"config": `{"retry":{"attempts":5}}`}, emulator.Configs},
	},
	"prompts": {
		{managed{"portkey_prompt_collection.support", attrs{"workspace_id": inTeam, "name": "Support"}}, attrs{"name": "Support desk"}, emulator.Collections},
		{managed{"portkey_prompt_partial.tone", attrs{"workspace_id": inTeam, "name": "Tone", "content": "Be kind."}}, attrs{"content": "Be brief."}, emulator.Partials},
		{managed{"portkey_prompt_label.live", attrs{"workspace_id": inTeam, "name": "live"}}, attrs{"description": "What customers see"}, emulator.Labels},
	},
	"policies": {
		{managed{"portkey_usage_limits_policy.user", policyWith(attrs{"type": "cost", "credit_limit": 20})}, attrs{"credit_limit": 30}, emulator.UsagePolicies},
		{managed{"portkey_rate_limits_policy.user", policyWith(attrs{"type": "requests", "unit": "rpm", "value": 60})}, attrs{"value": 90}, emulator.RatePolicies},
	},
	"MCP servers": {
		{managed{"portkey_mcp_integration.tickets", attrs{
			"name": "Tickets", "slug": "tickets", "url": "https://tickets.example.com/mcp", "auth_type": "none", "transport": "http",
		}}, attrs{"description": "Of the support desk"}, emulator.MCPIntegrations},
		{managed{"portkey_mcp_integration_workspace_access.team", attrs{"workspace_id": inTeam, "mcp_integration_id": "tickets"}}, nil, ""},
		{managed{"portkey_mcp_server.tickets", attrs{"workspace_id": inTeam, "mcp_integration_id": "tickets", "name": "Tickets", "slug": "tickets-team"}},
			attrs{"description": "Of the support desk"}, emulator.MCPServers},
	},
}

func init() {
	for name, one := range lives {
		tasks["Plan "+name] = task{prepare: one.give, do: one.plan}
		tasks["Apply "+name] = task{prepare: one.give, do: one.apply}
	}
}

func policyWith(limit attrs) attrs {
	all := attrs{
		"workspace_id": inTeam, "name": "Per user", "group_by": []any{"metadata._user"},
		"conditions": []any{attrs{"key": "model", "values": []any{"gpt-4o"}}},
	}
	maps.Copy(all, limit)
	return all
}

// all are the resources, with or without the changes of an apply.
func (l life) all(changed bool) []managed {
	var resources []managed
	for _, one := range l {
		config := maps.Clone(one.config)
		if changed {
			maps.Copy(config, one.change)
		}
		resources = append(resources, managed{one.address, config})
	}
	return resources
}

// give creates them, in a workspace that is there already by the second time.
func (l life) give(s stage) error {
	if s.id("team") == "" {
		if err := s.converge("team", nil); err != nil {
			return err
		}
	}
	return s.give(l.all(false))
}

// plan plans what is there, and what a person has deleted.
func (l life) plan(s stage) error {
	var errs []error
	for _, one := range l {
		errs = append(errs, s.planTo(one.managed, harness.NoOp))
	}
	s = s.restart()
	s.api.Advance(2 * time.Hour) // what is absent from a list by then was deleted
	for _, one := range l.dropped() {
		l.drop(s, one)
		errs = append(errs, s.planTo(one.managed, harness.Create))
	}
	return errors.Join(errs...)
}

// apply creates what was deleted by hand, changes and destroys all.
func (l life) apply(s stage) error {
	s.api.Advance(2 * time.Hour)
	for _, one := range l.dropped() {
		l.drop(s, one)
	}
	err := l.give(s)
	if err == nil {
		err = s.give(l.all(true))
	}
	for _, one := range slices.Backward(l) {
		err = errors.Join(err, s.Destroy(one.address).Err())
	}
	return err
}

// dropped are those that a person deletes, the last ones first.
func (l life) dropped() []living {
	dropped := slices.DeleteFunc(slices.Clone(l), func(one living) bool { return one.noun == "" })
	slices.Reverse(dropped)
	return dropped
}

// drop deletes the object of a resource by hand.
func (life) drop(s stage, one living) {
	id, _ := s.State(one.address)["id"].(string)
	s.api.Drop(one.noun, id)
}

// planTo wants a plan of a resource to do this.
func (s stage) planTo(one managed, action harness.Action) error {
	p, diags := s.Plan(one.address, s.placed(one))
	if err := diags.Err(); err != nil {
		return err
	}
	if p.Action != action {
		return fmt.Errorf("%s is planned to be %s, want %s", one.address, p.Action, action)
	}
	return nil
}
