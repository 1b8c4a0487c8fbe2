package workspace_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// managed is one workspace that the driver manages.
type managed struct{ *harness.Managed }

func manage(t *testing.T, env *harness.Env) *managed {
	t.Helper()
	return &managed{env.Manage(t, address)}
}

// create applies a configuration where nothing is yet, and empties the log.
func create(t *testing.T, env *harness.Env, config attrs) *managed {
	t.Helper()
	return &managed{env.Create(t, address, config)}
}

// wantSettled wants that a configuration plans nothing, and nothing is written.
func wantSettled(t *testing.T, env *harness.Env, d *harness.Driver, config attrs) {
	t.Helper()
	(&harness.Managed{T: t, Env: env, Driver: d, Address: address}).WantSettled(config)
}

// edit changes the workspace as a person in the UI would.
func (m *managed) edit(fields attrs) {
	m.T.Helper()
	m.Env.API.EditWorkspace(m.Env.Only().ID, fields)
}

// wantChanges wants an update in place that shows these attributes as changed
// and no other, beside what follows from them where something is going to be
// written: last_updated_at, which alone may be unknown, and effective_metadata
// from defaults.
func wantChanges(t *testing.T, p *harness.Plan, written bool, attributes ...string) {
	t.Helper()
	var unknown []string
	if written {
		unknown = []string{"last_updated_at"}
		attributes = append(attributes, unknown...)
		if slices.Contains(attributes, "defaults") {
			attributes = append(attributes, "effective_metadata")
		}
	}
	harness.WantChanges(t, p, unknown, attributes...)
}

// merged is a configuration with some attributes replaced.
func merged(configs ...attrs) attrs {
	all := attrs{}
	for _, config := range configs {
		maps.Copy(all, config)
	}
	return all
}

// onServer is the workspace as the server has it.
func (m *managed) onServer() emulator.Workspace {
	m.T.Helper()
	return m.Env.Only()
}
