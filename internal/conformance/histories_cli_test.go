package conformance

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfcli"
)

// replaySteps are those of each history that is run again through the real CLI.
const replaySteps = 4

// TestHistories_cli runs histories through the real CLI and in-process, and
// wants the same plans of both: that the driver may stand for Terraform is what
// the other histories rest on. Each is a resource of its own, so that all of
// them share the runs of the CLI.
func TestHistories_cli(t *testing.T) {
	t.Parallel()
	if _, err := tfcli.Find(); err != nil && os.Getenv("TF_ACC_TERRAFORM_PATH") == "" {
		t.Skip("no terraform here to compare with")
	}
	clock := emulator.WithClock(func() time.Time { return began })
	limits := emulator.WithAnswers(emulator.Answers{AnyLimits: true})
	byCLI, inProcess := harness.Start(t, clock, limits), harness.Start(t, clock, limits)
	driver := inProcess.Driver(t)
	actions := map[string]int{}

	lives := make([]replay, budgets.replays.now())
	for i := range lives {
		lives[i] = newReplay(i)
	}
	var steps []resource.TestStep
	for s := range replaySteps {
		var hcl strings.Builder
		var taint []string
		for _, life := range lives {
			hcl.WriteString(life.hcl(s))
			if life.steps[s].Op == "taint" {
				taint = append(taint, life.address)
			}
		}
		steps = append(steps, resource.TestStep{
			Config: byCLI.Config(hcl.String()),
			Taint:  taint,
			PreConfig: func() {
				for _, life := range lives {
					life.happen(byCLI.API, s)
				}
			},
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				&replayed{driver: driver, api: inProcess.API, lives: lives, step: s, actions: actions},
			}},
		})
	}
	resource.UnitTest(t, resource.TestCase{
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_11_0)},
		ProtoV6ProviderFactories: byCLI.Factories,
		Steps:                    steps,
	})
	t.Logf("%d histories, with plans of %v", len(lives), actions)
	for _, action := range []harness.Action{harness.Create, harness.Update, harness.Replace, harness.NoOp} {
		if actions[string(action)] == 0 {
			t.Errorf("no plan was %q", action)
		}
	}
}

// replay is a history of what both ways can do: whatever needs another process
// or a fault is an apply of another configuration in it.
type replay struct {
	address string
	// mark ends every name that the workspace ever has, and no other one's.
	mark    string
	configs []config
	steps   []step
}

func newReplay(i int) replay {
	drawn := drawHistory.Example(i)
	r := replay{address: fmt.Sprintf("portkey_workspace.h%d", i), mark: fmt.Sprintf(" h%d", i)}
	c := r.marked(drawn.Begin)
	r.configs, r.steps = []config{c}, []step{{Op: "create"}}
	for _, s := range drawn.Steps[:replaySteps-1] {
		switch s.Config = r.marked(s.Config); s.Op {
		case "change an attribute", "remove an attribute", "rename":
			c = changed(c, s)
		case "spell it otherwise":
			c = respelled(c, s.Config)
		case "raise the budgets":
			c = raised(c)
		case "edit behind Terraform's back", "delete behind Terraform's back", "time passes":
		case "taint", "replace, creating first", "destroy", "forget and import":
			s.Op = "taint"
		default:
			if s.Config["name"] != nil {
				c = s.Config
			}
		}
		r.configs, r.steps = append(r.configs, c), append(r.steps, s)
	}
	return r
}

// marked is a configuration under a name of this history. Nothing is protected,
// or the test could not end.
func (r replay) marked(c config) config {
	out := maps.Clone(c)
	if name, named := c["name"]; named {
		out["name"] = str(name) + r.mark
	}
	delete(out, "deletion_protection")
	return out
}

// happen is what comes about behind Terraform's back before a step.
func (r replay) happen(api *emulator.Server, s int) {
	for _, one := range api.Workspaces() {
		if one.Status != "active" || !strings.HasSuffix(one.Name, r.mark) {
			continue
		}
		switch r.steps[s].Op {
		case "edit behind Terraform's back":
			if change := edited(one, r.steps[s], began, false); len(change) > 0 {
				api.EditWorkspace(one.ID, change)
			}
		case "delete behind Terraform's back":
			api.DeleteWorkspace(one.ID)
		}
	}
}

// hcl is the configuration of a step. A JSON value is an HCL expression.
func (r replay) hcl(s int) string {
	var text strings.Builder
	_, name, _ := strings.Cut(r.address, ".")
	fmt.Fprintf(&text, "resource \"portkey_workspace\" %q {\n", name)
	for _, attribute := range slices.Sorted(maps.Keys(r.configs[s])) {
		value, err := json.Marshal(r.configs[s][attribute])
		if err != nil {
			panic(err)
		}
		fmt.Fprintf(&text, "  %s = %s\n", attribute, value)
	}
	text.WriteString("}\n")
	return text.String()
}

// replayed plans and applies one step in-process and compares the plans.
type replayed struct {
	driver *harness.Driver
	api    *emulator.Server
	lives  []replay
	step   int
	// actions counts what was planned.
	actions map[string]int
}

// CheckPlan is called with the plan of the CLI.
func (r *replayed) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	want, got := harness.PlannedByCLI(req), map[string]harness.Planned{}
	for _, life := range r.lives {
		life.happen(r.api, r.step)
		if life.steps[r.step].Op == "taint" {
			r.driver.Taint(life.address)
		}
		plan, diags := r.driver.Converge(life.address, life.configs[r.step])
		if diags.Err() != nil {
			resp.Error = fmt.Errorf("%s: %w", life.address, diags.Err())
			return
		}
		got[life.address] = plan.Planned()
		r.actions[string(plan.Action)]++
	}
	for _, plans := range []map[string]harness.Planned{want, got} {
		for _, plan := range plans {
			anonymous(plan.After)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		resp.Error = fmt.Errorf("plans differ (-terraform +driver):\n%s", diff)
	}
}

// anonymous takes out what differs between two organisations.
func anonymous(after any) {
	attributes, _ := after.(map[string]any)
	for _, name := range []string{"id", "slug", "last_updated_at", "organisation_id"} {
		if value, known := attributes[name]; known && value != string(harness.Unknown) {
			attributes[name] = "(known)"
		}
	}
}
