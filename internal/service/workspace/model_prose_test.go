package workspace_test

import (
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// White space at the ends of a description, and CRLF for LF, are kept as configured,
// whether or not the server keeps them.
func TestResource_descriptionTrimmed(t *testing.T) {
	t.Parallel()
	for _, trims := range []bool{false, true} {
		for _, description := range []any{nil, "", "Plain", "A heredoc\nof two lines\n", "\n", "  indented ", "CRLF\r\nand LF\r\n"} {
			env := harness.Start(t, emulator.WithAnswers(emulator.Answers{Trims: trims}))
			config := attrs{"name": "Production", "description": description}
			m := create(t, env, config)
			m.WantState(config)
			m.WantNoDrift(config)

			// Another attribute, and another spelling, which is written once.
			config["icon"] = "🚀"
			m.Apply(config)
			m.WantPuts(`{"name":"Production","icon":"🚀"}`)
			m.WantNoDrift(config)
			config["description"] = "A heredoc\nof three\nlines\n"
			m.Apply(config)
			m.WantPuts(`{"description":"A heredoc\nof three\nlines\n"}`)
			m.WantNoDrift(config)
			config["description"] = "A heredoc\nof three\nlines"
			m.Apply(config)
			m.WantPuts(`{"description":"A heredoc\nof three\nlines"}`)
			m.WantNoDrift(config)

			// What somebody else writes is drift where its words differ.
			m.edit(attrs{"description": "\r\nA heredoc\r\nof three\r\nlines\r\n\r\n"})
			m.WantNoDrift(config)
			m.edit(attrs{"description": "A heredoc of three lines"})
			wantChanges(t, m.Plan(config), true, "description")
		}
	}
}

// A description from a heredoc, which ends in a line break, under the real CLI.
func TestResource_descriptionHeredoc(t *testing.T) {
	t.Parallel()
	for _, trims := range []bool{false, true} {
		env := harness.Start(t, emulator.WithAnswers(emulator.Answers{Trims: trims}))
		tf := env.CLI(t, `resource "portkey_workspace" "test" {
  name        = "Production"
  description = <<-EOT
    Customer traffic.
    Ask platform@example.com.
  EOT
}
`)
		tf.Run(0, "apply", "-auto-approve")
		tf.Plan(harness.PlanEmpty)
		env.API.ResetRequests()
		tf.Run(0, "apply", "-auto-approve")
		harness.WantUntouched(t, env, true)
	}
}
