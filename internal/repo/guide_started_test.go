//go:build unix

package repo

import (
	"strings"
	"testing"
)

// TestGuide_gettingStarted does what the guide says, command by command, up to
// where it needs a real key.
func TestGuide_gettingStarted(t *testing.T) {
	t.Parallel()
	guide := section(t, "getting-started", "Getting started")
	withoutKey, _, _ := strings.Cut(guide, "\n## With a real key")
	output := newReader(t, t.TempDir(), "SOURCES="+sourcesWithMakefile(t)).does(pieces(withoutKey)...)
	inOrder(t, output,
		"Plan: 1 to add, 0 to change, 0 to destroy.",
		`admin POST /v1/admin/workspaces 200 {"name":"Payments","description":"Scores payments before they are booked","usage_limits":[{"type":"cost","credit_limit":500,"periodic_reset":"monthly"}]}`,
		"Apply complete! Resources: 1 added, 0 changed, 0 destroyed.",
		"No changes.",
		"500 -> 800",
		"Plan: 0 to add, 1 to change, 0 to destroy.",
		"PUT /v1/admin/workspaces/",
		"Apply complete! Resources: 0 added, 1 changed, 0 destroyed.",
		`"Edited by hand" -> "Scores payments before they are booked"`,
		"Plan: 0 to add, 1 to change, 0 to destroy.",
		"Apply complete! Resources: 0 added, 1 changed, 0 destroyed.",
		"DELETE /v1/admin/workspaces/",
		"Destroy complete! Resources: 1 destroyed.",
	)
}
