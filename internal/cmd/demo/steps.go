package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// step is one act of the demo: what is printed about it, and what is run and checked.
// An error means that the provider did not behave as printed.
type step struct {
	title string
	words string
	do    func(context.Context, *stage) error
}

// The addresses that the steps use.
const (
	payments      = `module.team["payments"].portkey_workspace.this["production"]`
	staging       = `module.team["payments"].portkey_workspace.this["staging"]`
	support       = `module.team["support"].portkey_workspace.this["production"]`
	legacyChatbot = "portkey_workspace.legacy_chatbot"
)

// created are the resources of the first apply.
var created = changes{
	`portkey_integration.this["openai"]`:        "create",
	`portkey_integration_models.this["openai"]`: "create",
	payments: "create", staging: "create", support: "create",
	`module.team["payments"].portkey_workspace_member.this["production/grace.hopper@example.com"]`: "create",
	`module.team["payments"].portkey_workspace_member.this["staging/grace.hopper@example.com"]`:    "create",
	`module.team["payments"].portkey_integration_workspace_access.this["production/openai"]`:       "create",
	`module.team["payments"].portkey_provider.this["production/openai"]`:                           "create",
	`module.team["payments"].portkey_api_key.this["production/checkout"]`:                          "create",
}

var steps = []step{
	{
		title: "Install the provider",
		words: "An ordinary init, as for any provider, which is installed from the mirror. The warning\n" +
			"about the lock file is about other platforms, for which the mirror has no package.",
		do: func(ctx context.Context, s *stage) error {
			return s.terraform(ctx, 0, "init")
		},
	},
	{
		title: "Plan",
		words: "Two teams of teams.yaml, with three workspaces. A plan only reads.",
		do: func(ctx context.Context, s *stage) error {
			return s.plan(ctx, created)
		},
	},
	{
		title: "Apply",
		words: "Lookups of the names that are in use, then one write for each object. Each body contains\n" +
			"the configuration, and nothing else. The API key is encrypted before it is stored.",
		do: apply,
	},
	{
		title: "Plan again",
		words: "Portkey matches the configuration, so there is nothing to do.",
		do: func(ctx context.Context, s *stage) error {
			return s.planNoChanges(ctx)
		},
	},
	{
		title: "Change a budget",
		words: "The support team gets 300 dollars a month instead of 200. The request contains\n" +
			"the reset date that the server returned, so the current month is not cut short.",
		do: changeBudget,
	},
	{
		title: "Somebody edits a workspace outside Terraform",
		words: "In the UI, someone changes the description of the workspace of the payments team, and\n" +
			"removes its rate limit. The plan shows both, and the apply reverts them.",
		do: drift,
	},
	{
		title: "Import a workspace that was created by hand",
		words: "Someone created \"Legacy chatbot\" in the UI. An import block finds it by its name, the\n" +
			"CLI generates the configuration, and no request changes the workspace.",
		do: importByName,
	},
	{
		title: "Remove a protected environment",
		words: "Someone removes the staging environment of the payments team from the file. The plan\n" +
			"fails, because the module protects workspaces unless the file says otherwise.",
		do: refusedDestroy,
	},
	{
		title: "Remove a team",
		words: "The workspace of the support team is not protected, and contains a prompt by now.\n" +
			"Portkey does not delete a workspace that is not empty; force_delete empties it first.\n" +
			"Nothing else is deleted.",
		do: destroy,
	},
	{
		title: "Look at the organisation",
		words: "The emulator has a page, on which people edit what it has. This is what is there now.",
		do:    look,
	},
}

func apply(ctx context.Context, s *stage) error {
	if err := s.apply(ctx); err != nil {
		return err
	}
	if err := s.writes(map[string]int{"POST": 8, "PUT": 2}); err != nil {
		return err
	}
	key := s.api.All(emulator.APIKeys)[0]
	state, err := s.sandbox.Run(ctx, s.workDir, io.Discard, "state", "pull")
	if err != nil {
		return err
	}
	for _, secret := range s.api.LiveSecrets(key.ID) {
		if strings.Contains(state.Stdout, secret) {
			return errors.New("the state contains the API key")
		}
	}
	return s.activeWorkspaces("Payments production", "Payments staging", "Support production")
}

func changeBudget(ctx context.Context, s *stage) error {
	if err := s.edit("      monthly_budget: 200\n", "      monthly_budget: 300\n"); err != nil {
		return err
	}
	if err := s.plan(ctx, changes{support: "update"}); err != nil {
		return err
	}
	if err := s.apply(ctx); err != nil {
		return err
	}
	if err := s.writes(map[string]int{"PUT": 1}); err != nil {
		return err
	}
	workspace, err := s.workspaceNamed("Support production")
	if err != nil {
		return err
	}
	if got := fmt.Sprint(workspace.UsageLimits[0]["credit_limit"]); got != "300" {
		return fmt.Errorf("the API has a budget of %s, want 300", got)
	}
	return s.planNoChanges(ctx)
}

func drift(ctx context.Context, s *stage) error {
	before, err := s.workspaceNamed("Payments production")
	if err != nil {
		return err
	}
	s.api.EditWorkspace(before.ID, map[string]any{
		"description": "Ask Kim before you touch this",
		"rate_limits": nil,
	})
	if err := s.plan(ctx, changes{payments: "update"}); err != nil {
		return err
	}
	if err := s.apply(ctx); err != nil {
		return err
	}
	if err := s.writes(map[string]int{"PUT": 1}); err != nil {
		return err
	}
	after, _ := s.api.Workspace(before.ID)
	if after.Description != before.Description || len(after.RateLimits) != len(before.RateLimits) {
		return fmt.Errorf("the edit is still there: description %q, %d rate limits", after.Description, len(after.RateLimits))
	}
	return s.planNoChanges(ctx)
}

func importByName(ctx context.Context, s *stage) error {
	s.api.AddWorkspace(map[string]any{
		"name":        "Legacy chatbot",
		"description": "Answers on the old website",
		"usage_limits": []any{
			map[string]any{"type": "tokens", "credit_limit": 5_000_000, "periodic_reset": "weekly"},
		},
	})
	block := fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", legacyChatbot, "Legacy chatbot")
	if err := s.write("import.tf", block); err != nil {
		return err
	}
	if err := s.plan(ctx, changes{legacyChatbot: "import"}, "-generate-config-out=legacy_chatbot.tf"); err != nil {
		return err
	}
	if err := s.apply(ctx); err != nil {
		return err
	}
	if err := s.writes(nil); err != nil {
		return err
	}
	return s.planNoChanges(ctx)
}

func refusedDestroy(ctx context.Context, s *stage) error {
	if err := s.edit("    staging:\n      monthly_budget: 100\n", ""); err != nil {
		return err
	}
	got, err := s.terraformOutput(ctx, 1, "plan")
	if err != nil {
		return err
	}
	if !strings.Contains(got.Output, "deletion_protection = true") {
		return errors.New("the error does not name the protection")
	}
	if err := s.writes(nil); err != nil {
		return err
	}
	const production = "    production:\n      monthly_budget: 1500\n"
	if err := s.edit(production, "    staging:\n      monthly_budget: 100\n"+production); err != nil {
		return err
	}
	return s.planNoChanges(ctx)
}

// supportTeam is what the file has of the support team by then.
const supportTeam = `support:
  name: Support
  environments:
    production:
      monthly_budget: 300
      deletion_protection: false
      force_delete: true
`

func destroy(ctx context.Context, s *stage) error {
	workspace, err := s.workspaceNamed("Support production")
	if err != nil {
		return err
	}
	s.api.Add(emulator.Prompts, workspace.ID, map[string]any{"name": "Greeting"})
	if err := s.edit(supportTeam, ""); err != nil {
		return err
	}
	if err := s.plan(ctx, changes{support: "delete"}); err != nil {
		return err
	}
	if err := s.apply(ctx); err != nil {
		return err
	}
	if left := s.api.Count(emulator.Prompts, workspace.ID); left != 0 {
		return fmt.Errorf("%d prompts are left in the workspace", left)
	}
	return s.activeWorkspaces("Payments production", "Payments staging", "Legacy chatbot")
}

func look(ctx context.Context, s *stage) error {
	shown, err := s.glance(ctx)
	if err != nil {
		return err
	}
	s.say("\n%s", shown)
	for _, want := range []string{"Payments production", "cost_centre = 4711", "cost 1500, monthly", "1 × api key", "archived"} {
		if !strings.Contains(shown, want) {
			return fmt.Errorf("the page does not show %q", want)
		}
	}
	return nil
}

// play runs the steps in order and shows the requests of each.
func (s *stage) play(ctx context.Context) error {
	for i, step := range steps {
		s.say("\n%s\n%d. %s\n%s", strings.Repeat("─", 80), i+1, step.title, step.words)
		s.api.ResetRequests()
		if err := step.do(ctx, s); err != nil {
			return fmt.Errorf("step %d (%s): %w", i+1, step.title, err)
		}
		s.say("\n%s", received(s.api.Requests()))
	}
	s.say("\n%s\nAll %d steps succeeded. Nothing is left behind.", strings.Repeat("─", 80), len(steps))
	return nil
}
