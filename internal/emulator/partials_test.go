package emulator_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

func TestPartial_versions(t *testing.T) {
	t.Parallel()
	a := start(t)
	home := a.create(`{"name":"Home"}`)
	made := a.ok("POST", "/prompts/partials", fmt.Sprintf(`{"name":"Rules","string":"Be kind","version_description":"first","workspace_id":%q}`, home))
	one := "/prompts/partials/" + slugOf(made)
	read := a.ok("GET", one, "")
	for key, want := range map[string]string{
		"name": `"Rules"`, "string": `"Be kind"`, "version": `1`, "version_description": `"first"`, "status": `"active"`,
		"prompt_partial_version_id": toJSON(t, made["version_id"]), "prompt_partial_version_status": `"active"`,
		"collection_id": toJSON(t, a.Held(emulator.Collections, home)[0].ID), "workspace_id": `null`,
	} {
		same(t, key, read[key], want)
	}
	second := a.ok("PUT", one, `{"string":"Be brief","version_description":"second"}`)["prompt_partial_version_id"]
	same(t, "shown", a.ok("GET", one, "")["string"], `"Be kind"`)
	same(t, "latest", a.ok("GET", one+"?version=latest", "")["string"], `"Be brief"`)
	same(t, "renamed", keysOf(a.ok("PUT", one, `{"name":"Rule"}`)), `""`)
	versions := a.list(one + "/versions")
	same(t, "versions", len(versions), `2`)
	for key, want := range map[string]string{
		"prompt_partial_version_id": toJSON(t, second), "version": `2`, "string": `"Be brief"`, "description": `"second"`, "prompt_version_status": `"active"`,
	} {
		same(t, key, versions[0][key], want)
	}
	a.refused("PUT", one+"/makeDefault", toJSON(t, map[string]any{"version": second}), http.StatusBadRequest, "AB01", "version")
	a.ok("PUT", one+"/makeDefault", `{"version":2}`)
	read = a.ok("GET", one, "")
	same(t, "published", read["string"], `"Be brief"`)
	same(t, "version", read["version"], `2`)
	same(t, "name", read["name"], `"Rule"`)

	same(t, "in the collection", joined(a.list("/prompts/partials?collection_id="+fmt.Sprint(read["collection_id"])), "name"), `"Rule"`)
	if item := a.list("/prompts/partials?workspace_id=" + home)[0]; item["string"] != nil || item["version"] != nil {
		t.Errorf("listed %v", item)
	}
}
