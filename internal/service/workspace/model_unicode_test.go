package workspace_test

import (
	"net/http"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// stored is a workspace as somebody typed it on a Mac, with decomposed letters;
// configured is the same in the composed letters of Terraform.
func stored() attrs {
	return attrs{
		"name": norm.NFD.String("Größe"), "description": norm.NFD.String("für Schätzungen"),
		"defaults": attrs{"metadata": attrs{norm.NFD.String("größe"): norm.NFD.String("mäßig")}},
	}
}

func configured() attrs {
	return attrs{
		"name": norm.NFC.String("Größe"), "description": norm.NFC.String("für Schätzungen"),
		"defaults": attrs{"metadata": attrs{norm.NFC.String("größe"): norm.NFC.String("mäßig")}},
	}
}

// Decomposed letters are no drift, whichever way the workspace comes into the state.
// What else is changed is written, and the workspace can be deleted, which takes the
// name as it is stored.
func TestResource_decomposed(t *testing.T) {
	t.Parallel()
	for _, ref := range []string{"id", "slug", "name", "decomposed name"} {
		t.Run("imported by "+ref, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t)
			made := env.API.AddWorkspace(stored())
			m := manage(t, env)
			harness.NoErrors(t, m.Driver.Import(address, map[string]string{
				"id": made.ID, "slug": made.Slug, "name": norm.NFC.String("Größe"), "decomposed name": norm.NFD.String("Größe"),
			}[ref]))
			m.WantState(configured())
			m.WantNoDrift(configured())

			m.Apply(merged(configured(), attrs{"description": "other"}))
			m.WantPuts(`{"description":"other"}`)
			m.Apply(merged(configured(), attrs{"description": "other", "icon": "🚀"}))
			m.WantPuts(`{"name":"` + norm.NFC.String("Größe") + `","icon":"🚀"}`)
			m.WantNoDrift(merged(configured(), attrs{"description": "other", "icon": "🚀"}))
		})
	}
	t.Run("destroyed", func(t *testing.T) {
		t.Parallel()
		env := harness.Start(t)
		made := env.API.AddWorkspace(stored())
		d := env.Driver(t)
		harness.NoErrors(t, d.Import(address, made.ID))
		harness.NoErrors(t, d.Destroy(address))
		if err := env.NothingLeft(); err != nil {
			t.Error(err)
		}
	})
	t.Run("under default_metadata", func(t *testing.T) {
		t.Parallel()
		env := harness.Start(t)
		env.Block = attrs{"default_metadata": attrs{norm.NFC.String("größe"): norm.NFC.String("mäßig")}}
		made := env.API.AddWorkspace(stored())
		m := manage(t, env)
		harness.NoErrors(t, m.Driver.Import(address, made.ID))
		inherited := configured()
		delete(inherited, "defaults")
		m.WantNoDrift(inherited)
	})
}

// A create and a rename are refused where the name is taken in other bytes.
func TestResource_decomposedNameIsTaken(t *testing.T) {
	t.Parallel()
	for _, names := range []emulator.NameForm{emulator.NameDisplay, emulator.NamePlain} {
		for _, icon := range []string{"", "🚀"} {
			env := harness.Start(t, emulator.WithAnswers(emulator.Answers{Names: names}))
			there := stored()
			there["icon"] = icon
			env.API.AddWorkspace(there)
			env.API.ResetRequests()
			m := manage(t, env)
			_, diags := m.Driver.Converge(address, named(icon, norm.NFC.String("Größe")))
			harness.WantError(t, diags, "name", "Cannot create workspace", "already exists", "Nothing was created")
			wantRequests(t, env, http.MethodPost, 0)

			m.Apply(attrs{"name": "free"})
			_, diags = m.Driver.Converge(address, named(icon, norm.NFC.String("Größe")))
			harness.WantError(t, diags, "name", "Cannot update workspace", "already exists", "Nothing was changed")
			wantRequests(t, env, http.MethodPut, 0)
		}
	}
}

// Data sources find and return what Terraform compares equal.
func TestDataSource_decomposed(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	made := env.API.AddWorkspace(stored())
	d := env.Driver(t)
	name := norm.NFC.String("Größe")
	got, diags := d.Data("portkey_workspace", attrs{"name": name})
	harness.NoErrors(t, diags)
	if got["id"] != made.ID || got["description"] != configured()["description"] {
		t.Errorf("the data source returned %v", got)
	}
	for _, filter := range []attrs{{"exact_name": name}, {"name": norm.NFC.String("öß")}, {"name": name, "status": []any{"active"}}} {
		got, diags := d.Data(many, filter)
		harness.NoErrors(t, diags)
		if names := namesOf(t, got); strings.Join(names, " ") != name {
			t.Errorf("%v: the data source found %q", filter, names)
		}
	}
}

// Under the real CLI, which composes what it reads from files and from providers.
func TestResource_decomposedCLI(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	made := env.API.AddWorkspace(stored())
	config := norm.NFD.String(`resource "portkey_workspace" "test" {
  name        = "Größe"
  description = "für Schätzungen"
  defaults    = { metadata = { "größe" = "mäßig" } }
}
`)
	tf := env.CLI(t, config)
	output := tf.Run(1, "apply", "-auto-approve")
	// The link to the guide is not broken, as other lines are at 78 characters.
	for _, want := range []string{"already exists", "  See https://github.com/portkey-community/terraform-provider-portkey/blob/main/docs/guides/troubleshooting.md#the-name-is-taken\n"} {
		if !strings.Contains(output, want) {
			t.Errorf("the apply does not say %q:\n%s", want, output)
		}
	}
	tf.Run(0, "import", address, made.ID)
	tf.Plan(harness.PlanEmpty)
	harness.WantUntouched(t, env, true)
	tf.Run(0, "destroy", "-auto-approve")
}
