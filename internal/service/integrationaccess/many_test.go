package integrationaccess_test

import (
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// atOnce runs do for each of n at the same time, ten at once, as Terraform does.
func atOnce(n int, do func(i int)) {
	var all sync.WaitGroup
	slots := make(chan struct{}, 10)
	for i := range n {
		all.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			do(i)
		})
	}
	all.Wait()
}

func numbered(i int) string { return fmt.Sprint(address, i) }

// Thirty rows that one apply creates, and that one destroy removes, take four PUTs each.
func TestResource_createMany(t *testing.T) {
	t.Parallel()
	env, _, _ := start(t)
	env.Tune(func(o *portkey.Options) { o.Waits.Gather = portkey.DefaultWaits().Gather })
	var workspaces []emulator.Workspace
	for i := range 30 {
		workspaces = append(workspaces, env.API.AddWorkspace(attrs{"name": fmt.Sprint("Team ", i)}))
	}
	d := env.Driver(t)
	run := func(verb string, enabled bool, do func(i int) harness.Diagnostics) {
		t.Helper()
		env.API.ResetRequests()
		atOnce(30, func(i int) { harness.NoErrors(t, do(i)) })
		if puts := env.API.Bodies(http.MethodPut, "/integrations"); len(puts) > 4 {
			t.Errorf("%s: %d PUTs", verb, len(puts))
		}
		for _, one := range workspaces {
			if isEnabled(env, one.ID) != enabled {
				t.Errorf("%s: %v", verb, row(env, one.ID))
			}
		}
	}
	run("create", true, func(i int) harness.Diagnostics {
		_, diags := d.Converge(numbered(i), access(workspaces[i].Slug, "rate_limits", rate(i+1)))
		return diags
	})
	run("destroy", false, func(i int) harness.Diagnostics { return d.Destroy(numbered(i)) })
}

// 40 workspaces of 5 integrations are refreshed by 8 requests, however they are named.
func TestResource_refreshMany(t *testing.T) {
	t.Parallel()
	for name, bySlug := range map[string]bool{"by slug": true, "by id": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, _, _ := start(t)
			d := env.Driver(t)
			var integrations []string
			for i := range 5 {
				id, slug := "", fmt.Sprint("provider-", i)
				id = env.API.Add(emulator.Integrations, "", attrs{"name": slug, "slug": slug, "key": "sk-0123456789"})
				if bySlug {
					id = slug
				}
				integrations = append(integrations, id)
			}
			for i := range 40 {
				one := env.API.AddWorkspace(attrs{"name": fmt.Sprint("Team ", i)})
				ref := one.ID
				if bySlug {
					ref = one.Slug
				}
				for n, integration := range integrations {
					env.API.Add(emulator.IntegrationWorkspaces, one.ID, attrs{"integration_id": integration})
					d.Load(numbered(5*i+n), 1, fmt.Sprintf(`{"id": %q, "integration_id": %q, "workspace_id": %q}`, integration+"/"+ref, integration, ref))
				}
			}
			env.API.Advance(2 * time.Hour)
			env.API.ResetRequests()
			atOnce(200, func(i int) { harness.NoErrors(t, d.Refresh(numbered(i))) })
			if d.State(numbered(199))["created_at"] == nil {
				t.Errorf("the state has %v", d.State(numbered(199)))
			}
			if sent := env.API.Requests(); len(sent) > 8 {
				for _, one := range sent {
					t.Log(one.Method, one.Path)
				}
				t.Errorf("%d requests", len(sent))
			}
		})
	}
}

// Of two rows of one integration in one apply, the one that is rejected fails, and the other
// one is kept.
func TestResource_oneRejected(t *testing.T) {
	t.Parallel()
	env, home, _ := start(t)
	env.Tune(func(o *portkey.Options) { o.Waits.Gather = portkey.DefaultWaits().Gather })
	d := env.Driver(t)
	configs := []attrs{access(home.ID), access("0b7a3c5e-0000-4d8a-9c66-5e1f0a9d7b32")}
	failed := make([]harness.Diagnostics, 2)
	atOnce(2, func(i int) { _, failed[i] = d.Converge(numbered(i), configs[i]) })
	harness.NoErrors(t, failed[0])
	harness.WantError(t, failed[1], "", "Cannot create integration workspace access", "Nothing was created")
	if !isEnabled(env, home.ID) || d.State(numbered(0)) == nil || d.State(numbered(1)) != nil {
		t.Errorf("there is %v", row(env, home.ID))
	}

	// Two resources for one row are one create and one error.
	other := env.API.AddWorkspace(attrs{"name": "Other"})
	atOnce(2, func(i int) { _, failed[i] = d.Converge(numbered(2+i), access(other.ID)) })
	if (failed[0].Err() == nil) == (failed[1].Err() == nil) {
		t.Errorf("got %v and %v", failed[0], failed[1])
	}
}
