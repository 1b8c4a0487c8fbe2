package workspace_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// A rename onto the name of another workspace is refused in the words of a create, and
// nothing is written.
func TestResource_renameTakenName(t *testing.T) {
	t.Parallel()
	eachShape(t, func(t *testing.T, env *harness.Env) {
		m := create(t, env, attrs{"name": "Free"})
		there := env.API.AddWorkspace(attrs{"name": "Taken", "icon": "🚀"})
		for _, config := range []attrs{{"name": "🚀 Taken"}, {"name": "Taken", "icon": "🚀", "description": "kept out"}} {
			_, diags := m.Driver.Converge(address, config)
			harness.WantError(t, diags, "name", "Cannot update workspace", `A workspace named "🚀 Taken" already exists. Nothing was changed`,
				there.ID, "moved block", "allow_duplicate_name = true")
		}
		wantRequests(t, env, http.MethodPut, 0)
		if got := m.Driver.State(address)["name"]; got != "Free" {
			t.Errorf("the state has the name %v", got)
		}
		_, diags := m.Driver.Converge(address, attrs{"name": "Taken", "icon": "🎯"}) // displayed as another
		harness.NoErrors(t, diags)
		_, diags = m.Driver.Converge(address, attrs{"name": "🚀 Taken", "allow_duplicate_name": true})
		harness.NoErrors(t, diags)
	})
}

// Only a new name is looked up.
func TestResource_updateWithoutRename(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	m := create(t, env, attrs{"name": "Free"})
	env.API.Advance(time.Second) // stamps are whole seconds
	m.Apply(attrs{"name": "Free", "description": "another"})
	wantRequests(t, env, http.MethodGet, 2)
}

// A key that can't list renames with a warning, as it creates.
func TestResource_renameBlind(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	m := create(t, env, attrs{"name": "Free"})
	env.API.Fail(emulator.Fault{Method: http.MethodGet, Path: listPattern, Status: http.StatusForbidden})
	_, diags := m.Driver.Converge(address, attrs{"name": "Other"})
	harness.NoErrors(t, diags)
	if text := diags.String(); !strings.Contains(text, "created or renamed without checking") || !strings.Contains(text, "workspaces.list") {
		t.Errorf("warns of\n%s", text)
	}
}

// Two workspaces swap their names within one apply, whichever update comes first.
func TestResource_renameSwap(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	env.Tune(patience(time.Minute))
	d := env.Driver(t)
	for at, name := range map[string]string{address: "One", second: "Two"} {
		_, diags := d.Converge(at, attrs{"name": name})
		harness.NoErrors(t, diags)
	}
	swapped := map[string]string{address: "Two", second: "One"}
	var plans []*harness.Plan
	for at, name := range swapped {
		plan, diags := d.Plan(at, attrs{"name": name})
		harness.NoErrors(t, diags)
		plans = append(plans, plan)
	}
	var both sync.WaitGroup
	for _, plan := range plans {
		both.Go(func() {
			if err := d.Apply(plan).Err(); err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
	for at, name := range swapped {
		id, _ := d.State(at)["id"].(string)
		if got, _ := env.API.Workspace(id); got.Name != name {
			t.Errorf("%s is called %q, want %q", at, got.Name, name)
		}
	}
}
