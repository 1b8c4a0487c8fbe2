package member_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// The whole life of a member under the real CLI, from an invite on, with every write that
// the API gets.
func TestResource_lifecycle(t *testing.T) {
	t.Parallel()
	env, home, grace := start(t)
	var ada string
	hcl := func(workspace, user, role string) string {
		return env.Config(fmt.Sprintf("resource \"portkey_workspace_member\" \"test\" {\n  workspace_id = %q\n  %s\n  role = %q\n  when_unknown = \"invite\"\n}\n", workspace, user, role))
	}
	has := func(attribute, value string) statecheck.StateCheck {
		return statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), knownvalue.StringExact(value))
	}
	const byEmail = `email = "ada@example.com"`

	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories,
		Steps: []resource.TestStep{
			{
				Config: hcl(home.ID, byEmail, "member"), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionCreate),
				ConfigStateChecks: []statecheck.StateCheck{has("status", "invited"), has("id", home.ID+"/ada@example.com")},
			},
			env.ImportStep(address, func() []string { return []string{home.ID + "/ada@example.com"} }, "when_unknown"),
			{ // accepted
				PreConfig: func() { ada = env.API.Accept(invitedTo(t, env)) },
				Config:    hcl(home.ID, byEmail, "member"), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionNoop),
			},
			{RefreshState: true},
			{
				Config: hcl(home.Slug, byEmail, "manager"), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate),
				ConfigStateChecks: []statecheck.StateCheck{has("status", "active"), has("org_role", "member")},
			},
			env.ImportStep(address, func() []string { return []string{home.Slug + "/" + ada, home.Slug + "/ada@example.com"} }, "when_unknown"),
			{ // somebody's edit is put right
				PreConfig: func() { env.API.Edit(emulator.Members, home.ID+"/"+ada, attrs{"role": "admin"}) },
				Config:    hcl(home.Slug, byEmail, "manager"), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate),
			},
			// Another user is another member.
			{Config: hcl(home.ID, fmt.Sprintf("user_id = %q", grace), "admin"), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionDestroyBeforeCreate)},
			{ // removed by somebody, long enough ago for the list to prove it
				PreConfig: func() {
					env.API.Advance(2 * time.Hour)
					env.API.Drop(emulator.Members, home.ID+"/"+grace)
				},
				Config: hcl(home.ID, fmt.Sprintf("user_id = %q", grace), "admin"), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionCreate),
			},
		},
	})

	var sent []string
	for _, one := range env.Writes() {
		sent = append(sent, strings.TrimRight(one.Method+" "+string(one.Body), " "))
	}
	add := fmt.Sprintf(`POST {"users":[{"id":"%s","role":"admin"}]}`, grace)
	if diff := cmp.Diff([]string{
		fmt.Sprintf(`POST {"email":"ada@example.com","role":"member","workspaces":[{"id":"%s","role":"member"}]}`, home.ID),
		`PUT {"role":"manager"}`, `PUT {"role":"manager"}`, `DELETE`, add, add, `DELETE`,
	}, sent); diff != "" {
		t.Errorf("writes: want - got +:\n%s", diff)
	}
	if roleOf(env, home, grace) != nil || roleOf(env, home, ada) != nil {
		t.Error("a member is left")
	}
}
