package portkey_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// configured starts an API with a workspace that contains a config.
func configured(t *testing.T) (api *emulator.Server, home emulator.Workspace, config emulator.Object) {
	t.Helper()
	api = emulator.New()
	home = api.AddWorkspace(map[string]any{"name": "Home"})
	api.Add(emulator.Configs, home.ID, map[string]any{"name": "Retries", "config": map[string]any{"retry": map[string]any{"attempts": 3}}})
	return api, home, api.All(emulator.Configs)[0]
}

func TestJSONText(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		`{"config":"{\"a\": 1}"}`: `{"a": 1}`,
		`{"config": {"a": 1}}`:    `{"a": 1}`,
		`{"config":[1]}`:          `[1]`,
		`{"config":""}`:           ``,
		`{"config":null}`:         `absent`,
		`{}`:                      `absent`,
	} {
		var got portkey.Config
		if err := json.Unmarshal([]byte(in), &got); err != nil || got.Config.Or("absent") != portkey.JSONText(want) {
			t.Errorf("%s: got %q, %v", in, got.Config.Or("absent"), err)
		}
	}
}

func TestConfigVersions(t *testing.T) {
	t.Parallel()
	api, _, config := configured(t)
	api.Edit(emulator.Configs, config.ID, map[string]any{"config": map[string]any{"weight": 1}})
	versions, err := clientOf(t, api, emulator.AdminKey).ConfigVersions(t.Context(), config.Slug)
	var texts []string
	for _, one := range versions {
		texts = append(texts, string(one.Config.Or("")))
	}
	if diff := cmp.Diff([]string{`{"weight":1}`, `{"retry":{"attempts":3}}`}, texts); err != nil || diff != "" {
		t.Errorf("%v, want - got +:\n%s", err, diff)
	}
	if _, err := clientOf(t, api, emulator.AdminKey).ConfigVersions(t.Context(), "pc-none"); !portkey.IsRefused(err) {
		t.Errorf("got %v", err)
	}
}

// The list of configs has no pages: it is one request, and what other workspaces hold is
// left out, even if the server ignores the filter.
func TestConfigs_unpaged(t *testing.T) {
	t.Parallel()
	api, home, _ := configured(t)
	other := api.AddWorkspace(map[string]any{"name": "Other"})
	for i := range 120 {
		in := []string{home.ID, other.ID}[i%2]
		api.Add(emulator.Configs, in, map[string]any{"name": fmt.Sprintf("Config %d", i), "config": map[string]any{"weight": 1}})
	}
	api.SetAnswers(emulator.Answers{FiltersIgnored: true})
	api.ResetRequests()
	all, err := portkey.NewConfigs(clientOf(t, api, emulator.AdminKey), home.ID).List(t.Context(), nil)
	if err != nil || len(all) != 61 {
		t.Errorf("%d configs, error %v", len(all), err)
	}
	if asked := api.Requests(); len(asked) != 1 {
		t.Errorf("%d requests", len(asked))
	}
}

func TestConfigUse(t *testing.T) {
	t.Parallel()
	api, home, config := configured(t)
	another := api.Add(emulator.Configs, home.ID, map[string]any{"name": "Another", "config": map[string]any{"weight": 1}})
	key := func(in string, config any) string {
		return api.Add(emulator.APIKeys, in, map[string]any{"name": "backend", "defaults": config})
	}
	bySlug := key(home.ID, map[string]any{"config_id": config.Slug})
	byID := key(home.ID, map[string]any{"config_id": config.ID})
	key(home.ID, map[string]any{"config_id": "pc-another"})
	key(home.ID, map[string]any{"metadata": map[string]any{"config_id": config.ID}})
	key(home.ID, nil)
	ofKeys := []string{`API key "backend" (` + byID + `)`, `API key "backend" (` + bySlug + `)`}
	ofWorkspace := `the defaults of workspace "Home" (` + home.ID + `)`
	for name, c := range map[string]struct {
		defaults map[string]any
		scopes   []string
		want     portkey.Use
	}{
		"keys":                 {nil, nil, portkey.Use{Users: ofKeys}},
		"the workspace":        {map[string]any{"user_api_key_config": config.ID}, nil, portkey.Use{Users: append(ofKeys, ofWorkspace)}},
		"by its older name":    {map[string]any{"config_id": config.Slug}, nil, portkey.Use{Users: append(ofKeys, ofWorkspace)}},
		"by both names":        {map[string]any{"user_api_key_config": config.ID, "config_id": config.ID}, nil, portkey.Use{Users: append(ofKeys, ofWorkspace)}},
		"another, and no text": {map[string]any{"user_api_key_config": another, "config_id": 1}, nil, portkey.Use{Users: ofKeys}},
		"keys are hidden":      {nil, []string{"workspaces.read"}, portkey.Use{Hidden: true}},
		"the workspace is":     {nil, []string{"workspace_service_api_keys.list"}, portkey.Use{Users: ofKeys, Hidden: true}},
		"both are, and in use": {map[string]any{"config_id": config.Slug}, []string{"configs.read"}, portkey.Use{Hidden: true}},
	} {
		api.EditWorkspace(home.ID, map[string]any{"defaults": c.defaults})
		client := clientOf(t, api, api.AddKey(emulator.Key{Scopes: c.scopes}))
		got := client.ConfigUse(t.Context(), portkey.Config{ID: portkey.Some(config.ID), Slug: portkey.Some(config.Slug), WorkspaceID: portkey.Some(home.ID)})
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: want - got +:\n%s", name, diff)
		}
	}
}

// A path does not name the workspace: what is in another one is not found in it.
func TestConfigs_findsNoneOfAnotherWorkspace(t *testing.T) {
	t.Parallel()
	api, home, config := configured(t)
	other := api.AddWorkspace(map[string]any{"name": "Other"})
	client := clientOf(t, api, emulator.AdminKey)
	for _, ref := range []string{config.ID, config.Slug, config.Name} {
		if got, err := portkey.NewConfigs(client, home.ID).Find(t.Context(), ref); err != nil || got.Slug.Or("") != config.Slug {
			t.Errorf("%s: got %+v, %v", ref, got, err)
		}
		if got, err := portkey.NewConfigs(client, other.ID).Find(t.Context(), ref); !errors.As(err, new(*portkey.NotFoundError)) {
			t.Errorf("%s: got %+v, %v", ref, got, err)
		}
	}
	if _, err := portkey.NewConfigs(client, other.ID).FindBySlug(t.Context(), config.Slug); !errors.As(err, new(*portkey.NotFoundError)) {
		t.Errorf("got %v", err)
	}
}

// An object is found by the field that names it and by no other, also where a path
// takes the slug alone.
func TestFindBy(t *testing.T) {
	t.Parallel()
	api, home, config := configured(t)
	client := clientOf(t, api, emulator.AdminKey)
	none := "none"
	for name, c := range map[string]struct {
		by   portkey.Lookup
		want bool
	}{
		"an id":             {portkey.Lookup{ID: &config.ID, Slug: &none, Name: &none}, true},
		"a slug":            {portkey.Lookup{Slug: &config.Slug, Name: &none}, true},
		"a name":            {portkey.Lookup{Name: &config.Name}, true},
		"a name for an id":  {portkey.Lookup{ID: &config.Name}, false},
		"an id for a slug":  {portkey.Lookup{Slug: &config.ID}, false},
		"a slug for a name": {portkey.Lookup{Name: &config.Slug}, false},
		"nothing":           {portkey.Lookup{}, false},
	} {
		for _, slugsOnly := range []bool{false, true} {
			api.SetAnswers(emulator.Answers{SlugsOnly: slugsOnly})
			got, err := portkey.NewConfigs(client, home.ID).FindBy(t.Context(), c.by)
			if missing := errors.As(err, new(*portkey.NotFoundError)); missing == c.want || c.want && (err != nil || got.ID.Or("") != config.ID) {
				t.Errorf("%s, slugs only %t: got %+v, %v", name, slugsOnly, got, err)
			}
		}
	}
	api.ResetRequests()
	if got, err := portkey.NewWorkspaces(client).FindBy(t.Context(), portkey.Lookup{ID: &home.ID}); err != nil || got.ID != home.ID || len(api.Requests()) != 1 {
		t.Errorf("got %+v, %v", got, err)
	}
}

// A refusal may repeat what was sent; an error shows none of it that could be a key.
func TestConfigs_refusalHidesWhatWasSent(t *testing.T) {
	t.Parallel()
	api, home, config := configured(t)
	client := clientOf(t, api, emulator.AdminKey)
	const short, long, quoted = "sk-live-12345678", "sk-live-12345678-and-more", "a \"quoted\"\nkey"
	body, err := json.Marshal(map[string]any{"a": short, "b": []any{long, 1}, "c": map[string]any{"d": quoted, "e": "openai", "f": "shortest"}})
	if err != nil {
		t.Fatal(err)
	}
	refusal, err := json.Marshal(map[string]any{
		"message": string(body) + " " + quoted + " is no config, nor is " + short, "code": short, "param": "config." + long, "request_id": long,
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, method := range []string{http.MethodPost, http.MethodPut} {
		api.Fail(emulator.Fault{Method: method, Status: http.StatusBadRequest, Body: string(refusal)})
	}
	creation, err := portkey.NewConfigs(client, home.ID).PrepareCreate(t.Context(), func(time.Time) portkey.ConfigCreate {
		return portkey.ConfigCreate{Name: "x", Config: body}
	}, true)
	if err != nil {
		t.Fatal(err)
	}
	_, created := creation.Post(t.Context())
	_, edited := portkey.NewConfigs(client, home.ID).Edit(t.Context(), config.Slug, func(portkey.Config) ([]portkey.ConfigUpdate, error) {
		return []portkey.ConfigUpdate{{Config: portkey.Some(json.RawMessage(body))}}, nil
	})
	for verb, err := range map[string]error{"create": created, "update": edited} {
		for _, secret := range []string{short, "-and-more", "quoted", "shortest"} {
			if err == nil || strings.Contains(err.Error(), secret) || !strings.Contains(err.Error(), `"e":"openai"`) {
				t.Errorf("%s: %v", verb, err)
			}
		}
	}
}

// A slug is looked up once, an id never.
func TestWorkspaceID(t *testing.T) {
	t.Parallel()
	api, home, _ := configured(t)
	client := clientOf(t, api, emulator.AdminKey)
	for _, ref := range []string{home.ID, home.Slug, home.Slug} {
		if got, err := client.WorkspaceID(t.Context(), ref); got != home.ID || err != nil {
			t.Errorf("%s: got %s, %v", ref, got, err)
		}
	}
	if n := len(api.Requests()); n != 1 {
		t.Errorf("%d requests, want 1", n)
	}
	for range 2 { // it may come to be
		if _, err := client.WorkspaceID(t.Context(), "ws-nowhere-000000"); !errors.As(err, new(*portkey.NotFoundError)) {
			t.Errorf("got %v", err)
		}
	}
}
