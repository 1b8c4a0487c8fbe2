package workspace_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/acctest"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// accPrefix starts the names of workspaces that acceptance tests make, so that
// a sweep finds what an interrupted one left.
const accPrefix = "tf-acc-"

func TestMain(m *testing.M) {
	resource.AddTestSweepers("portkey_workspace", &resource.Sweeper{Name: "portkey_workspace", F: sweep})
	resource.TestMain(m)
}

// TestAcc_lifecycle runs against a real control plane, where the emulator's
// knobs and request log are not to be had: what counts is that each step leaves
// an empty plan, which the test harness checks by itself.
func TestAcc_lifecycle(t *testing.T) {
	env := harness.Real(t)
	name := acctest.RandomWithPrefix(accPrefix + "lifecycle")
	config := func(body string) string {
		return env.Config(fmt.Sprintf("resource \"portkey_workspace\" \"test\" {\n  name = %q\n%s\n}", name, body))
	}
	update := resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
		plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate),
	}}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories,
		Steps: []resource.TestStep{
			{Config: config(`
				description  = "Made by an acceptance test"
				icon         = "🧪"
				defaults     = { metadata = { team = "acceptance" } }
				usage_limits = [{ type = "cost", credit_limit = 10, alert_threshold = 5, periodic_reset = "monthly" }]
				rate_limits  = [{ type = "requests", unit = "rpm", value = 60 }]`)},
			{ResourceName: address, ImportState: true, ImportStateVerify: true},
			{ConfigPlanChecks: update, Config: config(`
				defaults     = { metadata = { team = "acceptance", stage = "two" } }
				usage_limits = [{ type = "tokens", credit_limit = 5000 }, { type = "cost", credit_limit = 20, periodic_reset = "monthly" }]
				force_delete = true`)},
			{ConfigPlanChecks: update, Config: config(`force_delete = true`)},
		},
	})
}

// A sweep takes what bears the prefix, with what is inside, and nothing else.
func TestSweep(t *testing.T) {
	env := harness.Start(t)
	t.Setenv("PORTKEY_BASE_URL", env.BaseURL)
	t.Setenv("PORTKEY_API_KEY", env.Key)
	kept := env.API.AddWorkspace(map[string]any{"name": "Not " + accPrefix + "left"})
	left := env.API.AddWorkspace(map[string]any{"name": accPrefix + "left"})
	env.API.Add(emulator.Prompts, left.ID, map[string]any{"name": "inside"})
	if err := sweep(""); err != nil {
		t.Fatal(err)
	}
	if only := env.Only(); only.ID != kept.ID {
		t.Errorf("%q is left, want %q alone", only.Name, kept.Name)
	}
}

// sweep deletes what interrupted acceptance tests left. It asks for the whole
// list and compares the prefix itself, so that a server that ignores the filter
// loses nothing else.
func sweep(string) error {
	ctx := context.Background()
	base, err := portkey.ParseBaseURL(cmp.Or(os.Getenv("PORTKEY_BASE_URL"), portkey.DefaultBaseURL), false)
	if err != nil {
		return err
	}
	api, err := portkey.New(portkey.Options{APIKey: os.Getenv("PORTKEY_API_KEY"), BaseURL: base, MaxRetries: 4})
	if err != nil {
		return err
	}
	all, err := api.Workspaces().List(ctx, portkey.WorkspaceFilter{Name: accPrefix}.Query())
	if err != nil {
		return err
	}
	var failed []error
	for _, one := range all {
		name := portkey.PlainName(one.Icon.Or(""), one.Name.Or(""))
		if !strings.HasPrefix(name, accPrefix) || bool(one.IsDefault.Or(false)) {
			continue
		}
		held, err := api.Contents(ctx, one)
		if err == nil {
			_, err = api.Empty(ctx, held)
		}
		if err == nil {
			err = api.DeleteWorkspace(ctx, one.ID, one.Name.Or(name))
		}
		if err != nil {
			failed = append(failed, fmt.Errorf("sweep workspace %s: %w", one.ID, err))
		}
	}
	return errors.Join(failed...)
}
