package integrationmodels_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

const (
	setAddress = "portkey_integration_models.test"
	rowAddress = "portkey_integration_model_access.test"
)

// attrs is a configuration or a part of one, for the driver.
type attrs = map[string]any

// start starts an API with the integration openai.
func start(t *testing.T, options ...emulator.Option) (env *harness.Env, integration string) {
	t.Helper()
	env = harness.Start(t, options...)
	return env, env.API.Add(emulator.Integrations, "", attrs{"name": "OpenAI", "slug": "openai", "ai_provider_id": "openai", "key": "sk-0123456789"})
}

// set is the configuration of all models of openai.
func set(models attrs, more ...any) attrs {
	return with(attrs{"integration_id": "openai", "models": models}, more)
}

// row is the configuration of one model of openai.
func row(model string, more ...any) attrs {
	return with(attrs{"integration_id": "openai", "model_slug": model}, more)
}

// with lays pairs of a name and a value over a configuration.
func with(config attrs, more []any) attrs {
	for i := 0; i < len(more); i += 2 {
		config[more[i].(string)] = more[i+1]
	}
	return config
}

// enabled are the slugs of the models that are stored as enabled, with a star at custom ones.
func enabled(env *harness.Env) []string {
	slugs := []string{}
	for _, one := range env.API.All(emulator.IntegrationModels) {
		if one.Fields["enabled"] == true && one.Fields["is_custom"] == true {
			slugs = append(slugs, one.Slug+"*")
		} else if one.Fields["enabled"] == true {
			slugs = append(slugs, one.Slug)
		}
	}
	slices.Sort(slugs)
	return slugs
}

func wantEnabled(t *testing.T, env *harness.Env, slugs ...string) {
	t.Helper()
	if got := enabled(env); !slices.Equal(got, slugs) {
		t.Errorf("%q are enabled, not %q", got, slugs)
	}
}

var tuned = attrs{
	"custom": attrs{"base_model_slug": "gpt-4o"}, "custom_host": "https://models.example.com/v1",
	"custom_headers": attrs{"x-team": "fraud-detection"}, "pricing": attrs{"request_token": 0.00025, "response_token": 0.001},
}

// The life of all models of an integration, with every write that the API gets.
func TestSetResource_lifecycle(t *testing.T) {
	t.Parallel()
	for name, answers := range map[string]emulator.Answers{"recorded": {}, "newer": {NewerIntegrations: true, MaskedHeaders: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, integration := start(t, emulator.WithAnswers(answers))
			env.API.Add(emulator.IntegrationModels, "", attrs{"name": "theirs", "integration_id": integration, "is_custom": true, "base_model_slug": "gpt-4o"})
			env.API.Add(emulator.IntegrationModels, "", attrs{"name": "gpt-4.1", "integration_id": integration})
			first := set(attrs{"gpt-4o": attrs{}, "fraud/v1": tuned})
			m := env.Manage(t, setAddress)
			if p := m.Plan(first); fmt.Sprint(p.After["deleted_models"]) != "[theirs]" {
				t.Errorf("plans to delete %v", p.After["deleted_models"])
			}
			m.Apply(first)
			m.WantState(attrs{"id": "openai", "deleted_models": []any{"theirs"}})
			if sent := env.API.Bodies(http.MethodPut, ""); len(sent) != 1 || !strings.Contains(sent[0], `"allow_all_models":false,"override_existing_model_access":true`) {
				t.Errorf("sent %q", sent)
			}
			wantEnabled(t, env, "fraud/v1*", "gpt-4o")
			m.WantEmptyPlan(first)
			other := set(attrs{"gpt-4o": attrs{}, "fraud/v1": tuned}, "integration_id", integration)
			m.Apply(other)
			m.WantNoDrift(other)
			if sent := env.API.Bodies(http.MethodPut, ""); len(sent) > 0 {
				t.Errorf("the other spelling of the integration was sent: %q", sent)
			}
			m.Apply(set(attrs{"gpt-4o-mini": attrs{"pricing": attrs{"request_token": 1}}}))
			wantEnabled(t, env, "gpt-4o-mini")
			m.WantState(attrs{"deleted_models": []any{"fraud/v1"}})
			m.Apply(set(nil, "allow_all_models", true))
			m.WantNoDrift(set(nil, "allow_all_models", true))
			harness.NoErrors(t, m.Driver.Destroy(setAddress))
			wantEnabled(t, env)
			sent := env.API.Bodies(http.MethodPut, "/integrations")
			if len(sent) != 2 || !strings.Contains(sent[0], `"allow_all_models":true`) || !strings.Contains(sent[1], `"allow_all_models":false`) {
				t.Errorf("sent %q", sent)
			}
		})
	}
}

// What somebody else enables or adds is shown as drift, and is not overwritten unseen.
func TestSetResource_foreignEdit(t *testing.T) {
	t.Parallel()
	env, integration := start(t)
	m := env.Create(t, setAddress, set(attrs{"gpt-4o": attrs{}}))
	env.API.Advance(2 * time.Hour)
	p := m.Plan(set(attrs{"gpt-4o": attrs{"pricing": attrs{"request_token": 1}}}))
	env.API.Add(emulator.IntegrationModels, "", attrs{"name": "theirs", "integration_id": integration, "is_custom": true, "base_model_slug": "gpt-4o"})
	harness.WantError(t, m.Driver.Apply(p), "models", "Nothing was written", "somebody else changed models")
	if p := m.Plan(set(attrs{"gpt-4o": attrs{}})); p.Action != harness.Update || fmt.Sprint(p.After["deleted_models"]) != "[theirs]" {
		t.Errorf("plans %s, deletes %v", p.Action, p.After["deleted_models"])
	}
	env.API.Drop(emulator.Integrations, "openai")
	m.Driver = env.Restart(t, m.Driver)
	harness.NoErrors(t, m.Driver.Refresh(setAddress))
	if state := m.Driver.State(setAddress); state != nil {
		t.Errorf("the integration was deleted, and the state has %v", state)
	}
}

// The life of one model, beside others that stay as they are.
func TestRowResource_lifecycle(t *testing.T) {
	t.Parallel()
	for name, answers := range map[string]emulator.Answers{"recorded": {}, "newer": {NewerIntegrations: true, MaskedHeaders: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, integration := start(t, emulator.WithAnswers(answers))
			env.API.Add(emulator.IntegrationModels, "", attrs{"name": "gpt-4.1", "integration_id": integration})
			m := env.Create(t, rowAddress, row("gpt-4o"))
			m.WantState(attrs{"id": "openai/gpt-4o", "enabled": true})
			m.WantEmptyPlan(row("gpt-4o"))
			wantEnabled(t, env, "gpt-4.1", "gpt-4o")
			priced := row("gpt-4o", "pricing", attrs{"request_token": 0.00025}, "integration_id", integration)
			m.Apply(priced)
			m.WantNoDrift(priced)
			m.Apply(row("gpt-4o", "enabled", false))
			wantEnabled(t, env, "gpt-4.1")
			m.WantNoDrift(row("gpt-4o", "enabled", false))
			harness.NoErrors(t, m.Driver.Destroy(rowAddress))
			custom := with(row("fraud/v1"), []any{"custom", tuned["custom"], "custom_host", tuned["custom_host"], "custom_headers", tuned["custom_headers"], "pricing", tuned["pricing"]})
			m = env.Create(t, rowAddress, custom)
			m.WantNoDrift(custom)
			wantEnabled(t, env, "fraud/v1*", "gpt-4.1")
			if p := m.Plan(with(row("fraud/v1"), []any{"custom", attrs{"base_model_slug": "gpt-4.1"}})); p.Action != harness.Replace {
				t.Errorf("plans %s for another base", p.Action)
			}
			harness.NoErrors(t, m.Driver.Destroy(rowAddress))
			wantEnabled(t, env, "gpt-4.1")
			for _, body := range env.API.Bodies(http.MethodPut, "/integrations") {
				if !strings.Contains(body, `"allow_all_models":false`) || strings.Contains(body, "gpt-4.1") {
					t.Errorf("sent %s", body)
				}
			}
		})
	}
}

// A model that is enabled is refused with its import block, and imported.
func TestRowResource_takenAndImported(t *testing.T) {
	t.Parallel()
	env, integration := start(t)
	env.API.Add(emulator.IntegrationModels, "", attrs{"name": "fraud/v1", "integration_id": integration, "is_custom": true, "base_model_slug": "gpt-4o"})
	d := env.Driver(t)
	_, diags := d.Converge(rowAddress, row("fraud/v1", "custom", attrs{"base_model_slug": "gpt-4o"}))
	harness.WantError(t, diags, "model_slug", "Nothing was created", `id = "openai/fraud/v1"`)
	harness.WantUntouched(t, env, true)
	for _, ref := range []string{"openai/fraud/v1", integration + "/fraud/v1", "OpenAI/fraud/v1"} {
		d.Forget(rowAddress)
		harness.NoErrors(t, d.Import(rowAddress, ref))
		if got := d.State(rowAddress); got["custom"] == nil {
			t.Errorf("%s: the state has %v", ref, got)
		}
	}
	d.Forget(rowAddress)
	for ref, words := range map[string]string{"openai": "does not name", "nothing/gpt-4o": "names no integration", "openai/nothing": "names no model"} {
		harness.WantError(t, d.Import(rowAddress, ref), "", words)
	}
	for _, ref := range []string{"openai", integration, "OpenAI"} {
		d.Forget(setAddress)
		harness.NoErrors(t, d.Import(setAddress, ref))
	}
	harness.WantError(t, d.Import(setAddress+"2", "nothing"), "", "names no integration")
	got, diags := d.Data("portkey_integration_models", attrs{"integration_id": integration})
	harness.NoErrors(t, diags)
	if models := got["models"].([]any); len(models) != 6 || got["allow_all_models"] != false {
		t.Errorf("read %v", got)
	}
	found, diags := d.List("portkey_integration_model_access", attrs{"integration_id": "openai"}, 10, true)
	harness.NoErrors(t, diags)
	if len(found) != 1 || found[0].Identity["id"] != "openai/fraud/v1" {
		t.Errorf("listed %v", found)
	}
}

// All models and one model of an integration in one run are an error that names both,
// however the integration is spelled.
func TestResources_both(t *testing.T) {
	t.Parallel()
	env, integration := start(t)
	m := env.Create(t, setAddress, set(attrs{"gpt-4o": attrs{}}, "integration_id", integration))
	for _, spelled := range []string{"openai", integration} {
		_, diags := m.Driver.Plan(rowAddress, row("gpt-4.1", "integration_id", spelled))
		harness.WantError(t, diags, "integration_id", "managed twice", "Both portkey_integration_models and portkey_integration_model_access")
	}
}

// A state of the vendor's provider comes over with an empty plan and no write.
func TestRowResource_upgrade(t *testing.T) {
	t.Parallel()
	env, integration := start(t)
	env.API.Add(emulator.IntegrationModels, "", attrs{
		"name": "fraud-v1", "integration_id": integration, "is_custom": true, "base_model_slug": "gpt-4o",
		"pricing_config": attrs{"type": "static", "pay_as_you_go": attrs{"request_token": attrs{"price": 0.5}}},
	})
	m := env.Manage(t, rowAddress)
	m.WantUpgraded(`{"id": "openai/fraud-v1", "integration_id": "openai", "model_slug": "fraud-v1", "enabled": true, "is_custom": true, "is_finetune": false,
		"base_model_slug": "gpt-4o", "pricing_config": {"type": "static", "pay_as_you_go": {"request_token_price": 0.5, "response_token_price": null}}}`,
		row("fraud-v1", "custom", attrs{"base_model_slug": "gpt-4o"}, "pricing", attrs{"request_token": 0.5}))
	env.Manage(t, rowAddress).WantNotUpgraded(`{"id": "a"}`, row("a"), "Cannot upgrade integration model access")
}

// The prices of the catalogue, and of a model that it lacks.
func TestPricingDataSource(t *testing.T) {
	t.Parallel()
	env, _ := start(t)
	d := env.Driver(t)
	got, diags := d.Data("portkey_model_pricing", attrs{"ai_provider_id": "together-ai", "model": "Qwen/Qwen2.5-72B-Instruct-Turbo"})
	harness.NoErrors(t, diags)
	if fmt.Sprint(got["request_token"]) != "0.00025" || got["currency"] != "USD" {
		t.Errorf("read %v", got)
	}
	_, diags = d.Data("portkey_model_pricing", attrs{"ai_provider_id": "openai", "model": "gpt-0"})
	harness.WantError(t, diags, "", "Cannot read model pricing", "gpt-0")
}
