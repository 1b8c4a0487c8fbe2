package conformance

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// partsOfWorkspace are the resources that write parts of one workspace which the API
// replaces as a whole.
var partsOfWorkspace = []string{"portkey_workspace.test", "portkey_workspace_defaults.test", "portkey_workspace_security_settings.test"}

// TestWholes changes the metadata of a workspace, its default guardrails and its security
// settings in one apply, in any order, also while answers lag, and after edits of others:
// nothing of one undoes another, and what nobody manages stays.
func TestWholes(t *testing.T) {
	t.Parallel()
	seeds := 12
	if isNight() {
		seeds = 200
	}
	for seed := range seeds {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			w := newWholes(t, uint64(seed))
			for round := range 6 {
				if w.round(); t.Failed() {
					t.Fatalf("in round %d", round)
				}
			}
		})
	}
}

// wholes is a workspace that several resources write.
type wholes struct {
	*testing.T
	env    *harness.Env
	d      *harness.Driver
	drawn  *rand.Rand
	config map[string]config
	later  int // what a later version of the API has in defaults
}

func newWholes(t *testing.T, seed uint64) *wholes {
	t.Helper()
	w := &wholes{T: t, env: harness.Start(t), drawn: rand.New(rand.NewPCG(seed, 21)), config: map[string]config{}} //nolint:gosec // a test that can be repeated
	inMemory(w.env)
	w.env.API.AddWorkspace(config{"id": home, "name": "Home"})
	for i := range 3 {
		w.env.API.Add(emulator.Guardrails, home, config{"slug": fmt.Sprintf("pg-check-%d", i)})
	}
	w.env.API.Add(emulator.Configs, home, config{"slug": "pc-main"})
	w.d = w.env.Driver(t)
	harness.NoErrors(t, w.d.Import(partsOfWorkspace[0], home))
	return w
}

// draw draws the next configurations. Some stay as they are.
func (w *wholes) draw() {
	some := func() []any {
		list := []any{}
		for _, i := range w.drawn.Perm(3)[:w.drawn.IntN(3)] {
			list = append(list, fmt.Sprintf("pg-check-%d", i))
		}
		return list
	}
	for _, address := range partsOfWorkspace {
		if w.config[address] != nil && w.drawn.IntN(4) == 0 {
			continue
		}
		switch address {
		case partsOfWorkspace[0]:
			w.config[address] = config{"name": "Home", "defaults": config{"metadata": config{"team": fmt.Sprint(w.drawn.IntN(1000))}}}
		case partsOfWorkspace[1]:
			c := config{"workspace_id": home, "input_guardrails": some(), "output_guardrails": some()}
			if w.drawn.IntN(2) == 0 {
				c["user_api_key_config_id"] = "pc-main"
			}
			w.config[address] = c
		default:
			w.config[address] = config{"workspace_id": home, "settings": config{
				"members_view_logs": w.drawn.IntN(2) == 0, "managers_write_ws_users": w.drawn.IntN(2) == 0,
			}}
		}
	}
}

// round plans all resources, lets somebody edit what none of them manages, and applies them
// at once.
func (w *wholes) round() {
	w.Helper()
	w.draw()
	var plans []*harness.Plan
	for _, address := range partsOfWorkspace {
		plan, diags := w.d.Plan(address, w.config[address])
		harness.NoErrors(w.T, diags)
		plans = append(plans, plan)
	}
	if w.drawn.IntN(2) == 0 {
		w.later++
		at, _ := w.env.API.Workspace(home)
		w.env.API.EditWorkspace(home, config{
			"defaults":          laid(config{}, at.Defaults, config{"later": w.later}),
			"security_settings": config{"membersViewPrompts": w.later%2 == 0},
		})
	}
	w.env.API.Advance(2 * time.Second) // what was written before is seen by all
	switch w.drawn.IntN(3) {
	case 0:
		w.env.API.SetStale(30 * time.Millisecond)
	case 1:
		w.env.API.SetFlapping(30 * time.Millisecond)
	}
	failures := make([]error, len(plans))
	var all sync.WaitGroup
	for _, i := range w.drawn.Perm(len(plans)) {
		all.Go(func() { failures[i] = w.d.Apply(plans[i]).Err() })
	}
	all.Wait()
	w.env.API.SetStale(0)
	w.env.API.Advance(2 * time.Second)
	if err := errors.Join(failures...); err != nil {
		w.Fatal(err)
	}
	w.holds()
	w.d = w.env.Restart(w.T, w.d)
	for _, address := range partsOfWorkspace {
		if plan, diags := w.d.Plan(address, w.config[address]); diags.Err() != nil || plan.Action != harness.NoOp {
			w.Errorf("then %s plans %s: %v", address, plan.Action, diags.Err())
		}
	}
}

// holds wants the workspace to have what every configuration says, and what nobody manages.
func (w *wholes) holds() {
	w.Helper()
	at, _ := w.env.API.Workspace(home)
	set := w.config[partsOfWorkspace[1]]
	want := config{"metadata": w.config[partsOfWorkspace[0]]["defaults"].(config)["metadata"]}
	for _, name := range []string{"input_guardrails", "output_guardrails"} {
		if list := set[name].([]any); len(list) > 0 {
			want[name] = list
		}
	}
	if set["user_api_key_config_id"] != nil {
		want["user_api_key_config"] = "pc-main"
	}
	if w.later > 0 {
		want["later"] = float64(w.later)
	}
	if diff := cmp.Diff(want, at.Defaults); diff != "" {
		w.Errorf("the defaults, want - got +:\n%s", diff)
	}
	for _, one := range w.env.API.All(emulator.Workspaces) {
		if one.ID != home {
			continue
		}
		settings := one.Fields["security_settings"].(map[string]any)
		managed := w.config[partsOfWorkspace[2]]["settings"].(config)
		if settings["membersViewLogs"] != managed["members_view_logs"] || settings["managersWriteWsUsers"] != managed["managers_write_ws_users"] ||
			w.later > 0 && settings["membersViewPrompts"] != (w.later%2 == 0) {
			w.Errorf("the settings are %v, want %v", settings, managed)
		}
	}
}

// What a person changes of one part is reported by the resource of that part alone: the
// others write theirs, and keep it.
func TestWholes_foreignEdit(t *testing.T) {
	t.Parallel()
	w := newWholes(t, 1)
	w.round()
	w.draw()
	w.config[partsOfWorkspace[0]] = config{"name": "Home", "defaults": config{"metadata": config{"team": "search"}}}
	w.config[partsOfWorkspace[1]] = config{"workspace_id": home, "input_guardrails": []any{"pg-check-2", "pg-check-1", "pg-check-0"}}
	var plans []*harness.Plan
	for _, address := range partsOfWorkspace[:2] {
		plan, diags := w.d.Plan(address, w.config[address])
		harness.NoErrors(t, diags)
		plans = append(plans, plan)
	}
	at, _ := w.env.API.Workspace(home)
	theirs := []any{"pg-check-0", "pg-check-2"}
	w.env.API.EditWorkspace(home, config{"defaults": laid(config{}, at.Defaults, config{"input_guardrails": theirs})})
	w.env.API.Advance(2 * time.Second)
	if err := w.d.Apply(plans[1]).Err(); err == nil || !strings.Contains(err.Error(), "somebody else changed input_guardrails") {
		t.Errorf("got %v", err)
	}
	harness.NoErrors(t, w.d.Apply(plans[0]))
	at, _ = w.env.API.Workspace(home)
	if diff := cmp.Diff(config{"metadata": config{"team": "search"}, "input_guardrails": theirs},
		config{"metadata": at.Defaults["metadata"], "input_guardrails": at.Defaults["input_guardrails"]}); diff != "" {
		t.Errorf("want - got +:\n%s", diff)
	}
}
