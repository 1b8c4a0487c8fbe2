package integrationmodels_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// theirs adds a custom model that somebody made.
func theirs(env *harness.Env, integration, slug string, more ...any) {
	env.API.Add(emulator.IntegrationModels, "", with(attrs{"name": slug, "integration_id": integration, "is_custom": true, "base_model_slug": "gpt-4o"}, more))
}

// A DELETE names models between commas, so that a slug with one would delete others.
func TestResources_comma(t *testing.T) {
	t.Parallel()
	env, integration := start(t)
	d := env.Driver(t)
	_, diags := d.Plan(rowAddress, row("a,b", "custom", attrs{"base_model_slug": "gpt-4o"}))
	harness.WantError(t, diags, "model_slug", "comma")
	_, diags = d.Plan(setAddress, set(attrs{"a,b": attrs{}}))
	harness.WantError(t, diags, `models["a,b"]`, "comma")
	for _, slug := range []string{"a", "b", "a,b"} {
		theirs(env, integration, slug)
	}
	keeping := set(attrs{"a": attrs{"custom": attrs{"base_model_slug": "gpt-4o"}}, "b": attrs{"custom": attrs{"base_model_slug": "gpt-4o"}}})
	_, diags = d.Plan(setAddress, keeping)
	harness.WantError(t, diags, "models", "a,b", "comma", "Nothing was changed")
	wantEnabled(t, env, "a*", "a,b*", "b*")
}

// A null in place of a model or of a header is an error with its path.
func TestResources_null(t *testing.T) {
	t.Parallel()
	env, _ := start(t)
	d := env.Driver(t)
	_, diags := d.Plan(setAddress, set(attrs{"gpt-4o": nil}))
	harness.WantError(t, diags, `models["gpt-4o"]`, "null")
	_, diags = d.Plan(rowAddress, row("gpt-4o", "custom_headers", attrs{"x-team": nil}))
	harness.WantError(t, diags, `custom_headers["x-team"]`, "null")
}

// The slug of an integration that the same apply creates is known before there is one.
func TestResources_integrationOfTheSameApply(t *testing.T) {
	t.Parallel()
	env, _ := start(t)
	at := attrs{"integration_id": "later"}
	models, model := env.Manage(t, setAddress), env.Manage(t, rowAddress)
	wholly, one := with(attrs{"models": attrs{"gpt-4o": attrs{}}}, []any{"integration_id", "later"}), with(attrs{"model_slug": "gpt-4o-mini"}, []any{"integration_id", "later"})
	p := models.Plan(wholly)
	if p.After["deleted_models"] != harness.Unknown {
		t.Errorf("plans to delete %v", p.After["deleted_models"])
	}
	env.API.Add(emulator.Integrations, "", attrs{"name": "Later", "slug": at["integration_id"], "ai_provider_id": "openai", "key": "sk-0123456789"})
	harness.NoErrors(t, models.Driver.Apply(p))
	models.WantState(attrs{"id": "later", "deleted_models": []any{}})
	models.WantEmptyPlan(wholly)
	harness.NoErrors(t, models.Driver.Destroy(setAddress))
	model.Apply(one)
	wantEnabled(t, env, "gpt-4o-mini")
}

// The plan names the custom models that are deleted from the slugs alone. Where those are
// not known, it refuses to delete any.
func TestSetResource_unknown(t *testing.T) {
	t.Parallel()
	env, integration := start(t)
	m := env.Manage(t, setAddress)
	p := m.Plan(set(attrs{"gpt-4o": attrs{"custom_host": harness.Unknown}}))
	if fmt.Sprint(p.After["deleted_models"]) != "[]" {
		t.Errorf("plans to delete %v", p.After["deleted_models"])
	}
	hosted := set(attrs{"gpt-4o": attrs{"custom_host": "https://models.example.com/v1"}})
	harness.NoErrors(t, m.Driver.ApplyWith(p, hosted))
	theirs(env, integration, "late")
	m.Apply(hosted)
	m.WantState(attrs{"deleted_models": []any{"late"}})
	harness.NoErrors(t, m.Driver.ApplyWith(m.Plan(set(attrs{"gpt-4o": attrs{"custom_host": harness.Unknown}})), hosted)) // as it is
	m.WantState(attrs{"deleted_models": []any{"late"}})
	m.Plan(with(set(nil), []any{"models", harness.Unknown}))
	harness.NoErrors(t, m.Driver.Destroy(setAddress))

	theirs(env, integration, "theirs")
	p = m.Plan(set(attrs{"gpt-4o": attrs{"enabled": harness.Unknown}}))
	if fmt.Sprint(p.After["deleted_models"]) != "[theirs]" {
		t.Errorf("plans to delete %v", p.After["deleted_models"])
	}
	for name, config := range map[string]attrs{
		"slugs": with(set(nil), []any{"models", harness.Unknown}),
		"base":  set(attrs{"theirs": attrs{"custom": attrs{"base_model_slug": harness.Unknown}}}),
	} {
		_, diags := m.Driver.Plan(setAddress, config)
		if err := diags.Err(); err == nil || !strings.Contains(err.Error(), "theirs") || !strings.Contains(err.Error(), "Nothing was changed") {
			t.Errorf("%s: %v", name, err)
		}
	}
	wantEnabled(t, env, "theirs*")
}

// Another base model is another model, whatever else is not known yet.
func TestRowResource_otherBase(t *testing.T) {
	t.Parallel()
	env, _ := start(t)
	based := func(slug any, more ...any) attrs {
		return with(row("fraud/v1", "custom", attrs{"base_model_slug": slug}), more)
	}
	m := env.Create(t, rowAddress, based("gpt-4o"))
	for name, c := range map[string]struct {
		config attrs
		want   harness.Action
	}{
		"another":                  {based("gpt-4.1"), harness.Replace},
		"another, unknown headers": {based("gpt-4.1", "custom_headers", attrs{"x-team": harness.Unknown}), harness.Replace},
		"unknown":                  {based(harness.Unknown), harness.Replace},
		"none, unknown headers":    {row("fraud/v1", "custom_headers", attrs{"x-team": harness.Unknown}), harness.Replace},
		"unknown headers":          {based("gpt-4o", "custom_headers", attrs{"x-team": harness.Unknown}), harness.Update},
	} {
		if p := m.Plan(c.config); p.Action != c.want {
			t.Errorf("%s: plans %s, want %s", name, p.Action, c.want)
		}
	}
}

// What somebody has configured of a model is not overwritten by a create: not where all
// models are allowed, and not where the model is disabled.
func TestRowResource_configuredByOthers(t *testing.T) {
	t.Parallel()
	priced := attrs{"type": "static", "pay_as_you_go": attrs{"request_token": attrs{"price": 1}}}
	for name, c := range map[string]struct {
		all   bool
		model attrs
	}{
		"headers, all allowed": {true, attrs{"configurations": attrs{"custom_headers": attrs{"x-team": "search"}}}},
		"host, all allowed":    {true, attrs{"configurations": attrs{"custom_host": "https://models.example.com"}}},
		"prices, all allowed":  {true, attrs{"pricing_config": priced}},
		"prices, disabled":     {false, attrs{"pricing_config": priced, "enabled": false}},
		"enabled":              {false, attrs{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, integration := start(t, emulator.WithAnswers(emulator.Answers{AllowAllModels: c.all}))
			c.model["name"], c.model["integration_id"] = "gpt-4o", integration
			env.API.Add(emulator.IntegrationModels, "", c.model)
			_, diags := env.Driver(t).Converge(rowAddress, row("gpt-4o"))
			harness.WantError(t, diags, "model_slug", "Nothing was created", `id = "openai/gpt-4o"`)
			harness.WantUntouched(t, env, true)
		})
	}
}

// Both kinds in one run are an error also where one of them does not change, and names the
// integration in another way.
func TestResources_bothUnchanged(t *testing.T) {
	t.Parallel()
	for _, spelled := range []string{"slug", "id"} {
		t.Run(spelled, func(t *testing.T) {
			t.Parallel()
			env, integration := start(t)
			of := map[string]string{"slug": "openai", "id": integration}
			other := map[string]string{"slug": "id", "id": "slug"}[spelled]
			first, second := set(attrs{"gpt-4o": attrs{}}, "integration_id", of[spelled]), row("gpt-4.1", "integration_id", of[other])
			m := env.Create(t, setAddress, first)
			for _, setFirst := range []bool{true, false} {
				d := env.Restart(t, m.Driver)
				addresses, configs := []string{rowAddress, setAddress}, []attrs{second, first}
				if setFirst {
					addresses, configs = []string{setAddress, rowAddress}, []attrs{first, second}
				}
				_, diags := d.Plan(addresses[0], configs[0])
				harness.NoErrors(t, diags)
				_, diags = d.Plan(addresses[1], configs[1])
				harness.WantError(t, diags, "integration_id", "managed twice")
			}
			d := env.Restart(t, m.Driver)
			_, diags := d.Plan(setAddress, first)
			harness.NoErrors(t, diags)
			env.API.Add(emulator.Integrations, "", attrs{"name": "Other", "slug": "other", "ai_provider_id": "openai", "key": "sk-0123456789"})
			_, diags = d.Plan(rowAddress, row("gpt-4.1", "integration_id", "other"))
			harness.NoErrors(t, diags)
		})
	}
}

// A custom model that is disabled is a model: that a list lacks it soon after its create does
// not prove that it was deleted.
func TestRowResource_disabledCustomLags(t *testing.T) {
	t.Parallel()
	env, _ := start(t)
	m := env.Create(t, rowAddress, row("fraud/v1", "custom", attrs{"base_model_slug": "gpt-4o"}, "enabled", false))
	stored := env.API.All(emulator.IntegrationModels)
	env.API.Drop(emulator.IntegrationModels, stored[len(stored)-1].ID)
	m.Driver = env.Restart(t, m.Driver)
	for _, options := range [][]harness.PlanOption{nil, {harness.WithoutRefresh}} {
		p, diags := m.Driver.PlanDestroy(rowAddress, options...)
		if options != nil {
			harness.NoErrors(t, diags)
			diags = m.Driver.Apply(p)
		}
		harness.WantError(t, diags, "", "less than an hour ago")
	}
	env.API.Advance(2 * time.Hour)
	m.Driver = env.Restart(t, m.Driver)
	harness.NoErrors(t, m.Driver.Destroy(rowAddress))
	if sent := env.API.Bodies(http.MethodDelete, ""); len(sent) > 0 {
		t.Errorf("%d requests were sent to delete what is not there", len(sent))
	}
}

// A misspelt integration, and a model that the catalogue lacks, are named with the attribute.
func TestResources_misspelt(t *testing.T) {
	t.Parallel()
	env, _ := start(t)
	for address, config := range map[string]attrs{setAddress: set(attrs{"gpt-4o": attrs{}}, "integration_id", "opnai"), rowAddress: row("gpt-4o", "integration_id", "opnai")} {
		_, diags := env.Driver(t).Converge(address, config)
		harness.WantError(t, diags, "integration_id", `"opnai"`, "No integration that is visible to this API key", "Nothing was created", "#it-is-not-found")
	}
	_, diags := env.Driver(t).Converge(rowAddress, row("gpt-4oo"))
	harness.WantError(t, diags, "model_slug", `rejected the model "gpt-4oo"`, "Nothing was created", "set custom", "not valid: gpt-4oo")
	wantEnabled(t, env)
}

// Where all models are allowed, the prices of a model that is removed do not stay. A disabled
// model of the catalogue can be removed without a write.
func TestSetResource_removedSettings(t *testing.T) {
	t.Parallel()
	env, _ := start(t)
	all := func(models attrs) attrs { return set(models, "allow_all_models", true) }
	m := env.Create(t, setAddress, all(attrs{"gpt-4o": attrs{"pricing": attrs{"request_token": 1}}, "gpt-4.1": attrs{"enabled": false}}))
	m.Apply(all(attrs{"gpt-4o": attrs{"pricing": attrs{"request_token": 1}}}))
	harness.WantUntouched(t, env, true)
	m.Apply(all(nil))
	if sent := env.API.Bodies(http.MethodPut, "/integrations"); len(sent) != 1 || !strings.Contains(sent[0], `{"slug":"gpt-4o","enabled":false,"pricing_config":null}`) {
		t.Errorf("sent %q", sent)
	}
	m.WantNoDrift(all(nil))
}

// A custom model that somebody added since the plan is not deleted by a create.
func TestSetResource_addedSincePlan(t *testing.T) {
	t.Parallel()
	env, integration := start(t)
	m := env.Manage(t, setAddress)
	p := m.Plan(set(attrs{"gpt-4o": attrs{}}))
	theirs(env, integration, "theirs")
	env.API.ResetRequests()
	harness.WantError(t, m.Driver.Apply(p), "models", "theirs", "Nothing was changed")
	harness.WantUntouched(t, env, true)
	wantEnabled(t, env, "theirs*")
}
