package emulator_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// models are what an integration lists: "slug", with + in front where it is enabled.
func (a *api) models(one string) string {
	a.t.Helper()
	var all []string
	for _, row := range objects(a.t, a.ok("GET", one+"/models", "")["models"]) {
		sign := ""
		if row["enabled"] == true {
			sign = "+"
		}
		all = append(all, fmt.Sprint(sign, row["slug"]))
	}
	return strings.Join(all, " ")
}

// catalogued starts with two models in the catalogue.
func catalogued(t *testing.T) (a *api, one string) {
	t.Helper()
	a = start(t)
	a.SetCatalogue("openai", "gpt-4o", "o3-mini")
	return a, a.integration("openai", "")
}

func TestModels_shape(t *testing.T) {
	t.Parallel()
	a, one := catalogued(t)
	a.Advance(time.Second)
	const prices = `{"type":"static","pay_as_you_go":{"request_token":{"price":0.00025},"response_token":{"price":0},"cache_read_input_token":{"price":1}}}`
	same(t, "answer to PUT", a.ok("PUT", one+"/models", `{"models":[{"slug":"ft/mine:1","enabled":true,"is_custom":true,"is_finetune":true,"base_model_slug":"gpt-4o",
		"configurations":{"custom_host":"https://llm.example.com","custom_headers":{"X-Team":"0123456789"}},"pricing_config":`+prices+`}]}`), `{}`)
	row := func(slug, more string) string {
		return replaced(`{"slug":"SLUG","name":"SLUG","description":null,"last_updated_at":null`, "SLUG", slug) + more
	}
	builtIn := `,"enabled":false,"is_custom":null,"is_finetune":null,"base_model_slug":null,"pricing_config":null,"created_at":"2026-10-15T12:00:00.000Z"}`
	custom := `,"enabled":true,"is_custom":1,"is_finetune":"true","base_model_slug":"gpt-4o","pricing_config":` + prices + `,"created_at":"2026-10-15T12:00:01.000Z",
		"configurations":{"custom_host":"https://llm.example.com","custom_headers":{"X-Team":"0123456789"}}}`
	same(t, "list", a.ok("GET", one+"/models", ""), fmt.Sprintf(`{"object":"list","total":3,"allow_all_models":false,"models":[%s,%s,%s]}`,
		row("gpt-4o", builtIn), row("o3-mini", builtIn), row("ft/mine:1", custom)))
	// The integration itself was not written.
	same(t, "last_updated_at", a.ok("GET", one, "")["last_updated_at"], `null`)

	a.SetAnswers(emulator.Answers{NewerIntegrations: true, MaskedHeaders: true, Sparse: true, WrittenModels: true})
	got := a.ok("GET", one+"/models", "")
	first := objects(t, got["models"])[0]
	if keysOf(got) != "allow_all_models,models,object" || first["is_custom"] != true || first["is_finetune"] != true {
		t.Errorf("newer: %v", got)
	}
	same(t, "configurations", first["configurations"], `{"custom_host":"https://llm.example.com","custom_headers":{"X-Team":"*****"}}`)
}

// A PUT leaves the rows that it does not name, unless it says that they are disabled.
func TestModels_put(t *testing.T) {
	t.Parallel()
	a, one := catalogued(t)
	steps := []struct{ body, want string }{
		{`{"models":[]}`, "gpt-4o o3-mini"},
		{`{"models":[{"slug":"gpt-4o","enabled":true}]}`, "+gpt-4o o3-mini"},
		{`{"models":[{"slug":"mine","enabled":true,"is_custom":true}]}`, "+gpt-4o o3-mini +mine"},
		{`{"models":[],"allow_all_models":true}`, "+gpt-4o +o3-mini +mine"},
		{`{"models":[{"slug":"gpt-4o","enabled":false}]}`, "gpt-4o +o3-mini +mine"}, // without force
		{`{"models":[{"slug":"o3-mini","enabled":true}],"override_existing_model_access":true}`, "gpt-4o +o3-mini mine"},
		{`{"models":[],"allow_all_models":false}`, "gpt-4o +o3-mini mine"},
		{`{"models":[],"override_existing_model_access":true}`, "gpt-4o o3-mini mine"},
		{`{"models":[{"slug":"mine","enabled":true}]}`, "gpt-4o o3-mini +mine"},
	}
	for _, step := range steps {
		a.ok("PUT", one+"/models", step.body)
		if got := a.models(one); got != step.want {
			t.Errorf("%s: %s, want %s", step.body, got, step.want)
		}
	}
	a.ResetRequests()
	a.ok("PUT", one+"/models", `{"models":[]}`)
	if a.Requests()[0].Effect {
		t.Error("an empty PUT is logged as having an effect")
	}
	if got := a.integration("more", `,"allow_all_models":true`); a.models(got) != "+gpt-4o +o3-mini" {
		t.Errorf("with all allowed: %s", a.models(got))
	}
	a.SetAnswers(emulator.Answers{AllowAllModels: true})
	if got := a.integration("older", ""); a.models(got) != "+gpt-4o +o3-mini" {
		t.Errorf("as it was before: %s", a.models(got))
	}
}

// What an item leaves out of a row stays, and null clears.
func TestModels_merge(t *testing.T) {
	t.Parallel()
	a, one := catalogued(t)
	last := func(item string) map[string]any {
		a.t.Helper()
		a.ok("PUT", one+"/models", `{"models":[`+item+`]}`)
		return objects(t, a.ok("GET", one+"/models", "")["models"])[2]
	}
	last(`{"slug":"mine","enabled":true,"is_custom":true,"base_model_slug":"gpt-4o","configurations":{"custom_host":"https://llm.example.com"},"pricing_config":{"type":"static","pay_as_you_go":{}}}`)
	a.Advance(time.Second)
	got := last(`{"slug":"mine","enabled":false}`)
	same(t, "kept", []any{got["base_model_slug"], got["is_custom"], got["configurations"], got["pricing_config"], got["last_updated_at"]},
		`["gpt-4o",1,{"custom_host":"https://llm.example.com"},{"type":"static","pay_as_you_go":{}},"2026-10-15T12:00:01.000Z"]`)
	got = last(`{"slug":"mine","enabled":false,"configurations":null,"pricing_config":null,"is_finetune":null,"base_model_slug":null}`)
	same(t, "cleared", []any{got["base_model_slug"], got["configurations"], got["pricing_config"]}, `["gpt-4o",null,null]`)
}

func TestModels_refused(t *testing.T) {
	t.Parallel()
	a, one := catalogued(t)
	a.ok("PUT", one+"/models", `{"models":[{"slug":"mine","enabled":true,"is_custom":true,"base_model_slug":"gpt-4o"}]}`)
	before := a.ok("GET", one+"/models", "")
	for _, item := range []string{
		`{}`, `1`, `{"slug":"gpt-4o"}`, `{"enabled":true}`, `{"slug":"","enabled":true}`, `{"slug":"gpt-4o","enabled":1}`, `{"slug":"unknown","enabled":true}`,
		`{"slug":"gpt-4o","enabled":true,"is_custom":true}`, `{"slug":"gpt-4o","enabled":true,"base_model_slug":"o3-mini"}`, `{"slug":"gpt-4o","enabled":true,"shade":"red"}`,
		`{"slug":"mine","enabled":true,"is_custom":false}`, `{"slug":"mine","enabled":true,"base_model_slug":"o3-mini"}`,
		`{"slug":"tuned","enabled":true,"is_custom":true,"is_finetune":true}`,
		`{"slug":"gpt-4o","enabled":true,"pricing_config":{"type":"dynamic","pay_as_you_go":{}}}`,
		`{"slug":"gpt-4o","enabled":true,"pricing_config":{"type":"static","pay_as_you_go":{"request_token":{"price":-1}}}}`,
		`{"slug":"gpt-4o","enabled":true,"pricing_config":{"type":"static","pay_as_you_go":{"shade":{"price":1}}}}`,
		`{"slug":"gpt-4o","enabled":true,"configurations":{"custom_host":"http://10.0.0.1"}}`,
		`{"slug":"gpt-4o","enabled":true,"configurations":{"custom_headers":{"a":1}}}`,
		`{"slug":"gpt-4o","enabled":true},{"slug":"gpt-4o","enabled":false}`,
	} {
		a.refused("PUT", one+"/models", `{"models":[{"slug":"o3-mini","enabled":true},`+item+`]}`, http.StatusBadRequest, "AB01", "models")
	}
	for body, param := range map[string]string{
		`{}`: "models", `{"models":{}}`: "models", `{"models":[],"allow_all_models":null}`: "allow_all_models", `{"models":[],"shade":1}`: "shade",
		`{"models":[],"override_existing_model_access":"yes"}`: "override_existing_model_access",
	} {
		a.refused("PUT", one+"/models", body, http.StatusBadRequest, "AB01", param)
	}
	a.refused("GET", one+"/models?page_size=10", "", http.StatusBadRequest, "AB01", "page_size")
	same(t, "after all that", a.ok("GET", one+"/models", ""), toJSON(t, before))
	got := a.call("PUT", one+"/models", `{"models":[{"slug":"unknown","enabled":true}]}`)
	same(t, "message", got.object["data"].(map[string]any)["message"], `"Following models are not valid: unknown"`)
	a.SetAnswers(emulator.Answers{AnyModels: true})
	a.ok("PUT", one+"/models", `{"models":[{"slug":"unknown","enabled":true}]}`)
	a.refused("GET", "/integrations/nowhere/models", "", http.StatusNotFound, "AB08", "")
}

func TestModels_delete(t *testing.T) {
	t.Parallel()
	a, one := catalogued(t)
	a.ok("PUT", one+"/models", `{"models":[{"slug":"a/b:1","enabled":true,"is_custom":true},{"slug":"c","enabled":true,"is_custom":true},{"slug":"gpt-4o","enabled":true}]}`)
	a.refused("DELETE", one+"/models", `{"slugs":["c"]}`, http.StatusBadRequest, "AB01", "slugs")
	for _, slugs := range []string{"gpt-4o", "c,unknown", "c,", "c,gpt-4o"} {
		a.refused("DELETE", one+"/models?slugs="+escape(slugs), "", http.StatusBadRequest, "AB01", "")
	}
	if got := a.models(one); got != "+gpt-4o o3-mini +a/b:1 +c" {
		t.Errorf("left %s", got)
	}
	same(t, "answer", a.ok("DELETE", one+"/models?slugs="+escape("a/b:1,c"), ""), `{}`)
	if got := a.models(one); got != "+gpt-4o o3-mini" {
		t.Errorf("left %s", got)
	}
}

// Reads may be older than a write, and a read of rows goes with its integration.
func TestModels_behind(t *testing.T) {
	t.Parallel()
	a, one := catalogued(t)
	a.Advance(time.Minute)
	id := a.Add(emulator.IntegrationModels, "", map[string]any{"integration_id": "openai", "slug": "mine", "is_custom": true})
	a.Edit(emulator.IntegrationModels, id, map[string]any{"enabled": false})
	if got := a.models(one); got != "gpt-4o o3-mini mine" {
		t.Errorf("got %s", got)
	}
	a.SetStale(30 * time.Second)
	if got := a.models(one); got != "gpt-4o o3-mini" {
		t.Errorf("stale: %s", got)
	}
	a.SetStale(0)
	a.Drop(emulator.IntegrationModels, id)
	a.Edit(emulator.Integrations, "openai", map[string]any{"allow_all_models": true})
	if got := a.models(one); got != "+gpt-4o +o3-mini" {
		t.Errorf("got %s", got)
	}
	a.ok("PUT", one+"/models", `{"models":[{"slug":"gpt-4o","enabled":true}]}`)
	a.ok("DELETE", one, "")
	if left := a.All(emulator.IntegrationModels); len(left) != 0 {
		t.Errorf("left %v", left)
	}
	if !panics(func() { a.Add(emulator.IntegrationModels, "", map[string]any{"integration_id": "nowhere"}) }) {
		t.Error("no panic for a row of no integration")
	}
}

// Prices are beside the API, for everybody.
func TestPricing(t *testing.T) {
	t.Parallel()
	a := start(t)
	get := func(path string) (status int, body map[string]any) {
		t.Helper()
		request, err := http.NewRequestWithContext(context.Background(), http.MethodGet, a.url+"/model-configs/pricing/"+path, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		if err := json.NewDecoder(response.Body).Decode(&body); err != nil {
			t.Fatal(err)
		}
		return response.StatusCode, body
	}
	for _, path := range []string{"openai/gpt-4o", "together-ai/meta-llama%2FLlama-3.3-70B-Instruct-Turbo"} {
		status, body := get(path)
		if keysOf(body) != "calculate,currency,finetune_config,pay_as_you_go" || status != http.StatusOK {
			t.Errorf("%s: %d %v", path, status, body)
		}
		same(t, "request_token", body["pay_as_you_go"].(map[string]any)["request_token"], `{"price":0.00025}`)
	}
	for _, path := range []string{"openai/unknown", "openai", "unknown/gpt-4o", "together-ai/meta-llama/Llama-3.3-70B-Instruct-Turbo"} {
		if status, body := get(path); status != http.StatusNotFound || keysOf(body) != "error" {
			t.Errorf("%s: %d %v", path, status, body)
		}
	}
}
