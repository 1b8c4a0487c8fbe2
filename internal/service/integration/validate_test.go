package integration_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

const deployed = `"azure_api_version":"2024-10-21","azure_deployment_name":"gpt-4o","azure_model_slug":"gpt-4o"`

// azureWith is an integration of Azure with these deployments.
func azureWith(deployments string) attrs {
	return openai("ai_provider_id", "azure-openai", "configurations", `{"azure_auth_mode":"managed","azure_resource_name":"a","azure_deployment_config":`+deployments+`}`)
}

// A secret that the AI provider requires is missing unless Portkey has it, and Terraform is
// not about to remove it.
func TestResource_missingSecret(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	without := bedrock("secret_configurations", nil)
	words := []string{"bedrock requires fields that are not set, with aws_auth_type = \"accessKey\": `aws_secret_access_key`", "secret_configurations_wo", "secret_mappings"}
	m := env.Manage(t, address)
	_, diags := m.Driver.Plan(address, without)
	harness.WantError(t, diags, "configurations", words...)
	m.Apply(bedrock())
	_, diags = m.Driver.Plan(address, without)
	harness.WantError(t, diags, "configurations", words...)

	const azure = `{"azure_auth_mode":"entra","azure_entra_client_id":"c","azure_entra_tenant_id":"t","azure_foundry_url":"https://a.example.com"}`
	configurations := attrs{"azure_entra_client_secret": awsSecret}
	if err := json.Unmarshal([]byte(azure), &configurations); err != nil {
		t.Fatal(err)
	}
	env.API.Add(emulator.Integrations, "", attrs{"name": "Azure", "slug": "azure", "ai_provider_id": "azure-ai", "configurations": configurations})
	imported := attrs{"name": "Azure", "slug": "azure", "ai_provider_id": "azure-ai", "configurations": azure}
	m = env.Manage(t, address) // nobody knows the secret
	harness.NoErrors(t, m.Driver.Import(address, "azure"))
	m.Refresh()
	m.WantEmptyPlan(imported)
	m.Apply(with(imported, "name", "Azure EU"))
	m.WantPuts(`{"name":"Azure EU"}`)
}

// Configurations are checked before anything is sent: what the facts say that a provider
// needs, by its way to log in.
func TestResource_validate(t *testing.T) {
	t.Parallel()
	const azure = `{"azure_auth_mode":"entra","azure_resource_name":"a","azure_deployment_config":[{"azure_api_version":"2024-10-21","azure_deployment_name":"d","azure_model_slug":"gpt-4o","is_default":true}],"azure_entra_tenant_id":"t","azure_entra_client_id":"c"}`
	for name, c := range map[string]struct {
		config attrs
		words  []string // of an error; a warning if the first is "warning"
	}{
		"complete":                {bedrock(), nil},
		"of another provider":     {openai("ai_provider_id", "groq", "configurations", `{"anything":1}`), nil},
		"missing":                 {bedrock("configurations", `{"aws_auth_type":"accessKey","aws_region":"a"}`), []string{"bedrock requires fields that are not set, with aws_auth_type = \"accessKey\": `aws_access_key_id`"}},
		"a missing secret":        {bedrock("secret_configurations", nil), nil}, // Portkey may have it
		"missing, but mapped":     {bedrock("secret_configurations", nil, "secret_mappings", []any{attrs{"target_field": "aws_secret_access_key", "secret_reference_id": "aws"}}), nil},
		"missing, not known":      {bedrock("secret_configurations", harness.Unknown), nil},
		"no way to log in":        {bedrock("configurations", nil, "secret_configurations", nil), []string{"not set: `aws_auth_type`, `aws_region`", "`accessKey`, `apiKey`, `assumedRole`, `serviceRole`"}},
		"an unknown way":          {bedrock("configurations", `{"aws_auth_type":"podIdentity","aws_region":"a"}`), []string{"warning", "podIdentity"}},
		"a misspelt way":          {bedrock("configurations", `{"aws_auth_type":"access_key","aws_region":"a"}`), []string{`Did you mean "accessKey"?`}},
		"a misspelt field":        {bedrock("configurations", `{"aws_auth_type":"serviceRole","awsRegion":"a"}`), []string{`"awsRegion"`, `Did you mean "aws_region"?`}},
		"a misspelt secret":       {bedrock("secret_configurations", attrs{"aws_secret_acces_key": awsSecret}), []string{`Did you mean "aws_secret_access_key"?`}},
		"an unknown field":        {openai("configurations", `{"service_tier":"flex"}`), []string{"warning", "service_tier"}},
		"a secret in the plan":    {openai("ai_provider_id", "azure-openai", "configurations", azure[:len(azure)-1]+`,"azure_entra_client_secret":"`+awsSecret+`"}`), []string{"azure_entra_client_secret is a secret"}},
		"a field twice":           {openai("configurations", `{"openai_project":"a"}`, "secret_configurations", attrs{"openai_project": "b"}), []string{"Remove it from one of them"}},
		"both keys":               {openai("key_wo", apiKey, "key_wo_version", 1), []string{"both set"}},
		"no version":              {openai("key", nil, "key_wo", apiKey), []string{"requires key_wo_version"}},
		"no list of deployments":  {azureWith(`{}`), []string{"must be a list of one deployment or more"}},
		"no deployment":           {azureWith(`[]`), []string{"must be a list of one deployment or more"}},
		"a deployment":            {azureWith(`[{` + deployed + `,"is_default":true},{` + deployed + `,"alias":"small"}]`), nil},
		"a misspelt deployment":   {azureWith(`[{` + deployed + `,"alias":"a","azureModelSlug":"b"}]`), []string{"azure_deployment_config[0]", `Did you mean "azure_model_slug"?`}},
		"an unknown deployment":   {azureWith(`[{` + deployed + `,"alias":"a","sku":"b"}]`), []string{"warning", "azure_deployment_config[0]", `"sku"`}},
		"half a deployment":       {azureWith(`[{` + deployed + `,"is_default":true},{"azure_api_version":"v","alias":null}]`), []string{"azure_deployment_config[1]", "`azure_deployment_name`, `azure_model_slug`, `alias`"}},
		"no alias":                {azureWith(`[{` + deployed + `}]`), []string{"lacks fields that are required: `alias`"}},
		"a long version":          {azureWith(`[{` + deployed + `,"is_default":true,"azure_api_version":"` + strings.Repeat("v", 31) + `"}]`), []string{"more than 30 characters"}},
		"no object":               {openai("configurations", `[]`), []string{"not a JSON object"}},
		"a slug with a space":     {openai("slug", "open ai"), []string{"slug is not a slug"}},
		"the slug of no provider": {openai("default_provider_slug", "gpt"), []string{"warning", "only with create_default_provider = true"}},
		"the slug of a provider":  {openai("default_provider_slug", "gpt", "create_default_provider", true), nil},
		"a mapping twice":         {openai("secret_mappings", []any{attrs{"target_field": "openai_project", "secret_reference_id": "a"}, attrs{"target_field": "configurations.openai_project", "secret_reference_id": "b"}}), []string{"configurations.openai_project twice"}},
		"a misspelt factor":       {openai("pricing_adjustments", `{"multiplier":{"requestToken":2}}`), []string{`Did you mean "request_token"?`}},
		"a negative factor":       {openai("pricing_adjustments", `{"multiplier":{"default":-1}}`), []string{"must be a number that is not negative"}},
		"factors on the top":      {openai("pricing_adjustments", `{"default":0.9}`), []string{"the key multiplier alone"}},
		"factors that are JSON":   {openai("pricing_adjustments", `{"multiplier":{"image":{"default":2},"additional_units":{"web_search":1}}}`), nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t)
			diags := env.Driver(t).Validate(address, c.config)
			if isWarning := len(c.words) > 0 && c.words[0] == "warning"; isWarning || len(c.words) == 0 {
				harness.NoErrors(t, diags)
			} else if diags.Err() == nil {
				t.Error("no error")
			}
			if len(c.words) == 0 && len(diags) > 0 {
				t.Errorf("got %s", diags)
			}
			if name == "a misspelt field" && strings.Contains(fmt.Sprint(diags), "Missing field") {
				t.Errorf("the field that is meant is missing in addition: %s", diags)
			}
			for _, word := range c.words {
				if text := fmt.Sprint(diags); !strings.Contains(strings.ToLower(text), strings.ToLower(word)) {
					t.Errorf("lacks %q: %s", word, text)
				}
			}
			if strings.Contains(fmt.Sprint(diags), awsSecret) {
				t.Error("a diagnostic repeats a secret")
			}
			harness.WantUntouched(t, env, false)
		})
	}
}
