package repo

import (
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// shows expects the lines of a piece of a guide in an output, one after the other.
func shows(t *testing.T, output string, one piece) {
	t.Helper()
	var lines []string
	for line := range strings.Lines(one.text) {
		lines = append(lines, harness.Flat(line))
	}
	inOrder(t, harness.Flat(output), lines...)
}

// modelsGuide is the configuration of the guide, and the texts that it shows under a heading.
func modelsGuide(t *testing.T, heading string) (chain string, texts []piece) {
	t.Helper()
	for _, one := range pieces(section(t, "models", heading)) {
		if one.language == "text" {
			texts = append(texts, one)
		}
	}
	return pieces(section(t, "models", "The chain"))[0].text, texts
}

var uuid = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// TestGuide_models builds the chain of the guide, imports it into another state, removes a
// team and destroys the rest: each plan is the one that the guide shows.
func TestGuide_models(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	chain, built := modelsGuide(t, "The chain")
	tf := env.CLI(t, chain)
	restart := func() {
		tf = tf.Restart(map[string]func() tfprotov6.ProviderServer{harness.Ours: env.Server})
	}
	output := tf.Run(0, "apply", "-auto-approve")
	restart()
	shows(t, output+tf.Plan(harness.PlanEmpty), built[0])
	_, rotated := modelsGuide(t, "Rotate the key")
	shows(t, tf.Plan(harness.PlanEmpty), rotated[0])

	_, imported := modelsGuide(t, "Import what exists")
	there := env.CLI(t, chain)
	there.Write("import.tf", pieces(section(t, "models", "Import what exists"))[0].text)
	env.API.ResetRequests()
	shows(t, uuid.ReplaceAllString(there.Run(0, "plan"), "‹ID›"), piece{text: uuid.ReplaceAllString(imported[0].text, "‹ID›")})
	there.Run(0, "apply", "-auto-approve")
	there.Plan(harness.PlanEmpty)
	if writes := env.Writes(); len(writes) != 1 || !strings.Contains(string(writes[0].Body), "aws_role_arn") {
		t.Errorf("the import led to %d writes, want that of the role", len(writes))
	}

	tf.Write("teams.auto.tfvars", "budgets = { payments = 500, research = 200 }\n")
	_, removed := modelsGuide(t, "Add and remove a team")
	shows(t, tf.Plan(harness.PlanChanges), removed[0])
	env.API.ResetRequests()
	tf.Run(0, "apply", "-auto-approve")
	if writes := env.Writes(); len(writes) != 3 {
		t.Errorf("a team was removed by %d writes, want 3", len(writes))
	}
	restart()
	tf.Plan(harness.PlanEmpty)

	tf.Run(0, "destroy", "-auto-approve")
	for _, noun := range []emulator.Noun{emulator.Providers, emulator.Integrations, emulator.SecretReferences} {
		if left := env.API.All(noun); len(left) > 0 {
			t.Errorf("%d of %s are left", len(left), noun)
		}
	}
}

// TestGuide_modelsRejected provokes the errors that the guide shows: a provider without
// access to its integration, and an integration with a provider of somebody else.
func TestGuide_modelsRejected(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	_, texts := modelsGuide(t, "When Portkey rejects something")
	const integration = `
resource "portkey_integration" "openai" {
  name           = "OpenAI"
  slug           = "openai-prod"
  ai_provider_id = "openai"
  key            = "a key"
}

resource "portkey_workspace" "payments" {
  name = "Payments"
}
`
	tf := env.CLI(t, integration+`
resource "portkey_provider" "openai" {
  integration_id = portkey_integration.openai.slug
  workspace_id   = portkey_workspace.payments.id
  name           = "OpenAI"
}
`)
	shows(t, tf.Run(1, "apply", "-auto-approve"), texts[0])

	env.API.Add(emulator.Providers, env.Only().ID, map[string]any{"name": "OpenAI", "slug": "openai", "integration_id": "openai-prod"})
	shows(t, tf.Run(1, "destroy", "-auto-approve", "-target=portkey_integration.openai"), texts[1])
}
