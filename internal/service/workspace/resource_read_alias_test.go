package workspace_test

import (
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// Another organisation's key is recognised right after the create too, when the age of
// the workspace would explain that no list shows it.
func TestResource_refusedToAnotherOrganisation(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	m := create(t, env, attrs{"name": "Production"})
	id, key := env.API.AddOrganisation("rival")
	d := handOver(t, env, m.Driver, attrs{"base_url": env.BaseURL, "api_key": key})
	harness.WantError(t, d.Refresh(address), "", "the API key sees another organisation: "+id+", where "+env.API.OrganisationID()+" is expected. The state was left unchanged.",
		"Check api_key, and which provider configuration (alias) the resource uses")
}
