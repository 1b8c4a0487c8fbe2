package portkey_test

import (
	"encoding/json"
	"errors"
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

// prompted starts an API with a workspace that contains a prompt.
func prompted(t *testing.T) (api *emulator.Server, home emulator.Workspace, slug string) {
	t.Helper()
	api = emulator.New()
	home = api.AddWorkspace(map[string]any{"name": "Home"})
	api.Add(emulator.Providers, home.ID, map[string]any{"slug": "openai"})
	api.Add(emulator.Prompts, home.ID, map[string]any{"name": "Greeting", "string": "Hello", "virtual_key": "openai"})
	return api, home, api.All(emulator.Prompts)[0].Slug
}

func contentOf(text string) *portkey.PromptContent {
	return &portkey.PromptContent{Template: text, Model: "gpt-4o", ProviderID: "openai", Parameters: json.RawMessage(`{}`), IsRawTemplate: portkey.Some(0)}
}

// publishing is an edit to a text: a version that is published, unless the latest one has it.
func publishing(text string) func(portkey.Prompt, func() (portkey.Prompt, error)) (portkey.VersionEdit[portkey.Prompt, portkey.PromptUpdate], error) {
	shows := func(p portkey.Prompt) bool { return p.Template.Or("") == text }
	return func(live portkey.Prompt, latest func() (portkey.Prompt, error)) (edit portkey.VersionEdit[portkey.Prompt, portkey.PromptUpdate], err error) {
		if shows(live) {
			return edit, nil
		}
		newest, err := latest()
		if err != nil {
			return edit, err
		}
		if shows(newest) {
			edit.Existing = portkey.VersionRef{ID: newest.VersionID.Or(""), Number: int(newest.Version.Or(0))}
			return edit, nil
		}
		edit.Content, edit.Shows, edit.Publish = &portkey.PromptUpdate{PromptContent: contentOf(text)}, shows, true
		return edit, nil
	}
}

func edit(t *testing.T, api *emulator.Server, slug, text string) (portkey.VersionsEdited[portkey.Prompt], error) {
	t.Helper()
	return portkey.EditVersions(t.Context(), portkey.NewPrompts(retrying(t, api, emulator.AdminKey, 2), ""), slug, publishing(text))
}

func requestsOf(api *emulator.Server) (all []string) {
	for _, one := range api.Requests() {
		line := one.Method + " " + strings.TrimPrefix(one.Path, "/v1/prompts/")
		if one.RawQuery != "" {
			line += "?" + one.RawQuery
		}
		all = append(all, line)
	}
	return all
}

func TestPrompts_publish(t *testing.T) {
	t.Parallel()
	api, _, slug := prompted(t)
	api.Advance(time.Hour)
	api.ResetRequests()
	got, err := edit(t, api, slug, "Bye")
	all := api.Versions(emulator.Prompts, slug)
	want := portkey.VersionRef{ID: all[1].ID, Number: 2}
	if err != nil || got.Created != want || got.Published != want || got.Live.Template.Or("") != "Bye" || !all[1].Default {
		t.Errorf("%+v, %v", got, err)
	}
	asked := requestsOf(api)
	for i := range asked {
		asked[i] = strings.ReplaceAll(asked[i], slug, "X")
	}
	if diff := cmp.Diff([]string{"GET X", "GET X?version=latest", "PUT X", "GET X/versions", "PUT X/makeDefault", "GET X"}, asked); diff != "" {
		t.Errorf("want - got +:\n%s", diff)
	}
	api.ResetRequests()
	if got, err := edit(t, api, slug, "Bye"); err != nil || got.Live.Template.Or("") != "Bye" || len(api.Requests()) != 1 {
		t.Errorf("what is there already: %+v, %v", got, err)
	}
}

// Whichever request fails, and however, another edit converges, and creates no other version.
func TestPrompts_publishCut(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]emulator.Fault{
		"no answer":  {When: emulator.After, Reset: true},
		"no request": {Reset: true},
		"503":        {Status: http.StatusServiceUnavailable},
		"403":        {Status: http.StatusForbidden},
	} {
		for n := range 6 {
			for _, times := range []int{1, 100} {
				t.Run(fmt.Sprint(name, n, times), func(t *testing.T) {
					t.Parallel()
					api, _, slug := prompted(t)
					api.Advance(time.Hour)
					fault := fault
					fault.After, fault.Times = n, times
					remove := api.Fail(fault)
					_, err := edit(t, api, slug, "Bye")
					remove()
					if _, again := edit(t, api, slug, "Bye"); again != nil {
						t.Fatalf("the second edit: %v, after %v", again, err)
					}
					all := api.Versions(emulator.Prompts, slug)
					if len(all) != 2 || !all[1].Default || all[1].Fields["string"] != "Bye" {
						t.Errorf("versions %+v after %v", all, err)
					}
				})
			}
		}
	}
}

// A failure says whether a version was created.
func TestPrompts_publishFails(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"/prompts/*/makeDefault": "version 2 exists and was not published: ",
		"/prompts/*/versions":    "a version was created, and neither its number is known nor was it published: ",
	} {
		api, _, slug := prompted(t)
		api.Fail(emulator.Fault{Path: path, Status: http.StatusForbidden})
		_, err := edit(t, api, slug, "Bye")
		if !errors.As(err, new(*portkey.PartialError)) || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// A version that somebody else creates meanwhile is not the one that is published.
func TestPrompts_publishBesideOthers(t *testing.T) {
	t.Parallel()
	api, _, slug := prompted(t)
	api.Fail(emulator.Fault{Method: http.MethodGet, Path: "/prompts/*/versions", Hook: func(*http.Request) {
		api.AddVersion(emulator.Prompts, slug, map[string]any{"string": "Draft"})
	}, Times: 1})
	got, err := edit(t, api, slug, "Bye")
	all := api.Versions(emulator.Prompts, slug)
	if err != nil || got.Published.Number != 2 || len(all) != 3 || !all[1].Default || all[1].Fields["string"] != "Bye" {
		t.Errorf("%+v, %v", all, err)
	}
}

// The list of versions may be behind what it is to find, and a read behind what was published.
func TestPrompts_publishStale(t *testing.T) {
	t.Parallel()
	api, _, slug := prompted(t)
	api.Advance(time.Hour)
	api.SetFlapping(time.Minute)
	got, err := edit(t, api, slug, "Bye")
	all := api.Versions(emulator.Prompts, slug)
	if err != nil || len(all) != 2 || !all[1].Default || got.Live.Template.Or("") != "Bye" {
		t.Errorf("%+v, %v", all, err)
	}
}

func TestPrompts_labelShapes(t *testing.T) {
	t.Parallel()
	for in, want := range map[string][]string{
		`{"prompt_version_labels":[{"id":"a","name":"n"},{"label_id":"b","id":"x"},"c"]}`: {"a", "b", "c"},
		`{"prompt_version_labels":[],"prompt_version_label_id":"a"}`:                      {"a"},
		`{"prompt_version_labels":null,"prompt_version_label_id":null}`:                   nil,
		`{"prompt_version_label_id":"a"}`:                                                 {"a"},
	} {
		var got portkey.Prompt
		if err := json.Unmarshal([]byte(in), &got); err != nil || !slices.Equal(got.LabelIDs(), want) {
			t.Errorf("%s: %q, %v", in, got.LabelIDs(), err)
		}
	}
	var wrong portkey.Prompt
	if err := json.Unmarshal([]byte(`{"prompt_version_labels":[1]}`), &wrong); err == nil {
		t.Error("a number passes for a label")
	}
}

func TestVersionInfo(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]portkey.VersionInfo{
		`{"id":"a","prompt_version":"2","prompt_description":"d","label_id":"l","status":"active","created_at":"t"}`:                                   {"a", 2, "d", "l", "active", "t"},
		`{"id":"row","prompt_partial_version_id":"a","version":2,"description":"d","prompt_version_status":"active","label_id":null,"created_at":"t"}`: {"a", 2, "d", "", "active", "t"},
	} {
		var got portkey.VersionInfo
		if err := json.Unmarshal([]byte(in), &got); err != nil || got != want {
			t.Errorf("%s: %+v, %v", in, got, err)
		}
	}
}
