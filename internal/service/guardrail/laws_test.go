package guardrail

import (
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"pgregory.net/rapid"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness/laws"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

func TestLaws(t *testing.T) {
	t.Parallel()
	const home = "0b7a3c5e-2f41-4d8a-9c66-5e1f0a9d7b32"
	for name, answers := range map[string]emulator.Answers{
		"as it is seen": {}, "as it was sent": {PlainGuardrails: true}, "with all defaults": {FilledGuardrails: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			laws.Of[model, portkey.Guardrail, portkey.GuardrailUpdate]{
				Path:    "/guardrails",
				Answers: answers,
				ID:      func(answer portkey.Guardrail) string { return answer.Slug.Or("") },
				Prepare: func(api *emulator.Server) { api.AddWorkspace(map[string]any{"id": home, "name": "Home"}) },
				Draw:    drawModel,
				Plan: func(m model) model {
					scope := ofWorkspace
					m.Scope, m.WorkspaceID = &scope, types.StringValue(home)
					return m
				},
				Create:  func(m model) any { return m.create(home) },
				Differs: model.differs,
				Observe: func(m model, answer portkey.Guardrail) model { return m.observe(answer, time.Now()) },
				Changes: func(m, state model, live portkey.Guardrail) []portkey.GuardrailUpdate {
					return m.changes(state, state.observe(live, time.Now()))
				},
				// What is added to parameters and extra may be a completion of them.
				Lenient: []string{"checks", "actions"},
			}.Hold(t)
		})
	}
}

func drawModel(t *rapid.T) model {
	var m model
	m.Name = laws.One(t, "name", "No secrets", "Short")
	m.Checks = rapid.SliceOfN(rapid.Custom(drawCheck), 1, 3).Draw(t, "checks")
	m.Actions = drawActions(t)
	return m
}

func drawCheck(t *rapid.T) check {
	return check{
		ID:        laws.One(t, "id", "default.wordCount", "example.check"),
		Name:      laws.Maybe(t, "label", "", "Ours"),
		IsEnabled: flagOf(t, "is_enabled"),
		Parameters: laws.Maybe(t, "parameters", // some are spellings of one value
			`{}`, `{"maxWords":10}`, `{ "maxWords": 1e1 }`, `{"maxWords":10,"not":false}`, `{"not":true,"maxWords":10}`,
			`{"maxWords":10,"minWords":0}`, `{"list":[{"a":1},{"b":[]}]}`, `{"list":[{"b":[]},{"a":1}]}`),
	}
}

func flagOf(t *rapid.T, name string) *bool {
	return rapid.Ptr(rapid.Bool(), true).Draw(t, name)
}

func drawActions(t *rapid.T) *actions {
	return &actions{
		Deny: flagOf(t, "deny"), Async: flagOf(t, "async"), Sequential: flagOf(t, "sequential"),
		OnSuccess: drawOutcome(t, "on_success"), OnFail: drawOutcome(t, "on_fail"),
		Extra: laws.Maybe(t, "extra", `{"message":"no"}`, `{ "message": "no" }`, `{"onFail":"block","retries":[1,2]}`),
	}
}

func drawOutcome(t *rapid.T, name string) *outcome {
	number := func(values ...float64) types.Number {
		if rapid.Bool().Draw(t, name+" is set") {
			return types.NumberNull()
		}
		value := rapid.SampledFrom(values).Draw(t, name)
		return tfkit.Number(&value)
	}
	switch rapid.IntRange(0, 2).Draw(t, name) {
	case 0:
		return nil
	case 1:
		return &outcome{}
	}
	return &outcome{Feedback: &feedback{
		Value: number(5, -5, 3), Weight: number(1, 0.5),
		Metadata: laws.Maybe(t, name+" metadata", `""`, `{"team":"risk"}`, `{ "team": "risk" }`, `"text"`),
	}}
}
