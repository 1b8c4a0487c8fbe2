package config_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// Configs are read one by one until their contents are known to be those of their last
// update. From then on the list tells which have changed, and only these are read.
func TestResource_refreshMany(t *testing.T) {
	t.Parallel()
	const count, alone = 120, 2
	env, _ := start(t)
	d := env.Driver(t)
	name := func(i int) string { return fmt.Sprint("portkey_config.test", i) }
	var ids []string
	for i := range count {
		home := env.API.AddWorkspace(attrs{"name": fmt.Sprint("Team ", i)})
		ids = append(ids, env.API.Add(emulator.Configs, home.ID, attrs{"name": "Retries", "config": attrs{"retry": attrs{"attempts": 3}}}))
		harness.NoErrors(t, d.Import(name(i), ids[i]))
	}
	refresh := func(want int) {
		t.Helper()
		d = env.Restart(t, d)
		env.API.ResetRequests()
		for i := range count {
			harness.NoErrors(t, d.Refresh(name(i)))
		}
		if sent := len(env.API.Requests()); sent != want {
			t.Errorf("%d requests, want %d", sent, want)
		}
	}
	refresh(count)                 // within a minute of their creation
	env.API.Advance(2 * time.Hour) // what is absent from a list by then was deleted
	refresh(count)
	refresh(alone + 1)

	const theirs, gone = 7, 70
	env.API.Edit(emulator.Configs, ids[theirs], attrs{"config": attrs{"retry": attrs{"attempts": 5}}})
	env.API.Drop(emulator.Configs, ids[gone])
	refresh(alone + 1 + 1 + 3) // what changed is read; what is gone is read, and proven by its workspace and the list of that
	if got := d.State(name(theirs))["config"]; got != `{"retry":{"attempts":5}}` {
		t.Errorf("the edit is not seen: %v", got)
	}
	if got := d.State(name(gone)); got != nil {
		t.Errorf("what was deleted is in the state: %v", got)
	}
}

// An edit in the second of the last update is seen, also once the contents that were read
// before it are old.
func TestResource_editInTheSecondOfTheLast(t *testing.T) {
	t.Parallel()
	noon := time.Date(2027, time.March, 10, 12, 0, 0, 0, time.UTC)
	env, home := start(t, emulator.WithClock(func() time.Time { return noon }))
	d := env.Driver(t)
	var ids []string
	for i := range 5 {
		ids = append(ids, env.API.Add(emulator.Configs, home.ID, attrs{"name": fmt.Sprint("Retries ", i), "config": attrs{"retry": attrs{"attempts": 3}}}))
		harness.NoErrors(t, d.Import(fmt.Sprint("portkey_config.test", i), ids[i]))
	}
	for _, id := range ids {
		env.API.Edit(emulator.Configs, id, attrs{"config": attrs{"retry": attrs{"attempts": 5}}})
	}
	env.API.Advance(time.Hour)
	d = env.Restart(t, d)
	for i := range ids {
		name := fmt.Sprint("portkey_config.test", i)
		harness.NoErrors(t, d.Refresh(name))
		if got := d.State(name)["config"]; got != `{"retry":{"attempts":5}}` {
			t.Errorf("%s: the edit is not seen: %v", name, got)
		}
	}
}
