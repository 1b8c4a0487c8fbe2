package invite_test

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

const address = "portkey_user_invite.test"

// The whole life of an invite under the real CLI, with every write that the API gets.
func TestResource_lifecycle(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	home := env.API.AddWorkspace(attrs{"name": "Production"})
	last := func() emulator.Object {
		all := env.API.All(emulator.Invites)
		return all[len(all)-1]
	}
	hcl := func(email, role, workspace string) string {
		return env.Config(fmt.Sprintf(`resource "portkey_user_invite" "test" {
  email          = %q
  role           = %q
  workspaces     = [{ workspace_id = %q, role = "manager" }]
  api_key_scopes = ["logs.view", "completions.write"]
}
`, email, role, workspace))
	}

	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories,
		Steps: []resource.TestStep{
			{
				Config: hcl("ada@example.com", "member", home.ID), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionCreate),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("status"), knownvalue.StringExact("pending")),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("created_at"), knownvalue.NotNull()),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("expires_at"), knownvalue.NotNull()),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("accepted_at"), knownvalue.Null()),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("invited_by"), knownvalue.NotNull()),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("invite_link"), knownvalue.NotNull()),
					statecheck.ExpectSensitiveValue(address, tfjsonpath.New("invite_link")),
				},
			},
			env.ImportStep(address, func() []string { return []string{last().ID, "Ada@Example.com"} }, "invite_link", "api_key_scopes"),
			// The slug of the same workspace and the same address: an update that sends nothing.
			{Config: hcl("Ada@Example.com", "member", home.Slug), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate)},
			{Config: hcl("Ada@Example.com", "admin", home.Slug), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionReplace)},
			{ // accepted: nothing is planned, whatever is written
				PreConfig: func() { env.API.Accept(last().ID) },
				Config:    hcl("Ada@Example.com", "member", home.Slug), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionNoop),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("status"), knownvalue.StringExact("accepted")),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("accepted_at"), knownvalue.NotNull()),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("invite_link"), knownvalue.NotNull()),
				},
			},
			// Somebody else.
			{Config: hcl("grace@example.com", "member", home.Slug), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionReplace)},
		},
	})

	var sent []string
	for _, one := range env.Writes() {
		sent = append(sent, strings.TrimRight(one.Method+" "+string(one.Body), " "))
	}
	create := `POST {"email":"%s","role":"%s","workspaces":[{"id":"` + home.ID + `","role":"manager"}],"workspace_api_key_details":{"scopes":["completions.write","logs.view"]}}`
	if diff := cmp.Diff([]string{
		fmt.Sprintf(create, "ada@example.com", "member"),
		`DELETE`,
		fmt.Sprintf(create, "Ada@Example.com", "admin"),
		fmt.Sprintf(create, "grace@example.com", "member"),
		`DELETE`,
	}, sent); diff != "" {
		t.Errorf("writes: want - got +:\n%s", diff)
	}
}
