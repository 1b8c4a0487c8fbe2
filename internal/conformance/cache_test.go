package conformance

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// An import and a refresh of a whole organisation cost few requests, also right
// after its workspaces were made, and the data source shares their pages.
func TestCache_organisation(t *testing.T) {
	t.Parallel()
	const workspaces, most = 300, 10
	for name, test := range map[string]struct {
		options []emulator.Option
		most    int
	}{
		"as recorded": {nil, most},
		"documented":  {[]emulator.Option{emulator.WithShape(emulator.ShapeDocumented)}, workspaces + workspaces/10},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t, test.options...)
			var made []emulator.Workspace
			for i := range workspaces {
				made = append(made, env.API.AddWorkspace(config{"name": fmt.Sprintf("Workspace %d", i), "icon": "🚀", "description": fmt.Sprint(i)}))
			}
			d := env.Driver(t)
			address := func(i int) string { return fmt.Sprintf("portkey_workspace.w%d", i) }
			// each does something with every workspace in a process of its own.
			each := func(what string, most int, do func(address, id string) harness.Diagnostics) {
				t.Helper()
				d = env.Restart(t, d)
				env.API.ResetRequests()
				for i, w := range made {
					if err := do(address(i), w.ID).Err(); err != nil {
						t.Fatalf("%s of %s: %s", what, w.ID, err)
					}
				}
				if got := len(env.API.Bodies(http.MethodGet, "")); got > most {
					t.Errorf("the %s took %d requests, want %d at most", what, got, most)
				}
			}
			each("import", 2*test.most, func(address, id string) harness.Diagnostics { return d.Import(address, id) })
			each("refresh", test.most, func(address, _ string) harness.Diagnostics { return d.Refresh(address) })
			for i, w := range made {
				if state := d.State(address(i)); state["id"] != w.ID || state["description"] != fmt.Sprint(i) {
					t.Fatalf("%s: the state is %v", address(i), state)
				}
			}
			if list, diags := d.Data("portkey_workspaces", config{}); diags.Err() != nil || len(list["workspaces"].([]any)) < workspaces {
				t.Errorf("the data source: %v", diags.Err())
			}
			if test.most == most {
				if got := len(env.API.Bodies(http.MethodGet, "")); got > most {
					t.Errorf("refresh and data source took %d requests, want %d at most", got, most)
				}
			}
		})
	}
}

// Data sources and resources of one run, which Terraform reads side by side, share
// the pages that they need.
func TestCache_sharedByDataSources(t *testing.T) {
	t.Parallel()
	const workspaces, lists, most = 100, 2, 6 // two pages, and four reads
	env := harness.Start(t)
	d := env.Driver(t)
	address := func(i int) string { return fmt.Sprintf("portkey_workspace.w%d", i) }
	for i := range workspaces {
		if err := d.Import(address(i), env.API.AddWorkspace(config{"name": fmt.Sprintf("Workspace %d", i)}).ID).Err(); err != nil {
			t.Fatal(err)
		}
	}
	d = env.Restart(t, d)
	env.API.ResetRequests()
	failed := parallel(10, lists+workspaces, func(i int) error {
		if i >= lists {
			return d.Refresh(address(i - lists)).Err()
		}
		list, diags := d.Data("portkey_workspaces", config{})
		if got, _ := list["workspaces"].([]any); diags.Err() == nil && len(got) != workspaces+1 {
			return fmt.Errorf("%d workspaces are listed", len(got))
		}
		return diags.Err()
	})
	if got := len(env.API.Bodies(http.MethodGet, "")); failed > 0 || got > most {
		t.Errorf("%d failed, %d requests, want %d at most", failed, got, most)
	}
}

// TestCreates_organisation counts the requests of many creates, and of one, in an
// organisation that has many workspaces already.
func TestCreates_organisation(t *testing.T) {
	t.Parallel()
	// The plans that come before the first write read a page, and look up their names.
	const there, many, most, plans = 2000, 500, 560, 11
	for name, test := range map[string]struct{ made, most int }{
		"500": {many, most + plans},
		"one": {1, 6},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t)
			for i := range there {
				env.API.AddWorkspace(config{"name": fmt.Sprintf("Workspace %d", i)})
			}
			d := env.Driver(t)
			env.API.ResetRequests()
			failed := parallel(10, test.made, func(i int) error {
				_, diags := d.Converge(fmt.Sprintf("portkey_workspace.w%d", i), config{"name": fmt.Sprintf("New %d", i), "description": fmt.Sprint(i)})
				return diags.Err()
			})
			if posts := len(env.API.Bodies(http.MethodPost, "")); failed > 0 || posts != test.made {
				t.Errorf("%d failed, %d were made", failed, posts)
			}
			if got := len(env.API.Requests()); got > test.most {
				t.Errorf("%d requests, want %d at most", got, test.most)
			}
		})
	}
}

// TestCache_staleLists has the server's lists lag behind by an hour, so that
// none of them shows what was written. Reads that begin after a write see it all
// the same, in the process that wrote and in the next.
func TestCache_staleLists(t *testing.T) {
	t.Parallel()
	const workspaces = 30
	env := harness.Start(t)
	address := func(i int) string { return fmt.Sprintf("portkey_workspace.w%d", i) }
	named := func(i, edit int) config {
		return config{"name": fmt.Sprintf("Workspace %d", i), "description": fmt.Sprintf("%d, %d", i, edit)}
	}
	d := env.Driver(t)
	for i := range workspaces {
		if _, diags := d.Converge(address(i), named(i, 0)); diags.Err() != nil {
			t.Fatal(diags.Err())
		}
	}
	env.API.Advance(2 * time.Hour)
	env.API.SetStaleLists(time.Hour)
	quiet := func(what string, edit int) {
		t.Helper()
		for i := range workspaces {
			plan, diags := d.Plan(address(i), named(i, edit))
			if diags.Err() != nil || plan.Action != harness.NoOp {
				t.Errorf("%s, %s: it is %s: %v\nbefore: %v", what, address(i), plan.Action, diags.Err(), plan.Before)
			}
		}
	}
	d = env.Restart(t, d)
	for i := range workspaces {
		if _, diags := d.Converge(address(i), named(i, 1)); diags.Err() != nil {
			t.Fatal(diags.Err())
		}
	}
	quiet("the process that wrote", 1)
	d = env.Restart(t, d)
	quiet("the next process", 1)
	if got := len(env.API.Bodies(http.MethodPut, "")); got != workspaces {
		t.Errorf("%d updates, want %d", got, workspaces)
	}
}
