package integration_test

import (
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

const address = "portkey_integration.test"

// attrs is a configuration or a part of one, for the driver.
type attrs = map[string]any

// Secrets, which nothing but a request or the state may contain.
const (
	apiKey    = "sk-openai-1f8b77c1d2e3"
	otherKey  = "sk-openai-99d0aa31e0c4"
	awsSecret = "aws-secret-5b1f0c9d7a"
)

// openai is the configuration of an integration, with pairs of a name and a value laid
// over it; a value of nil removes.
func openai(more ...any) attrs {
	return with(attrs{"name": "OpenAI", "slug": "openai-prod", "ai_provider_id": "openai", "key": apiKey}, more...)
}

// bedrock is one whose secret is among its configurations.
func bedrock(more ...any) attrs {
	return with(attrs{
		"name": "Bedrock", "slug": "bedrock-prod", "ai_provider_id": "bedrock",
		"configurations":        `{"aws_access_key_id":"AKIAEXAMPLE","aws_auth_type":"accessKey","aws_region":"eu-central-1"}`,
		"secret_configurations": attrs{"aws_secret_access_key": awsSecret},
	}, more...)
}

func with(config attrs, more ...any) attrs {
	for i := 0; i < len(more); i += 2 {
		if more[i+1] == nil {
			delete(config, more[i].(string))
			continue
		}
		config[more[i].(string)] = more[i+1]
	}
	return config
}

// only is the one integration that there is.
func only(t *testing.T, env *harness.Env) emulator.Object {
	t.Helper()
	all := env.API.All(emulator.Integrations)
	if len(all) != 1 {
		t.Fatalf("there are %d integrations, want 1", len(all))
	}
	return all[0]
}

// What a create sends: no provider unless that is asked for, and the secrets among the
// configurations.
func TestResource_create(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		config attrs
		want   string
	}{
		{openai(), `{"name":"OpenAI","ai_provider_id":"openai","slug":"openai-prod","key":"` + apiKey + `","create_default_provider":false}`},
		{bedrock(), `{"name":"Bedrock","ai_provider_id":"bedrock","slug":"bedrock-prod","configurations":{"aws_access_key_id":"AKIAEXAMPLE","aws_auth_type":"accessKey","aws_region":"eu-central-1","aws_secret_access_key":"` + awsSecret + `"},"create_default_provider":false}`},
	} {
		env := harness.Start(t)
		env.Manage(t, address).Apply(c.config)
		if sent := env.Writes(); len(sent) != 1 || string(sent[0].Body) != c.want {
			t.Errorf("sent %v, want %s", sent, c.want)
		}
		if providers := env.API.All(emulator.Providers); len(providers) > 0 {
			t.Errorf("there are %d providers, want none", len(providers))
		}
	}
}

// Each change, by what the update sends of it.
func TestResource_update(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		from, to attrs
		puts     []string
	}{
		"name and description":     {openai(), openai("name", "GPT", "description", "For all"), []string{`{"name":"GPT","description":"For all"}`}},
		"no description":           {openai("description", "For all"), openai(), []string{`{"description":null}`}},
		"key":                      {openai(), openai("key", otherKey), []string{`{"key":"` + otherKey + `"}`}},
		"key, write-only":          {openai(), openai("key", nil, "key_wo", otherKey, "key_wo_version", 1), []string{`{"key":"` + otherKey + `"}`}},
		"write-only, same version": {openai("key", nil, "key_wo", apiKey, "key_wo_version", 1), openai("key", nil, "key_wo", otherKey, "key_wo_version", 1), nil},
		"no key":                   {openai(), openai("key", nil), nil},
		"tags":                     {openai(), openai("tags", attrs{"team": "search"}), []string{`{"tags":{"team":"search"}}`}},
		"no tags":                  {openai("tags", attrs{"team": "search"}), openai("tags", attrs{}), []string{`{"tags":{}}`}},
		"prices":                   {openai(), openai("pricing_adjustments", `{"multiplier":{"default":0.9}}`), []string{`{"pricing_adjustments":{"multiplier":{"default":0.9}}}`}},
		"no prices":                {openai("pricing_adjustments", `{"multiplier":{"default":0.9}}`), openai(), []string{`{"pricing_adjustments":null}`}},
		"the provider's own":       {openai(), openai("create_default_provider", true, "default_provider_slug", "gpt"), nil},
		"configurations": {
			bedrock(), bedrock("configurations", `{"aws_access_key_id":"AKIAEXAMPLE","aws_auth_type":"accessKey","aws_region":"us-east-1"}`),
			[]string{`{"configurations":{"aws_access_key_id":"AKIAEXAMPLE","aws_auth_type":"accessKey","aws_region":"us-east-1","aws_secret_access_key":"` + awsSecret + `"}}`},
		},
		"a secret among them": {
			bedrock(), bedrock("secret_configurations", nil, "secret_configurations_wo", attrs{"aws_secret_access_key": "another-secret-01"}, "secret_configurations_wo_version", 1),
			[]string{`{"configurations":{"aws_access_key_id":"AKIAEXAMPLE","aws_auth_type":"accessKey","aws_region":"eu-central-1","aws_secret_access_key":"another-secret-01"}}`},
		},
		"another way to log in": {
			bedrock(), bedrock("secret_configurations", nil, "configurations", `{"aws_auth_type":"assumedRole","aws_region":"eu-central-1","aws_role_arn":"arn:aws:iam::1:role/portkey"}`),
			[]string{`{"configurations":{"aws_access_key_id":null,"aws_auth_type":"assumedRole","aws_region":"eu-central-1","aws_role_arn":"arn:aws:iam::1:role/portkey","aws_secret_access_key":null}}`},
		},
		"spelling": {bedrock(), bedrock("configurations", `{ "aws_region": "eu-central-1", "aws_auth_type":"accessKey","aws_access_key_id":"AKIAEXAMPLE"}`), nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t)
			m := env.Create(t, address, c.from)
			m.Apply(c.to)
			m.WantPuts(c.puts...)
		})
	}
}
