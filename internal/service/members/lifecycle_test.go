package members_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// The whole life of the members of a workspace under the real CLI, with every write that
// the API gets.
func TestResource_lifecycle(t *testing.T) {
	t.Parallel()
	o := open(t, "ada", "bob", "cleo", "eve")
	o.join("eve", "member")
	hcl := func(config attrs) string {
		var lines []string
		members, _ := config["members"].(attrs)
		for _, key := range slices.Sorted(maps.Keys(members)) {
			lines = append(lines, fmt.Sprintf("    %q = %q", key, members[key]))
		}
		return o.Config(fmt.Sprintf("resource \"portkey_workspace_members\" \"test\" {\n  workspace_id = %q\n  when_unknown = \"invite\"\n  members = {\n%s\n  }\n}\n",
			config["workspace_id"], strings.Join(lines, "\n")))
	}
	planned := func(action plancheck.ResourceActionType, removed ...string) resource.ConfigPlanChecks {
		named := []knownvalue.Check{}
		for _, name := range removed {
			named = append(named, knownvalue.StringExact(name))
		}
		return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
			plancheck.ExpectResourceAction(address, action),
			plancheck.ExpectKnownValue(address, tfjsonpath.New("removed_members"), knownvalue.ListExact(named)),
		}}
	}
	team := o.set("ada", "admin", "bob", "member", "zoe@example.com", "manager")
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: o.Factories,
		Steps: []resource.TestStep{
			{
				Config: hcl(team), ConfigPlanChecks: planned(plancheck.ResourceActionCreate, "eve@example.com"),
				ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownValue(address, tfjsonpath.New("id"), knownvalue.StringExact(o.home.ID))},
			},
			{ // the invite is accepted: nothing is planned
				PreConfig: func() { o.ids["zoe"] = o.API.Accept(o.pending()[0]) },
				Config:    hcl(team), ConfigPlanChecks: planned(plancheck.ResourceActionNoop, "eve@example.com"),
			},
			{
				ResourceName: address, ImportState: true, ImportStateVerify: true,
				ImportStateVerifyIgnore: []string{"when_unknown", "removed_members"}, // of the provider alone
				ImportStateIdFunc:       func(*terraform.State) (string, error) { return o.home.ID, nil },
			},
			{ // somebody adds a member, and changes a role
				PreConfig: func() {
					o.join("cleo", "manager")
					o.API.Edit(emulator.Members, o.home.ID+"/"+o.ids["bob"], attrs{"role": "manager"})
				},
				Config: hcl(team), ConfigPlanChecks: planned(plancheck.ResourceActionUpdate, "cleo@example.com"),
			},
			{Config: hcl(o.set("ada", "admin", "cleo", "member")), ConfigPlanChecks: planned(plancheck.ResourceActionUpdate, "bob@example.com", "zoe@example.com")},
		},
	})
	o.wantWrites("POST users", "POST invites", "DELETE eve", "PUT bob", "DELETE cleo", "POST users", "DELETE bob", "DELETE zoe", "DELETE ada", "DELETE cleo")
	o.wantRoles()
}
