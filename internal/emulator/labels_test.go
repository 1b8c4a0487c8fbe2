package emulator_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// A key of the organisation says with every request whose the label is.
func TestLabel_places(t *testing.T) {
	t.Parallel()
	a := start(t)
	home, other := a.create(`{"name":"Home"}`), a.create(`{"name":"Other"}`)
	inOrganisation := "?organisation_id=" + a.OrganisationID()
	ours := fmt.Sprint(a.ok("POST", "/labels", fmt.Sprintf(`{"name":"canary","workspace_id":%q,"description":"Few","color_code":"#aabbcc"}`, home))["id"])
	shared := fmt.Sprint(a.ok("POST", "/labels", fmt.Sprintf(`{"name":"audited","organisation_id":%q}`, a.OrganisationID()))["id"])

	read := a.ok("GET", "/labels/"+ours+"?workspace_id="+home, "")
	for key, want := range map[string]string{
		"id": toJSON(t, ours), "name": `"canary"`, "description": `"Few"`, "color_code": `"#aabbcc"`, "workspace_id": toJSON(t, home),
		"organisation_id": toJSON(t, a.OrganisationID()), "is_universal": `false`, "status": `"active"`,
		"created_at": `"2026-10-15T12:00:00.000Z"`, "last_updated_at": `"2026-10-15T12:00:00.000Z"`,
	} {
		same(t, key, read[key], want)
	}
	same(t, "of the organisation", a.ok("GET", "/labels/"+shared+inOrganisation, "")["workspace_id"], `null`)
	same(t, "keys of the list", keysOf(a.ok("GET", "/labels"+inOrganisation, "")), `"data,total"`)
	same(t, "the organisation's", joined(a.list("/labels"+inOrganisation), "name"), `"audited,development,staging,production"`)
	same(t, "the workspace's", joined(a.list("/labels?workspace_id="+home), "name"), `"canary,development,staging,production"`)
	same(t, "another's", joined(a.list("/labels?workspace_id="+other+"&search=CAN"), "name"), `""`)

	for _, r := range []struct{ method, path, body string }{
		{"GET", "/labels", ""},
		{"GET", "/labels/" + ours, ""},
		{"PUT", "/labels/" + ours, `{"name":"x"}`},
		{"DELETE", "/labels/" + ours, ""},
		{"POST", "/labels", `{"name":"x"}`},
	} {
		a.refused(r.method, r.path, r.body, http.StatusBadRequest, "AB01", "workspace_id")
	}
	a.refused("GET", "/labels"+inOrganisation+"&workspace_id="+home, "", http.StatusBadRequest, "AB01", "organisation_id")
	a.refused("GET", "/labels?organisation_id=other", "", http.StatusForbidden, "AB03", "")
	a.refused("GET", "/labels/"+ours+inOrganisation, "", http.StatusForbidden, "AB03", "")
	a.refused("GET", "/labels/"+ours+"?workspace_id="+other, "", http.StatusForbidden, "AB03", "")
	a.refused("GET", "/labels/"+shared+"?workspace_id="+home, "", http.StatusForbidden, "AB03", "")

	member := a.as(a.AddKey(emulator.Key{WorkspaceID: home}))
	same(t, "by a workspace's key", joined(member.list("/labels"), "name"), `"canary,development,staging,production"`)
	member.ok("PUT", "/labels/"+ours, `{"name":"canaries"}`)
	member.refused("GET", "/labels"+inOrganisation, "", http.StatusForbidden, "AB03", "")
	member.refused("POST", "/labels", fmt.Sprintf(`{"name":"x","organisation_id":%q}`, a.OrganisationID()), http.StatusForbidden, "AB03", "")
}

func TestLabel_names(t *testing.T) {
	t.Parallel()
	a := start(t)
	home := a.create(`{"name":"Home"}`)
	post := func(name string) string { return fmt.Sprintf(`{"name":%q,"workspace_id":%q}`, name, home) }
	for _, name := range []string{"latest", "default", "12", "a b", "a@b", "v1.2.3", " "} {
		a.refused("POST", "/labels", post(name), http.StatusBadRequest, "AB01", "name")
	}
	for _, name := range []string{"v1.2", "Late_st-2", "2a"} {
		a.ok("POST", "/labels", post(name))
	}
	for _, name := range []string{"v1.2", "production"} {
		a.refused("POST", "/labels", post(name), http.StatusConflict, "AB07", "")
	}
	a.refused("POST", "/labels", fmt.Sprintf(`{"name":"x","color_code":"red","workspace_id":%q}`, home), http.StatusBadRequest, "AB01", "color_code")
}

func TestLabel_universal(t *testing.T) {
	t.Parallel()
	a := start(t)
	home := a.create(`{"name":"Home"}`)
	one := "/labels/" + a.All(emulator.Labels)[0].ID + "?workspace_id=" + home
	same(t, "is_universal", a.ok("GET", one, "")["is_universal"], `true`)
	a.refused("PUT", one, `{"description":"x"}`, http.StatusForbidden, "AB03", "")
	a.refused("DELETE", one, "", http.StatusForbidden, "AB03", "")
}

func TestLabel_cleared(t *testing.T) {
	t.Parallel()
	a := start(t)
	home := a.create(`{"name":"Home"}`)
	id := a.ok("POST", "/labels", fmt.Sprintf(`{"name":"canary","workspace_id":%q,"description":"Few","color_code":"#aabbcc"}`, home))["id"]
	one := fmt.Sprintf("/labels/%s?workspace_id=%s", id, home)
	a.ok("PUT", one, `{"description":""}`)
	same(t, "kept", a.ok("GET", one, "")["description"], `"Few"`)
	a.ok("PUT", one, `{"description":null,"color_code":null}`)
	read := a.ok("GET", one, "")
	same(t, "description", read["description"], `null`)
	same(t, "color_code", read["color_code"], `null`)
}

// The labels of a workspace keep it from nothing, and go with it.
func TestLabel_withWorkspace(t *testing.T) {
	t.Parallel()
	a := start(t)
	home := a.create(`{"name":"Home"}`)
	a.ok("POST", "/labels", fmt.Sprintf(`{"name":"canary","workspace_id":%q}`, home))
	a.ok("DELETE", "/admin/workspaces/"+home, `{"name":"Home"}`)
	same(t, "labels", len(a.All(emulator.Labels)), `3`)
}
