package prompt

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness/laws"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// The laws are those of the latest version: publishing it is another request.
func TestLaws(t *testing.T) {
	t.Parallel()
	const home = "0b7a3c5e-2f41-4d8a-9c66-5e1f0a9d7b32"
	laws.Of[model, portkey.Prompt, portkey.PromptUpdate]{
		Path:  "/prompts",
		Query: "?version=latest",
		ID:    func(answer portkey.Prompt) string { return answer.Slug.Or("") },
		Prepare: func(api *emulator.Server) {
			api.AddWorkspace(map[string]any{"id": home, "name": "Home"})
			for _, id := range collections {
				api.Add(emulator.Collections, home, map[string]any{"id": id})
			}
			for _, slug := range []string{"openai", "anthropic"} {
				api.Add(emulator.Providers, home, map[string]any{"slug": slug})
			}
		},
		Draw:    drawModel,
		Create:  func(m model) any { return m.create() },
		Differs: model.differs,
		Observe: func(m model, answer portkey.Prompt) model { return m.observe(answer, time.Now()) },
		Changes: func(m, state model, live portkey.Prompt) []portkey.PromptUpdate {
			bodies, version := m.changes(state, state.observe(live, time.Now()), live)
			if version != nil {
				bodies = append(bodies, *version)
			}
			return bodies
		},
	}.Hold(t)
}

var collections = []string{"3c1d2e4f-0000-4000-8000-000000000001", "3c1d2e4f-0000-4000-8000-000000000002"}

func drawModel(t *rapid.T) model {
	var m model
	m.Name = laws.One(t, "name", "Refund", "Greeting")
	m.CollectionID = laws.One(t, "collection_id", collections...)
	m.Template = laws.One(t, "template", // some are spellings of one value
		"Hello", "Hello ", `[{"role":"user","content":"Hi"}]`, `[ {"content": "\u0048i", "role": "user"} ]`, `[{"role":"user","content":"Hi "}]`, `"Hello"`)
	m.Model = laws.One(t, "model", "gpt-4o", "gpt-4o-mini")
	m.ProviderID = laws.One(t, "provider_id", "openai", "anthropic")
	m.Parameters = laws.Maybe(t, "parameters", "", "{}", `{"temperature":1}`, `{ "temperature": 1.0 }`, `{"temperature":1,"stop":null}`, `{"name":"Ada"}`)
	m.Tools = laws.Maybe(t, "tools", "", "[]", `[{"type":"function","function":{"name":"a"}}]`, `[{"function":{"name":"a"},"type":"function"}]`, `[{"type":"function"}]`)
	m.ToolChoice = laws.Maybe(t, "tool_choice", "", `"auto"`, `"none"`, `{"type":"function"}`)
	m.Functions = laws.Maybe(t, "functions", "", "[]", `[{"name":"a"}]`, `[{"name":"b"}]`)
	return m
}
