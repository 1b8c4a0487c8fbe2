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
		Draw: func(t *rapid.T) model {
			return model{attributes: attributes{
				listed: listed{WorkspaceID: types.StringValue(home), Name: laws.One(t, "name", "fallback", "Fallback")},
				Config: laws.One(t, "config", `{"retry":{"attempts":3}}`, `{ "retry": {"attempts": 3.0} }`, `{"retry":{"attempts":5},"request_timeout":10}`),
			}}
		},
		Create:  func(m model) any { return m.create(m.WorkspaceID.ValueString()) },
		Observe: func(m model, answer portkey.Config) model { return m.observe(answer, time.Now()) },
		Differs: model.differs,
		Changes: func(m, state model, live portkey.Config) []portkey.ConfigUpdate {
			return m.changes(state, state.observe(live, time.Now()))
		},
	}.Hold(t)
}
