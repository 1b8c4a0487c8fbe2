package integration_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// A write-only secret is in no state, and goes along with the configurations whatever its
// version.
func TestResource_writeOnlySecretsGoAlong(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	config := bedrock("secret_configurations", nil, "secret_configurations_wo", attrs{"aws_secret_access_key": awsSecret}, "secret_configurations_wo_version", 1)
	m := env.Create(t, address, config)
	if state := fmt.Sprint(m.Driver.State(address), m.Driver.Private(address)); strings.Contains(state, awsSecret) {
		t.Errorf("the state contains the secret: %s", state)
	}
	m.WantNoDrift(config)
	m.Apply(with(config, "configurations", `{"aws_access_key_id":"AKIAEXAMPLE","aws_auth_type":"accessKey","aws_region":"us-east-1"}`))
	m.WantPuts(`{"configurations":{"aws_access_key_id":"AKIAEXAMPLE","aws_auth_type":"accessKey","aws_region":"us-east-1","aws_secret_access_key":"` + awsSecret + `"}}`)
	m.WantNoDrift(config)
}

// A control plane that replaces the configurations keeps the secrets too.
func TestResource_replacedConfigurations(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	env.API.SetAnswers(emulator.Answers{WholeConfigurations: true})
	m := env.Create(t, address, bedrock())
	config := bedrock("configurations", `{"aws_access_key_id":"AKIAEXAMPLE","aws_auth_type":"accessKey","aws_region":"us-east-1"}`)
	m.Apply(config)
	if has := only(t, env).Fields["configurations"].(attrs); has["aws_secret_access_key"] != awsSecret || has["aws_region"] != "us-east-1" {
		t.Errorf("the configurations are %v", has)
	}
	m.WantNoDrift(config)
}

// An update of the configurations without the value of a secret that Portkey has says so
// when it is planned.
func TestResource_updateWithoutTheSecret(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	env.API.Add(emulator.Integrations, "", attrs{"name": "OpenAI", "slug": "openai-prod", "ai_provider_id": "openai", "key": apiKey, "configurations": attrs{"aws_secret_access_key": awsSecret}})
	m := env.Manage(t, address)
	harness.NoErrors(t, m.Driver.Import(address, "openai-prod"))
	_, diags := m.Driver.Plan(address, openai("key", nil, "configurations", `{"openai_project":"a"}`))
	harness.NoErrors(t, diags)
	if text := fmt.Sprint(diags); !strings.Contains(text, "Configurations are written without their secrets") || !strings.Contains(text, "`aws_secret_access_key`") {
		t.Errorf("got %s", text)
	}
}

// What a control plane retains although it was cleared, or adds by itself, is said once
// and not planned for ever.
func TestResource_retained(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	m := env.Create(t, address, openai("description", "For all", "configurations", `{"openai_project":"a","openai_organization":"b"}`)) //nolint:misspell // a field of OpenAI
	keep := env.API.Fail(emulator.Fault{Method: http.MethodPut, Status: http.StatusOK, Body: `{}`})
	config := openai("configurations", `{"openai_project":"a"}`)
	_, diags := m.Driver.Converge(address, config)
	keep()
	harness.NoErrors(t, diags)
	for _, word := range []string{"Portkey kept what was removed", "`configurations.openai_organization`", "`description`"} { //nolint:misspell // a field of OpenAI
		if !strings.Contains(fmt.Sprint(diags), word) {
			t.Errorf("lacks %q: %s", word, diags)
		}
	}
	m.WantEmptyPlan(config)
	env.API.Edit(emulator.Integrations, only(t, env).ID, attrs{"description": "Theirs"})
	m.Apply(config)
	m.WantState(attrs{"description": nil})
}

// What somebody else sets is not taken for what Portkey retains: not what is there before
// an update of something else, and not what comes with it.
func TestResource_editsAreNotRetained(t *testing.T) {
	t.Parallel()
	theirs := attrs{"description": "Theirs", "configurations": attrs{"openai_project": "theirs"}}
	config := openai("tags", attrs{"team": "search"})
	for name, edit := range map[string]func(m *harness.Managed, by func()) harness.Diagnostics{
		"before": func(m *harness.Managed, by func()) harness.Diagnostics {
			plan := m.Plan(config)
			by()
			return m.Driver.Apply(plan)
		},
		"along": func(m *harness.Managed, by func()) harness.Diagnostics {
			plan := m.Plan(config)
			m.Env.API.Fail(emulator.Fault{Method: http.MethodPut, Times: 1, Hook: func(*http.Request) { by() }})
			return m.Driver.Apply(plan)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := harness.Start(t).Create(t, address, openai())
			harness.NoErrors(t, edit(m, func() { m.Env.API.Edit(emulator.Integrations, only(t, m.Env).ID, theirs) }))
			harness.NoErrors(t, m.Driver.Refresh(address))
			m.WantState(attrs{"description": "Theirs", "configurations": `{"openai_project":"theirs"}`})
		})
	}
}

// A refusal that repeats a secret does not show it.
func TestResource_refusalHidesSecrets(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	env.API.Fail(emulator.Fault{Method: http.MethodPost, Status: http.StatusBadRequest, Body: `{"success":false,"data":{"message":"bad: ` + apiKey + ` and ` + awsSecret + `","errorCode":"AB01"}}`})
	_, diags := env.Driver(t).Converge(address, bedrock("key", apiKey))
	text := fmt.Sprint(diags)
	if diags.Err() == nil || strings.Contains(text, apiKey) || strings.Contains(text, awsSecret) || !strings.Contains(text, "Compare configurations") {
		t.Errorf("got %s", text)
	}
}

// The refusal to delete names the providers.
func TestResource_deleteInUse(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	home := env.API.AddWorkspace(attrs{"name": "Production"})
	m := env.Create(t, address, openai("workspace_id", home.ID, "create_default_provider", true, "default_provider_slug", "gpt"))
	providers := env.API.All(emulator.Providers)
	if len(providers) != 1 {
		t.Fatalf("there are %d providers, want 1", len(providers))
	}
	m.WantState(attrs{"default_provider_id": providers[0].ID, "type": "workspace", "workspace_id": home.ID})
	diags := m.Driver.Destroy(address)
	harness.WantError(t, diags, "", "409 AB07", `provider "`, "of workspace "+home.Slug, "Nothing was deleted")
	env.API.Drop(emulator.Providers, providers[0].ID)
	harness.NoErrors(t, m.Driver.Destroy(address))
}

// A slug that is taken is explained with the import block, be it seen before the create
// or by the refusal.
func TestResource_takenSlug(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	env.API.Add(emulator.Integrations, "", openai("name", "Theirs"))
	driver := env.Driver(t)
	_, diags := driver.Converge(address, openai())
	harness.WantError(t, diags, "slug", `"openai-prod" is taken`, `id = "openai-prod"`, "Nothing was created")
	if _, diags = driver.Converge(address, openai("slug", "openai-2", "name", "Theirs")); diags.Err() != nil {
		t.Errorf("a name that is not unique: %s", diags)
	}
	_, diags = env.Driver(t).Converge(address, openai("slug", nil, "name", "Theirs"))
	harness.WantError(t, diags, "name", `named "Theirs" already exists`, "set slug to one that is free")
}

// A reference by the id of a secret reference is no difference to the answered slug.
func TestResource_mappingsByID(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	id := env.API.Add(emulator.SecretReferences, "", attrs{"name": "OpenAI", "slug": "openai"})
	config := openai("key", nil, "secret_mappings", []any{attrs{"target_field": "key", "secret_reference_id": id}, attrs{"target_field": "openai_project", "secret_reference_id": "openai"}})
	m := env.Create(t, address, config)
	m.WantNoDrift(config)
	m.Apply(with(config, "secret_mappings", []any{}, "key", apiKey))
	m.WantPuts(`{"secret_mappings":[],"key":"` + apiKey + `"}`)
}

// What Portkey returns masked is as the configuration has it, wherever that has it.
func TestResource_maskedIsNoDrift(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	config := bedrock("key", apiKey)
	m := env.Create(t, address, config)
	m.WantNoDrift(config)
	m.WantEmptyPlan(config)
}
