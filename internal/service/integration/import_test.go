package integration_test

import (
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// An import takes the id, the slug or the exact name, and the name in a workspace, since
// names are not unique.
func TestResource_import(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	web, search := env.API.AddWorkspace(attrs{"name": "Web"}), env.API.AddWorkspace(attrs{"name": "Search"})
	var ours, theirs emulator.Object
	for _, one := range []attrs{openai("slug", "openai"), openai("slug", "openai-web", "workspace_id", web.ID), openai("slug", "openai-search", "workspace_id", search.ID)} {
		home, _ := one["workspace_id"].(string)
		delete(one, "workspace_id")
		env.API.Add(emulator.Integrations, home, one)
	}
	env.API.Add(emulator.Integrations, "", openai("slug", "a", "name", "A/B"))
	for _, one := range env.API.All(emulator.Integrations) {
		switch one.Slug {
		case "openai-web":
			ours = one
		case "openai":
			theirs = one
		}
	}
	for ref, want := range map[string]attrs{
		"openai-web":                 {"slug": "openai-web", "workspace_id": web.ID},
		ours.ID:                      {"slug": "openai-web", "workspace_id": web.ID},
		"Web/OpenAI":                 {"slug": "openai-web", "workspace_id": web.ID},
		web.Slug + "/OpenAI":         {"slug": "openai-web", "workspace_id": web.Slug},
		search.ID + "/openai-search": {"slug": "openai-search", "workspace_id": search.ID},
		"A/B":                        {"slug": "a", "workspace_id": nil},
		theirs.ID:                    {"slug": "openai", "workspace_id": nil},
	} {
		m := env.Manage(t, address)
		harness.NoErrors(t, m.Driver.Import(address, ref))
		m.WantState(want)
	}
	d := env.Driver(t)
	harness.WantError(t, d.Import(address, "OpenAI"), "", "Cannot import integration", "Several integrations are named", "openai-web")
	for _, ref := range []string{"Web/openai-search", "Web/openai", web.Slug + "/" + theirs.ID, "Web/Azure", "Web/", "/OpenAI"} {
		harness.WantError(t, d.Import(address, ref), "", "Cannot import integration", "No active integration")
	}
}
