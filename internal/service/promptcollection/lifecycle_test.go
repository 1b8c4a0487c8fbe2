package promptcollection_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// The life of nested collections under the real CLI, with every write that the API gets: a
// parent is created before, and deleted after, what it contains.
func TestResource_lifecycle(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	hcl := func(workspace, parent, child string) string {
		return env.Config(fmt.Sprintf(`
resource "portkey_prompt_collection" "parent" {
  name         = %[2]q
  workspace_id = %[1]q
}

resource "portkey_prompt_collection" "test" {
  name                 = %[3]q
  workspace_id         = %[1]q
  parent_collection_id = portkey_prompt_collection.parent.id
}
`, workspace, parent, child))
	}
	child := func() emulator.Object { return own(env)[1] }
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories,
		Steps: []resource.TestStep{
			{Config: hcl(home.ID, "Support", "Refunds"), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionCreate)},
			env.ImportStep(address, func() []string { return []string{child().ID, child().Slug, home.ID + "/Refunds"} }),
			{Config: hcl(home.ID, "Support", "Returns"), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate)},
			{ // somebody's edit is put right
				PreConfig: func() { env.API.Edit(emulator.Collections, child().ID, attrs{"name": "Theirs"}) },
				Config:    hcl(home.ID, "Support", "Returns"), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate),
			},
			// The slug of the same workspace: an update that sends nothing.
			{Config: hcl(home.Slug, "Support", "Returns"), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate)},
			{ // deleted by somebody, long enough ago for the list to prove it
				PreConfig: func() {
					env.API.Advance(2 * time.Hour)
					env.API.Drop(emulator.Collections, child().ID)
				},
				Config: hcl(home.Slug, "Support", "Returns"), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionCreate),
			},
		},
	})
	writes := sent(env)
	if len(writes) != 7 {
		t.Fatalf("writes: %q", writes)
	}
	if diff := cmp.Diff([]string{
		fmt.Sprintf(`POST {"name":"Support","workspace_id":%q}`, home.ID), `PUT {"name":"Returns"}`, `PUT {"name":"Returns"}`, `DELETE`, `DELETE`,
	}, []string{writes[0], writes[2], writes[3], writes[5], writes[6]}); diff != "" {
		t.Errorf("writes: want - got +:\n%s", diff)
	}
	if left := own(env); len(left) > 0 {
		t.Errorf("%d collections are left", len(left))
	}
}
