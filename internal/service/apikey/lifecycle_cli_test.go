package apikey_test

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

var keyID = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// The whole life of an API key under the real CLI, with every write that the API gets.
func TestResource_lifecycle(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	home := env.API.AddWorkspace(attrs{"name": "Production"})
	hcl := func(name string, lines ...string) string {
		return env.Config(fmt.Sprintf("resource \"portkey_api_key\" \"test\" {\n  name = %q\n  type = \"workspace-service\"\n  workspace_id = %q\n"+
			"  scopes = [\"completions.write\"]\n  %s\n}\n", name, home.ID, strings.Join(lines, "\n  ")))
	}
	version := func(n int64) statecheck.StateCheck {
		return statecheck.ExpectKnownValue(address, tfjsonpath.New("key_version"), knownvalue.Int64Exact(n))
	}

	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories,
		Steps: []resource.TestStep{
			{
				Config: hcl("backend"), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionCreate),
				ConfigStateChecks: []statecheck.StateCheck{
					version(1),
					statecheck.ExpectSensitiveValue(address, tfjsonpath.New("key")),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("key"), knownvalue.NotNull()),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("masked_key"), knownvalue.NotNull()),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("created_by"), knownvalue.NotNull()),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("status"), knownvalue.StringExact("active")),
				},
			},
			env.ImportStep(address, func() []string { return []string{only(t, env).ID, home.ID + "/backend"} }, "key", "key_version"),
			{Config: hcl("frontend"), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate), ConfigStateChecks: []statecheck.StateCheck{version(1)}},
			{
				Config: hcl("frontend", `rotate_trigger = "march"`), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate),
				ConfigStateChecks: []statecheck.StateCheck{version(2), statecheck.ExpectKnownValue(address, tfjsonpath.New("key_transition_expires_at"), knownvalue.NotNull())},
			},
			{ // somebody's edit is put right
				PreConfig: func() { env.API.Edit(emulator.APIKeys, only(t, env).ID, attrs{"description": "Theirs"}) },
				Config:    hcl("frontend", `rotate_trigger = "march"`), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionUpdate),
			},
			{ // deleted by somebody, long enough ago for the list to prove it
				PreConfig: func() {
					env.API.Advance(2 * time.Hour)
					env.API.Add(emulator.APIKeys, home.ID, attrs{"name": "other"})
					env.API.Drop(emulator.APIKeys, env.API.All(emulator.APIKeys)[0].ID)
				},
				Config: hcl("frontend"), ConfigPlanChecks: harness.ExpectAction(address, plancheck.ResourceActionCreate),
				ConfigStateChecks: []statecheck.StateCheck{version(1)},
			},
		},
	})

	var writes []string
	for _, one := range env.Writes() {
		writes = append(writes, strings.TrimRight(one.Method+" "+keyID.ReplaceAllString(one.Path, "ID")+" "+string(one.Body), " "))
	}
	create := `POST /v1/api-keys/workspace/service {"name":"%s","workspace_id":"` + home.ID + `","scopes":["completions.write"]}`
	if diff := cmp.Diff([]string{
		fmt.Sprintf(create, "backend"),
		`PUT /v1/api-keys/ID {"name":"frontend"}`,
		`POST /v1/api-keys/ID/rotate {}`,
		`PUT /v1/api-keys/ID {"description":null}`,
		fmt.Sprintf(create, "frontend"),
		`DELETE /v1/api-keys/ID`,
	}, writes); diff != "" {
		t.Errorf("writes: want - got +:\n%s", diff)
	}
	if left := env.API.All(emulator.APIKeys); len(left) != 1 || left[0].Name != "other" {
		t.Errorf("%d API keys are left, want the other one", len(left))
	}
}
