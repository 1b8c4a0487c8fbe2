package portkey_test

import (
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// A draft has the content of the latest version and the number of the default one. Lists may
// be arrays without an envelope.
func TestPartialDraft(t *testing.T) {
	t.Parallel()
	api := emulator.New(emulator.WithAnswers(emulator.Answers{BareArrays: true}))
	home := api.AddWorkspace(map[string]any{"name": "Home"})
	id := api.Add(emulator.Partials, home.ID, map[string]any{"name": "Rules", "string": "Be kind"})
	api.AddVersion(emulator.Partials, id, map[string]any{"string": "Be brief"})
	c := clientOf(t, api, emulator.AdminKey)
	draft, err := c.PartialDraft(t.Context(), id)
	if err != nil || draft.Content.Or("") != "Be brief" || draft.Version.Or(0) != 1 || draft.LatestVersion.Or(0) != 2 {
		t.Errorf("got %+v, %v", draft, err)
	}
	partials := portkey.NewPromptPartials(c, home.ID)
	found, err := partials.FindByName(t.Context(), "Rules")
	if err != nil || found.ID.Or("") != id {
		t.Errorf("found %+v, %v", found, err)
	}
	versions, err := portkey.Versions(t.Context(), partials, id)
	if err != nil || len(versions) != 2 || versions[0].Number != 2 {
		t.Errorf("versions %+v, %v", versions, err)
	}
	if shown := portkey.ShownVersion(found); shown.Number != 1 || shown.ID != versions[1].ID {
		t.Errorf("shown %+v", shown)
	}
}
