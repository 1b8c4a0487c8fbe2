package harness_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

const (
	histories        = 10
	nightlyHistories = 200 // with PORTKEY_NIGHTLY
	historySteps     = 4
	historySeed      = 20
)

// moment is one step of one history: what a person wrote, and what happened to
// the thing since the last step.
type moment struct {
	config              config // nil: the resource is not in the configuration
	createBeforeDestroy bool
	drift               func(*toy, string)
	taint               bool
}

// TestCalibration replays random histories through the real CLI and in-process,
// and wants the same plans of both. Each history is a resource of its own, so
// that all of them share the runs of the CLI.
func TestCalibration(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("terraform"); err != nil && os.Getenv("TF_ACC_TERRAFORM_PATH") == "" {
		t.Skip("no terraform here to compare with")
	}
	count := histories
	if harness.Nightly() {
		count = nightlyHistories
	}

	byCLI, inProcess := newToy(), newToy()
	driver := harness.NewDriver(t, inProcess.server())
	var steps []resource.TestStep
	moments := make([][]moment, count)
	for h := range moments {
		moments[h] = randomHistory(uint64(h), historySteps)
	}
	for s := range historySteps {
		check := &samePlans{driver: driver, toy: inProcess, moments: map[string]moment{}}
		var hcl strings.Builder
		var taint []string
		var drifts []func()
		for h, history := range moments {
			m, name := history[s], fmt.Sprintf("toy_thing.h%d", h)
			check.moments[name] = m
			hcl.WriteString(m.hcl(h))
			if m.taint && inState(history, s) {
				taint = append(taint, name)
			}
			if m.drift != nil {
				drifts = append(drifts, func() { m.drift(byCLI, fmt.Sprintf("h%d", h)) })
			}
		}
		steps = append(steps, resource.TestStep{
			Config: hcl.String(),
			Taint:  taint,
			PreConfig: func() {
				for _, drift := range drifts {
					drift()
				}
			},
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{check}},
		})
	}
	resource.UnitTest(t, resource.TestCase{
		TerraformVersionChecks: []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_11_0)},
		ProtoV6ProviderFactories: map[string]func() (tfprotov6.ProviderServer, error){
			"toy": func() (tfprotov6.ProviderServer, error) { return byCLI.server(), nil },
		},
		Steps: steps,
	})
}

// inState says whether a thing is in the state before step s.
func inState(history []moment, s int) bool { return s > 0 && history[s-1].config != nil }

// samePlans plans and applies one step in-process and compares the plans.
type samePlans struct {
	driver  *harness.Driver
	toy     *toy
	moments map[string]moment
}

func (c *samePlans) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	want, got := harness.PlannedByCLI(req), map[string]harness.Planned{}
	for address, m := range c.moments {
		p, diags := c.step(address, m)
		if diags.Err() != nil {
			resp.Error = fmt.Errorf("%s: %w", address, diags.Err())
			return
		}
		if p.Before != nil || p.After != nil {
			got[address] = p.Planned()
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		resp.Error = fmt.Errorf("plans differ (-terraform +driver):\n%s", diff)
	}
}

func (c *samePlans) step(address string, m moment) (*harness.Plan, harness.Diagnostics) {
	if m.drift != nil {
		m.drift(c.toy, strings.TrimPrefix(address, "toy_thing."))
	}
	if m.taint {
		c.driver.Taint(address)
	}
	if m.config == nil {
		p, diags := c.driver.PlanDestroy(address)
		return p, append(diags, c.driver.Apply(p)...)
	}
	var options []harness.PlanOption
	if m.createBeforeDestroy {
		options = append(options, harness.CreateBeforeDestroy)
	}
	return c.driver.Converge(address, m.config, options...)
}

// hcl writes a moment as a configuration. A JSON value is an HCL expression.
func (m moment) hcl(h int) string {
	if m.config == nil {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "resource \"toy_thing\" \"h%d\" {\n", h)
	for name, value := range m.config {
		text, err := json.Marshal(value)
		if err != nil {
			panic(err)
		}
		fmt.Fprintf(&b, "  %s = %s\n", name, text)
	}
	fmt.Fprintf(&b, "  lifecycle {\n    create_before_destroy = %t\n  }\n}\n", m.createBeforeDestroy)
	return b.String()
}

func randomHistory(h uint64, steps int) []moment {
	r := rand.New(rand.NewPCG(h, historySeed))
	name := fmt.Sprintf("h%d", h)
	createBeforeDestroy := r.IntN(3) == 0
	var history []moment
	last := randomConfig(r.Uint64())
	for range steps {
		m := moment{createBeforeDestroy: createBeforeDestroy}
		switch r.IntN(10) {
		case 0:
			m.taint = true
		case 1:
			m.drift = func(t *toy, name string) { t.editNamed(name, nil) }
		case 2, 3:
			m.drift = func(t *toy, name string) { t.editNamed(name, func(th *thing) { th.Size = types.Float64Value(99) }) }
		}
		if r.IntN(8) != 0 {
			last = edited(r, last)
			last["name"] = name
			m.config = last
		}
		history = append(history, m)
	}
	return history
}

// editNamed edits whatever has a name.
func (t *toy) editNamed(name string, change func(*thing)) {
	t.mu.Lock()
	var ids []string
	for id, th := range t.things {
		if strings.EqualFold(th.Name.ValueString(), name) {
			ids = append(ids, id)
		}
	}
	t.mu.Unlock()
	for _, id := range ids {
		t.edit(id, change)
	}
}

// edited is what a person makes of a configuration: nothing, another value for
// one argument, or another configuration.
func edited(r *rand.Rand, last config) config {
	next := randomConfig(r.Uint64())
	switch r.IntN(4) {
	case 0:
		return maps.Clone(last)
	case 1:
		return next
	}
	out := maps.Clone(last)
	names := []string{"size", "kind", "colour", "secret_wo", "tags", "labels", "rules", "zones", "defaults", "ports"}
	name := names[r.IntN(len(names))]
	delete(out, name)
	if v, ok := next[name]; ok {
		out[name] = v
	}
	return out
}

// randomConfig writes a configuration of a thing: each argument is there or
// not, nested ones empty or not.
func randomConfig(seed uint64) config {
	r := rand.New(rand.NewPCG(seed, 1))
	c := config{"name": "cat"}
	pick := func(name string, values ...any) {
		if v := values[r.IntN(len(values))]; r.IntN(2) == 0 {
			c[name] = v
		}
	}
	rules := func() config {
		out := config{"name": string(rune('a' + r.IntN(3)))}
		if r.IntN(2) == 0 {
			out["weight"] = []float64{0, 10, 0.1}[r.IntN(3)]
		}
		if r.IntN(3) == 0 {
			out["tier"] = "gold"
		}
		return out
	}
	pick("size", 0, 10, 10.5, 0.1)
	pick("kind", "big", "small", "big", "big")
	pick("colour", "red", "blue")
	pick("secret_wo", "s3cret")
	pick("tags", config{}, config{"a": "1"}, config{"a": "2", "b": ""})
	pick("labels", []string{}, []string{"x"}, []string{"y", "x"})
	pick("rules", []config{}, []config{rules()}, []config{rules(), rules()}, []config{rules(), rules(), rules()})
	pick("zones", config{}, config{"eu": rules()}, config{"eu": rules(), "us": rules()})
	pick("defaults", rules())
	pick("ports", []config{}, []config{{"number": 80}}, []config{{"number": 443, "note": "tls"}, {"number": 80}})
	return c
}
