package user_test

import (
	"fmt"
	"regexp"
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

// The whole life of a user under the real CLI, with every write that the API gets.
func TestResource_lifecycle(t *testing.T) {
	t.Parallel()
	env, adaID, graceID := start(t)
	hcl := func(named, role string) string {
		return env.Config(fmt.Sprintf("resource \"portkey_user\" \"test\" {\n  %s\n  role = %q\n  remove_on_destroy = true\n}\n", named, role))
	}
	byEmail, byID := fmt.Sprintf("email = %q", grace), fmt.Sprintf("user_id = %q", graceID)

	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories,
		Steps: []resource.TestStep{
			{Config: hcl(`email = "nobody@example.com"`, "member"), ExpectError: regexp.MustCompile("Cannot adopt user")},
			{
				Config: hcl(byEmail, "admin"), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionCreate),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("id"), knownvalue.StringExact(graceID)),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("user_id"), knownvalue.StringExact(graceID)),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("email"), knownvalue.StringExact(grace)),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("last_name"), knownvalue.StringExact("Hopper")),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("created_at"), knownvalue.NotNull()),
				},
			},
			env.ImportStep(address, func() []string { return []string{graceID, strings.ToLower(grace)} }, "remove_on_destroy"),
			{Config: hcl(byEmail, "member"), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate)},
			{Config: hcl(byID, "member"), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionNoop)},
			{ // changed in the UI
				PreConfig: func() {
					env.API.Advance(time.Minute) // at the second of the write it would pass for what that replaced
					env.API.Edit(emulator.Users, graceID, attrs{"role": "admin"})
				},
				Config: hcl(byID, "member"), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate),
			},
		},
	})

	var sent []string
	for _, one := range env.Writes() {
		sent = append(sent, strings.TrimRight(one.Method+" "+string(one.Body), " "))
	}
	if diff := cmp.Diff([]string{`PUT {"role":"admin"}`, `PUT {"role":"member"}`, `PUT {"role":"member"}`, `DELETE`}, sent); diff != "" {
		t.Errorf("writes: want - got +:\n%s", diff)
	}
	if roleOf(env, graceID) != "" || roleOf(env, adaID) != "member" {
		t.Errorf("Grace is %q, Ada is %q", roleOf(env, graceID), roleOf(env, adaID))
	}
}
