package policy_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// 200 policies of 40 workspaces are refreshed by the list of each workspace, and by that of
// the workspaces where these are named by slug. A control plane whose lists lack anything is
// asked for each policy as well.
func TestPolicies_refreshMany(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		address string
		noun    emulator.Noun
		bySlug  bool
		answers emulator.Answers
		most    int
	}{
		"usage by id":   {usageAddress, emulator.UsagePolicies, false, emulator.Answers{}, 40},
		"usage by slug": {usageAddress, emulator.UsagePolicies, true, emulator.Answers{}, 45},
		"rate by id":    {rateAddress, emulator.RatePolicies, false, emulator.Answers{}, 40},
		"rate by slug":  {rateAddress, emulator.RatePolicies, true, emulator.Answers{}, 45},
		"thin items":    {usageAddress, emulator.UsagePolicies, false, emulator.Answers{Unset: emulator.UnsetAbsent}, 240},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t, emulator.WithAnswers(c.answers))
			d := env.Driver(t)
			for i := range 40 {
				home := env.API.AddWorkspace(attrs{"name": fmt.Sprint("Team ", i)})
				ref := home.ID
				if c.bySlug {
					ref = home.Slug
				}
				for n := range 5 {
					id := env.API.Add(c.noun, home.ID, attrs{"name": fmt.Sprint("Policy ", n)})
					d.Load(fmt.Sprint(c.address, 5*i+n), 1, fmt.Sprintf(`{"id": %q, "workspace_id": %q}`, id, ref))
				}
			}
			env.API.Advance(2 * time.Hour)
			env.API.ResetRequests()
			var all sync.WaitGroup
			slots := make(chan struct{}, 10) // as many at once as Terraform
			for i := range 200 {
				all.Go(func() {
					slots <- struct{}{}
					harness.NoErrors(t, d.Refresh(fmt.Sprint(c.address, i)))
					<-slots
				})
			}
			all.Wait()
			if state := d.State(c.address + "199"); state["name"] != "Policy 4" || state["created_at"] == nil {
				t.Errorf("the state has %v", state)
			}
			if n := len(env.API.Requests()); n > c.most {
				t.Errorf("%d requests, want %d at most", n, c.most)
			}
		})
	}
}
