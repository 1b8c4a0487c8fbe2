package repo

import (
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// promptsPieces are the pieces of a language under a heading of the guide.
func promptsPieces(t *testing.T, heading, language string) (texts []string) {
	t.Helper()
	for _, one := range pieces(section(t, "prompts", heading)) {
		if one.language == language {
			texts = append(texts, one.text)
		}
	}
	return texts
}

// TestGuide_prompts keeps prompts in files as the guide does, changes and renames one, and
// promotes a version.
func TestGuide_prompts(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	home := env.API.AddWorkspace(map[string]any{"name": "Support"})
	env.API.Add(emulator.Providers, home.ID, map[string]any{"slug": "openai-support"})
	const files, change, review = "One file for each prompt", "Change a prompt", "Review versions before production"

	tf := env.CLI(t, promptsPieces(t, files, "terraform")[0])
	messages := promptsPieces(t, files, "json")[0]
	tf.Write("prompts/refund.json", messages)
	tf.Write("prompts/greeting.txt", "Greet {{customer}}.\n")
	tf.Run(0, "apply", "-auto-approve")
	tf.Plan(harness.PlanEmpty)
	tf.Write("prompts/refund.json", strings.Join(strings.Fields(messages), " "))
	tf.Run(0, "apply", "-auto-approve")
	refund := func() emulator.Object {
		for _, one := range env.API.All(emulator.Prompts) {
			if strings.HasPrefix(one.Name, "refund") {
				return one
			}
		}
		t.Fatal("there is no such prompt")
		return emulator.Object{}
	}
	versions := func() []emulator.Version { return env.API.Versions(emulator.Prompts, refund().ID) }
	if len(versions()) != 1 {
		t.Errorf("other formatting led to %d versions", len(versions()))
	}

	changed := strings.ReplaceAll(messages, "You decide", "Decide")
	tf.Write("prompts/refund.json", changed)
	inOrder(t, tf.Plan(harness.PlanChanges), promptsPieces(t, change, "text")[0])
	tf.Run(0, "apply", "-auto-approve")
	if all := versions(); len(all) != 2 || !all[1].Default {
		t.Errorf("a change led to %+v", all)
	}
	tf.Plan(harness.PlanEmpty)

	tf.Write("terraform.tfvars", promptsPieces(t, review, "hcl")[0])
	tf.Write("prompts/refund.json", strings.ReplaceAll(changed, "Decide", "Think, and decide"))
	tf.Run(0, "apply", "-auto-approve")
	if all := versions(); len(all) != 3 || !all[1].Default || all[0].LabelID == "" {
		t.Errorf("a draft led to %+v", all)
	}
	tf.Write("promoted.auto.tfvars", "production = { refund = 3 }\n")
	inOrder(t, harness.Flat(tf.Plan(harness.PlanChanges)), "version = 1 -> 3")
	tf.Run(0, "apply", "-auto-approve")
	if all := versions(); all[0].LabelID != "" || all[2].LabelID == "" {
		t.Errorf("the label is not moved: %+v", all)
	}
	tf.Plan(harness.PlanEmpty)
	tf.Run(0, "destroy", "-auto-approve")
	if left := env.API.All(emulator.Prompts); len(left) > 0 {
		t.Errorf("%d prompts are left", len(left))
	}
}
