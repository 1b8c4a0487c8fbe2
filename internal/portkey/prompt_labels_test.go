package portkey_test

import (
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// Labels are found in their place alone: a workspace has its own and the universal ones, and
// the organisation none of a workspace, even if a server ignores what a list is asked for.
func TestPromptLabels_places(t *testing.T) {
	t.Parallel()
	api := emulator.New()
	home := api.AddWorkspace(map[string]any{"name": "Home"})
	ours := api.Add(emulator.Labels, home.ID, map[string]any{"name": "canary"})
	shared := api.Add(emulator.Labels, "", map[string]any{"name": "audited"})
	c := clientOf(t, api, emulator.AdminKey)
	inHome, inOrganisation := portkey.NewPromptLabels(c, home.ID, ""), portkey.NewPromptLabels(c, "", api.OrganisationID())
	for _, found := range []struct {
		in   *portkey.PromptLabels
		name string
		id   string
	}{
		{inHome, "canary", ours}, {inOrganisation, "audited", shared}, {inHome, "audited", ""}, {inOrganisation, "canary", ""},
		{inHome, "production", api.All(emulator.Labels)[0].ID}, {inOrganisation, "production", api.All(emulator.Labels)[0].ID},
	} {
		got, err := found.in.FindByName(t.Context(), found.name)
		if got.ID.Or("") != found.id || (err == nil) != (found.id != "") {
			t.Errorf("%s: got %q, %v", found.name, got.ID.Or(""), err)
		}
	}
	id, err := c.OrganisationID(t.Context())
	if err != nil || id != api.OrganisationID() {
		t.Errorf("the organisation is %q, %v", id, err)
	}
}
