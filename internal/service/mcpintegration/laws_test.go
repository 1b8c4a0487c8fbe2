package mcpintegration

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

// The laws hold for configurations that the control plane merges, for those that it
// replaces, and where it shows no value of them.
func TestLaws(t *testing.T) {
	t.Parallel()
	for name, answers := range map[string]emulator.Answers{
		"merged": {}, "replaced": {WholeConfigurations: true}, "masked": {MaskedConfigurations: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			laws.Of[model, portkey.MCPIntegration, portkey.MCPIntegrationUpdate]{
				Path:    "/mcp-integrations",
				ID:      func(answer portkey.MCPIntegration) string { return answer.ID.Or("") },
				Answers: answers,
				Prepare: func(api *emulator.Server) {
					api.Add(emulator.SecretReferences, "", map[string]any{"name": "AWS", "slug": "aws"})
					api.Add(emulator.SecretReferences, "", map[string]any{"name": "Vault", "slug": "vault"})
				},
				Draw:    drawModel,
				Create:  func(m model) any { return m.create("", m.SecretConfigurations.ValueString()) },
				Differs: model.differs,
				Observe: func(m model, answer portkey.MCPIntegration) model { return m.observe(answer, time.Now()) },
				Changes: func(m, state model, live portkey.MCPIntegration) []portkey.MCPIntegrationUpdate {
					return m.changes(state, state.observe(live, time.Now()), m.SecretConfigurations.ValueString(), live)
				},
				Lenient: []string{secretsKey}, // no answer shows it
			}.Hold(t)
		})
	}
}

func drawModel(t *rapid.T) model {
	var m model
	m.Slug = types.StringValue("tickets")
	m.Name = laws.One(t, "name", "Tickets", "Issues")
	m.URL = laws.One(t, "url", "https://tickets.example.com/mcp", "http://issues.example.com")
	m.AuthType = laws.One(t, "auth_type", "none", "headers", "oauth_auto", "oauth_client_credentials")
	m.Transport = laws.One(t, "transport", "http", "sse")
	m.Description = drawn(t, "description", "For all", " For all\n", "For some")
	m.Configurations = drawn(t, "configurations", // some are spellings of one value
		`{"custom_headers":{"X-Tenant":"a"},"forward_headers":["x-a"]}`,
		`{ "forward_headers": ["x-\u0061"], "custom_headers":{"X-Tenant":"a"} }`,
		`{"custom_headers":{"X-Tenant":"a"},"oauth_metadata":{"client_id":"c"}}`,
		`{"passthrough_headers":{"X-Request":"a"}}`)
	m.SecretConfigurations = types.StringPointerValue(laws.One(t, "secret", // of the same names, which others see
		`{"custom_headers":{"Authorization":"mcp-secret-1"},"external_auth_config":{"key":"a"}}`,
		`{"custom_headers":{"Authorization":"mcp-secret-2"},"external_auth_config":{"key":"b"}}`))
	if rapid.Bool().Draw(t, "mapped") {
		m.SecretMappings = []tfkit.SecretMapping{{
			TargetField: laws.One(t, "target", "jwt_validation", "configurations.jwt_validation"), SecretReferenceID: laws.One(t, "reference", "aws", "vault"),
			SecretKey: drawn(t, "secret key", "a", "b"), ValueFormat: drawn(t, "format", "string", "json"),
		}}
	}
	return m
}

// drawn is one of the texts, or null.
func drawn(t *rapid.T, label string, texts ...string) *string {
	return tfkit.TextOrNull(*laws.One(t, label, append(texts, "")...))
}
