package emulator_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

const references = "/secret-references"

// reference creates a secret reference with more fields than it has to have, and returns
// its path.
func (a *api) reference(more string) string {
	a.t.Helper()
	made := a.ok("POST", references, `{"name":"OpenAI key","slug":"openai-key","manager_type":"hashicorp_vault","secret_path":"secret/data/openai",
		"auth_config":{"vault_auth_type":"token","vault_addr":"https://vault.example.com","vault_token":"hvs.0123456789"}`+more+`}`)
	return fmt.Sprint(references, "/", made["slug"])
}

func TestSecretReference_shape(t *testing.T) {
	t.Parallel()
	a := start(t)
	one := a.reference(`,"secret_key":"key","tags":{"team":"risk"}`)
	id := a.All(emulator.SecretReferences)[0].ID
	want := replaced(`{"id":"ID","slug":"openai-key","name":"OpenAI key","object":"secret-reference","status":"ACTIVE","manager_type":"hashicorp_vault",
		"created_at":"2026-10-15T12:00:00.000Z","last_updated_at":"2026-10-15T12:00:00.000Z"`, "ID", id)
	same(t, "item", a.list(references)[0], want+"}")
	want += replaced(`,"organisation_id":"ORGANISATION","description":null,"secret_path":"secret/data/openai","secret_key":"key","tags":{"team":"risk"},
		"allow_all_workspaces":true,"created_by":"2f6c0b1e-7a53-4d0c-8e41-9b6a5d3c2f10",
		"auth_config":{"vault_auth_type":"token","vault_addr":"https://vault.example.com","masked_vault_token":"hv*****789"}}`, "ORGANISATION", a.OrganisationID())
	same(t, "read", a.ok("GET", one, ""), want)
	same(t, "read by id", a.ok("GET", references+"/"+id, ""), want)

	a.SetAnswers(emulator.Answers{SQLDates: true})
	for _, got := range []map[string]any{a.list(references)[0], a.ok("GET", one, "")} {
		if got["created_at"] != "2026-10-15 12:00:00" || got["last_updated_at"] != "2026-10-15 12:00:00" {
			t.Errorf("dates of %v", got)
		}
	}
}

// The variants, with all that is required of each.
func TestSecretReference_variants(t *testing.T) {
	t.Parallel()
	a := start(t)
	post := func(manager, config string) string {
		return fmt.Sprintf(`{"name":"n","manager_type":%q,"secret_path":"p","auth_config":%s}`, manager, config)
	}
	for _, c := range []struct{ manager, config, masked string }{
		{
			"aws_sm", `{"aws_auth_type":"accessKey","aws_access_key_id":"AKIA01234567","aws_secret_access_key":"0123456789","aws_region":"eu-west-1"}`,
			`{"aws_auth_type":"accessKey","masked_aws_access_key_id":"AK*****567","masked_aws_secret_access_key":"01*****789","aws_region":"eu-west-1"}`,
		},
		{
			"aws_sm", `{"aws_auth_type":"assumedRole","aws_role_arn":"arn:aws:iam::1:role/r","aws_region":"eu-west-1","aws_external_id":"ext"}`,
			`{"aws_auth_type":"assumedRole","masked_aws_role_arn":"ar*****e/r","aws_region":"eu-west-1","masked_aws_external_id":"*****"}`,
		},
		{"aws_sm", `{"aws_auth_type":"serviceRole"}`, `{"aws_auth_type":"serviceRole"}`},
		{
			"azure_kv", `{"azure_auth_mode":"entra","azure_entra_tenant_id":"t","azure_entra_client_id":"c","azure_entra_client_secret":"s","azure_vault_url":"https://v.example.com"}`,
			`{"azure_auth_mode":"entra","azure_entra_tenant_id":"t","azure_entra_client_id":"c","masked_azure_entra_client_secret":"*****","azure_vault_url":"https://v.example.com"}`,
		},
		{
			"azure_kv", `{"azure_auth_mode":"managed","azure_vault_url":"https://v.example.com","azure_managed_client_id":"m"}`,
			`{"azure_auth_mode":"managed","azure_vault_url":"https://v.example.com","azure_managed_client_id":"m"}`,
		},
		{"azure_kv", `{"azure_auth_mode":"default","azure_vault_url":"https://v.example.com"}`, `{"azure_auth_mode":"default","azure_vault_url":"https://v.example.com"}`},
		{
			"hashicorp_vault", `{"vault_auth_type":"approle","vault_addr":"https://v.example.com","vault_role_id":"r","vault_secret_id":"0123456789","vault_namespace":"ns"}`,
			`{"vault_auth_type":"approle","vault_addr":"https://v.example.com","vault_role_id":"r","masked_vault_secret_id":"01*****789","vault_namespace":"ns"}`,
		},
		{
			"hashicorp_vault", `{"vault_auth_type":"kubernetes","vault_addr":"https://v.example.com","vault_role":"r","vault_namespace":null}`,
			`{"vault_auth_type":"kubernetes","vault_addr":"https://v.example.com","vault_role":"r"}`,
		},
	} {
		made := a.ok("POST", references, post(c.manager, c.config))
		same(t, c.config, a.ok("GET", fmt.Sprint(references, "/", made["id"]), "")["auth_config"], c.masked)
	}
	for _, c := range [][2]string{
		{"aws_sm", `{}`},
		{"aws_sm", `[]`},
		{"aws_sm", `{"aws_region":"eu-west-1"}`},
		{"aws_sm", `{"aws_auth_type":"token"}`},
		{"aws_sm", `{"aws_auth_type":"accessKey","aws_access_key_id":"a","aws_region":"eu-west-1"}`},
		{"aws_sm", `{"aws_auth_type":"serviceRole","aws_role_arn":"a"}`},
		{"azure_kv", `{"azure_auth_mode":"default"}`},
		{"azure_kv", `{"azure_auth_mode":"default","azure_vault_url":""}`},
		{"hashicorp_vault", `{"vault_auth_type":"token","vault_addr":"https://v.example.com"}`},
		{"hashicorp_vault", `{"vault_auth_type":"token","vault_addr":"https://v.example.com","vault_token":"t","masked_vault_token":"t"}`},
		{"hashicorp_vault", `{"aws_auth_type":"serviceRole"}`},
	} {
		a.refused("POST", references, post(c[0], c[1]), http.StatusBadRequest, "AB01", "auth_config")
	}
	a.refused("POST", references, post("onepassword", `{"aws_auth_type":"serviceRole"}`), http.StatusBadRequest, "AB01", "manager_type")
	a.SetAnswers(emulator.Answers{PlainARNs: true})
	got := a.ok("GET", references+"/"+a.All(emulator.SecretReferences)[1].ID, "")["auth_config"]
	same(t, "a role", got.(map[string]any)["aws_role_arn"], `"arn:aws:iam::1:role/r"`)
}

// A PUT merges auth_config, and leaves another variant's fields behind.
func TestSecretReference_merges(t *testing.T) {
	t.Parallel()
	a := start(t)
	one := a.reference("")
	config := func(sent string) any {
		a.t.Helper()
		same(t, "answer to PUT", a.ok("PUT", one, `{"auth_config":`+sent+`}`), `{}`)
		return a.ok("GET", one, "")["auth_config"]
	}
	same(t, "namespace", config(`{"vault_namespace":"ns"}`),
		`{"vault_auth_type":"token","vault_addr":"https://vault.example.com","masked_vault_token":"hv*****789","vault_namespace":"ns"}`)
	same(t, "another variant", config(`{"vault_auth_type":"kubernetes","vault_role":"r"}`),
		`{"vault_auth_type":"kubernetes","vault_addr":"https://vault.example.com","masked_vault_token":"hv*****789","vault_namespace":"ns","vault_role":"r"}`)
	same(t, "without what is left", config(`{"vault_token":null,"vault_namespace":null}`),
		`{"vault_auth_type":"kubernetes","vault_addr":"https://vault.example.com","vault_role":"r"}`)
	for _, wrong := range []string{`{"vault_auth_type":"token"}`, `{"vault_addr":null}`, `{"vault_role":""}`, `{"aws_region":"x"}`, `{}`, `null`} {
		a.refused("PUT", one, `{"auth_config":`+wrong+`}`, http.StatusBadRequest, "AB01", "auth_config")
	}
	a.SetAnswers(emulator.Answers{RigidAuthConfig: true})
	a.refused("PUT", one, `{"auth_config":{"vault_namespace":null}}`, http.StatusBadRequest, "AB01", "auth_config")

	// The kind of vault never changes, and nobody says so.
	a.ok("PUT", one, `{"manager_type":"aws_sm"}`)
	same(t, "manager_type", a.ok("GET", one, "")["manager_type"], `"hashicorp_vault"`)
}

func TestSecretReference_clears(t *testing.T) {
	t.Parallel()
	a := start(t)
	one := a.reference(`,"description":"d","secret_key":"k","tags":{"a":"1","b":"2"}`)
	read := func(field string) any { return a.ok("GET", one, "")[field] }
	a.ok("PUT", one, `{"description":"","tags":{"c":"3"}}`)
	same(t, "description", read("description"), `"d"`)
	same(t, "tags", read("tags"), `{"c":"3"}`)
	a.ok("PUT", one, `{"description":null,"secret_key":null,"tags":null}`)
	for _, field := range []string{"description", "secret_key", "tags"} {
		same(t, field, read(field), `null`)
	}
	a.SetAnswers(emulator.Answers{BlankClears: true, NullKeeps: true})
	a.ok("PUT", one, `{"description":"e"}`)
	a.ok("PUT", one, `{"description":null}`)
	same(t, "description", read("description"), `"e"`)
	a.ok("PUT", one, `{"description":""}`)
	same(t, "description", read("description"), `null`)
	for body, param := range map[string]string{
		`{"secret_key":""}`: "secret_key", `{"secret_path":null}`: "secret_path", `{"tags":{"a":1}}`: "tags", `{"description":1}`: "description",
		`{"description":"` + long(1025) + `"}`: "description", `{"name":"` + long(256) + `"}`: "name",
	} {
		a.refused("PUT", one, body, http.StatusBadRequest, "AB01", param)
	}
}

func long(length int) string { return fmt.Sprintf("%0*d", length, 0) }

// Which workspaces may use it is written and never answered.
func TestSecretReference_workspaces(t *testing.T) {
	t.Parallel()
	a := start(t)
	home, other := a.AddWorkspace(map[string]any{"name": "Home"}), a.AddWorkspace(map[string]any{"name": "Other"})
	one := a.reference(fmt.Sprintf(`,"allow_all_workspaces":false,"allowed_workspaces":[%q,%q]`, home.Slug, home.ID))
	allowed := func() string {
		if _, told := a.ok("GET", one, "")["allowed_workspaces"]; told {
			t.Error("answered")
		}
		o := a.All(emulator.SecretReferences)[0].Fields
		return fmt.Sprint(o["allow_all_workspaces"], o["allowed_workspaces"])
	}
	steps := []struct{ body, want string }{
		{`{"name":"n"}`, fmt.Sprintf("false [%s]", home.ID)},
		{fmt.Sprintf(`{"allowed_workspaces":[%q]}`, other.ID), fmt.Sprintf("false [%s]", other.ID)},
		{`{"allow_all_workspaces":true}`, "true <nil>"},
		{`{"allow_all_workspaces":false}`, "false <nil>"}, // nobody may use it
		{fmt.Sprintf(`{"allowed_workspaces":[%q]}`, home.ID), fmt.Sprintf("false [%s]", home.ID)},
	}
	for _, step := range steps {
		a.ok("PUT", one, step.body)
		if got := allowed(); got != step.want {
			t.Errorf("%s: %s, want %s", step.body, got, step.want)
		}
	}
	for _, wrong := range []string{`[]`, `null`, `["nowhere"]`, `[1]`} {
		a.refused("PUT", one, `{"allowed_workspaces":`+wrong+`}`, http.StatusBadRequest, "AB01", "allowed_workspaces")
	}
	a.refused("PUT", one, fmt.Sprintf(`{"allow_all_workspaces":true,"allowed_workspaces":[%q]}`, home.ID), http.StatusBadRequest, "AB01", "allowed_workspaces")
	a.refused("PUT", one, `{"allow_all_workspaces":"no"}`, http.StatusBadRequest, "AB01", "allow_all_workspaces")
}

func TestSecretReference_list(t *testing.T) {
	t.Parallel()
	a := start(t)
	for i := range 25 {
		a.Add(emulator.SecretReferences, "", map[string]any{"name": fmt.Sprint("Reference ", i), "tags": map[string]any{"team": fmt.Sprint(i % 2), "all": "yes"}})
	}
	a.Add(emulator.SecretReferences, "", map[string]any{
		"name": "Bedrock", "slug": "aws", "manager_type": "aws_sm", "auth_config": map[string]any{"aws_auth_type": "serviceRole"},
	})
	for query, want := range map[string]int{
		"": 20, "?current_page=1": 6, "?page_size=100": 26, "?manager_type=aws_sm": 1, "?search=BEDROCK": 1, "?search=aws": 1, "?search=nothing": 0,
		"?page_size=100&tags=" + escape(`{"team":"1","all":"yes"}`): 12, "?tags=" + escape(`{"team":"9"}`): 0, "?tags=team": 0,
	} {
		if got := len(a.list(references + query)); got != want {
			t.Errorf("%s: %d, want %d", query, got, want)
		}
	}
	a.refused("GET", references+"?page_size=101", "", http.StatusBadRequest, "AB01", "page_size")
	a.refused("POST", references, `{"name":"n","slug":"aws","manager_type":"aws_sm","secret_path":"p","auth_config":{"aws_auth_type":"serviceRole"}}`, http.StatusBadRequest, "AB01", "slug")
	a.refused("POST", references, `{"name":"n","slug":"a b","manager_type":"aws_sm","secret_path":"p","auth_config":{"aws_auth_type":"serviceRole"}}`, http.StatusBadRequest, "AB01", "slug")
	b := a.as(a.AddKey(emulator.Key{WorkspaceID: a.create(create)}))
	b.refused("GET", references, "", http.StatusForbidden, "AB03", "")
	b.refused("GET", references+"/aws", "", http.StatusForbidden, "AB03", "")
}

// A reference that an integration maps can't be deleted.
func TestSecretReference_inUse(t *testing.T) {
	t.Parallel()
	a := start(t)
	one := a.reference("")
	a.Add(emulator.Integrations, "", map[string]any{
		"slug": "openai", "secret_mappings": []any{map[string]any{"target_field": "key", "secret_reference_id": "openai-key"}},
	})
	a.refused("DELETE", one, "", http.StatusBadRequest, "AB01", "")
	_, key := a.AddOrganisation("Globex")
	b := a.as(key)
	b.ok("DELETE", b.reference(""), "") // of the same slug, elsewhere
	a.ok("PUT", "/integrations/openai", `{"secret_mappings":[]}`)
	a.ok("DELETE", one, "")
	a.refused("GET", one, "", http.StatusNotFound, "AB08", "")
}
