package portkey_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// Times are RFC 3339, whatever form a response has them in.
func TestSecretReference_times(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		`"2027-01-31T10:00:00Z"`:     "2027-01-31T10:00:00Z",
		`"2027-01-31T10:00:00.000Z"`: "2027-01-31T10:00:00.000Z",
		`"2027-01-31 10:00:00"`:      "2027-01-31T10:00:00Z",
		`"soon"`:                     "soon",
		`null`:                       "",
	} {
		var got portkey.SecretReference
		if err := json.Unmarshal([]byte(`{"created_at":`+in+`,"last_updated_at":`+in+`}`), &got); err != nil || got.CreatedAt.Or("") != want || got.LastUpdatedAt.Or("") != want {
			t.Errorf("%s: got %q and %q, %v", in, got.CreatedAt.Or(""), got.LastUpdatedAt.Or(""), err)
		}
	}
	if err := json.Unmarshal([]byte(`{"created_at":1}`), new(portkey.SecretReference)); err == nil {
		t.Error("a time that is a number is read")
	}
}

// A rejection may repeat what was sent: its secrets are hidden, and the rest is not.
func TestSecretReferences_hidesSecrets(t *testing.T) {
	t.Parallel()
	api := emulator.New()
	c := clientOf(t, api, emulator.AdminKey)
	for _, field := range []string{"aws_access_key_id", "aws_secret_access_key", "aws_external_id", "azure_entra_client_secret", "vault_token", "vault_secret_id"} {
		secret, addr := "s3cret-of-"+field, "https://vault.example.com"
		auth := portkey.AuthConfig{field: &secret, "vault_addr": &addr, "aws_region": nil}
		api.Fail(emulator.Fault{Status: http.StatusBadRequest, Body: fmt.Sprintf(`{"message": "can't log in to %s with %s"}`, addr, secret), Times: 2, Method: http.MethodPost})
		api.Fail(emulator.Fault{Status: http.StatusBadRequest, Body: fmt.Sprintf(`{"message": "can't log in to %s with %s"}`, addr, secret), Times: 2, Method: http.MethodPut})
		creation, err := portkey.NewSecretReferences(c).PrepareCreate(t.Context(), func(time.Time) portkey.SecretReferenceCreate {
			return portkey.SecretReferenceCreate{Name: "OpenAI", AuthConfig: auth}
		}, true)
		if err != nil {
			t.Fatal(err)
		}
		_, created := creation.Post(t.Context())
		id := api.Add(emulator.SecretReferences, "", map[string]any{"name": field})
		_, updated := portkey.NewSecretReferences(c).Edit(t.Context(), id, func(portkey.SecretReference) ([]portkey.SecretReferenceUpdate, error) {
			return []portkey.SecretReferenceUpdate{{AuthConfig: auth}}, nil
		})
		for _, err := range []error{created, updated} {
			if err == nil || strings.Contains(err.Error(), secret) || !strings.Contains(err.Error(), addr) {
				t.Errorf("%s: got %v", field, err)
			}
		}
	}
}

// What uses a secret reference is named, whether by its slug or its id, and what can't be
// read is not taken for unused.
func TestSecretReferenceUse(t *testing.T) {
	t.Parallel()
	api := emulator.New()
	c := clientOf(t, api, emulator.AdminKey)
	id := api.Add(emulator.SecretReferences, "", map[string]any{"name": "OpenAI", "slug": "openai"})
	reference, err := portkey.NewSecretReferences(c).GetUncached(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if use := c.SecretReferenceUse(t.Context(), reference); len(use.Users) > 0 || use.Hidden {
		t.Errorf("of nothing: %+v", use)
	}
	other := api.Add(emulator.SecretReferences, "", map[string]any{"name": "Other", "slug": "other"})
	var want []string
	for name, mapped := range map[string]string{"By slug": "openai", "By ID": id, "Another": other} {
		added := api.Add(emulator.Integrations, "", map[string]any{
			"name": name, "ai_provider_id": "openai", "secret_mappings": []any{map[string]any{"target_field": "key", "secret_reference_id": mapped}},
		})
		if mapped != other {
			want = append(want, fmt.Sprintf("integration %q (%s)", name, added))
		}
	}
	use := c.SecretReferenceUse(t.Context(), reference)
	slices.Sort(want)
	slices.Sort(use.Users)
	if diff := cmp.Diff(want, use.Users); diff != "" || use.Hidden {
		t.Errorf("hidden %t, want - got +:\n%s", use.Hidden, diff)
	}
	api.SetScopes(emulator.AdminKey, "organisation_integrations.list", "workspace_integrations.list")
	if use := c.SecretReferenceUse(t.Context(), reference); !use.Hidden || len(use.Users) > 0 {
		t.Errorf("without the right to read: %+v", use)
	}
	api.SetScopes(emulator.AdminKey)
	if use := c.SecretReferenceUse(t.Context(), reference); !use.Hidden {
		t.Errorf("without the right to list: %+v", use)
	}
}
