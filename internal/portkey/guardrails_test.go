package portkey_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// guarded starts an API with a guardrail of a workspace and one of the organisation, both
// created long ago.
func guarded(t *testing.T) (api *emulator.Server, home emulator.Workspace, inside, own emulator.Object) {
	t.Helper()
	api = emulator.New()
	home = api.AddWorkspace(map[string]any{"name": "Home"})
	fields := func() map[string]any { return map[string]any{"name": "PII", "created_at": "2026-01-01T00:00:00Z"} }
	api.Add(emulator.Guardrails, home.ID, fields())
	api.Add(emulator.Guardrails, "", fields())
	all := api.All(emulator.Guardrails)
	return api, home, all[0], all[1]
}

func idsOf(all []portkey.Guardrail) []string {
	var ids []string
	for _, one := range all {
		ids = append(ids, one.ID.Or(""))
	}
	return ids
}

// Guardrails of workspaces and of the organisation are listed apart, even if the server
// lists both.
func TestGuardrails_places(t *testing.T) {
	t.Parallel()
	api, home, inside, own := guarded(t)
	other := api.AddWorkspace(map[string]any{"name": "Other"})
	ofWorkspace := api.AddKey(emulator.Key{WorkspaceID: home.ID})
	for _, ignored := range []bool{false, true} {
		api.SetAnswers(emulator.Answers{FiltersIgnored: ignored})
		client := clientOf(t, api, emulator.AdminKey)
		var ignoring []string // one of the organisation does not show that it is in no workspace
		if ignored {
			ignoring = []string{own.ID}
		}
		for name, c := range map[string]struct {
			in   *portkey.Guardrails
			want []string
		}{
			"the workspace":              {portkey.NewGuardrails(client, home.ID), append(ignoring, inside.ID)},
			"another workspace":          {portkey.NewGuardrails(client, other.ID), ignoring},
			"the organisation":           {portkey.NewOrganisationGuardrails(client), []string{own.ID}},
			"what is seen from within":   {portkey.NewGuardrails(clientOf(t, api, ofWorkspace), ""), []string{inside.ID}},
			"its organisation's, within": {portkey.NewOrganisationGuardrails(clientOf(t, api, ofWorkspace)), nil},
		} {
			got, err := c.in.List(t.Context(), nil)
			if diff := cmp.Diff(c.want, idsOf(got)); err != nil || diff != "" {
				t.Errorf("%s, filters ignored %t: %v, want - got +:\n%s", name, ignored, err, diff)
			}
		}
	}
}

// An id is found wherever it is, but not in another place than the one that is named.
func TestGuardrails_find(t *testing.T) {
	t.Parallel()
	api, home, inside, own := guarded(t)
	client := clientOf(t, api, emulator.AdminKey)
	for _, ref := range []string{inside.ID, inside.Slug} {
		for _, in := range []*portkey.Guardrails{portkey.NewGuardrails(client, ""), portkey.NewGuardrails(client, home.ID)} {
			if got, err := in.Find(t.Context(), ref); err != nil || got.ID.Or("") != inside.ID || got.WorkspaceID.Or("") != home.ID {
				t.Errorf("%s: got %+v, %v", ref, got, err)
			}
		}
		if got, err := portkey.NewOrganisationGuardrails(client).Find(t.Context(), ref); !errors.As(err, new(*portkey.NotFoundError)) {
			t.Errorf("%s: got %+v, %v", ref, got, err)
		}
	}
	for _, ref := range []string{own.ID, own.Slug, own.Name} {
		if got, err := portkey.NewOrganisationGuardrails(client).Find(t.Context(), ref); err != nil || got.ID.Or("") != own.ID || got.WorkspaceID.Or("") != "" {
			t.Errorf("%s: got %+v, %v", ref, got, err)
		}
	}
}

// What a create and an update send, and what a read returns.
func TestGuardrails_wire(t *testing.T) {
	t.Parallel()
	api, home, _, _ := guarded(t)
	guardrails := portkey.NewGuardrails(clientOf(t, api, emulator.AdminKey), home.ID)
	raw := func(text string) json.RawMessage { return json.RawMessage(text) }
	checks := []portkey.GuardrailCheck{{"id": raw(`"default.wordCount"`), "parameters": raw(`{"maxWords":10}`)}}
	creation, err := guardrails.PrepareCreate(t.Context(), func(time.Time) portkey.GuardrailCreate {
		return portkey.GuardrailCreate{Name: "Short", WorkspaceID: home.ID, Target: "llm", Checks: checks, Actions: portkey.GuardrailActions{"deny": raw(`true`)}}
	}, false)
	if err != nil {
		t.Fatal(err)
	}
	got, err := creation.Post(t.Context())
	if err != nil || got.VersionID.Or("") == "" {
		t.Fatalf("got %+v, %v", got, err)
	}
	if _, err := guardrails.Edit(t.Context(), got.ID.Or(""), func(live portkey.Guardrail) ([]portkey.GuardrailUpdate, error) {
		if diff := cmp.Diff(checks, live.Checks.Or(nil)); diff != "" {
			t.Errorf("checks: want - got +:\n%s", diff)
		}
		return []portkey.GuardrailUpdate{{Name: portkey.Some("Shorter")}}, nil
	}); err != nil {
		t.Error(err)
	}
	for method, want := range map[string]string{
		http.MethodPost: `{"name":"Short","workspace_id":"` + home.ID + `","target":"llm","checks":[{"id":"default.wordCount","parameters":{"maxWords":10}}],"actions":{"deny":true}}`,
		http.MethodPut:  `{"name":"Shorter"}`,
	} {
		path := "/guardrails"
		if method == http.MethodPut {
			path += "/" + got.ID.Or("")
		}
		if sent := api.Bodies(method, path); len(sent) != 1 || sent[0] != want {
			t.Errorf("%s: sent %s, want %s", method, sent, want)
		}
	}
}

// A refusal may repeat the headers of a webhook.
func TestGuardrails_refusalHidesParameters(t *testing.T) {
	t.Parallel()
	api, home, inside, _ := guarded(t)
	const secret = "webhook-token-5f0c"
	checks := []portkey.GuardrailCheck{{"parameters": json.RawMessage(`{"headers":{"Authorization":"` + secret + `"}}`)}}
	guardrails := portkey.NewGuardrails(clientOf(t, api, emulator.AdminKey), home.ID)
	for _, method := range []string{http.MethodPost, http.MethodPut} {
		api.Fail(emulator.Fault{Method: method, Status: http.StatusBadRequest, Body: `{"message":"not valid: ` + secret + `"}`})
	}
	creation, err := guardrails.PrepareCreate(t.Context(), func(time.Time) portkey.GuardrailCreate {
		return portkey.GuardrailCreate{Name: "x", Checks: checks}
	}, true)
	if err != nil {
		t.Fatal(err)
	}
	_, created := creation.Post(t.Context())
	_, edited := guardrails.Edit(t.Context(), inside.ID, func(portkey.Guardrail) ([]portkey.GuardrailUpdate, error) {
		return []portkey.GuardrailUpdate{{Checks: portkey.Some(checks)}}, nil
	})
	for verb, err := range map[string]error{"create": created, "update": edited} {
		if err == nil || strings.Contains(err.Error(), secret) || !strings.Contains(err.Error(), "not valid") {
			t.Errorf("%s: %v", verb, err)
		}
	}
}

// The list of the organisation's guardrails lacks them for a key without their scopes. So
// absence proves something only where it can be shown that the key would see them.
func TestProveOrganisationGuardrailGone(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		deleted, another, reads bool
		answers                 emulator.Answers
		scopes                  []string
		want                    bool
		says                    string
	}{
		"deleted, and another is listed": {deleted: true, another: true, want: true},
		"deleted, and another was read":  {deleted: true, another: true, reads: true, want: true},
		"deleted, and it was the only":   {deleted: true, says: "organisation_guardrails.list"},
		"a 404 of Portkey":               {deleted: true, answers: emulator.Answers{NotFound: emulator.NotFoundIs404}, want: true},
		"archived":                       {deleted: true, answers: emulator.Answers{DeletedAsArchived: true}, want: true},
		"a key without the scopes":       {another: true, scopes: []string{"guardrails.read", "guardrails.list", "workspaces.read", "workspaces.list"}, says: "organisation_guardrails.list"},
		"a key that may only list":       {scopes: []string{"organisation_guardrails.list", "workspaces.read", "workspaces.list"}, says: "still listed"},
		"filters ignored":                {deleted: true, answers: emulator.Answers{FiltersIgnored: true}, says: "organisation_guardrails.list"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api, _, _, own := guarded(t)
			if c.another {
				api.Add(emulator.Guardrails, "", map[string]any{"name": "Another"})
			}
			if c.deleted {
				api.Drop(emulator.Guardrails, own.ID)
			}
			api.SetAnswers(c.answers)
			client := clientOf(t, api, api.AddKey(emulator.Key{Scopes: c.scopes}))
			if c.reads {
				_, _ = portkey.NewOrganisationGuardrails(client).GetUncached(t.Context(), api.All(emulator.Guardrails)[1].ID)
			}
			_, err := portkey.NewOrganisationGuardrails(client).GetUncached(t.Context(), own.ID)
			if err == nil {
				t.Fatal("it can be read")
			}
			got := client.ProveOrganisationGuardrailGone(t.Context(), err, portkey.Ref{ID: own.ID, Parent: own.OrganisationID, CreatedAt: "2026-01-01T00:00:00Z"})
			if got.Proven != c.want || !strings.Contains(got.Seen, c.says) {
				t.Errorf("got %+v", got)
			}
		})
	}
}

func TestGuardrailUse(t *testing.T) {
	t.Parallel()
	api, home, inside, own := guarded(t)
	config := func(in, name string, mentions ...string) string {
		return api.Add(emulator.Configs, in, map[string]any{"name": name, "config": map[string]any{"targets": []any{map[string]any{"input_guardrails": mentions}}}})
	}
	elsewhere := api.AddWorkspace(map[string]any{"name": "Elsewhere"})
	bySlug, byID := config(home.ID, "By slug", inside.Slug), config(home.ID, "By ID", "x", inside.ID)
	ofOwn := config(elsewhere.ID, "Own", own.Slug)
	config(home.ID, "Other", inside.Slug+"0")
	api.EditWorkspace(home.ID, map[string]any{"defaults": map[string]any{"output_guardrails": []string{inside.ID}, "input_guardrails": []string{inside.ID}}})
	api.Edit(emulator.OrganisationDefaults, api.OrganisationID(), map[string]any{"output_guardrails": []string{own.ID}})
	configs := []string{`config "By ID" (` + byID + `)`, `config "By slug" (` + bySlug + `)`}
	defaults := `the defaults of workspace "Home" (` + home.ID + `)`
	of := func(o emulator.Object) portkey.Guardrail {
		return portkey.Guardrail{ID: portkey.Some(o.ID), Slug: portkey.Some(o.Slug), WorkspaceID: portkey.Some(o.WorkspaceID)}
	}
	for name, c := range map[string]struct {
		of     portkey.Guardrail
		scopes []string
		want   portkey.Use
	}{
		"of a workspace":           {of(inside), nil, portkey.Use{Users: append(configs, defaults)}},
		"of the organisation":      {of(own), nil, portkey.Use{Users: []string{`config "Own" (` + ofOwn + `)`, "the defaults of the organisation"}}},
		"configs are hidden":       {of(inside), []string{"workspaces.read"}, portkey.Use{Users: []string{defaults}, Hidden: true}},
		"their contents are":       {of(inside), []string{"workspaces.read", "configs.list"}, portkey.Use{Users: []string{defaults}, Hidden: true}},
		"the workspace is":         {of(inside), []string{"configs.list", "configs.read"}, portkey.Use{Users: configs, Hidden: true}},
		"everything is, and used":  {of(own), []string{"guardrails.read"}, portkey.Use{Hidden: true}},
		"nothing uses a third one": {portkey.Guardrail{ID: portkey.Some("x")}, nil, portkey.Use{}},
	} {
		client := clientOf(t, api, api.AddKey(emulator.Key{Scopes: c.scopes}))
		if diff := cmp.Diff(c.want, client.GuardrailUse(t.Context(), c.of)); diff != "" {
			t.Errorf("%s: want - got +:\n%s", name, diff)
		}
	}
}
