package integration_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// Configurations are checked before anything is sent: what the facts say that a provider
// needs, by its way to log in.
func TestResource_validate(t *testing.T) {
	t.Parallel()
	const azure = `{"azure_auth_mode":"entra","azure_resource_name":"a","azure_deployment_config":[],"azure_entra_tenant_id":"t","azure_entra_client_id":"c"}`
	for name, c := range map[string]struct {
		config attrs
		words  []string // of an error; a warning if the first is "warning"
	}{
		"complete":              {bedrock(), nil},
		"of another provider":   {openai("ai_provider_id", "groq", "configurations", `{"anything":1}`), nil},
		"missing":               {bedrock("secret_configurations", nil), []string{"bedrock requires fields that are not set, with aws_auth_type = \"accessKey\": `aws_secret_access_key`", "aws_auth_type = \"accessKey\"", "secret_configurations_wo"}},
		"missing, but mapped":   {bedrock("secret_configurations", nil, "secret_mappings", []any{attrs{"target_field": "aws_secret_access_key", "secret_reference_id": "aws"}}), nil},
		"missing, not known":    {bedrock("secret_configurations", harness.Unknown), nil},
		"no way to log in":      {bedrock("configurations", nil, "secret_configurations", nil), []string{"not set: `aws_auth_type`, `aws_region`", "`accessKey`, `apiKey`, `assumedRole`, `serviceRole`"}},
		"an unknown way":        {bedrock("configurations", `{"aws_auth_type":"podIdentity","aws_region":"a"}`), []string{"warning", "podIdentity"}},
		"a misspelt way":        {bedrock("configurations", `{"aws_auth_type":"access_key","aws_region":"a"}`), []string{`Did you mean "accessKey"?`}},
		"a misspelt field":      {bedrock("configurations", `{"aws_auth_type":"serviceRole","awsRegion":"a"}`), []string{`"awsRegion"`, `Did you mean "aws_region"?`}},
		"a misspelt secret":     {bedrock("secret_configurations", attrs{"aws_secret_acces_key": awsSecret}), []string{`Did you mean "aws_secret_access_key"?`}},
		"an unknown field":      {openai("configurations", `{"service_tier":"flex"}`), []string{"warning", "service_tier"}},
		"a secret in the plan":  {openai("ai_provider_id", "azure-openai", "configurations", azure[:len(azure)-1]+`,"azure_entra_client_secret":"`+awsSecret+`"}`), []string{"azure_entra_client_secret is a secret"}},
		"a field twice":         {openai("configurations", `{"openai_project":"a"}`, "secret_configurations", attrs{"openai_project": "b"}), []string{"Remove it from one of them"}},
		"both keys":             {openai("key_wo", apiKey, "key_wo_version", 1), []string{"both set"}},
		"no version":            {openai("key", nil, "key_wo", apiKey), []string{"requires key_wo_version"}},
		"no object":             {openai("configurations", `[]`), []string{"not a JSON object"}},
		"a slug with a space":   {openai("slug", "open ai"), []string{"slug is not a slug"}},
		"a mapping twice":       {openai("secret_mappings", []any{attrs{"target_field": "openai_project", "secret_reference_id": "a"}, attrs{"target_field": "configurations.openai_project", "secret_reference_id": "b"}}), []string{"configurations.openai_project twice"}},
		"a misspelt factor":     {openai("pricing_adjustments", `{"multiplier":{"requestToken":2}}`), []string{`Did you mean "request_token"?`}},
		"a negative factor":     {openai("pricing_adjustments", `{"multiplier":{"default":-1}}`), []string{"must be a number that is not negative"}},
		"factors on the top":    {openai("pricing_adjustments", `{"default":0.9}`), []string{"the key multiplier alone"}},
		"factors that are JSON": {openai("pricing_adjustments", `{"multiplier":{"image":{"default":2},"additional_units":{"web_search":1}}}`), nil},
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
