package config

import (
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"pgregory.net/rapid"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness/laws"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

func TestLaws(t *testing.T) {
	t.Parallel()
	const home = "0b7a3c5e-2f41-4d8a-9c66-5e1f0a9d7b32"
	laws.Of[model, portkey.Config, portkey.ConfigUpdate]{
		Path:    "/configs",
		ID:      func(answer portkey.Config) string { return answer.Slug.Or("") },
		Prepare: func(api *emulator.Server) { api.AddWorkspace(map[string]any{"id": home, "name": "Home"}) },
		Draw:    drawModel,
		Plan:    func(m model) model { m.WorkspaceID = types.StringValue(home); return m },
		Create:  func(m model) any { return m.create(home) },
		Differs: model.differs,
		Observe: func(m model, answer portkey.Config) model { return m.observe(answer, time.Now()) },
		Changes: func(m, state model, live portkey.Config) []portkey.ConfigUpdate {
			return m.changes(state, state.observe(live, time.Now()))
		},
	}.Hold(t)
}

func drawModel(t *rapid.T) model {
	var m model
	m.Name = laws.One(t, "name", "Fallback", "Retries")
	m.Config = laws.One(t, "config", // some are spellings of one value
		`{"weight":10,"provider":"openai"}`, `{ "provider": "\u006fpenai", "weight": 10.0 }`, `{"weight":1e1,"provider":"openai"}`,
		`{"weight":11,"provider":"openai"}`, `{"targets":[{"weight":0.5},{"retry":{"attempts":3,"on_status_codes":[429,500]}}]}`,
		`{"targets":[{"retry":{"attempts":3,"on_status_codes":[500,429]}},{"weight":0.5}]}`, `{"cache":{"mode":"simple","max_age":null}}`, `{"cache":{"mode":"simple"}}`)
	return m
}
