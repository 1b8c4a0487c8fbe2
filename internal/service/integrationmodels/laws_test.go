package integrationmodels

import (
	"bytes"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"pgregory.net/rapid"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness/laws"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// put is the body of a PUT of models.
type put struct {
	Models         []portkey.IntegrationModelWrite `json:"models"`
	AllowAllModels portkey.Opt[portkey.Bool]       `json:"allow_all_models,omitzero"`
	Override       bool                            `json:"override_existing_model_access"`
}

// listed is the list of models, or the empty answer to a PUT of them.
type listed struct{ portkey.IntegrationModelList }

func (l *listed) UnmarshalJSON(data []byte) error {
	if bytes.Equal(bytes.TrimSpace(data), []byte("{}")) {
		return nil
	}
	return l.IntegrationModelList.UnmarshalJSON(data)
}

const customSlug = "fraud/v1"

// adopt makes the integration openai with a custom model.
func adopt(api *emulator.Server) (id string) {
	of := api.Add(emulator.Integrations, "", map[string]any{"name": "OpenAI", "slug": "openai", "ai_provider_id": "openai", "key": "sk-of-a-test-only"})
	api.Add(emulator.IntegrationModels, "", map[string]any{"name": customSlug, "integration_id": of, "is_custom": true, "base_model_slug": "gpt-4o"})
	return "models"
}

// One model: a custom one, and one of the catalogue whose headers the API masks.
func TestLaws_row(t *testing.T) {
	t.Parallel()
	for slug, lenient := range map[string][]string{customSlug: nil, "gpt-4o": {"custom_headers"}} {
		t.Run(slug, func(t *testing.T) {
			t.Parallel()
			named := func(m rowModel) rowModel {
				m.ModelSlug = types.StringValue(slug)
				return m
			}
			laws.Of[rowModel, listed, put]{
				Path: "/integrations/openai", Answers: emulator.Answers{NewerIntegrations: true, MaskedHeaders: lenient != nil}, Adopt: adopt, Lenient: lenient,
				Draw: func(t *rapid.T) rowModel {
					m := rowModel{settings: drawSettings(t, slug == customSlug)}
					m.Enabled = new(m.isEnabled())
					return m
				},
				Plan: named,
				Observe: func(m rowModel, answer listed) rowModel {
					m = named(m)
					live, _ := m.row(answer.IntegrationModelList)
					return m.observe(live, false, time.Now())
				},
				Differs: func(a, b rowModel) tfkit.Changes { return a.differs(b.settings) },
				Changes: func(m, state rowModel, answer listed) []put {
					if len(m.differs(state.settings)) == 0 {
						return nil
					}
					live, _ := m.row(answer.IntegrationModelList)
					row := m.update(slug, state.settings, state.settings.observe(live, false))
					return []put{{Models: []portkey.IntegrationModelWrite{row}, AllowAllModels: answer.AllowAllModels}}
				},
			}.Hold(t)
		})
	}
}

// All models of an integration that does not allow all others: else what is enabled has no
// force. The custom one stays, since what deletes it is no PUT.
func TestLaws_set(t *testing.T) {
	t.Parallel()
	laws.Of[setModel, listed, put]{
		Path: "/integrations/openai", Answers: emulator.Answers{NewerIntegrations: true}, Adopt: adopt,
		Draw:    drawSet,
		Observe: func(m setModel, answer listed) setModel { return m.observe(answer.IntegrationModelList) },
		Differs: setModel.differs,
		Changes: func(m, state setModel, answer listed) []put {
			if len(m.differs(state)) == 0 {
				return nil
			}
			rows := m.rows(answer.IntegrationModelList, state.Models)
			access := rows[0].Access
			return []put{{append(rows[1:], m.clears(state.Models)...), portkey.Some(portkey.Bool(access.AllowAllModels)), access.Override}}
		},
	}.Hold(t)
}

func drawSet(t *rapid.T) setModel {
	m := setModel{AllowAllModels: laws.Maybe(t, "allow_all_models", false), Models: map[string]settings{customSlug: drawSettings(t, true)}}
	for _, slug := range []string{"gpt-4o", "gpt-4.1"} {
		if rapid.Bool().Draw(t, "has "+slug) {
			one := drawSettings(t, false)
			one.Enabled = nil // one that is disabled is shown only where it is named
			m.Models[slug] = one
		}
	}
	return m
}

func drawSettings(t *rapid.T, isCustom bool) settings {
	s := settings{
		Enabled:       laws.Maybe(t, "enabled", false, true),
		CustomHost:    laws.Maybe(t, "custom_host", "", "https://models.example.com/v1", "https://models.example.com/v2"),
		CustomHeaders: types.MapNull(types.StringType),
	}
	if isCustom {
		s.Custom = &custom{BaseModelSlug: new("gpt-4o"), IsFinetune: laws.Maybe(t, "is_finetune", false, true)}
	}
	if headers := laws.Maybe(t, "custom_headers", map[string]string{}, map[string]string{"x-team": "fraud"}, map[string]string{"x-team": "search", "x-env": "prod"}); headers != nil {
		s.CustomHeaders = tfkit.TextMap(*headers)
	}
	if rapid.Bool().Draw(t, "has prices") {
		price := func(of string) types.Number { return tfkit.Number(laws.Maybe(t, of, 0, 0.00025, 1)) }
		s.Pricing = &pricing{price("request"), price("response"), price("cache read"), price("cache write")}
	}
	return s
}
