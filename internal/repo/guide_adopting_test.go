//go:build unix

package repo

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// TestGuide_adopting adopts an organisation of hundreds of workspaces in each of
// the ways that the guide names, with its own configuration and commands, and
// with a key that may only read. By day they are little more than a page of the list, and
// each way meets one shape of the answers.
func TestGuide_adopting(t *testing.T) {
	t.Parallel()
	many, some := 104, 20
	if harness.Nightly() {
		many, some = 300, 40
	}
	mirror := mirrorWithProvider(t)
	for _, way := range []struct {
		heading         string
		shape           emulator.Shape
		there, imported int
		most            int // requests of one command
		nightly         bool
	}{
		{"An inventory", emulator.ShapeRecorded, many, many, 10, false},
		{"Generated configuration", emulator.ShapeRecorded, many, many, 10, true},
		{"One by one", emulator.ShapeRecorded, many, 3, 9, false},
		{"An inventory", emulator.ShapeDocumented, some, some, 2*some + 4, true},
		{"Generated configuration", emulator.ShapeDocumented, some, some, 2*some + 4, false},
	} {
		if way.nightly && !harness.Nightly() {
			continue
		}
		name := fmt.Sprintf("%s, %d workspaces", way.heading, way.there)
		t.Run(name, func(t *testing.T) {
			env := harness.Start(t, emulator.WithShape(way.shape))
			key := env.API.AddKey(emulator.Key{Scopes: []string{"workspaces.list", "workspaces.read"}})
			reader := newReader(t, mirror, "PORTKEY_BASE_URL="+env.BaseURL, "PORTKEY_API_KEY="+key)
			t.Parallel()
			populate(env.API, way.there)

			var output strings.Builder
			run := func(command string) {
				t.Helper()
				env.API.ResetRequests()
				output.WriteString(reader.does(piece{language: "shell", text: command}))
				if got := len(env.API.Requests()); got > way.most || len(env.Writes()) > 0 {
					t.Errorf("%s took %d requests, want %d at most; %d of them wrote", strings.TrimSpace(command), got, way.most, len(env.Writes()))
				}
			}
			for _, one := range pieces(section(t, "adopting", way.heading)) {
				if one.language != "shell" {
					reader.does(one)
					continue
				}
				for command := range strings.Lines(one.text) {
					run(command)
				}
			}
			run("terraform plan\n")
			if way.heading == "An inventory" {
				written := read(t, filepath.Join(reader.dir, "workspaces.auto.tfvars.json"))
				if got := strings.Count(written, "\n      \"name\": "); got != way.there {
					t.Errorf("%d names are on a line of their own, want %d", got, way.there)
				}
			}
			inOrder(t, output.String(),
				fmt.Sprintf("Plan: %d to import, 0 to add, 0 to change, 0 to destroy.", way.imported),
				fmt.Sprintf("Apply complete! Resources: %d imported, 0 added, 0 changed, 0 destroyed.", way.imported),
				"No changes.",
			)
			warned := strings.Contains(output.String(), "Usage limit without a type")
			if warned != (way.shape == emulator.ShapeDocumented) {
				t.Errorf("a limit without a type is warned of: %v", warned)
			}
		})
	}
}

// populate makes workspaces of all sorts, with and without each attribute and
// some of one name, and those that the guide names.
func populate(api *emulator.Server, count int) {
	api.AddWorkspace(map[string]any{"name": "Payments", "description": "Scores payments before they are booked"})
	api.AddWorkspace(map[string]any{
		"name": "Support", "slug": "ws-suppor-1a2b3c", "icon": "💬",
		"usage_limits": []any{map[string]any{"type": "cost", "credit_limit": 200, "periodic_reset": "monthly"}},
	})
	api.AddWorkspace(map[string]any{"name": "Search", "id": "6c6f2b7e-3c1d-4a52-9a5e-0f4d1c8b2a37"})
	for i := range count - 3 {
		w := map[string]any{"name": fmt.Sprintf("Workspace %d", i/4*4)}
		if i%2 == 0 {
			w["icon"] = "🚀"
		}
		if i%3 == 0 {
			w["description"] = fmt.Sprintf("Number %d of\n\"${many}\"", i)
		}
		if i%4 == 0 {
			w["defaults"] = map[string]any{"metadata": map[string]any{"team": "payments", "cost centre": "4711"}}
		}
		if i%5 == 0 {
			w["usage_limits"] = []any{
				map[string]any{"type": "cost", "credit_limit": 500, "alert_threshold": 400, "periodic_reset": "monthly"},
				map[string]any{"type": "tokens", "credit_limit": 1000, "periodic_reset": "monthly"},
			}
		}
		if i%7 == 0 {
			w["rate_limits"] = []any{map[string]any{"type": "requests", "unit": "rpm", "value": 60}}
		}
		api.AddWorkspace(w)
	}
}
