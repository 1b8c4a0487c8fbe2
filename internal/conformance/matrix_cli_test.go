package conformance

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfcli"
)

// atPlan says of the operations that a configuration for the CLI can have all at
// once whether their requests are made by a plan or by an apply.
var atPlan = map[string]bool{
	"create": false, "look before create": false, "update": false, "delete": false,
	"read": true, "data source, one by id": true, "data source, many": true,
}

// byCLI is a cell run through the CLI: a provider, an organisation and a
// resource of its own in a configuration that it shares with the others.
type byCLI struct {
	cell
	*trial
	// name is that of the provider, and of the resource.
	name string
}

// sample chooses cells by their place in the matrix, the same ones in every run.
// What waits by a server's word would take its time, since no clock is faked here.
func sample(t *testing.T, typeName string, n noun) []*byCLI {
	t.Helper()
	var eligible []cell
	for _, one := range cellsOf(n) {
		_, possible := atPlan[one.name]
		if possible && !strings.Contains(one.fault.name, "Retry-After") {
			eligible = append(eligible, one)
		}
	}
	slices.SortFunc(eligible, func(a, b cell) int { return strings.Compare(a.String(), b.String()) })
	var chosen []*byCLI
	for i, one := range spread(eligible, budgets.cellsByCLI.now()) {
		env, wire := startWired(t, emulator.WithSeed(uint64(i+1))) //nolint:gosec // a small number
		n.furnish(env.API)
		env.Tune(func(config *portkey.Options) {
			config.RequestTimeout = 2 * time.Second
			config.Waits.TakenName, config.Waits.TakenNamePause = 20*time.Millisecond, 10*time.Millisecond
			config.Waits.FindCreated, config.Waits.FindCreatedPause = 2*time.Second, 10*time.Millisecond
			config.Waits.RetryMin, config.Waits.RetryMax, config.Waits.WriteSettle = time.Millisecond, time.Millisecond, time.Millisecond
		})
		name := fmt.Sprintf("c%02d", i)
		chosen = append(chosen, &byCLI{
			cell: one,
			name: name,
			trial: &trial{
				T: t, noun: n, env: env, wire: wire, address: typeName + "." + name,
				neighbour: n.add(env.API),
			},
		})
	}
	return chosen
}

// sourceOf is the address of a provider of a local name.
func sourceOf(name string) string { return "registry.terraform.io/portkey-community/" + name }

// cliStage is how far the configuration has come.
type cliStage int

const (
	before  cliStage = iota // what has to be there for the cells
	applied                 // what the apply that meets the faults is for
	planned                 // and what the plan that meets them is for
)

// hcl is the part of a configuration.
func (c *byCLI) hcl(at cliStage) string {
	text := providerBlock(c.name, c.env)
	kind, _, _ := strings.Cut(c.address, ".")
	provider := "provider = " + c.name
	creates := c.operation.name == "create" || c.operation.name == "look before create"
	switch {
	case at == before && creates, at != before && c.destroys:
		return text
	case at != before && c.operation.name == "update":
		text += block("resource", kind, c.name, c.edited, provider)
	default:
		text += block("resource", kind, c.name, c.full, provider)
	}
	if way, reads := strings.CutPrefix(c.operation.name, "data source, "); reads && at == planned {
		read := c.data[way]
		text += block("data", read.typeName, c.name, read.config(c.id), provider)
	}
	return text
}

// providerBlock configures the provider of a local name for an API.
func providerBlock(name string, env *harness.Env) string {
	return fmt.Sprintf("provider %q {\n  base_url = %q\n  api_key = %q\n  max_retries = 2\n}\n", name, env.BaseURL, env.Key)
}

// block is a block of HCL, with meta-arguments such as "count = 2". A JSON value
// is an HCL expression.
func block(kind, typeName, name string, arguments config, meta ...string) string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s %q %q {\n", kind, typeName, name)
	for _, line := range meta {
		text.WriteString("  " + line + "\n")
	}
	for _, argument := range slices.Sorted(maps.Keys(arguments)) {
		value, err := json.Marshal(arguments[argument])
		if err != nil {
			panic(err)
		}
		fmt.Fprintf(&text, "  %s = %s\n", argument, value)
	}
	return text.String() + "}\n"
}

// TestFaultMatrix_cli runs a sample of the matrix through the real CLI, and
// wants of each cell what it wants in-process.
func TestFaultMatrix_cli(t *testing.T) {
	t.Parallel()
	if _, err := tfcli.Find(); err != nil && os.Getenv("TF_ACC_TERRAFORM_PATH") == "" {
		t.Skip("no terraform here to run")
	}
	for typeName, noun := range nounsByCLI() {
		cells := sample(t, typeName, noun)
		providers, sources := map[string]func() tfprotov6.ProviderServer{}, map[string]string{}
		for _, c := range cells {
			sources[c.name] = sourceOf(c.name)
			providers[sources[c.name]] = c.env.Server
		}
		tf := harness.NewCLI(t, providers)
		write := func(at cliStage) {
			text := harness.Requires(sources)
			for _, c := range cells {
				text += c.hcl(at)
			}
			tf.Write("main.tf", text)
		}
		write(before)
		tf.Run(0, "apply", "-auto-approve")
		ids := stateOf(t, tf)
		for _, c := range cells {
			c.id = ids[c.address]
			c.env.API.Advance(2 * time.Hour) // old enough for every proof that it is gone
		}

		write(applied)
		met := arm(cells, false)
		said := diagnosticsOf(t, tf.Run(1, "apply", "-auto-approve", "-json"))
		met(t)
		ids = stateOf(t, tf)
		for _, c := range cells {
			c.keepsIn(ids, said)
		}
		tf = tf.Restart(providers) // a process believes no absence of what it has written
		tf.Run(0, "apply", "-auto-approve")
		tf.Plan(harness.PlanEmpty)

		write(planned)
		met = arm(cells, true)
		said = diagnosticsOf(t, tf.Run(1, "plan", "-json"))
		met(t)
		ids = stateOf(t, tf)
		for _, c := range cells {
			c.keepsIn(ids, said)
		}
		tf.Run(0, "apply", "-auto-approve")
		tf.Plan(harness.PlanEmpty)

		ids = stateOf(t, tf)
		for _, c := range cells {
			left := 1
			if c.destroys {
				left = 0
			}
			if got := c.count(c.env.API) - 1; got != left || (ids[c.address] != "") == c.destroys {
				t.Errorf("%s: at last there are %d, the state has %q", c, got, ids[c.address])
			}
		}
	}
}

// String is the cell's.
func (c *byCLI) String() string { return c.name + ", " + c.cell.String() }

// arm lets the faults of the cells happen whose requests a plan makes, or an
// apply. What it returns lifts them.
func arm(cells []*byCLI, plan bool) (lift func(t *testing.T)) {
	for _, c := range cells {
		if atPlan[c.operation.name] == plan {
			c.wire.arm(&strike{fault: c.fault, matches: c.target.matches, skip: c.target.skip, times: c.times, after: c.after})
		}
	}
	return func(t *testing.T) {
		t.Helper()
		for _, c := range cells {
			if met := c.wire.lift(); met == 0 && atPlan[c.operation.name] == plan {
				t.Errorf("%s: the cell is empty: the fault was not met", c)
			}
		}
	}
}

// keepsIn holds the promises that a run in trouble must hold.
func (c *byCLI) keepsIn(ids map[string]string, said map[string]harness.Diagnostics) {
	c.Helper()
	diags := slices.Clone(said[c.name])
	for _, d := range said[""] { // the CLI tells no address of what it fails to destroy
		if c.id != "" && strings.Contains(d.Detail, c.id) {
			diags = append(diags, d)
		}
	}
	c.explains(diags, c.cell)
	live := c.live(c.env.API)
	if len(live) > 2 {
		c.Errorf("%s: %s: there are %d", c, noTwin, len(live)-1)
	}
	if c.id != "" && slices.Contains(live, c.id) && ids[c.address] != c.id {
		c.Errorf("%s: %s: the state has %q", c, noDrop, ids[c.address])
	}
	for _, id := range live {
		known := id == c.neighbour || id == ids[c.address] || strings.Contains(diags.String(), id)
		if !known && !strings.Contains(diags.String(), "was created is not known") {
			c.Errorf("%s: %s: nobody knows of %s: %s", c, noOrphan, id, diags)
		}
	}
}

// stateOf are the ids in the state, by address.
func stateOf(t *testing.T, tf *harness.CLI) map[string]string {
	t.Helper()
	var state struct {
		Values struct {
			RootModule struct {
				Resources []struct {
					Address, Mode string
					Values        struct{ ID string }
				}
			} `json:"root_module"`
		}
	}
	if err := json.Unmarshal([]byte(tf.Run(0, "show", "-json")), &state); err != nil {
		t.Fatal(err)
	}
	ids := map[string]string{}
	for _, one := range state.Values.RootModule.Resources {
		if one.Mode == "managed" {
			ids[one.Address] = one.Values.ID
		}
	}
	return ids
}

// diagnosticsOf are what a run with -json said, by the last part of the address.
func diagnosticsOf(t *testing.T, output string) map[string]harness.Diagnostics {
	t.Helper()
	all := map[string]harness.Diagnostics{}
	for line := range strings.Lines(output) {
		var event struct {
			Type       string
			Diagnostic struct{ Severity, Summary, Detail, Address string }
		}
		if json.Unmarshal([]byte(line), &event) != nil || event.Type != "diagnostic" {
			continue
		}
		d := event.Diagnostic
		name := d.Address[strings.LastIndex(d.Address, ".")+1:]
		all[name] = append(all[name], harness.Diagnostic{Warning: d.Severity == "warning", Summary: d.Summary, Detail: d.Detail})
	}
	if len(all) == 0 {
		t.Errorf("nothing was said:\n%s", output)
	}
	return all
}
