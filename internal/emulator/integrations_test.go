package emulator_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

const integrations = "/integrations"

// integration creates an integration of OpenAI with more fields than it has to have, and
// returns its path.
func (a *api) integration(slug, more string) string {
	a.t.Helper()
	a.ok("POST", integrations, fmt.Sprintf(`{"name":"OpenAI","slug":%q,"ai_provider_id":"openai","key":"sk-0123456789"%s}`, slug, more))
	return integrations + "/" + slug
}

func TestIntegration_shape(t *testing.T) {
	t.Parallel()
	a := start(t)
	one := a.integration("openai", `,"configurations":{"openai_project":"p","custom_host":"https://llm.example.com"},"tags":{"team":"risk"}`)
	id := a.All(emulator.Integrations)[0].ID
	want := replaced(`{"id":"ID","slug":"openai","name":"OpenAI","object":"integration","status":"active","type":"organisation","workspace_id":null,
		"ai_provider_id":"openai","description":null,"tags":{"team":"risk"},"owner_id":"2f6c0b1e-7a53-4d0c-8e41-9b6a5d3c2f10",
		"created_at":"2026-10-15T12:00:00.000Z","last_updated_at":null`, "ID", id)
	same(t, "item", a.list(integrations)[0], want+fmt.Sprintf(`,"organisation_id":%q,"workspaces_count":0}`, a.OrganisationID()))
	want += `,"masked_key":"sk*****789","configurations":{"openai_project":"p","custom_host":"https://llm.example.com"},"secret_mappings":null,
		"pricing_adjustments":null,"allow_all_models":false,"last_reset_at":null,"global_workspace_access_settings":null}`
	same(t, "read", a.ok("GET", one, ""), want)
	same(t, "read by id", a.ok("GET", integrations+"/"+id, ""), want)

	a.SetAnswers(emulator.Answers{Sparse: true})
	if got := keysOf(a.list(integrations)[0]); got != "ai_provider_id,created_at,description,id,last_updated_at,name,object,organisation_id,slug,status" {
		t.Errorf("as documented, an item has %s", got)
	}
	a.SetAnswers(emulator.Answers{ThinCreate: true})
	if got := keysOf(a.ok("POST", integrations, `{"name":"n","ai_provider_id":"groq","key":"k"}`)); got != "id,object,slug" {
		t.Errorf("a create answers %s", got)
	}
	home := a.AddWorkspace(map[string]any{"name": "Home"})
	ours := a.integration("ours", fmt.Sprintf(`,"workspace_id":%q`, home.ID))
	same(t, "workspace_id", a.ok("GET", ours, "")["workspace_id"], fmt.Sprintf("%q", home.Slug))
	a.SetAnswers(emulator.Answers{NewerIntegrations: true})
	got := a.ok("GET", ours, "")
	same(t, "workspace_id", got["workspace_id"], fmt.Sprintf("%q", home.ID))
	if _, older := got["global_workspace_access_settings"]; older || len(got["ai_provider_id"].(string)) != 36 || got["type"] != "workspace" {
		t.Errorf("newer: %v", got)
	}
}

// What a provider of models needs, by the way to log in.
func TestIntegration_configurations(t *testing.T) {
	t.Parallel()
	a := start(t)
	const deployment = `"azure_resource_name":"r","azure_deployment_config":[{"azure_api_version":"v","azure_deployment_name":"d","azure_model_slug":"gpt-4o","is_default":true}]`
	post := func(provider, configurations string) string {
		return fmt.Sprintf(`{"name":"n","ai_provider_id":%q,"configurations":%s}`, provider, configurations)
	}
	for _, c := range []struct{ provider, sent, masked string }{
		{
			"bedrock", `{"aws_auth_type":"accessKey","aws_access_key_id":"AKIA01234567","aws_secret_access_key":"0123456789","aws_region":"eu-west-1"}`,
			`{"aws_auth_type":"accessKey","masked_aws_access_key_id":"AK*****567","masked_aws_secret_access_key":"01*****789","aws_region":"eu-west-1"}`,
		},
		{
			"bedrock", `{"aws_auth_type":"assumedRole","aws_role_arn":"arn:aws:iam::1:role/r","aws_external_id":null,"aws_region":"eu-west-1"}`,
			`{"aws_auth_type":"assumedRole","aws_role_arn":"arn:aws:iam::1:role/r","aws_region":"eu-west-1"}`,
		},
		{
			"azure-openai", `{"azure_auth_mode":"entra","azure_entra_tenant_id":"t","azure_entra_client_id":"c","azure_entra_client_secret":"s",` + deployment + `}`,
			`{"azure_auth_mode":"entra","azure_entra_tenant_id":"t","azure_entra_client_id":"c","masked_azure_entra_client_secret":"*****",` + deployment + `}`,
		},
		{
			"vertex-ai", `{"vertex_auth_type":"serviceAccount","vertex_region":"us-east5","vertex_service_account_json":{"private_key":"p"}}`,
			`{"vertex_auth_type":"serviceAccount","vertex_region":"us-east5","masked_vertex_service_account_json":"*****"}`,
		},
	} {
		made := a.ok("POST", integrations, post(c.provider, c.sent))
		same(t, c.sent, a.ok("GET", fmt.Sprint(integrations, "/", made["id"]), "")["configurations"], c.masked)
	}
	wrong := [][2]string{
		{"openai", `{}`}, // no credential at all
		{"bedrock", `{"aws_auth_type":"serviceRole"}`},
		{"bedrock", `{"aws_auth_type":"accessKey","aws_region":"r"}`},
		{"bedrock", `{"aws_auth_type":"token","aws_region":"r"}`},
		{"bedrock", `{"aws_auth_type":"serviceRole","aws_region":"r","awsRegion":"r"}`},
		{"azure-openai", `{"azure_auth_mode":"managed","azure_resource_name":"r","azure_deployment_config":[]}`},
		{"azure-openai", `{"azure_auth_mode":"managed","azure_resource_name":"r","azure_deployment_config":[{"azure_api_version":"v","azure_deployment_name":"d","azure_model_slug":"m"}]}`},
		{"azure-openai", withDeployment(`"azure_api_version":"0123456789012345678901234567890"`)},
		{"azure-openai", withDeployment(`"azure_deployment_name":""`)},
		{"azure-openai", withDeployment(`"is_default":"no"`)},
		{"azure-openai", withDeployment(`"shade":"red"`)},
		{"openai", `{"vertex_auth_type":"basic","custom_headers":{"a":1}}`},
		{"groq", `{"openai_project":"p","vertex_auth_type":"basic"}`},
	}
	for _, c := range wrong {
		got := a.call("POST", integrations, post(c[0], c[1]))
		if data, _ := got.object["data"].(map[string]any); got.status != http.StatusBadRequest || data["message"] != "Invalid request. Please check and try again." {
			t.Errorf("%s: %d %s", c, got.status, got.text)
		}
	}
	for _, host := range []string{"http://127.0.0.1", "https://10.1.2.3/v1", "http://169.254.169.254", "http://localhost:8080", "ftp://llm.example.com", "llm.example.com", "https://llm.example.com/#x"} {
		a.refused("POST", integrations, fmt.Sprintf(`{"name":"n","ai_provider_id":"openai","key":"k","configurations":{"custom_host":%q}}`, host), http.StatusBadRequest, "AB01", "configurations")
	}
	a.SetAnswers(emulator.Answers{AnyConfigurations: true, MaskedARNs: true})
	for _, c := range wrong[1:7] {
		a.ok("POST", integrations, post(c[0], c[1]))
	}
	role := a.ok("GET", integrations+"/"+a.All(emulator.Integrations)[1].ID, "")["configurations"]
	same(t, "a role", role.(map[string]any)["masked_aws_role_arn"], `"ar*****e/r"`)
}

// withDeployment is the configurations of Azure with a deployment that has another field.
func withDeployment(field string) string {
	return `{"azure_auth_mode":"managed","azure_resource_name":"r","azure_deployment_config":[
		{"azure_api_version":"v","azure_deployment_name":"d","azure_model_slug":"m","is_default":true,` + field + `}]}`
}

func TestIntegration_merges(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.ok("POST", integrations, `{"name":"n","slug":"aws","ai_provider_id":"bedrock","configurations":
		{"aws_auth_type":"accessKey","aws_access_key_id":"AKIA01234567","aws_secret_access_key":"0123456789","aws_region":"eu-west-1"}}`)
	one := integrations + "/aws"
	a.ok("PUT", one, `{"configurations":{"aws_region":"us-east-1"}}`)
	same(t, "merged", a.ok("GET", one, "")["configurations"],
		`{"aws_auth_type":"accessKey","masked_aws_access_key_id":"AK*****567","masked_aws_secret_access_key":"01*****789","aws_region":"us-east-1"}`)
	a.refused("PUT", one, `{"configurations":{"aws_secret_access_key":null}}`, http.StatusBadRequest, "AB01", "")
	a.ok("PUT", one, `{"configurations":{"aws_auth_type":"serviceRole","aws_access_key_id":null,"aws_secret_access_key":null}}`)
	same(t, "without the key", a.ok("GET", one, "")["configurations"], `{"aws_auth_type":"serviceRole","aws_region":"us-east-1"}`)
	a.SetAnswers(emulator.Answers{WholeConfigurations: true})
	a.refused("PUT", one, `{"configurations":{"aws_region":"us-east-1"}}`, http.StatusBadRequest, "AB01", "")
	a.ok("PUT", one, `{"configurations":{"aws_auth_type":"assumedRole","aws_role_arn":"arn","aws_region":"us-east-1"}}`)
	a.ok("PUT", one, `{"name":"m"}`)
	same(t, "replaced", a.ok("GET", one, "")["configurations"], `{"aws_auth_type":"assumedRole","aws_role_arn":"arn","aws_region":"us-east-1"}`)
}

func TestIntegration_clears(t *testing.T) {
	t.Parallel()
	a := start(t)
	one := a.integration("openai", `,"description":"d","tags":{"a":"1"},"pricing_adjustments":{"multiplier":{"default":1.5,"request_token":null,"image":{"default":2},"additional_units":{"web_search":0}}}`)
	same(t, "pricing_adjustments", a.ok("GET", one, "")["pricing_adjustments"],
		`{"multiplier":{"default":1.5,"request_token":null,"image":{"default":2},"additional_units":{"web_search":0}}}`)
	a.ok("PUT", one, `{"description":"","pricing_adjustments":null,"tags":null,"key":"sk-9876543210"}`)
	got := a.ok("GET", one, "")
	same(t, "after", []any{got["description"], got["pricing_adjustments"], got["tags"], got["masked_key"]}, `["d",null,null,"sk*****210"]`)
	a.ok("PUT", one, `{"description":null}`)
	same(t, "description", a.ok("GET", one, "")["description"], `null`)
	for body, param := range map[string]string{
		`{"key":null}`: "key", `{"key":""}`: "key", `{"secret_mappings":null}`: "secret_mappings", `{"slug":"x"}`: "slug", `{"configurations":null}`: "configurations",
		`{"pricing_adjustments":{}}`:                                 "pricing_adjustments",
		`{"pricing_adjustments":{"multiplier":{"shade":1}}}`:         "pricing_adjustments",
		`{"pricing_adjustments":{"multiplier":{"default":-1}}}`:      "pricing_adjustments",
		`{"pricing_adjustments":{"multiplier":{"image":1}}}`:         "pricing_adjustments",
		`{"pricing_adjustments":{"multiplier":{"image":{"low":1}}}}`: "pricing_adjustments",
		`{"description":1}`:                "description",
		`{"tags":{"a":1}}`:                 "tags",
		`{"allow_all_models":true}`:        "allow_all_models",
		`{"create_default_provider":true}`: "create_default_provider",
	} {
		a.refused("PUT", one, body, http.StatusBadRequest, "AB01", param)
	}
}

func TestIntegration_secretMappings(t *testing.T) {
	t.Parallel()
	a := start(t)
	home, other := a.create(`{"name":"Home"}`), a.create(`{"name":"Other"}`)
	a.reference(fmt.Sprintf(`,"allowed_workspaces":[%q]`, home))
	id := a.All(emulator.SecretReferences)[0].ID
	post := func(mappings, more string) string {
		return fmt.Sprintf(`{"name":"n","slug":"aws","ai_provider_id":"bedrock","configurations":{"aws_auth_type":"accessKey","aws_access_key_id":"AKIA","aws_region":"r"},"secret_mappings":%s%s}`, mappings, more)
	}
	mapping := fmt.Sprintf(`[{"target_field":"aws_secret_access_key","secret_reference_id":%q,"value_format":"string"}]`, id)
	a.refused("POST", integrations, post(mapping, fmt.Sprintf(`,"workspace_id":%q`, other)), http.StatusBadRequest, "AB01", "secret_mappings")
	a.ok("POST", integrations, post(mapping, fmt.Sprintf(`,"workspace_id":%q`, home)))
	one := integrations + "/aws"
	same(t, "answered", a.ok("GET", one, "")["secret_mappings"],
		`[{"target_field":"configurations.aws_secret_access_key","secret_reference_id":"openai-key","secret_key":null,"value_format":"string"}]`)
	for _, wrong := range []string{
		mapping, `{}`, `[{"target_field":"key"}]`, `[{"target_field":"key","secret_reference_id":"nowhere"}]`, `[{"secret_reference_id":"openai-key"}]`,
		`[{"target_field":"configurations.","secret_reference_id":"openai-key"}]`,
		`[{"target_field":"key","secret_reference_id":"openai-key","value_format":"yaml"}]`,
		`[{"target_field":"key","secret_reference_id":"openai-key","shade":"red"}]`,
		`[{"target_field":"key","secret_reference_id":"openai-key"},{"target_field":"key","secret_reference_id":"openai-key"}]`,
	} {
		a.refused("PUT", one, `{"secret_mappings":`+wrong+`}`, http.StatusBadRequest, "AB01", "secret_mappings")
	}
	a.ok("PUT", one, `{"secret_mappings":[]}`)
	same(t, "cleared", a.ok("GET", one, "")["secret_mappings"], `null`)
	// A mapping of the key is a credential.
	a.ok("POST", integrations, `{"name":"n","ai_provider_id":"groq","secret_mappings":[{"target_field":"key","secret_reference_id":"openai-key","secret_key":"k"}]}`)
	a.refused("POST", integrations, `{"name":"n","ai_provider_id":"groq","secret_mappings":[]}`, http.StatusBadRequest, "AB01", "")
}

func TestIntegration_slugs(t *testing.T) {
	t.Parallel()
	a := start(t)
	one := a.integration("openai", "")
	const again = `{"name":"n","slug":"openai","ai_provider_id":"openai","key":"k"}`
	a.refused("POST", integrations, again, http.StatusConflict, "AB07", "")
	a.SetAnswers(emulator.Answers{TakenIsInvalid: true})
	a.refused("POST", integrations, again, http.StatusBadRequest, "AB01", "slug")
	a.refused("POST", integrations, `{"name":"n","default_provider_slug":"a/b","ai_provider_id":"openai","key":"k"}`, http.StatusBadRequest, "AB01", "default_provider_slug")
	a.refused("POST", integrations, `{"name":"n","slug":"a/b","ai_provider_id":"openai","key":"k"}`, http.StatusBadRequest, "AB01", "slug")
	_, key := a.AddOrganisation("Globex")
	a.as(key).ok("POST", integrations, again)
	a.ok("DELETE", one, "")
	a.ok("POST", integrations, again)
}

// Those of the organisation and those of workspaces have scopes of their own.
func TestIntegration_reach(t *testing.T) {
	t.Parallel()
	a := start(t)
	home := a.AddWorkspace(map[string]any{"name": "Home"})
	other := a.AddWorkspace(map[string]any{"name": "Other"})
	everyone := a.integration("everyone", "")
	ours := a.integration("ours", fmt.Sprintf(`,"workspace_id":%q,"create_default_provider":false`, home.Slug))
	theirs := a.integration("theirs", fmt.Sprintf(`,"workspace_id":%q`, other.ID))
	for query, want := range map[string]string{
		"": "theirs,ours,everyone", "?type=all": "theirs,ours,everyone", "?type=workspace": "theirs,ours", "?type=organisation": "everyone", "?workspace_id=" + home.ID: "ours",
	} {
		if got := joined(a.list(integrations+query), "slug"); got != want {
			t.Errorf("%s: %s", query, got)
		}
	}
	b := a.as(a.AddKey(emulator.Key{WorkspaceID: home.ID}))
	if got := joined(b.list(integrations), "slug"); got != "ours,everyone" {
		t.Errorf("a workspace's key lists %s", got)
	}
	b.ok("GET", ours, "")
	b.refused("GET", everyone, "", http.StatusForbidden, "AB03", "")
	b.refused("DELETE", theirs, "", http.StatusForbidden, "AB03", "")
	made := b.ok("POST", integrations, `{"name":"n","ai_provider_id":"openai","key":"k"}`)
	same(t, "type", b.ok("GET", fmt.Sprint(integrations, "/", made["id"]), "")["type"], `"workspace"`)

	limited := a.as(a.AddKey(emulator.Key{Scopes: []string{"workspace_integrations.create", "workspace_integrations.read", "workspace_integrations.list"}}))
	if got := joined(limited.list(integrations+"?workspace_id="+home.Slug), "slug"); got != fmt.Sprint(made["slug"], ",ours") {
		t.Errorf("listed %s", got)
	}
	limited.refused("POST", integrations, `{"name":"n","ai_provider_id":"openai","key":"k"}`, http.StatusForbidden, "AB03", "")
	limited.refused("GET", everyone, "", http.StatusForbidden, "AB03", "")
	a.refused("POST", integrations, `{"name":"n","ai_provider_id":"openai","key":"k","workspace_id":"nowhere"}`, http.StatusForbidden, "AB03", "")
	a.SetAnswers(emulator.Answers{NotFound: emulator.NotFoundIs403})
	a.refused("GET", integrations+"/nowhere", "", http.StatusForbidden, "AB03", "")
}
