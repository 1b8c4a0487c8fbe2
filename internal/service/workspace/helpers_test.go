package workspace_test

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
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

// wantEmptyPlan wants that a configuration plans nothing, and nothing is written.
func wantEmptyPlan(t *testing.T, env *harness.Env, d *harness.Driver, config attrs) {
	t.Helper()
	(&harness.Managed{T: t, Env: env, Driver: d, Address: address}).WantEmptyPlan(config)
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

// attrs is a configuration or a part of one, for the driver.
type attrs = map[string]any

// eachShape runs a test over both shapes of a workspace that are on record.
func eachShape(t *testing.T, test func(t *testing.T, env *harness.Env)) {
	t.Helper()
	for name, shape := range map[string]emulator.Shape{"recorded": emulator.ShapeRecorded, "documented": emulator.ShapeDocumented} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, harness.Start(t, emulator.WithShape(shape)))
		})
	}
}

// eachAbsence is eachShape, and over what newer back ends answer for a workspace that
// was deleted.
func eachAbsence(t *testing.T, test func(t *testing.T, env *harness.Env)) {
	t.Helper()
	eachShape(t, test)
	t.Run("not found", func(t *testing.T) {
		t.Parallel()
		test(t, harness.Start(t, emulator.WithAnswers(emulator.Answers{NotFound: emulator.NotFoundIs404})))
	})
}

// noRetries makes every refusal the last word.
func noRetries(config *portkey.Options) { config.MaxRetries = 0 }

// everything is a configuration with every attribute that Portkey stores, and
// everythingSent is the same as JSON.
func everything() attrs {
	return attrs{
		"name":        "Production",
		"description": "Customer traffic",
		"icon":        "🚀",
		"defaults":    attrs{"metadata": attrs{"team": "payments"}},
		"usage_limits": []attrs{
			{"type": "cost", "credit_limit": 500, "alert_threshold": 400, "periodic_reset": "monthly"},
			{"type": "tokens", "credit_limit": 100000, "periodic_reset_days": 30},
		},
		"rate_limits": []attrs{{"type": "requests", "unit": "rpm", "value": 60}},
	}
}

const everythingSent = `{
	"name": "Production", "description": "Customer traffic", "icon": "🚀",
	"defaults": {"metadata": {"team": "payments"}},
	"usage_limits": [
		{"type": "cost", "credit_limit": 500, "alert_threshold": 400, "periodic_reset": "monthly"},
		{"type": "tokens", "credit_limit": 100000, "periodic_reset_days": 30}],
	"rate_limits": [{"type": "requests", "unit": "rpm", "value": 60}]}`

// wantWarning wants exactly one warning, like wantError, and nothing else.
func wantWarning(t *testing.T, diags harness.Diagnostics, at string, words ...string) {
	t.Helper()
	harness.NoErrors(t, diags)
	harness.WantOne(t, diags, at, words...)
}

// wantNoState wants that an address is not in the state, tainted or not.
func wantNoState(t *testing.T, d *harness.Driver, address string) {
	t.Helper()
	if state := d.State(address); state != nil {
		t.Errorf("%s is in the state (tainted: %t): %v", address, d.Tainted(address), state)
	}
}

// wantRequests wants just this many requests of a method since the log was reset.
func wantRequests(t *testing.T, env *harness.Env, method string, count int) {
	t.Helper()
	if sent := env.API.Bodies(method, ""); len(sent) != count {
		t.Errorf("%d requests of %s, want %d: %q", len(sent), method, count, sent)
	}
}

// wantManaged wants that the only workspace on the server is the one in the
// state, and that the state is sound.
func wantManaged(t *testing.T, env *harness.Env, d *harness.Driver) {
	t.Helper()
	live, state := env.Only(), d.State(address)
	if state == nil || state["id"] != live.ID {
		t.Errorf("the state holds %v, the server %s", state, live.ID)
	}
	if d.Tainted(address) {
		t.Error("it is tainted")
	}
	if d.Identity(address)["id"] != live.ID {
		t.Errorf("its identity is %v", d.Identity(address))
	}
}

// patience gives the looks at names so long: much where a test shows that they
// end as soon as they can, a little where they go on to the end.
func patience(wait time.Duration) func(*portkey.Options) {
	return func(config *portkey.Options) { config.Waits.TakenName, config.Waits.FindCreated = wait, wait }
}

// listPattern matches the list of workspaces in a fault, and not single ones.
const listPattern = "/admin/workspace*"

// old is a workspace that the provider did not make, and that is older than the
// hour in which a list may lack it; imported by d.
func old(t *testing.T, env *harness.Env, d *harness.Driver) emulator.Workspace {
	t.Helper()
	made := env.API.AddWorkspace(attrs{"name": "Production", "created_at": ago(48 * time.Hour), "last_updated_at": ago(47 * time.Hour)})
	harness.NoErrors(t, d.Import(address, made.ID))
	return made
}

func ago(d time.Duration) string { return time.Now().Add(-d).UTC().Format(time.RFC3339) }

// handOver gives the state at the address to another run, whose provider block
// says something else.
func handOver(t *testing.T, env *harness.Env, from *harness.Driver, block attrs) *harness.Driver {
	t.Helper()
	to := harness.NewDriver(t, env.Server())
	harness.NoErrors(t, to.Configure(block))
	to.Load(address, 1, asJSON(t, from.State(address)))
	return to
}

func asJSON(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// snapshot is all that the server holds.
type snapshot struct {
	workspaces map[string]emulator.Workspace
	// held has the ids of what is in each workspace, "" the organisation's own.
	held map[string][]string
}

func take(env *harness.Env) snapshot {
	s := snapshot{map[string]emulator.Workspace{}, map[string][]string{}}
	within := []string{""}
	for _, one := range env.API.Workspaces() {
		s.workspaces[one.ID] = one
		within = append(within, one.ID)
	}
	for _, id := range within {
		for _, kind := range emulator.Contents() {
			for _, item := range env.API.Held(kind, id) {
				s.held[id] = append(s.held[id], string(kind)+" "+item.ID)
			}
		}
	}
	return s
}

// wantSame wants that the server holds what it held before, but for the
// workspaces named and what is in them.
func (s snapshot) wantSame(t *testing.T, env *harness.Env, but ...string) {
	t.Helper()
	later := take(env)
	for _, id := range but {
		for _, one := range []snapshot{s, later} {
			delete(one.workspaces, id)
			delete(one.held, id)
		}
	}
	if !reflect.DeepEqual(s, later) {
		t.Errorf("the server held\n%+v\nand holds\n%+v", s, later)
	}
}
