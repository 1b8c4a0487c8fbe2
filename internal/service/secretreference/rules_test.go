package secretreference_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

const (
	address = "portkey_secret_reference.test"
	token   = "hvs.CAESIJ1f0c9e"
	vault   = "https://vault.example.com"
)

// attrs is a configuration or a part of one, for the driver.
type attrs = map[string]any

// vaulted is the configuration of a secret in HashiCorp Vault, with pairs of a name and a
// value laid over it.
func vaulted(more ...any) attrs {
	config := attrs{
		"name": "OpenAI", "manager_type": "hashicorp_vault", "secret_path": "secret/data/openai",
		"vault_token": attrs{"vault_addr": vault, "vault_token": token},
	}
	for i := 0; i < len(more); i += 2 {
		config[more[i].(string)] = more[i+1]
	}
	return config
}

// only is the one secret reference that there is.
func only(t *testing.T, env *harness.Env) emulator.Object {
	t.Helper()
	all := env.API.All(emulator.SecretReferences)
	if len(all) != 1 {
		t.Fatalf("there are %d secret references, want 1", len(all))
	}
	return all[0]
}

func authOf(t *testing.T, env *harness.Env) attrs {
	t.Helper()
	auth, _ := only(t, env).Fields["auth_config"].(attrs)
	return auth
}

// Every way to authenticate is sent with just its own fields, its secrets from either
// argument, and shows no difference afterwards.
func TestResource_variants(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		manager string
		object  attrs
		secrets []string // which may be write-only
		mode    attrs
	}{
		"aws_access_key": {
			"aws_sm", attrs{"aws_access_key_id": "AKIAEXAMPLE", "aws_secret_access_key": "wJalrXUtnFEMI", "aws_region": "eu-west-1"},
			[]string{"aws_access_key_id", "aws_secret_access_key"}, attrs{"aws_auth_type": "accessKey"},
		},
		"aws_assumed_role": {
			"aws_sm", attrs{"aws_role_arn": "arn:aws:iam::123456789012:role/portkey", "aws_external_id": "external-1", "aws_region": "eu-west-1"},
			[]string{"aws_external_id"}, attrs{"aws_auth_type": "assumedRole"},
		},
		"aws_service_role": {"aws_sm", attrs{"aws_region": "eu-west-1"}, nil, attrs{"aws_auth_type": "serviceRole"}},
		"azure_entra": {
			"azure_kv", attrs{
				"azure_entra_tenant_id": "tenant", "azure_entra_client_id": "client", "azure_entra_client_secret": "s3cret-of-entra", "azure_vault_url": "https://acme.vault.azure.net",
			},
			[]string{"azure_entra_client_secret"}, attrs{"azure_auth_mode": "entra"},
		},
		"azure_managed": {"azure_kv", attrs{"azure_managed_client_id": "client", "azure_vault_url": "https://acme.vault.azure.net"}, nil, attrs{"azure_auth_mode": "managed"}},
		"azure_default": {"azure_kv", attrs{"azure_vault_url": "https://acme.vault.azure.net"}, nil, attrs{"azure_auth_mode": "default"}},
		"vault_token": {
			"hashicorp_vault", attrs{"vault_addr": vault, "vault_token": token, "vault_namespace": "ai"}, []string{"vault_token"}, attrs{"vault_auth_type": "token"},
		},
		"vault_approle": {
			"hashicorp_vault", attrs{"vault_addr": vault, "vault_role_id": "role", "vault_secret_id": "s3cret-of-role"}, []string{"vault_secret_id"}, attrs{"vault_auth_type": "approle"},
		},
		"vault_kubernetes": {"hashicorp_vault", attrs{"vault_addr": vault, "vault_role": "portkey"}, nil, attrs{"vault_auth_type": "kubernetes"}},
	} {
		for _, writeOnly := range []bool{false, true} {
			t.Run(fmt.Sprint(name, writeOnly), func(t *testing.T) {
				t.Parallel()
				env := harness.Start(t)
				object, want := attrs{}, attrs{}
				for field, value := range c.object {
					want[field] = value
					if writeOnly && slices.Contains(c.secrets, field) {
						field += "_wo"
					}
					object[field] = value
				}
				for field, value := range c.mode {
					want[field] = value
				}
				config := attrs{"name": "OpenAI", "manager_type": c.manager, "secret_path": "prod/openai", name: object}
				if writeOnly {
					config["auth_wo_version"] = 1
				}
				m := env.Create(t, address, config)
				if diff := cmp.Diff(want, authOf(t, env)); diff != "" {
					t.Errorf("sent: want - got +:\n%s", diff)
				}
				m.WantEmptyPlan(config)

				// After an import the secrets alone are planned, and sent once.
				imported := env.Manage(t, address)
				harness.NoErrors(t, imported.Driver.Import(address, only(t, env).Slug))
				p := imported.Apply(config)
				if action, hidden := p.Action, len(c.secrets) > 0 || name == "aws_assumed_role" || writeOnly; hidden != (action == harness.Update) {
					t.Errorf("after an import it plans %s", action)
				}
				if diff := cmp.Diff(want, authOf(t, env)); diff != "" {
					t.Errorf("after an import: want - got +:\n%s", diff)
				}
				imported.WantEmptyPlan(config)
			})
		}
	}
}

// A write-only secret is sent when its version changes, and then alone; nothing else
// sends it.
func TestResource_writeOnly(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	hidden := func(text string, version any, more ...any) attrs {
		return vaulted(append([]any{"vault_token", attrs{"vault_addr": vault, "vault_token_wo": text}, "auth_wo_version", version}, more...)...)
	}
	m := env.Create(t, address, hidden(token, 1))
	if state := fmt.Sprint(m.Driver.State(address), m.Driver.Private(address)); strings.Contains(state, token) {
		t.Errorf("the state contains the token: %s", state)
	}
	m.WantEmptyPlan(hidden("hvs.another", 1)) // not seen
	m.Apply(hidden("hvs.another", 1, "description", "A"))
	m.WantPuts(`{"description": "A"}`)
	m.Apply(hidden("hvs.another", 2, "description", "A"))
	m.WantPuts(`{"auth_config": {"vault_token": "hvs.another"}}`)
	m.Apply(vaulted("description", "A"))
	m.WantPuts(`{"auth_config": {"vault_token": "` + token + `"}}`)
	m.Apply(vaulted("vault_token", attrs{"vault_addr": vault, "vault_token": "hvs.third"}, "description", "A"))
	m.WantPuts(`{"auth_config": {"vault_token": "hvs.third"}}`)
	m.Apply(vaulted("vault_token", attrs{"vault_addr": "https://vault-eu.example.com", "vault_token": "hvs.third", "vault_namespace": "ai"}))
	m.WantPuts(`{"description": null, "auth_config": {"vault_addr": "https://vault-eu.example.com", "vault_namespace": "ai"}}`)
	m.Apply(vaulted("vault_token", attrs{"vault_addr": "https://vault-eu.example.com", "vault_token": "hvs.third"}))
	m.WantPuts(`{"auth_config": {"vault_namespace": null}}`)
	if diff := cmp.Diff(attrs{"vault_auth_type": "token", "vault_addr": "https://vault-eu.example.com", "vault_token": "hvs.third"}, authOf(t, env)); diff != "" {
		t.Errorf("want - got +:\n%s", diff)
	}
	// A required secret that was not known in the plan, and is null in the apply.
	config := hidden("", 3)
	p := m.Plan(hidden("hvs.fourth", 3))
	env.API.ResetRequests()
	if err := m.Driver.ApplyWith(p, config).Err(); err == nil || !strings.Contains(err.Error(), "Neither vault_token.vault_token nor vault_token.vault_token_wo is set") {
		t.Errorf("got %v", err)
	}
	if sent := env.Writes(); len(sent) > 0 {
		t.Errorf("sent %v", sent)
	}
}

// Readable fields drift, masked ones are never compared.
func TestResource_drift(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	m := env.Create(t, address, vaulted())
	env.API.Edit(emulator.SecretReferences, only(t, env).ID, attrs{"auth_config": attrs{"vault_token": "hvs.theirs"}})
	m.WantEmptyPlan(vaulted())
	env.API.Edit(emulator.SecretReferences, only(t, env).ID, attrs{"auth_config": attrs{"vault_addr": "https://theirs.example.com", "vault_namespace": "theirs"}})
	m.Apply(vaulted())
	m.WantPuts(`{"auth_config": {"vault_addr": "` + vault + `", "vault_namespace": null}}`)
	// Somebody has changed how Portkey authenticates.
	env.API.Edit(emulator.SecretReferences, only(t, env).ID, attrs{"auth_config": attrs{"vault_auth_type": "kubernetes", "vault_addr": vault, "vault_role": "portkey"}})
	if p := m.Plan(vaulted()); p.Action != harness.Replace {
		t.Errorf("plans %s", p.Action)
	}
}

// Another way to authenticate, another kind of vault and another slug replace.
func TestResource_replaced(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	m := env.Create(t, address, vaulted("slug", "openai"))
	for name, config := range map[string]attrs{
		"variant": vaulted("slug", "openai", "vault_token", nil, "vault_kubernetes", attrs{"vault_addr": vault, "vault_role": "portkey"}),
		"vault":   vaulted("slug", "openai", "manager_type", "aws_sm", "vault_token", nil, "aws_service_role", attrs{}),
		"slug":    vaulted("slug", "openai-eu"),
	} {
		if p := m.Plan(config); p.Action != harness.Replace {
			t.Errorf("%s: plans %s", name, p.Action)
		}
	}
	m.Apply(vaulted("vault_token", nil, "vault_kubernetes", attrs{"vault_addr": vault, "vault_role": "portkey"}))
	if diff := cmp.Diff(attrs{"vault_auth_type": "kubernetes", "vault_addr": vault, "vault_role": "portkey"}, authOf(t, env)); diff != "" {
		t.Errorf("want - got +:\n%s", diff)
	}
}

func TestResource_invalid(t *testing.T) {
	t.Parallel()
	d := harness.Start(t).Driver(t)
	kubernetes := attrs{"vault_addr": vault, "vault_role": "portkey"}
	for name, c := range map[string]struct {
		config attrs
		says   string
	}{
		"no way to authenticate": {vaulted("vault_token", nil), "aws_access_key"},
		"two of them":            {vaulted("vault_kubernetes", kubernetes), "vault_kubernetes"},
		"of another vault":       {vaulted("manager_type", "aws_sm"), `it requires manager_type = "hashicorp_vault"`},
		"no secret":              {vaulted("vault_token", attrs{"vault_addr": vault}), "Neither vault_token.vault_token nor"},
		"both secrets": {
			vaulted("vault_token", attrs{"vault_addr": vault, "vault_token": token, "vault_token_wo": token}, "auth_wo_version", 1), "are both set",
		},
		"no version":      {vaulted("vault_token", attrs{"vault_addr": vault, "vault_token_wo": token}), "requires auth_wo_version"},
		"no workspaces":   {vaulted("allowed_workspaces", []any{}), "allowed_workspaces"},
		"a slug of words": {vaulted("slug", "open ai"), "letters, digits"},
		"unknown vault":   {vaulted("manager_type", "gcp_sm"), "Use one of"},
	} {
		err := d.Validate(address, c.config).Err()
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil && strings.Contains(err.Error(), token) {
			t.Errorf("%s: the error repeats the token: %v", name, err)
		}
	}
}

// A CLI without write-only arguments can give every secret in the argument that is in the
// state.
func TestResource_withoutWriteOnly(t *testing.T) {
	t.Parallel()
	d := harness.Start(t).Driver(t).WithoutWriteOnly()
	_, diags := d.Converge(address, vaulted())
	harness.NoErrors(t, diags)
	hidden := vaulted("vault_token", attrs{"vault_addr": vault, "vault_token_wo": token}, "auth_wo_version", 1)
	if err := d.Validate(address, hidden).Err(); err == nil || !strings.Contains(err.Error(), "Terraform 1.11") {
		t.Errorf("got %v", err)
	}
}

// Portkey does not return the workspaces that may use a secret, only whether all may.
func TestResource_allowedWorkspaces(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	home, away := env.API.AddWorkspace(attrs{"name": "Home"}), env.API.AddWorkspace(attrs{"name": "Away"})
	m := env.Create(t, address, vaulted("allowed_workspaces", []any{home.ID}))
	m.WantEmptyPlan(vaulted("allowed_workspaces", []any{home.ID}))
	m.Apply(vaulted("allowed_workspaces", []any{home.Slug})) // another spelling
	m.WantPuts()
	m.Apply(vaulted("allowed_workspaces", []any{home.Slug, away.ID}))
	m.WantPuts(fmt.Sprintf(`{"allow_all_workspaces": false, "allowed_workspaces": [%q, %q]}`, sorted(away.ID, home.Slug)...))
	m.Apply(vaulted())
	m.WantPuts(`{"allow_all_workspaces": true}`)
	env.API.Advance(time.Hour) // an edit of the same second would pass for what the write replaced
	env.API.Edit(emulator.SecretReferences, only(t, env).ID, attrs{"allowed_workspaces": []any{home.ID}})
	if p := m.Plan(vaulted()); p.Action != harness.Update {
		t.Errorf("plans %s for workspaces that somebody else allowed", p.Action)
	}
	m.Apply(vaulted("allowed_workspaces", []any{home.ID}))
	env.API.Advance(time.Hour)
	env.API.Edit(emulator.SecretReferences, only(t, env).ID, attrs{"allow_all_workspaces": true})
	m.Apply(vaulted("allowed_workspaces", []any{home.ID}))
	m.WantPuts(fmt.Sprintf(`{"allow_all_workspaces": false, "allowed_workspaces": [%q]}`, home.ID))
}

func sorted(texts ...string) []any {
	slices.Sort(texts)
	var all []any
	for _, text := range texts {
		all = append(all, text)
	}
	return all
}

// A slug of its own makes a name free, and is refused with an import block if it is taken.
func TestResource_taken(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	env.Create(t, address, vaulted("slug", "openai"))
	first := only(t, env)
	d := env.Driver(t)
	other := "portkey_secret_reference.other"
	_, diags := d.Converge(other, vaulted())
	if err := diags.Err(); err == nil || !strings.Contains(err.Error(), `named "OpenAI" already exists`) {
		t.Errorf("the name: %v", err)
	}
	_, diags = d.Converge(other, vaulted("slug", "openai"))
	if err := diags.Err(); err == nil || !strings.Contains(err.Error(), `with the slug "openai" already exists`) || !strings.Contains(err.Error(), fmt.Sprintf("id = %q", first.ID)) {
		t.Errorf("the slug: %v", err)
	}
	_, diags = d.Converge(other, vaulted("slug", "openai-eu"))
	harness.NoErrors(t, diags)
	_, diags = d.Converge("portkey_secret_reference.third", vaulted("allow_duplicate_name", true))
	harness.NoErrors(t, diags)
	if all := env.API.All(emulator.SecretReferences); len(all) != 3 {
		t.Errorf("%d secret references, want 3", len(all))
	}
}

// The response to a create with a slug is lost: what was created is found by the slug.
func TestResource_lostWithASlug(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	env.API.Fail(emulator.Fault{Method: http.MethodPost, Path: "/secret-references", When: emulator.After, Reset: true, Times: 1})
	m := env.Manage(t, address)
	m.Apply(vaulted("slug", "openai"))
	m.WantState(attrs{"id": only(t, env).ID, "slug": "openai"})
}

// A control plane that can't remove a field leads to a replacement.
func TestResource_rigidAuthConfig(t *testing.T) {
	t.Parallel()
	env := harness.Start(t, emulator.WithAnswers(emulator.Answers{RigidAuthConfig: true}))
	m := env.Create(t, address, vaulted("vault_token", attrs{"vault_addr": vault, "vault_token": token, "vault_namespace": "ai"}))
	err := m.Driver.Apply(m.Plan(vaulted())).Err()
	if err == nil || !strings.Contains(err.Error(), "removes vault_namespace from vault_token") || !strings.Contains(err.Error(), "-replace") {
		t.Errorf("got %v", err)
	}
}

// A secret that an integration maps can't be deleted, and the error names the integration.
func TestResource_inUse(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	m := env.Create(t, address, vaulted("slug", "openai"))
	id := env.API.Add(emulator.Integrations, "", attrs{
		"name": "OpenAI EU", "ai_provider_id": "openai", "secret_mappings": []any{attrs{"target_field": "key", "secret_reference_id": "openai"}},
	})
	err := m.Driver.Destroy(address).Err()
	if err == nil || !strings.Contains(err.Error(), fmt.Sprintf(`integration "OpenAI EU" (%s)`, id)) {
		t.Errorf("got %v", err)
	}
	env.API.Drop(emulator.Integrations, id)
	harness.NoErrors(t, m.Driver.Destroy(address))
}
