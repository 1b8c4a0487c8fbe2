package emulator_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

const organisationDefaults = "/admin/organisation/defaults"

// The lists of an organisation's defaults are replaced one by one, and named by id or slug.
func TestOrganisationDefaults(t *testing.T) {
	t.Parallel()
	a := start(t)
	pii := a.Add(emulator.Guardrails, "", map[string]any{"name": "PII", "slug": "pg-pii-000001"})
	a.Add(emulator.Guardrails, "", map[string]any{"name": "Words", "slug": "pg-words-000001"})
	inside := a.Add(emulator.Guardrails, a.create(`{"name":"Production"}`), map[string]any{"name": "Inside"})
	same(t, "at first", a.ok("GET", organisationDefaults, ""), `{"object":"organisation_defaults","input_guardrails":null,"output_guardrails":null}`)

	a.ok("PUT", organisationDefaults, fmt.Sprintf(`{"input_guardrails":["pg-words-000001",%q,"pg-pii-000001"]}`, pii))
	a.ok("PUT", organisationDefaults, `{"output_guardrails":["pg-pii-000001"]}`)
	got := a.ok("GET", organisationDefaults, "")
	same(t, "input", joined(objects(t, got["input_guardrails"]), "slug"), `"pg-words-000001,pg-pii-000001"`)
	same(t, "output", joined(objects(t, got["output_guardrails"]), "id"), fmt.Sprintf("%q", pii))
	a.refused("DELETE", "/guardrails/pg-words-000001", "", http.StatusBadRequest, "AB01", "")

	for _, body := range []string{`{}`, `{"input_guardrails":null}`, `{"input_guardrails":["pg-x"]}`, fmt.Sprintf(`{"input_guardrails":[%q]}`, inside), `{"later":[]}`} {
		a.refused("PUT", organisationDefaults, body, http.StatusBadRequest, "AB01", "")
	}
	a.ok("PUT", organisationDefaults, `{"input_guardrails":[]}`)
	a.ok("DELETE", "/guardrails/pg-words-000001", "")

	a.Edit(emulator.OrganisationDefaults, a.OrganisationID(), map[string]any{"output_guardrails": nil})
	same(t, "output", a.ok("GET", organisationDefaults, "")["output_guardrails"], `null`)
	a.as(a.AddKey(emulator.Key{WorkspaceID: a.Workspaces()[0].ID})).refused("GET", organisationDefaults, "", http.StatusForbidden, "AB03", "")
	_, other := a.AddOrganisation("other")
	same(t, "of another organisation", a.as(other).ok("GET", organisationDefaults, "")["input_guardrails"], `null`)
}

// Exclusions are merged, unless the body says otherwise.
func TestExclusions(t *testing.T) {
	t.Parallel()
	a := start(t)
	const path = "/workspace-exclusions/input-guardrails"
	ours, theirs, organisation := a.create(`{"name":"Ours"}`), a.create(`{"name":"Theirs"}`), a.OrganisationID()
	put := func(more string) {
		t.Helper()
		a.ok("PUT", path, fmt.Sprintf(`{"organisation_id":%q,"workspaces":[%s}`, organisation, more))
	}
	want := func(ids ...string) {
		t.Helper()
		rows := []any{}
		for _, id := range ids {
			rows = append(rows, map[string]any{"workspace_id": id, "excluded": true})
		}
		same(t, "excluded", a.ok("GET", path+"?organisation_id="+organisation, "")["workspaces"], toJSON(t, rows))
	}
	row := func(id string, excluded bool) string {
		return fmt.Sprintf(`{"workspace_id":%q,"excluded":%t}`, id, excluded)
	}
	want()
	put(row(ours, true) + "]")
	put(row(theirs, true) + "]")
	want(ours, theirs)
	put(row(ours, false) + "]")
	want(theirs)
	put(row(ours, true) + `],"override_existing":true`)
	want(ours)
	a.Add(emulator.GuardrailExclusions, theirs, map[string]any{"direction": "input"})
	want(ours, theirs)
	a.Drop(emulator.GuardrailExclusions, "input/"+theirs)
	want(ours)
	a.DeleteWorkspace(ours)
	want()
	same(t, "of output", a.ok("GET", "/workspace-exclusions/output-guardrails?organisation_id="+organisation, "")["workspaces"], `[]`)

	a.refused("GET", path, "", http.StatusBadRequest, "AB01", "organisation_id")
	other, _ := a.AddOrganisation("other")
	a.refused("GET", path+"?organisation_id="+other, "", http.StatusForbidden, "AB03", "")
	slug, _ := a.Workspace(theirs)
	for _, rows := range []string{row("nowhere", true), row(slug.Slug, true), `{"workspace_id":1}`, fmt.Sprintf(`{"workspace_id":%q,"excluded":1}`, theirs)} {
		a.refused("PUT", path, fmt.Sprintf(`{"organisation_id":%q,"workspaces":[%s]}`, organisation, rows), http.StatusBadRequest, "AB01", "workspaces")
	}
}

// What a workspace may not override can't be changed, but be sent as it is; what a later API
// has more goes along.
func TestWorkspace_closedSettings(t *testing.T) {
	t.Parallel()
	a := start(t, emulator.WithAnswers(emulator.Answers{ClosedSettings: []string{"membersViewLogs"}}))
	id := a.create(`{"name":"Production"}`)
	a.EditWorkspace(id, map[string]any{"security_settings": map[string]any{"membersViewLater": true}})
	settings, _ := a.read(id)["security_settings"].(map[string]any)
	put := func(name string, value any) string {
		settings[name] = value
		return `{"security_settings":` + toJSON(t, settings) + `}`
	}
	a.edit(id, put("membersViewLater", false))
	same(t, "36", len(a.read(id)["security_settings"].(map[string]any)), `36`)
	a.refused("PUT", "/admin/workspaces/"+id, put("membersViewLogs", false), http.StatusBadRequest, "AB01", "security_settings")
	put("membersViewLogs", true)
	a.refused("PUT", "/admin/workspaces/"+id, put("membersViewLater", "no"), http.StatusBadRequest, "AB01", "security_settings")

	a.SetAnswers(emulator.Answers{NoSecuritySettings: true})
	if _, there := a.read(id)["security_settings"]; there {
		t.Error("the settings are there")
	}
}

// Defaults that are not set, and the name that newer back ends have for the config.
func TestWorkspace_defaultsOfOthers(t *testing.T) {
	t.Parallel()
	a := start(t, emulator.WithAnswers(emulator.Answers{NullDefaults: true, ConfigIDInDefaults: true}))
	id := a.create(`{"name":"Production","defaults":{"metadata":{"a":"1"}}}`)
	same(t, "defaults", a.read(id)["defaults"], `{"metadata":{"a":"1"},"input_guardrails":null,"output_guardrails":null,"config_id":null}`)
	a.Add(emulator.Configs, id, map[string]any{"slug": "pc-main-000001"})
	a.Add(emulator.Guardrails, id, map[string]any{"slug": "pg-pii-000001"})
	for _, key := range []string{"user_api_key_config", "config_id"} {
		a.edit(id, fmt.Sprintf(`{"defaults":{%q:"pc-main-000001","input_guardrails":["pg-pii-000001","pg-pii-000001"]}}`, key))
		same(t, "defaults", a.read(id)["defaults"], `{"config_id":"pc-main-000001","input_guardrails":["pg-pii-000001"],"output_guardrails":null,"metadata":null}`)
	}
}
