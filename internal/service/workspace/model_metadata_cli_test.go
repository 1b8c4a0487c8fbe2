package workspace_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// blocks is the real CLI with this provider. rewrite replaces the configuration by
// provider blocks, which may be several, and the rest of it.
func blocks(t *testing.T, env *harness.Env) (tf *harness.CLI, rewrite func(blocks ...string)) {
	t.Helper()
	tf = env.CLI(t, "")
	return tf, func(blocks ...string) {
		tf.Write("main.tf", harness.Requires(map[string]string{"portkey": harness.Ours})+strings.Join(blocks, "\n"))
	}
}

// block is a provider block with further arguments.
func block(env *harness.Env, arguments string) string {
	return fmt.Sprintf("provider \"portkey\" {\n  base_url = %q\n  api_key  = %q\n  %s\n}\n", env.BaseURL, env.Key, arguments)
}

const team = `resource "portkey_workspace" "test" {
  name     = "Production"
  defaults = { metadata = { team = "payments" } }
}
`

// Terraform accepts every plan, one with values that only the apply knows too:
// the second plan is empty, and the apply is what was planned.
func TestResource_defaultMetadata_cli(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	tf, rewrite := blocks(t, env)
	for _, owner := range []string{"platform", "core"} {
		rewrite(block(env, `default_metadata = { owner = terraform_data.owner.output, stage = "live" }`), team,
			fmt.Sprintf("resource \"terraform_data\" \"owner\" {\n  input = %q\n}\n", owner))
		output := tf.Plan(harness.PlanChanges, "-out=plan")
		if !regexp.MustCompile(`"owner" *= .*\(known after apply\)`).MatchString(output) {
			t.Errorf("the plan does not separate what is known from what is not:\n%s", output)
		}
		tf.Run(0, "apply", "plan")
		tf.Plan(harness.PlanEmpty)
		if got := env.Only().Defaults["metadata"]; fmt.Sprint(got) != fmt.Sprintf("map[owner:%s stage:live team:payments]", owner) {
			t.Errorf("the server has %v", got)
		}
	}

	// Without the argument the keys go away again, and nothing else.
	rewrite(block(env, ""), team)
	tf.Run(0, "apply", "-auto-approve")
	if got := env.Only().Defaults["metadata"]; fmt.Sprint(got) != "map[team:payments]" {
		t.Errorf("the server has %v", got)
	}
	tf.Plan(harness.PlanEmpty)
}

// ignore_changes on defaults, or on one key in it, leaves alone what others write
// there, a value in place of an inherited one too. Of a key Terraform only knows
// where defaults is configured, if only empty.
func TestResource_defaultMetadataIgnored_cli(t *testing.T) {
	t.Parallel()
	const bare = "resource \"portkey_workspace\" \"test\" {\n  name = \"Production\"\n}\n"
	cases := map[string]struct {
		config, ignored string
		theirs          attrs
	}{
		"all":                 {team, "all", attrs{"owner": "somebody", "team": "fraud", "a": "b"}},
		"defaults":            {team, "[defaults]", attrs{"owner": "somebody", "team": "fraud", "a": "b"}},
		"defaults of none":    {bare, "[defaults]", attrs{"owner": "somebody", "a": "b"}},
		"one key":             {team, `[defaults.metadata["owner"]]`, attrs{"owner": "somebody", "team": "payments"}},
		"one key of empty":    {strings.Replace(bare, "n\"\n}", "n\"\n  defaults = {}\n}", 1), `[defaults.metadata["owner"]]`, attrs{"owner": "somebody"}},
		"one key of no other": {strings.Replace(team, "team = \"payments\"", "", 1), `[defaults.metadata["owner"]]`, attrs{"owner": "somebody"}},
	}
	for _, name := range harness.Today(t, slices.Sorted(maps.Keys(cases)), 2) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, env := cases[name], harness.Start(t)
			tf, rewrite := blocks(t, env)
			theirs := c.theirs
			ignoring := strings.TrimSuffix(c.config, "}\n") + "  lifecycle {\n    ignore_changes = " + c.ignored + "\n  }\n}\n"
			rewrite(block(env, `default_metadata = { owner = "platform" }`), ignoring)
			tf.Run(0, "apply", "-auto-approve")
			env.API.EditWorkspace(env.Only().ID, attrs{"defaults": attrs{"metadata": theirs}})
			tf.Plan(harness.PlanEmpty)

			// What the provider adds is written beside it, whatever is ignored.
			rewrite(block(env, `default_metadata = { owner = "platform", stage = "live" }`), ignoring)
			tf.Run(0, "apply", "-auto-approve")
			if diff := cmp.Diff(any(merged(theirs, attrs{"stage": "live"})), env.Only().Defaults["metadata"]); diff != "" {
				t.Errorf("on the server: want - got +:\n%s", diff)
			}
			tf.Plan(harness.PlanEmpty)
		})
	}
}

// A provider block without default_metadata keeps single workspaces out of it.
func TestResource_defaultMetadataAlias_cli(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	tf, rewrite := blocks(t, env)
	with := block(env, `default_metadata = { owner = "platform" }`)
	plain := block(env, `alias = "plain"`)
	rewrite(with, plain, team)
	tf.Run(0, "apply", "-auto-approve")
	rewrite(with, plain, strings.Replace(team, "{\n", "{\n  provider = portkey.plain\n", 1))
	output := tf.Plan(harness.PlanChanges)
	if !strings.Contains(output, `- "owner" = "platform" -> null`) || !strings.Contains(output, "0 to add, 1 to change, 0 to destroy") {
		t.Errorf("the plan:\n%s", output)
	}
	tf.Run(0, "apply", "-auto-approve")
	tf.Plan(harness.PlanEmpty)
	if got := env.Only().Defaults["metadata"]; fmt.Sprint(got) != "map[team:payments]" {
		t.Errorf("the server has %v", got)
	}
}

// A generated configuration leaves out what is inherited, and plans an import and
// nothing else.
func TestResource_defaultMetadataGenerated_cli(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	made := env.API.AddWorkspace(attrs{"name": "Production", "defaults": attrs{"metadata": attrs{"owner": "platform", "team": "payments"}}})
	tf, rewrite := blocks(t, env)
	rewrite(block(env, `default_metadata = { owner = "platform" }`), fmt.Sprintf("import {\n  to = portkey_workspace.test\n  id = %q\n}\n", made.ID))
	output := tf.Plan(harness.PlanChanges, "-generate-config-out=generated.tf")
	if !strings.Contains(output, "1 to import, 0 to add, 0 to change, 0 to destroy") {
		t.Errorf("the plan is more than an import:\n%s", output)
	}
	if generated := tf.Read("generated.tf"); strings.Contains(generated, "owner") || !strings.Contains(generated, `team = "payments"`) {
		t.Errorf("generated:\n%s", generated)
	}
	tf.Run(0, "apply", "-auto-approve")
	tf.Plan(harness.PlanEmpty)
	harness.WantUntouched(t, env, true)
}
