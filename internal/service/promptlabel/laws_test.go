package promptlabel

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
	laws.Of[model, portkey.PromptLabelInfo, portkey.PromptLabelUpdate]{
		Path:    "/labels",
		ID:      func(answer portkey.PromptLabelInfo) string { return answer.ID.Or("") + "?workspace_id=" + home },
		Prepare: func(api *emulator.Server) { api.AddWorkspace(map[string]any{"id": home, "name": "Home"}) },
		Draw: func(t *rapid.T) (m model) {
			m.Name = laws.One(t, "name", "canary", "canary-2")
			m.Description = laws.Maybe(t, "description", "", "For a few", "For a few\n", "For many")
			m.ColorCode = laws.Maybe(t, "color_code", "", "#a1b2c3", "#A1B2C3", "#ffffff")
			return m
		},
		Plan:    func(m model) model { m.WorkspaceID = types.StringValue(home); return m },
		Create:  func(m model) any { return m.create(place{workspaceID: home}) },
		Differs: model.differs,
		Observe: func(m model, answer portkey.PromptLabelInfo) model { return m.observe(answer, time.Now()) },
		Changes: func(m, state model, live portkey.PromptLabelInfo) []portkey.PromptLabelUpdate {
			return m.changes(state, state.observe(live, time.Now()))
		},
	}.Hold(t)
}
