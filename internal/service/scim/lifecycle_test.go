package scim_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// The whole life of a mapping under the real CLI, with every write that the API gets.
func TestResource_lifecycle(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	hcl := func(workspace, role, group string) string {
		return env.Config(fmt.Sprintf("resource \"portkey_scim_workspace_mapping\" \"test\" {\n  workspace_id = %q\n  role = %q\n  %s\n}\n", workspace, role, group))
	}
	const named, found = `scim_group_name = "Platform"`, `scim_group_id = data.portkey_scim_groups.all.scim_groups[0].id
}
data "portkey_scim_groups" "all" {
  search = "PLAT"`
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories,
		Steps: []resource.TestStep{
			{
				Config: hcl(home.ID, "manager", named), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionCreate),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("id"), knownvalue.NotNull()),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("scim_group_id"), knownvalue.NotNull()),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("scim_group"), knownvalue.StringExact("Platform")),
				},
			},
			env.ImportStep(address, func() []string { return []string{only(t, env).ID, home.ID + "/Platform/manager"} }, "scim_group_name"),
			// The same role, workspace and group, written otherwise: updates that send nothing.
			{Config: hcl(home.ID, "Manager", named), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate)},
			{Config: hcl(home.Slug, "manager", found), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate)},
			env.ImportStep(address, func() []string { return []string{home.Slug + "/Platform/manager"} }, "scim_group_name"),
			{Config: hcl(home.Slug, "admin", found), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionDestroyBeforeCreate)},
			{
				PreConfig: func() { env.API.Drop(emulator.SCIMMappings, only(t, env).ID) },
				Config:    hcl(home.Slug, "admin", found), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionCreate),
			},
		},
	})

	var sent []string
	group := env.API.All(emulator.SCIMGroups)[0].ID
	for _, one := range env.Writes() {
		sent = append(sent, strings.TrimRight(one.Method+" "+strings.ReplaceAll(string(one.Body), group, "GROUP"), " "))
	}
	if diff := cmp.Diff([]string{
		`POST {"workspace_id":"` + home.ID + `","role":"manager","scim_group_name":"Platform"}`,
		`DELETE`,
		`POST {"workspace_id":"` + home.ID + `","role":"admin","scim_group_id":"GROUP"}`,
		`POST {"workspace_id":"` + home.ID + `","role":"admin","scim_group_id":"GROUP"}`,
		`DELETE`,
	}, sent); diff != "" {
		t.Errorf("writes: want - got +:\n%s", diff)
	}
	if left := env.API.All(emulator.SCIMMappings); len(left) > 0 {
		t.Errorf("%d mappings are left", len(left))
	}
}
