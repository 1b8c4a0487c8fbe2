package apikey_test

import (
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// The reads after a rotation can lag behind it: an answer with the previous secret is not
// taken for a rotation by somebody else, which would remove the secret from the state.
func TestResource_rotateStale(t *testing.T) {
	t.Parallel()
	const lag = 20 * time.Second
	for run := range 5 {
		t.Run(fmt.Sprint(run), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				env := harness.StartInMemory(t, func(api http.Handler) http.Handler { return api })
				env.API.Advance(time.Duration(run) * time.Second / 5)
				env.API.SetLatency(10 * time.Millisecond)
				home := env.API.AddWorkspace(attrs{"name": "Production"})
				m := env.Create(t, address, in(home.ID))
				env.API.Advance(time.Hour)
				env.API.SetStale(lag)
				for _, config := range []attrs{
					in(home.ID, "rotate_trigger", "march"),
					in(home.ID, "rotate_trigger", "april", "description", "Live"),
				} {
					m.Apply(config)
					secret := secretOf(m)
					wantLive(t, env, secret, env.API.LiveSecrets(only(t, env).ID)[1])
					for range 3 {
						if diags := m.Driver.Refresh(address); len(diags) > 0 {
							t.Errorf("the refresh warns of\n%s", diags)
						}
						m.WantState(attrs{"key": secret})
						env.API.Advance(lag / 2)
					}
					m.WantEmptyPlan(config)
					env.API.Advance(time.Hour)
				}

				env.API.RotateKey(only(t, env).ID)
				env.API.Advance(lag)
				harness.WantOne(t, m.Driver.Refresh(address), "key", "API key was rotated outside Terraform")
			})
		})
	}
}
