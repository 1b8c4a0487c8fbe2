package workspace_test

import (
	"maps"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// Whatever the provider, the workspace and people in the UI say, one after the
// other: an apply sets the metadata to what the configuration says, in one request
// where it was not so and in none where it was, and the next plan is empty.
func TestResource_defaultMetadataAnyHistory(t *testing.T) {
	t.Parallel()
	key := rapid.SampledFrom([]string{"owner", "team", "stage"})
	metadata := rapid.MapOfN(key, rapid.SampledFrom([]string{"a", "b", ""}), 0, 3)
	most := 4 // steps
	if harness.Nightly() {
		most = 8
	}
	rapid.Check(t, func(r *rapid.T) {
		env := harness.Start(r)
		d := env.Driver(r)
		base, own := map[string]string{}, map[string]string{}
		for i := range rapid.IntRange(2, most).Draw(r, "steps") {
			env.API.Advance(time.Second) // who restores a value within the second of a write can't be told from a stale answer
			switch rapid.SampledFrom([]string{"provider", "workspace", "people", "import"}).Draw(r, "who") {
			case "provider":
				base = metadata.Draw(r, "base")
			case "workspace":
				own = metadata.Draw(r, "own")
			case "people":
				if i > 0 {
					env.API.EditWorkspace(env.Only().ID, attrs{"defaults": attrs{"metadata": anyMap(metadata.Draw(r, "theirs"))}})
				}
			case "import":
				if i > 0 {
					d.Forget(address)
				}
			}
			env.Block = attrs{"default_metadata": anyMap(base)}
			d = env.Restart(r, d)
			if i > 0 && d.State(address) == nil {
				if err := d.Import(address, env.Only().ID).Err(); err != nil {
					r.Fatal(err)
				}
			}
			want := maps.Clone(base)
			maps.Copy(want, own)
			var differs bool
			if i > 0 {
				stored, _ := env.Only().Defaults["metadata"].(map[string]any)
				differs = !cmp.Equal(merged(anyMap(want)), merged(stored))
			}
			env.API.ResetRequests()
			config := over(anyMap(own))
			if _, diags := d.Converge(address, config); diags.Err() != nil {
				r.Fatal(diags.Err())
			}
			if puts := len(env.API.Bodies("PUT", "")); i > 0 && (puts == 1) != differs || puts > 1 {
				r.Fatalf("%d PUTs, and the metadata differed: %v", puts, differs)
			}
			stored, _ := env.Only().Defaults["metadata"].(map[string]any)
			if diff := cmp.Diff(merged(anyMap(want)), merged(stored)); diff != "" {
				r.Fatalf("on the server: want - got +:\n%s", diff)
			}
			p, diags := d.Plan(address, config)
			if diags.Err() != nil || p.Action != harness.NoOp {
				r.Fatalf("plans %s, %v:\n%s", p.Action, diags.Err(), cmp.Diff(p.Before, p.After))
			}
		}
	})
}

func anyMap(texts map[string]string) attrs {
	values := attrs{}
	for key, text := range texts {
		values[key] = text
	}
	return values
}
