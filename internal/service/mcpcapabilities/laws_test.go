package mcpcapabilities

import (
	"bytes"
	"encoding/json"
	"testing"

	"pgregory.net/rapid"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness/laws"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// put is the body of a PUT of capabilities.
type put struct {
	Capabilities []portkey.MCPCapabilityWrite `json:"capabilities"`
}

// listed is the list of capabilities, or the answer to a PUT of them.
type listed struct{ portkey.MCPCapabilityList }

func (l *listed) UnmarshalJSON(data []byte) error {
	if bytes.Contains(data, []byte(`"success"`)) {
		return nil
	}
	var envelope struct {
		Data portkey.MCPCapabilityList `json:"data"`
	}
	err := json.Unmarshal(data, &envelope)
	l.MCPCapabilityList = envelope.Data
	return err
}

// What was written is shown, observing twice changes nothing, and an update writes what
// differs and no more: of an integration, and of a server.
func TestLaws(t *testing.T) {
	t.Parallel()
	for path, noun := range map[string]emulator.Noun{"/mcp-integrations/tools": emulator.MCPIntegrations, "/mcp-servers/tools": emulator.MCPServers} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			laws.Of[model, listed, put]{
				Path: path, Answers: emulator.Answers{SyncedAtOnce: true},
				Adopt: func(api *emulator.Server) (id string) {
					api.Add(emulator.MCPIntegrations, "", map[string]any{"name": "Tools", "slug": "tools"})
					if noun == emulator.MCPServers {
						home := api.AddWorkspace(map[string]any{"name": "Production"})
						api.Add(noun, home.ID, map[string]any{"name": "Tools", "slug": "tools", "mcp_integration_id": "tools"})
					}
					return "capabilities"
				},
				Draw: drawModel,
				Observe: func(m model, answer listed) model {
					if m.Capabilities == nil {
						m = drawn(func(string) bool { return true })
					}
					return m.observe(answer.MCPCapabilityList)
				},
				Differs: model.differs,
				Changes: func(m, state model, answer listed) []put {
					rows := m.rows(state, answer.MCPCapabilityList, false)
					if len(m.differs(state)) == 0 || len(rows) == 0 {
						return nil
					}
					return []put{{rows}}
				},
			}.Hold(t)
		})
	}
}

func drawModel(t *rapid.T) model {
	return drawn(func(key string) bool { return rapid.Bool().Draw(t, key) })
}

// drawn names the same capabilities each time: what is not named is not seen.
func drawn(enabled func(key string) bool) model {
	m := model{Capabilities: map[string]bool{}}
	for _, key := range []string{"tool/create_issue", "tool/delete_issue", "prompt/triage", "resource/handbook"} {
		m.Capabilities[key] = enabled(key)
	}
	return m
}
