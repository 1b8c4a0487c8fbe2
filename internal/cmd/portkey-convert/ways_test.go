package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// TestWays moves configurations in the forms of the vendor's documentation from the
// vendor's provider to this one, under the real CLI: no edit is needed in addition to the
// output, the plan is empty, and nothing is written. Objects of types that only the
// vendor's provider has stay with it. By day six configurations are moved in one of the ways
// each, and that of every type in all of them.
func TestWays(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/vendor/*.tf")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d configurations: %v", len(files), err)
	}
	const everyType = "testdata/vendor/organisation.tf"
	today := harness.Today(t, slices.DeleteFunc(slices.Clone(files), func(file string) bool { return file == everyType }), 6)
	for i, file := range append(today, everyType) {
		source, err := os.ReadFile(file) //nolint:gosec // one of ours
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(file), ".tf")
		ways := waysOf(string(source))
		if file != everyType && !harness.Nightly() {
			drawn := i % len(ways)
			ways = ways[drawn : drawn+1]
		}
		for _, one := range ways {
			t.Run(name+"/"+one.name, func(t *testing.T) {
				t.Parallel()
				one.test(applied(t, string(source)))
			})
		}
	}
}

// wayTo is a way of the guide.
type wayTo struct {
	name string
	test func(w *way)
}

// waysOf are the ways that are open to a configuration.
func waysOf(source string) []wayTo {
	mixed := strings.Contains(source, "portkey_agent")
	ways := []wayTo{
		{"side by side", func(w *way) {
			w.convert("community")
			w.settled(harness.PlanEmpty)
			w.mixed(mixed)
		}},
		{"moved", func(w *way) {
			w.convert("community")
			w.move("research", "production", "shared")
			w.settled(harness.PlanChanges)
			w.mixed(mixed)
		}},
	}
	if mixed {
		return ways
	}
	return append(ways, wayTo{"replace-provider", func(w *way) {
		w.convert("")
		w.tf.Run(0, "state", "replace-provider", "-auto-approve", harness.Vendors, harness.Ours)
		w.settled(harness.PlanEmpty)
	}})
}

// The CLI finds the providers of a test by their full addresses. OpenTofu resolves short
// ones in another registry.
var (
	whole = strings.NewReplacer(`"portkey-ai/portkey"`, `"`+harness.Vendors+`"`, `"portkey-community/portkey"`, `"`+harness.Ours+`"`)
	short = strings.NewReplacer(`"`+harness.Vendors+`"`, `"portkey-ai/portkey"`, `"`+harness.Ours+`"`, `"portkey-community/portkey"`)
)

// way is the migration of one configuration.
type way struct {
	t   *testing.T
	env *harness.Env
	tf  *harness.CLI
}

// applied is a configuration that the vendor's provider has applied.
func applied(t *testing.T, source string) *way {
	t.Helper()
	env := harness.Start(t, emulator.WithAnswers(emulator.Answers{SyncedAtOnce: true}))
	env.API.Add(emulator.Users, "", map[string]any{"id": "2b7c9d10-4e5f-4a6b-8c7d-9e0f1a2b3c4d", "email": "grace@example.com"})
	env.API.Add(emulator.SCIMGroups, "", map[string]any{"name": "Platform"})
	w := &way{t, env, harness.NewCLI(t, map[string]func() tfprotov6.ProviderServer{harness.Ours: env.Server, harness.Vendors: env.Vendor})}
	w.tf.Write("main.tf", whole.Replace(source))
	w.tf.Write("provider.tf", env.Config(""))
	w.tf.Run(0, "init")
	w.tf.Run(0, "apply", "-auto-approve")
	w.tf.Plan(harness.PlanEmpty)
	return w
}

// convert converts the files.
func (w *way) convert(beside string) {
	w.t.Helper()
	have, err := ourTypes(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	files := map[string][]byte{"main.tf": []byte(short.Replace(w.tf.Read("main.tf"))), "provider.tf": []byte(w.tf.Read("provider.tf"))}
	converted, _, err := convert(files, have, beside)
	if err != nil {
		w.t.Fatal(err)
	}
	for name, text := range converted {
		w.tf.Write(name, whole.Replace(string(text)))
	}
}

// move renames the workspaces that there are of these, with moved blocks.
func (w *way) move(names ...string) {
	w.t.Helper()
	for _, name := range names {
		text := w.tf.Read("main.tf")
		if !strings.Contains(text, `"portkey_workspace" "`+name+`"`) {
			continue
		}
		from, to := "portkey_workspace."+name, "portkey_workspace.moved"
		text = strings.ReplaceAll(text, from, to)
		text = strings.ReplaceAll(text, `"portkey_workspace" "`+name+`"`, `"portkey_workspace" "moved"`)
		w.tf.Write("main.tf", text+"\nmoved {\n  from = "+from+"\n  to   = "+to+"\n}\n")
	}
}

// settled expects a plan without changes, no writes, and a state of this provider. A moved
// block changes only the state.
func (w *way) settled(code int) {
	w.t.Helper()
	w.tf.Run(0, "init")
	if text := w.tf.Read("main.tf"); slices.ContainsFunc(shownTypes, func(one string) bool { return strings.Contains(text, `"`+one+`"`) }) {
		w.shownOnly()
	} else if plan := w.tf.Plan(code); code == harness.PlanChanges &&
		(!strings.Contains(plan, "has moved to portkey_workspace.moved") || !strings.Contains(plan, "0 to add, 0 to change, 0 to destroy")) {
		w.t.Errorf("the plan is not just a move:\n%s", plan)
	}
	w.tf.Run(0, "apply", "-auto-approve")
	w.tf.Plan(harness.PlanEmpty)
	for _, write := range w.env.Writes() {
		w.t.Errorf("the API received %s %s", write.Method, write.Body)
	}
	if state := w.tf.Run(0, "state", "pull"); !strings.Contains(state, harness.Ours) {
		w.t.Errorf("nothing in the state is this provider's:\n%s", state)
	}
}

// mixed expects objects of the vendor's provider in the state, or none.
func (w *way) mixed(is bool) {
	w.t.Helper()
	if state := w.tf.Run(0, "state", "pull"); strings.Contains(state, harness.Vendors) != is {
		w.t.Errorf("the state has objects of the vendor's provider: %t:\n%s", !is, state)
	}
}

// shownTypes are those whose configurations are sensitive in the vendor's provider alone.
var shownTypes = []string{"portkey_integration", "portkey_mcp_integration"}

// shownOnly expects a plan that changes no value. The vendor's provider marks all
// configurations of an integration as sensitive: to Terraform it is an update that they
// are shown from then on.
func (w *way) shownOnly() {
	w.t.Helper()
	w.tf.Run(0, "plan", "-out=plan.bin")
	var plan struct {
		Changes []struct {
			Address string `json:"address"`
			Type    string `json:"type"`
			Change  struct {
				Actions []string `json:"actions"`
				Before  any      `json:"before"`
				After   any      `json:"after"`
			} `json:"change"`
		} `json:"resource_changes"`
	}
	if err := json.Unmarshal([]byte(w.tf.Run(0, "show", "-json", "plan.bin")), &plan); err != nil {
		w.t.Fatal(err)
	}
	for _, one := range plan.Changes {
		switch change := one.Change; {
		case slices.Equal(change.Actions, []string{"no-op"}):
		case slices.Contains(shownTypes, one.Type) && slices.Equal(change.Actions, []string{"update"}) && reflect.DeepEqual(change.Before, change.After):
		default:
			w.t.Errorf("%s: %v\nbefore %v\nafter  %v", one.Address, change.Actions, change.Before, change.After)
		}
	}
}

// The configurations of TestWays have each type of the vendor's provider, but for the one that
// this provider lacks.
func TestWays_everyType(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	schemas, err := env.Vendor().GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile("testdata/vendor/organisation.tf")
	if err != nil {
		t.Fatal(err)
	}
	const least = 24
	if len(schemas.ResourceSchemas) < least {
		t.Errorf("the vendor's provider has %d types", len(schemas.ResourceSchemas))
	}
	for name := range schemas.ResourceSchemas {
		if name != "portkey_agent" && !strings.Contains(string(source), `resource "`+name+`" "`) {
			t.Errorf("no %s is converted", name)
		}
	}
}
