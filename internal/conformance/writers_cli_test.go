package conformance

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfcli"
)

// savedPlan is a pair run through the CLI: a provider, an organisation and a
// resource of its own in a configuration that it shares with the others.
type savedPlan struct {
	*writing
	// name is that of the provider, and of the resource.
	name string
	// edited is the object as the person left it, with other values at the paths.
	edited map[string]string
	paths  []string
}

// savedPlans are one pair of each attribute that an update and a person change
// both, and one of each edit with an update of another attribute. By day these are
// some of them.
func savedPlans(t *testing.T, typeName string, n noun, schema *tfprotov6.Schema) []*savedPlan {
	t.Helper()
	var pairs []pair
	besides := map[string]bool{}
	for _, p := range n.pairs(schema) {
		same := p.ours.name == p.theirs.name
		if p.ours.kind != replaced || p.theirs.kind != replaced || p.agree() || !same && (p.ours.root == p.theirs.root || besides[p.theirs.name]) {
			continue
		}
		besides[p.theirs.name] = besides[p.theirs.name] || !same
		pairs = append(pairs, p)
	}
	var rows []*savedPlan
	together := 0
	for _, p := range spread(pairs, budgets.savedPlans.now()) {
		if p.ours.root == p.theirs.root {
			together++
		}
		name := fmt.Sprintf("w%02d", len(rows))
		w := newWriting(t, typeName, n, p, emulator.ShapeRecorded)
		w.address = typeName + "." + name
		rows = append(rows, &savedPlan{writing: w, name: name})
	}
	if together == 0 || together == len(rows) {
		t.Errorf("%d of %d edits are of the attribute that is updated: there must be others too", together, len(rows))
	}
	return rows
}

// TestForeignEdits_cli has a person edit between terraform plan -out and the
// apply of that plan. The apply tells of the edits that it would have overwritten,
// and makes the other changes; the next plan shows every edit, and its apply
// brings about the configuration.
func TestForeignEdits_cli(t *testing.T) {
	t.Parallel()
	if _, err := tfcli.Find(); err != nil && os.Getenv("TF_ACC_TERRAFORM_PATH") == "" {
		t.Skip("no terraform here to run")
	}
	_, schemas := harness.Schemas(t)
	for typeName, n := range nounsByCLI() {
		rows := savedPlans(t, typeName, n, schemas.ResourceSchemas[typeName])
		providers, sources := map[string]func() tfprotov6.ProviderServer{}, map[string]string{}
		for _, w := range rows {
			sources[w.name] = sourceOf(w.name)
			providers[sources[w.name]] = w.env.Server
		}
		tf := harness.NewCLI(t, providers)
		write := func(of func(w *savedPlan) config) {
			text := harness.Requires(sources)
			for _, w := range rows {
				text += providerBlock(w.name, w.env) + block("resource", typeName, w.name, of(w), "provider = "+w.name)
			}
			tf.Write("main.tf", text)
		}
		write(func(w *savedPlan) config { return w.before(n) })
		tf.Run(0, "apply", "-auto-approve")
		ids := stateOf(t, tf)
		write(func(w *savedPlan) config { return w.after(n) })
		tf.Plan(harness.PlanChanges, "-out=saved")
		was := updatesOf(t, tf, "saved")

		for _, w := range rows {
			w.id = ids[w.address]
			w.edited, w.paths = w.byPerson()
			w.env.API.ResetRequests()
		}
		said := diagnosticsOf(t, tf.Run(1, "apply", "-json", "saved"))
		for _, w := range rows {
			w.reportsOrKeeps(said[w.name])
		}
		tf.Plan(harness.PlanChanges, "-out=next")
		is := updatesOf(t, tf, "next")
		for _, w := range rows {
			root := w.theirs.root
			if before := is[w.address]; !w.theirs.hidden && (before == nil || show(before[root]) == show(was[w.address][root])) {
				t.Errorf("%s: the next plan does not show the edit: %v", w, before)
			}
		}
		tf.Run(0, "apply", "-auto-approve", "next")
		tf.Plan(harness.PlanEmpty)
	}
}

// String is the pair's.
func (w *savedPlan) String() string { return w.name + ", " + w.pair.String() }

// reportsOrKeeps wants an edit to be reported where the update is of the same
// attribute, and else to be left alone by the update.
func (w *savedPlan) reportsOrKeeps(said harness.Diagnostics) {
	w.Helper()
	if w.ours.root == w.theirs.root {
		w.reported(said.Err(), w.edited)
		return
	}
	if said.Err() != nil || len(w.env.Writes()) == 0 {
		w.Errorf("%s: %d requests wrote: %v", w, len(w.env.Writes()), said.Err())
	}
	w.stays(w.edited, w.paths)
}

// updatesOf is what there is before the updates of a saved plan, by address.
func updatesOf(t *testing.T, tf *harness.CLI, file string) map[string]config {
	t.Helper()
	var plan struct {
		Changes []struct {
			Address string
			Change  struct {
				Actions []string
				Before  config
			}
		} `json:"resource_changes"`
	}
	if err := json.Unmarshal([]byte(tf.Run(0, "show", "-json", file)), &plan); err != nil {
		t.Fatal(err)
	}
	all := map[string]config{}
	for _, one := range plan.Changes {
		if slices.Equal(one.Change.Actions, []string{"update"}) {
			all[one.Address] = one.Change.Before
		}
	}
	return all
}
