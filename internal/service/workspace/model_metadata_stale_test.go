package workspace_test

import (
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// A read that is older than the last change of default_metadata returns what was
// inherited before. None of that is taken for the workspace's own, where
// ignore_changes would keep it.
func TestResource_defaultMetadataStale(t *testing.T) {
	t.Parallel()
	const window = time.Hour
	for name, begin := range lagging(window) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			eachShape(t, func(t *testing.T, env *harness.Env) {
				made := env.API.AddWorkspace(attrs{
					"name": "Production", "defaults": attrs{"metadata": attrs{"owner": "platform", "stage": "live", "team": "payments"}},
					"created_at": "2026-01-02T03:04:05.678Z", "last_updated_at": "2026-01-02T03:04:05.678Z", // not cut to the second
				})
				env.API.Advance(2 * window)
				m := manage(t, env)
				m.defaultMetadata(attrs{"owner": "platform", "stage": "live"})
				harness.NoErrors(t, m.Driver.Import(address, made.ID))

				begin(env.API)
				m.defaultMetadata(attrs{"owner": "core"})
				m.Apply(over(attrs{"team": "payments"}))
				for range 2 {
					m.Refresh()
					m.WantState(over(attrs{"team": "payments"}))
				}

				env.API.SetStale(0)
				env.API.SetFlapping(0)
				m.defaultMetadata(attrs{"owner": "risk"})
				ignored := attrs{"name": "Production", "defaults": m.Driver.State(address)["defaults"]} // as ignore_changes = [defaults] has it
				m.Apply(ignored)
				m.wantMetadata(attrs{"team": "payments"}, attrs{"owner": "risk", "team": "payments"})
				m.WantNoDrift(ignored)
			})
		})
	}
}
