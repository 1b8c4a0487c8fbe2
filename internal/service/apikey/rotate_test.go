package apikey_test

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"filippo.io/age/armor"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

const rotatePattern = "/api-keys/*/rotate"

// A change of the trigger rotates in place: id, spend and limits stay, and both secrets
// work until the transition is over.
func TestResource_rotate(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	limited := []any{attrs{"type": "cost", "credit_limit": 100}}
	config := in(home.ID, "rotate_trigger", "march", "usage_limits", limited)
	m := env.Create(t, address, config)
	first, before := secretOf(m), m.Driver.State(address)
	wantLive(t, env, first)
	env.API.Advance(time.Hour)

	config = in(home.ID, "rotate_trigger", "april", "usage_limits", limited, "rotate_transition_period_ms", 7_200_000)
	p := m.Plan(config)
	harness.WantChanges(t, p,
		[]string{"key", "masked_key", "key_version", "key_transition_expires_at", "last_updated_at", "status", "last_reset_at"},
		"key", "masked_key", "key_version", "key_transition_expires_at", "last_updated_at", "status", "last_reset_at", "rotate_trigger", "rotate_transition_period_ms")
	env.API.ResetRequests()
	harness.NoErrors(t, m.Driver.Apply(p))
	id := only(t, env).ID
	wantRequests(t, env, "GET /v1/api-keys/"+id, "POST /v1/api-keys/"+id+"/rotate", "GET /v1/api-keys/"+id)
	if err := env.Sent(http.MethodPost, `{"key_transition_period_ms": 7200000}`)(nil); err != nil {
		t.Error(err)
	}
	second := secretOf(m)
	if second == first || second == "" {
		t.Fatalf("the secret was not replaced")
	}
	wantLive(t, env, second, first)
	m.WantState(config)
	m.WantState(attrs{"id": before["id"], "key_version": 2, "created_at": before["created_at"], "last_reset_at": nil, "encrypted_key": nil})
	m.WantEmptyPlan(config)

	env.API.Advance(2*time.Hour - time.Minute)
	wantLive(t, env, second, first)
	env.API.Advance(2 * time.Minute)
	wantLive(t, env, second)
	m.WantEmptyPlan(config)

	// To remove the trigger rotates nothing.
	bare := in(home.ID, "usage_limits", limited)
	m.Apply(bare)
	harness.WantUntouched(t, env, true)
	m.WantState(attrs{"key": second, "key_version": 2})
	m.WantEmptyPlan(bare)
}

// A rotation that Portkey would reject fails at plan, and after the transition it does not.
func TestResource_rotateEarly(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	m := env.Create(t, address, in(home.ID))
	m.Apply(in(home.ID, "rotate_trigger", "march"))
	until, _ := m.Driver.State(address)["key_transition_expires_at"].(string)
	env.API.ResetRequests()
	_, diags := m.Driver.Plan(address, in(home.ID, "rotate_trigger", "april"))
	harness.WantError(t, diags, "rotate_trigger", "Cannot rotate API key", until, "Nothing was changed", "Plan again after that time")
	harness.WantUntouched(t, env, true)
	m.WantEmptyPlan(in(home.ID, "rotate_trigger", "march"))
	// What does not rotate is not held up.
	m.Apply(in(home.ID, "rotate_trigger", "march", "description", "Live"))

	env.API.Advance(31 * time.Minute)
	m.Apply(in(home.ID, "rotate_trigger", "april", "description", "Live"))
	m.WantState(attrs{"key_version": 3})
}

// A rotation that somebody else has begun since the plan is not over at the apply.
func TestResource_rotateRejected(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	m := env.Create(t, address, in(home.ID))
	first := secretOf(m)
	p := m.Plan(in(home.ID, "rotate_trigger", "march", "description", "Live"))
	theirs := env.API.RotateKey(only(t, env).ID)
	harness.WantError(t, m.Driver.Apply(p), "rotate_trigger", "Cannot rotate API key", "409 AB07", "The previous rotation of the API key is not over", "The other changes of this update were written")
	m.WantState(attrs{"key": first, "rotate_trigger": nil, "description": "Live", "key_version": 1})
	wantLive(t, env, theirs, first)
}

// Somebody else's rotation is drift: the secret leaves the state, and the plan is empty.
func TestResource_rotatedElsewhere(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	m := env.Create(t, address, in(home.ID))
	was := m.Driver.State(address)["masked_key"].(string)
	env.API.Advance(time.Minute)
	theirs := env.API.RotateKey(only(t, env).ID)
	diags := m.Driver.Refresh(address)
	harness.NoErrors(t, diags)
	harness.WantOne(t, diags, "key", "API key was rotated outside Terraform", was, "everything that uses the attribute key", "change rotate_trigger")
	m.WantState(attrs{"key": nil, "encrypted_key": nil, "masked_key": theirs[:2] + "*****" + theirs[len(theirs)-3:], "key_version": 1})
	m.WantEmptyPlan(in(home.ID))

	env.API.Advance(31 * time.Minute)
	m.Apply(in(home.ID, "rotate_trigger", "mine again"))
	wantLive(t, env, secretOf(m), theirs)
	m.WantState(attrs{"key_version": 2})
}

// A policy rotates without Terraform, which the plan says once and the refresh shows.
func TestResource_rotatedByPolicy(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	config := in(home.ID, "rotation_policy", attrs{"rotation_period_days": 7})
	m := env.Manage(t, address)
	p, diags := m.Driver.Plan(address, config)
	harness.NoErrors(t, diags)
	harness.WantOne(t, diags, "", "Portkey rotates API keys by itself", "stops working at the end of the transition period")
	harness.NoErrors(t, m.Driver.Apply(p))
	env.API.Advance(8 * 24 * time.Hour)
	diags = m.Driver.Refresh(address)
	harness.WantOne(t, diags, "key", "Its rotation policy or somebody else has rotated it")
	m.WantState(attrs{"key": nil, "key_version": 1})
	m.WantNoDrift(config)
}

// A date that has passed is warned of where it is about to be sent, and not where Portkey has
// moved it on.
func TestResource_passedRotation(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	at := func(days int) attrs {
		return in(home.ID, "rotation_policy", attrs{"next_rotation_at": time.Now().AddDate(0, 0, days).UTC().Format(time.RFC3339)})
	}
	m := env.Manage(t, address)
	warned := func(config attrs) harness.Diagnostics {
		_, diags := m.Driver.Plan(address, config)
		return slices.DeleteFunc(diags, func(one harness.Diagnostic) bool { return one.Summary != "Rotation in the past" })
	}
	harness.WantOne(t, warned(at(-1)), "rotation_policy.next_rotation_at", "Set a later date")
	config := at(1)
	m.Apply(config)
	env.API.Advance(3 * 24 * time.Hour)
	if diags := warned(config); len(diags) > 0 {
		t.Error(diags)
	}
	harness.WantOne(t, warned(at(-2)), "rotation_policy.next_rotation_at")
}

// An import has no secret until it is rotated, and plans nothing by itself.
func TestResource_rotateImported(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	env.API.Add(emulator.APIKeys, home.ID, attrs{"name": "backend", "scopes": []any{"completions.write", "logs.write"}})
	m := env.Manage(t, address)
	diags := m.Driver.Import(address, home.Slug+"/backend")
	harness.NoErrors(t, diags)
	harness.WantOne(t, diags, "", "The import has no key", "set rotate_trigger")
	m.Refresh()
	m.WantState(attrs{"key": nil, "encrypted_key": nil, "workspace_id": home.Slug})
	m.WantEmptyPlan(in(home.Slug))
	old := env.API.LiveSecrets(only(t, env).ID)[0]
	m.Apply(in(home.Slug, "rotate_trigger", "imported"))
	wantLive(t, env, secretOf(m), old)
	m.WantEmptyPlan(in(home.Slug, "rotate_trigger", "imported"))
}

// A rejected PUT rotates nothing.
func TestResource_rotateAfterRejectedChange(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	m := env.Create(t, address, in(home.ID))
	first := secretOf(m)
	env.API.Fail(emulator.Fault{Method: http.MethodPut, Status: 400})
	p := m.Plan(in(home.ID, "rotate_trigger", "march", "description", "Live"))
	env.API.ResetRequests()
	harness.WantError(t, m.Driver.Apply(p), "", "Cannot update API key", "400 AB01", "Nothing was changed")
	if posts := env.API.Bodies(http.MethodPost, ""); len(posts) > 0 {
		t.Errorf("it rotates nevertheless")
	}
	m.WantState(attrs{"key": first, "rotate_trigger": nil, "description": nil})
	wantLive(t, env, first)
}

// A key without the scope for it rotates nothing; what was written before stays written.
func TestResource_rotateForbidden(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	m := env.Create(t, address, in(home.ID))
	first := secretOf(m)
	env.API.Fail(emulator.Fault{Method: http.MethodPost, Path: rotatePattern, Status: 403})
	p := m.Plan(in(home.ID, "rotate_trigger", "march", "description", "Live"))
	harness.WantError(t, m.Driver.Apply(p), "rotate_trigger", "Cannot rotate API key", "403 AB03",
		"scope workspace_service_api_keys.rotate", "It was not rotated", "The other changes of this update were written")
	m.WantState(attrs{"key": first, "rotate_trigger": nil, "description": "Live", "key_version": 1})
	wantLive(t, env, first)
	m.WantNoDrift(in(home.ID, "description", "Live"))
}

// identity is a pair of keys of age.
func identity(t *testing.T) *age.X25519Identity {
	t.Helper()
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return identity
}

func decrypted(t *testing.T, m *harness.Managed, identity age.Identity) string {
	t.Helper()
	encrypted, _ := m.Driver.State(address)["encrypted_key"].(string)
	text, err := age.Decrypt(armor.NewReader(strings.NewReader(encrypted)), identity)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(text)
	if err != nil {
		t.Fatal(err)
	}
	return string(plain)
}

// wantNowhere wants a secret in neither the state nor the private state.
func wantNowhere(t *testing.T, m *harness.Managed, secret string) {
	t.Helper()
	for name, value := range m.Driver.State(address) {
		if text, ok := value.(string); ok && strings.Contains(text, secret) {
			t.Errorf("%s contains the secret", name)
		}
	}
	if strings.Contains(m.Driver.Private(address), secret) {
		t.Error("the private state contains the secret")
	}
}

// With encrypt_to, the secret of a create and of a rotation is only in encrypted_key.
func TestResource_encrypt(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	mine := identity(t)
	config := in(home.ID, "encrypt_to", []any{mine.Recipient().String()})
	m := env.Manage(t, address)
	if p := m.Plan(config); p.After["key"] != nil {
		t.Errorf("plans the key %v, want null", p.After["key"])
	}
	m.Apply(config)
	first := env.API.LiveSecrets(only(t, env).ID)[0]
	m.WantState(attrs{"key": nil, "key_version": 1})
	wantNowhere(t, m, first)
	if got := decrypted(t, m, mine); got != first {
		t.Errorf("decrypts to another text")
	}
	m.WantEmptyPlan(config)

	config = in(home.ID, "encrypt_to", []any{mine.Recipient().String()}, "rotate_trigger", "march")
	m.Apply(config)
	second := decrypted(t, m, mine)
	wantLive(t, env, second, first)
	wantNowhere(t, m, second)
	m.WantState(attrs{"key": nil, "key_version": 2})
	m.WantEmptyPlan(config)

	// Others can't be given what the state does not have.
	other := in(home.ID, "encrypt_to", []any{identity(t).Recipient().String()}, "rotate_trigger", "march")
	p, diags := m.Driver.Plan(address, other)
	harness.NoErrors(t, diags)
	harness.WantOne(t, diags, "encrypt_to", "Secret is not encrypted again", "change rotate_trigger")
	harness.NoErrors(t, m.Driver.Apply(p))
	if got := decrypted(t, m, mine); got != second {
		t.Errorf("decrypts to another text")
	}
	// To remove encrypt_to brings nothing back either.
	m.Apply(in(home.ID, "rotate_trigger", "march"))
	m.WantState(attrs{"key": nil})
	m.WantEmptyPlan(in(home.ID, "rotate_trigger", "march"))
}

// A secret in the state is encrypted where it is, without a request.
func TestResource_encryptLater(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	mine := identity(t)
	m := env.Create(t, address, in(home.ID))
	secret := secretOf(m)
	config := in(home.ID, "encrypt_to", []any{mine.Recipient().String()})
	p := m.Apply(config)
	harness.WantChanges(t, p, []string{"encrypted_key"}, "encrypt_to", "key", "encrypted_key")
	harness.WantUntouched(t, env, true)
	m.WantState(attrs{"key": nil, "key_version": 1})
	if got := decrypted(t, m, mine); got != secret {
		t.Errorf("decrypts to another text")
	}
	wantNowhere(t, m, secret)
	m.WantEmptyPlan(config)
}
