package portkey_test

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// rotatable starts an API with a key of a workspace.
func rotatable(t *testing.T) (api *emulator.Server, id string) {
	t.Helper()
	api, home := keyed(t)
	return api, api.Add(emulator.APIKeys, home.ID, map[string]any{"name": "backend"})
}

// A rotation is a read and one POST: the id stays, both secrets are valid until the end of
// the transition, and the next rotation is rejected for as long.
func TestRotateAPIKey(t *testing.T) {
	t.Parallel()
	for _, period := range []int64{0, 3_600_000} {
		api, id := rotatable(t)
		client := clientOf(t, api, emulator.AdminKey)
		old := api.LiveSecrets(id)
		got, err := client.RotateAPIKey(t.Context(), id, portkey.RotateOptions{TransitionPeriodMS: period})
		if live := api.LiveSecrets(id); err != nil || got.ID != id || !slices.Equal(live, append([]string{got.Secret.Reveal()}, old...)) {
			t.Fatalf("got %+v, %v; %q are valid", got, err, live)
		}
		if n := len(api.Requests()); n != 2 {
			t.Errorf("%d requests", n)
		}
		want := map[int64]string{0: `{}`, 3_600_000: `{"key_transition_period_ms":3600000}`}[period]
		if bodies := api.Bodies(http.MethodPost, ""); !slices.Equal(bodies, []string{want}) {
			t.Errorf("sent %s", bodies)
		}
		until, err := time.Parse(time.RFC3339, got.TransitionExpiresAt)
		if left := until.Sub(client.Now()); err != nil || (left-time.Duration(max(period, portkey.MinKeyTransition))*time.Millisecond).Abs() > 5*time.Second {
			t.Errorf("the transition ends at %s, in %s", got.TransitionExpiresAt, left)
		}
		_, err = client.RotateAPIKey(t.Context(), id, portkey.RotateOptions{})
		var failed *portkey.RotateError
		if !errors.As(err, &failed) || failed.Outcome != portkey.TransitionRunning || failed.ID != id || !portkey.IsConflict(err) {
			t.Errorf("got %+v", failed)
		}
		api.Advance(until.Sub(client.Now()) + time.Second)
		if live := api.LiveSecrets(id); !slices.Equal(live, []string{got.Secret.Reveal()}) {
			t.Errorf("%q are valid after the transition", live)
		}
		if _, err := client.RotateAPIKey(t.Context(), id, portkey.RotateOptions{}); err != nil {
			t.Errorf("after the transition: %v", err)
		}
	}
}

// A rotation that returns no secret is one of five things, which reads after it show. It is
// sent once.
func TestRotateAPIKey_outcomes(t *testing.T) {
	t.Parallel()
	const rotate = "/api-keys/*/rotate"
	lost := emulator.Fault{Method: http.MethodPost, Path: rotate, When: emulator.After, Reset: true}
	before := emulator.Fault{Method: http.MethodPost, Path: rotate, Reset: true}
	gateway := emulator.Fault{Method: http.MethodPost, Path: rotate, When: emulator.After, Status: http.StatusBadGateway}
	rotateOnly := keyScopes("rotate", allKinds...)
	const running = `{"success":false,"data":{"message":"a rotation is running","errorCode":"AB01"}}`
	for name, c := range map[string]struct {
		faults  []emulator.Fault
		answers emulator.Answers
		scopes  []string
		missing bool
		want    portkey.Rotation
		sent    int
	}{
		"no such key":                     {missing: true, want: portkey.NotRotated, sent: 0},
		"no scope":                        {scopes: keyScopes("read", allKinds...), want: portkey.NotRotated, sent: 1},
		"the read before fails":           {faults: []emulator.Fault{{Method: http.MethodGet, Reset: true}}, want: portkey.NotRotated, sent: 0},
		"rejected":                        {faults: []emulator.Fault{{Method: http.MethodPost, Status: http.StatusBadRequest, Body: running}}, want: portkey.NotRotated, sent: 1},
		"lost":                            {faults: []emulator.Fault{lost}, want: portkey.SecretLost, sent: 1},
		"lost at a gateway":               {faults: []emulator.Fault{gateway}, want: portkey.SecretLost, sent: 1},
		"lost on the way there":           {faults: []emulator.Fault{before}, want: portkey.NotRotatedSeen, sent: 1},
		"lost, and may not be read":       {faults: []emulator.Fault{lost}, scopes: rotateOnly, want: portkey.RotationUnknown, sent: 1},
		"lost, and can't be read":         {faults: []emulator.Fault{lost, {Method: http.MethodGet, After: 1, Reset: true}}, want: portkey.RotationUnknown, sent: 1},
		"an answer without a key":         {answers: emulator.Answers{WithoutKey: true}, want: portkey.SecretLost, sent: 1},
		"without a key, may not be read":  {answers: emulator.Answers{WithoutKey: true}, scopes: rotateOnly, want: portkey.SecretLost, sent: 1},
		"an answer about another key":     {faults: []emulator.Fault{{Method: http.MethodPost, When: emulator.After, Status: 200, Body: `{"id":"other","key":"wJ4hg73bK2hdl0pq"}`}}, want: portkey.SecretLost, sent: 1},
		"an answer with a masked key":     {faults: []emulator.Fault{{Method: http.MethodPost, When: emulator.After, Status: 200, Body: `{"key":"wJ*****0pq"}`}}, want: portkey.SecretLost, sent: 1},
		"an answer about another, unsent": {faults: []emulator.Fault{{Method: http.MethodPost, Status: 200, Body: `{"id":"other","key":"wJ4hg73bK2hdl0pq"}`}}, want: portkey.NotRotatedSeen, sent: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api, id := rotatable(t)
			api.SetAnswers(c.answers)
			old := api.LiveSecrets(id)
			if c.missing {
				api.Drop(emulator.APIKeys, id)
			}
			for _, fault := range c.faults {
				api.Fail(fault)
			}
			client := retrying(t, api, api.AddKey(emulator.Key{Scopes: c.scopes}), 2)
			got, err := client.RotateAPIKey(t.Context(), id, portkey.RotateOptions{})
			var failed *portkey.RotateError
			if !errors.As(err, &failed) || failed.Outcome != c.want || got != (portkey.Rotated{}) || !errors.As(err, new(*portkey.Error)) {
				t.Fatalf("got %+v, %+v: %v", got, failed, err)
			}
			if n := len(api.Bodies(http.MethodPost, "")); n != c.sent {
				t.Errorf("sent %d times", n)
			}
			live := api.LiveSecrets(id)
			if until, err := time.Parse(time.RFC3339, failed.Until); c.want == portkey.SecretLost && (err != nil || len(live) != 2 || until.Before(client.Now().Add(29*time.Minute))) {
				t.Errorf("the previous secret is valid until %q; %d are valid", failed.Until, len(live))
			}
			if rotated := !slices.Equal(old, live); !c.missing && rotated != (c.want == portkey.SecretLost) && c.want != portkey.RotationUnknown {
				t.Errorf("rotated: %t", rotated)
			}
		})
	}
}

// Where reads contain the end of a transition, it is what a refusal names.
func TestRotateAPIKey_transitionKnown(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]portkey.Rotation{http.StatusConflict: portkey.TransitionRunning, http.StatusBadRequest: portkey.TransitionRunning} {
		api, id := rotatable(t)
		until := time.Now().Add(24 * time.Hour).UTC().Format(time.RFC3339)
		api.Fail(emulator.Fault{Method: http.MethodGet, Path: "/api-keys/" + id, Status: 200, Body: `{"id":"` + id + `","key":"ab*****cde","key_transition_expires_at":"` + until + `"}`})
		api.Fail(emulator.Fault{Method: http.MethodPost, Status: status})
		_, err := clientOf(t, api, emulator.AdminKey).RotateAPIKey(t.Context(), id, portkey.RotateOptions{})
		var failed *portkey.RotateError
		if !errors.As(err, &failed) || failed.Outcome != want || failed.Until != until {
			t.Errorf("%d: got %+v", status, failed)
		}
	}
}

func TestResetAPIKeyUsage(t *testing.T) {
	t.Parallel()
	api, id := rotatable(t)
	api.Edit(emulator.APIKeys, id, map[string]any{"status": "exhausted"})
	client := clientOf(t, api, emulator.AdminKey)
	if err := client.ResetAPIKeyUsage(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if sent := api.Bodies(http.MethodPut, ""); !slices.Equal(sent, []string{`{"reset_usage":true}`}) {
		t.Errorf("sent %s", sent)
	}
	if got, err := portkey.NewAPIKeys(client, "").GetUncached(t.Context(), id); err != nil || got.Status.Or("") != "active" || got.LastResetAt.Or("") == "" {
		t.Errorf("got %+v, %v", got, err)
	}
}

// What a response with a secret contains is masked in logs from the moment it is decoded,
// and no error repeats it, whatever the response is like.
func TestAPIKeys_secretIsHidden(t *testing.T) {
	t.Parallel()
	const secret = "wJ4hg73bK2hdl0pqTT1a+/zz"
	for name, body := range map[string]string{
		"a gateway's":  `{"error":"upstream connect error","id":"other","key":"` + secret + `"}`,
		"cut off":      `{"id":"x","key":"` + secret + `","ob`,
		"a string":     `"` + secret + `"`,
		"a list":       `[{"key":"` + secret + `"}]`,
		"another type": `{"id":1,"key":{"value":"` + secret + `"}}`,
		"a bad id":     `{"key":"` + secret + `","id":{}}`,
	} {
		for _, status := range []int{200, 400, 502} {
			api, id := rotatable(t)
			api.Fail(emulator.Fault{Method: http.MethodPost, Status: status, Body: body})
			client := clientOf(t, api, emulator.AdminKey)
			_, err := client.RotateAPIKey(t.Context(), id, portkey.RotateOptions{})
			if err == nil || strings.Contains(err.Error(), secret[:10]) {
				t.Errorf("%s, %d: %v", name, status, err)
			}
		}
	}

	api, id := rotatable(t)
	var masked []string
	server := serverOf(t, api)
	client, err := portkey.New(portkey.Options{APIKey: emulator.AdminKey, BaseURL: server, Mask: func(secret string) { masked = append(masked, secret) }})
	if err != nil {
		t.Fatal(err)
	}
	rotated, err := client.RotateAPIKey(t.Context(), id, portkey.RotateOptions{})
	if err != nil || !slices.Equal(masked, []string{rotated.Secret.Reveal()}) {
		t.Errorf("masked %q, %v", masked, err)
	}
	api.Fail(emulator.Fault{Method: http.MethodPut, Status: 400, Body: `{"message":"not for ` + rotated.Secret.Reveal() + `"}`})
	if err := client.ResetAPIKeyUsage(t.Context(), id); !strings.Contains(err.Error(), "not for ***") {
		t.Errorf("got %v", err)
	}
}
