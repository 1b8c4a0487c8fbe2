package workspace_test

import (
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

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

// noRetries makes every refusal the last word.
func noRetries(config *portkey.Options) { config.MaxRetries = 0 }
