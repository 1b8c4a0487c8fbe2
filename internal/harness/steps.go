package harness

import (
	"fmt"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
)

// ExpectAction is the check of a resource.TestStep that its plan does action to the
// resource at address.
func ExpectAction(address string, action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}}
}

// ImportStep returns a step that imports the resource at address by the first of the IDs,
// and compares all but the attributes ignored with the state. IDs are what users may
// write for the one object: each of the others has to import the same, but for those
// attributes. They are read when the step begins.
func (e *Env) ImportStep(address string, ids func() []string, ignored ...string) resource.TestStep {
	return resource.TestStep{
		ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: ignored,
		ImportStateIdFunc: func(*terraform.State) (string, error) {
			all := ids()
			return all[0], e.importAlike(address, all, ignored)
		},
	}
}

// importAlike returns an error unless all IDs import the same, but for the attributes
// ignored. The CLI, which has no part in what an ID means, is not run for it.
func (e *Env) importAlike(address string, ids, ignored []string) error {
	var first map[string]any
	for i, id := range ids {
		driver := e.Driver(e.t)
		if err := driver.Import(address, id).Err(); err != nil {
			return fmt.Errorf("import of %q: %w", id, err)
		}
		state := driver.State(address)
		for _, attribute := range ignored {
			delete(state, attribute)
		}
		if i == 0 {
			first = state
		} else if diff := cmp.Diff(first, state); diff != "" {
			return fmt.Errorf("import of %q instead of %q:\n%s", id, ids[0], diff)
		}
	}
	return nil
}
