package guardrailexclusion_test

import (
	"fmt"
	"net/http"
	"sync"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

type attrs = map[string]any

const address = "portkey_guardrail_exclusion.test"

// A life of one of each direction, by id and by slug.
func TestResource_lifecycle(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	home := env.API.AddWorkspace(attrs{"name": "Production"})
	d := env.Driver(t)
	for direction, workspace := range map[string]string{"input": home.ID, "output": home.Slug} {
		at := "portkey_guardrail_exclusion." + direction
		_, diags := d.Converge(at, attrs{"workspace_id": workspace, "direction": direction})
		harness.NoErrors(t, diags)
		if d.State(at)["id"] != direction+"/"+workspace {
			t.Errorf("the state is %v", d.State(at))
		}
		for _, ref := range []string{home.ID, home.Slug, "Production"} {
			harness.NoErrors(t, d.Import(address, direction+"/"+ref))
			d.Forget(address)
		}
	}
	if got := len(env.API.All(emulator.GuardrailExclusions)); got != 2 {
		t.Errorf("there are %d", got)
	}
	got, diags := d.Data("portkey_guardrail_exclusions", attrs{"direction": "output"})
	harness.NoErrors(t, diags)
	if list := got["workspaces"].([]any); len(list) != 1 || list[0].(attrs)["workspace_id"] != home.ID {
		t.Errorf("got %v", got)
	}
	for _, ref := range []string{"input", "both/" + home.ID, "input/", "input/nowhere"} {
		harness.WantError(t, d.Import(address, ref), "", "Cannot import guardrail exclusion")
	}
	for _, direction := range []string{"input", "output"} {
		harness.NoErrors(t, d.Destroy("portkey_guardrail_exclusion."+direction))
	}
	if got := len(env.API.All(emulator.GuardrailExclusions)); got != 0 {
		t.Errorf("%d are left", got)
	}
}

// Many exclusions of one apply go in few PUTs.
func TestResource_many(t *testing.T) {
	t.Parallel()
	const many, most = 40, 6
	env := harness.Start(t)
	env.Tune(func(o *portkey.Options) { o.Waits.Gather = portkey.DefaultWaits().Gather })
	var homes []emulator.Workspace
	for i := range many {
		homes = append(homes, env.API.AddWorkspace(attrs{"name": fmt.Sprintf("Team %d", i)}))
	}
	d := env.Driver(t)
	var all sync.WaitGroup
	for i, home := range homes {
		all.Go(func() {
			if _, diags := d.Converge(fmt.Sprintf("portkey_guardrail_exclusion.t%d", i), attrs{"workspace_id": home.ID, "direction": "input"}); diags.Err() != nil {
				t.Error(diags.Err())
			}
		})
	}
	all.Wait()
	if puts, there := len(env.API.Bodies(http.MethodPut, "")), len(env.API.All(emulator.GuardrailExclusions)); puts > most || there != many {
		t.Errorf("%d PUTs for %d exclusions", puts, there)
	}
}
