package integration

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

// The laws hold for configurations that the control plane merges, and for those that it
// replaces, since the secrets go along with them.
func TestLaws(t *testing.T) {
	t.Parallel()
	for name, answers := range map[string]emulator.Answers{"merged": {}, "replaced": {WholeConfigurations: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			laws.Of[model, portkey.Integration, portkey.IntegrationUpdate]{
				Path:    "/integrations",
				ID:      func(answer portkey.Integration) string { return answer.Slug.Or("") },
				Answers: answers,
				Prepare: func(api *emulator.Server) {
					api.Add(emulator.SecretReferences, "", map[string]any{"name": "AWS", "slug": "aws"})
					api.Add(emulator.SecretReferences, "", map[string]any{"name": "Vault", "slug": "vault"})
				},
				Draw:    drawModel,
				Create:  func(m model) any { return m.create("", stored(m)) },
				Differs: model.differs,
				Observe: func(m model, answer portkey.Integration) model { return m.observe(answer, time.Now()) },
				Changes: func(m, state model, live portkey.Integration) []portkey.IntegrationUpdate {
					return m.changes(state, state.observe(live, time.Now()), stored(m), live)
				},
				// No answer shows them.
				Lenient: []string{"key", "secret_configurations"},
			}.Hold(t)
		})
	}
}

// stored are the secrets of a model that has them in the state.
func stored(m model) secrets {
	return secrets{key: m.Key.ValueString(), fields: tfkit.Texts(m.SecretConfigurations)}
}

func drawModel(t *rapid.T) model {
	m := blank()
	m.Slug = types.StringValue("bedrock")
	m.AIProviderID = tfkit.TextOrNull("bedrock")
	m.Name = laws.One(t, "name", "Bedrock", "AWS")
	m.Description = drawn(t, "description", "For all", " For all\n", "For some")
	m.Configurations = laws.One(t, "configurations", // some are spellings of one value
		`{"aws_auth_type":"accessKey","aws_access_key_id":"AKIA1","aws_region":"eu-central-1"}`,
		`{ "aws_region": "eu-central-\u0031", "aws_auth_type": "accessKey","aws_access_key_id":"AKIA1" }`,
		`{"aws_auth_type":"accessKey","aws_access_key_id":"AKIA1","aws_region":"us-east-1","custom_headers":{"a":"b"}}`,
		`{"aws_auth_type":"accessKey","aws_access_key_id":"AKIA2","aws_region":"us-east-1","aws_external_id":"x"}`)
	m.SecretConfigurations = tfkit.TextMap(map[string]string{
		"aws_secret_access_key": *laws.One(t, "secret", "aws-secret-1", "aws-secret-2"),
	})
	if rapid.Bool().Draw(t, "mapped") {
		m.SecretMappings = []tfkit.SecretMapping{
			{
				TargetField: laws.One(t, "target", "key"), SecretReferenceID: laws.One(t, "reference", "aws", "vault"),
				SecretKey: drawn(t, "secret key", "a", "b"), ValueFormat: drawn(t, "format", "string", "json"),
			},
		}
	}
	m.PricingAdjustments = drawn(t, "prices",
		`{"multiplier":{"default":0.9}}`, `{"multiplier":{"default":9e-1,"request_token":null}}`, `{"multiplier":{"default":1,"image":{"default":2}}}`)
	if tags := laws.One(t, "tags", "", "a", "b"); *tags != "" {
		m.Tags = map[string]string{"team": *tags}
	}
	m.Key = types.StringPointerValue(laws.One(t, "key", "sk-1f8b77c1", "sk-99d0aa31"))
	return m
}

// drawn is one of the texts, or null.
func drawn(t *rapid.T, label string, texts ...string) *string {
	return tfkit.TextOrNull(*laws.One(t, label, append(texts, "")...))
}
