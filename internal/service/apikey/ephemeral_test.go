package apikey_test

import (
	"context"
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
	"github.com/portkey-community/terraform-provider-portkey/internal/provider"
)

const keyType = "portkey_api_key"

// forRun is a configuration of the ephemeral resource, with what is added.
func forRun(more map[string]any) map[string]any {
	config := map[string]any{"scopes": []string{"completions.write", "logs.write"}}
	for name, value := range more {
		config[name] = value
	}
	return config
}

// sentBy counts the requests of a method that created, changed or deleted keys.
func sentBy(env *harness.Env, method string) int {
	return len(env.API.Bodies(method, "/api-keys"))
}

func TestEphemeral(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	env.Block = map[string]any{"default_metadata": map[string]string{"team": "platform", "stage": "ci"}}
	home := env.API.AddWorkspace(map[string]any{"name": "fraud detection"})
	d := env.Driver(t)
	opened, diags := d.Open(keyType, forRun(map[string]any{
		"workspace_id": home.Slug, "name": "deploy", "expires_in": "30m",
		"defaults":     map[string]any{"metadata": map[string]string{"stage": "cd"}},
		"usage_limits": []any{map[string]any{"type": "cost", "credit_limit": 5, "periodic_reset": "weekly"}},
		"rate_limits":  []any{map[string]any{"type": "requests", "unit": "rpm", "value": 60}},
	}))
	harness.NoErrors(t, diags)
	key := only(t, env)
	if !regexp.MustCompile(`^deploy-[a-z2-7]{12}$`).MatchString(key.Name) || key.WorkspaceID != home.ID || key.Fields["type"] != "workspace-service" {
		t.Errorf("created %+v", key)
	}
	secret, _ := opened.Values["key"].(string)
	if !slices.Equal(env.API.LiveSecrets(key.ID), []string{secret}) {
		t.Error("the key of the result is not the live one")
	}
	var private map[string][]byte
	if err := json.Unmarshal(opened.Private, &private); err != nil || len(private) != 1 {
		t.Errorf("the private data is %s", opened.Private)
	}
	if noted := string(private["api_key"]); strings.Contains(noted, secret) || !strings.Contains(noted, key.ID) {
		t.Errorf("the private data is %s", noted)
	}
	at, err := time.Parse(time.RFC3339, opened.Values["expires_at"].(string))
	if life := at.Sub(key.CreatedAt); err != nil || opened.Values["id"] != key.ID || (life-30*time.Minute).Abs() > 5*time.Second {
		t.Errorf("the result is %v, which lives %s", opened.Values["id"], life)
	}
	body := env.API.Bodies(http.MethodPost, "/api-keys")
	for _, part := range []string{`"team":"platform"`, `"stage":"cd"`, `"credit_limit":5`, `"unit":"rpm"`, `"expires_at":"` + at.Format(time.RFC3339)} {
		if len(body) != 1 || !strings.Contains(body[0], part) {
			t.Errorf("%d bodies lack %s: %s", len(body), part, body)
		}
	}

	env.API.Advance(time.Hour)
	if len(env.API.LiveSecrets(key.ID)) > 0 {
		t.Error("the key does not expire")
	}
	if diags := d.Close(opened); len(diags) > 0 {
		t.Error(diags)
	}
	if err := env.NothingLeft(); err == nil || sentBy(env, http.MethodDelete) != 1 { // but the workspace
		t.Errorf("%d requests: %v", sentBy(env, http.MethodDelete), err)
	}
	if left := env.API.All(emulator.APIKeys); len(left) > 0 {
		t.Errorf("left: %+v", left)
	}
}

// Each Open has a key of its own: Terraform opens in the plan and in the apply.
func TestEphemeral_organisation(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	d := env.Driver(t)
	config := map[string]any{"scopes": []string{"logs.list"}}
	first, diags := d.Open(keyType, config)
	harness.NoErrors(t, diags)
	second, diags := d.Open(keyType, config)
	harness.NoErrors(t, diags)
	all := env.API.All(emulator.APIKeys)
	if len(all) != 2 || all[0].Name == all[1].Name || first.Values["key"] == second.Values["key"] {
		t.Errorf("created %+v", all)
	}
	for _, one := range all {
		if one.Fields["type"] != "organisation-service" || !strings.HasPrefix(one.Name, "terraform-") {
			t.Errorf("created %+v", one)
		}
	}
	if diags := append(d.Close(first), d.Close(second)...); len(diags) > 0 {
		t.Error(diags)
	}
	if err := env.NothingLeft(); err != nil {
		t.Error(err)
	}
}

func TestEphemeral_badInput(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	d := env.Driver(t)
	env.API.ResetRequests()
	for _, c := range []struct {
		at    string
		value any
		words string
	}{
		{"expires_in", "4m59s", "from 5m to 1h"},
		{"expires_in", "61m", "from 5m to 1h"},
		{"expires_in", "soon", "from 5m to 1h"},
		{"name", " ", "blank"},
		{"name", "ci ", "white space"},
		{"workspace_id", "", "blank"},
		{"scopes", []string{}, "scope"},
	} {
		opened, diags := d.Open(keyType, forRun(map[string]any{c.at: c.value}))
		harness.WantError(t, diags, c.at, c.words)
		if opened != nil {
			t.Errorf("%s = %v is opened", c.at, c.value)
		}
	}
	_, diags := d.Open(keyType, forRun(map[string]any{"expires_in": harness.Unknown}))
	harness.NoErrors(t, diags)
	harness.WantUntouched(t, env, false)
	_, diags = d.Open(keyType, forRun(map[string]any{"workspace_id": "no-such-workspace"}))
	harness.WantError(t, diags, "workspace_id", "no-such-workspace")
	harness.WantUntouched(t, env, true)
}

// Where the provider block is not known in a plan, OpenTofu would report an unknown
// result, and Terraform a bug of itself.
func TestEphemeral_unknownProvider(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	d := harness.NewDriver(t, env.Server())
	harness.NoErrors(t, d.Configure(map[string]any{"base_url": env.BaseURL, "api_key": harness.Unknown}))
	env.API.ResetRequests()
	_, diags := d.Open(keyType, forRun(nil))
	harness.WantError(t, diags, "api_key", "Cannot reach Portkey", "not known yet")
	harness.WantUntouched(t, env, false)
}

// What can't be returned is deleted, and what can't be deleted expires. The POST is
// never sent twice.
func TestEphemeral_lostAnswer(t *testing.T) {
	t.Parallel()
	noDelete := emulator.Fault{Method: http.MethodDelete, Status: http.StatusForbidden}
	post := func(f emulator.Fault) emulator.Fault {
		f.Method, f.Times = http.MethodPost, 1
		return f
	}
	lost, absent := post(emulator.Fault{When: emulator.After, Reset: true}), post(emulator.Fault{Status: http.StatusBadGateway})
	noList := emulator.Fault{Method: http.MethodGet, Path: "/api-keys", Status: http.StatusForbidden}
	for name, c := range map[string]struct {
		faults  []emulator.Fault
		answers emulator.Answers
		other   bool // whether there is another key, by which the list shows that it has all
		left    int
		words   []string
	}{
		"found":            {faults: []emulator.Fault{lost}, words: []string{"was lost", "deleted again", "nothing is left"}},
		"cut short":        {faults: []emulator.Fault{post(emulator.Fault{Truncate: true})}, words: []string{"was lost", "deleted again"}},
		"found and stays":  {faults: []emulator.Fault{lost, noDelete}, left: 1, words: []string{"was lost", "deleting it failed", "expires at"}},
		"not created":      {faults: []emulator.Fault{absent}, words: []string{"not known", "not found in the list", "organisation_service_api_keys.list", "expires at"}},
		"not listed":       {faults: []emulator.Fault{absent}, other: true, words: []string{"not known", "No API key of that name", "expires at"}},
		"blind":            {faults: []emulator.Fault{noList, lost}, left: 1, words: []string{"not known", "organisation_service_api_keys.list", "expires at"}},
		"without a key":    {answers: emulator.Answers{WithoutKey: true}, words: []string{"contains no key", "deleted again"}},
		"without an ID":    {answers: emulator.Answers{WithoutID: true}, words: []string{"was lost", "deleted again"}},
		"useless and left": {faults: []emulator.Fault{noDelete}, answers: emulator.Answers{WithoutKey: true}, left: 1, words: []string{"contains no key", "expires at"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t)
			d := env.Driver(t)
			if c.other {
				env.API.Add(emulator.APIKeys, "", map[string]any{"name": "billing", "scopes": []any{"logs.list"}})
				c.left++
			}
			env.API.SetAnswers(c.answers)
			for _, fault := range c.faults {
				env.API.Fail(fault)
			}
			opened, diags := d.Open(keyType, forRun(map[string]any{"scopes": []string{"logs.list"}}))
			harness.WantError(t, diags, "", append(c.words, "Cannot create API key")...)
			if opened != nil || sentBy(env, http.MethodPost) != 1 {
				t.Errorf("%d keys were requested", sentBy(env, http.MethodPost))
			}
			left := env.API.All(emulator.APIKeys)
			if len(left) != c.left {
				t.Errorf("%d keys are left, want %d", len(left), c.left)
			}
			env.API.Advance(time.Hour + time.Minute)
			for _, one := range left {
				if one.Name != "billing" && len(env.API.LiveSecrets(one.ID)) > 0 {
					t.Error("the key that is left does not expire")
				}
			}
		})
	}
}

// A failed Close would stop the run, so it is a warning.
func TestEphemeral_closeFails(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	d := env.Driver(t)
	open := func() *harness.Opened {
		opened, diags := d.Open(keyType, forRun(map[string]any{"scopes": []string{"logs.list"}}))
		harness.NoErrors(t, diags)
		return opened
	}
	warned := func(diags harness.Diagnostics, words ...string) {
		t.Helper()
		harness.WantOne(t, diags, "", append(words, "Cannot destroy API key", "was not deleted", "expires at")...)
		if !diags[0].Warning {
			t.Error("it is an error")
		}
	}
	first := open()
	heal := env.API.Fail(emulator.Fault{Method: http.MethodDelete, Status: http.StatusForbidden})
	warned(d.Close(first), "organisation_service_api_keys.delete")
	heal()
	heal = env.API.Fail(emulator.Fault{Method: http.MethodDelete, Status: http.StatusBadGateway})
	warned(d.Close(first))
	heal()
	if diags := d.Close(first); len(diags) > 0 {
		t.Error(diags)
	}

	second := open() // the response to its deletion is lost, and the next attempt returns 404
	env.API.Fail(emulator.Fault{Method: http.MethodDelete, Times: 1, When: emulator.After, Reset: true})
	if diags := d.Close(second); len(diags) > 0 {
		t.Error(diags)
	}
	if left := env.API.All(emulator.APIKeys); len(left) > 0 {
		t.Errorf("left: %+v", left)
	}
}

// stoppable is a test with a context that a test ends, as Terraform does on Ctrl-C.
type stoppable struct {
	*testing.T
	ctx context.Context
}

func (s stoppable) Context() context.Context { return s.ctx }

// Terraform does not close what it interrupts, so Open deletes the key itself. Close
// deletes it too, if it comes after the interrupt.
func TestEphemeral_stopped(t *testing.T) {
	t.Parallel()
	for name, when := range map[string]emulator.When{"before the key is created": emulator.Before, "after": emulator.After} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t)
			ctx, stop := context.WithCancel(t.Context())
			d := env.Driver(stoppable{t, ctx})
			env.API.Fail(emulator.Fault{Method: http.MethodPost, When: when, Hook: func(*http.Request) { stop() }})
			_, diags := d.Open(keyType, forRun(map[string]any{"scopes": []string{"logs.list"}}))
			harness.WantError(t, diags, "", "Terraform was interrupted", "deleted again")
			if err := env.NothingLeft(); err != nil || sentBy(env, http.MethodPost) != 1 {
				t.Error(err)
			}
		})
	}
	env := harness.Start(t)
	ctx, stop := context.WithCancel(t.Context())
	d := env.Driver(stoppable{t, ctx})
	opened, diags := d.Open(keyType, forRun(map[string]any{"scopes": []string{"logs.list"}}))
	harness.NoErrors(t, diags)
	stop()
	if diags := d.Close(opened); len(diags) > 0 {
		t.Error(diags)
	}
	if err := env.NothingLeft(); err != nil {
		t.Error(err)
	}
}

// Terraform renews what has a Renew: this has none, since a longer life than an hour is
// not for a run.
func TestEphemeral_noRenewal(t *testing.T) {
	t.Parallel()
	server := providerserver.NewProtocol6(provider.New("test")())()
	resp, err := server.RenewEphemeralResource(t.Context(), &tfprotov6.RenewEphemeralResourceRequest{TypeName: keyType})
	if err != nil || len(resp.Diagnostics) == 0 || !resp.RenewAt.IsZero() {
		t.Errorf("got %+v, %v", resp, err)
	}
}
