package main

import (
	"context"
	"fmt"
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

// The addresses in examples/demo that the steps use.
const (
	fraudDetection = `portkey_workspace.team["fraud-detection"]`
	support        = `portkey_workspace.team["support"]`
	search         = `portkey_workspace.team["search"]`
	sandbox        = "portkey_workspace.sandbox"
	legacyChatbot  = "portkey_workspace.legacy_chatbot"
)

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
		words: "Three teams and a sandbox. A plan only reads.",
		do: func(ctx context.Context, s *stage) error {
			return s.plan(ctx, changes{
				fraudDetection: "create", support: "create", search: "create", sandbox: "create",
			})
		},
	},
	{
		title: "Apply",
		words: "A lookup of the names that are in use, then one POST for each workspace. Each body\n" +
			"contains the configuration, and nothing else.",
		do: func(ctx context.Context, s *stage) error {
			if err := s.apply(ctx); err != nil {
				return err
			}
			if err := s.writes(map[string]int{"POST": 4}); err != nil {
				return err
			}
			return s.activeWorkspaces("🔎 Fraud detection", "Sandbox", "Search", "Support")
		},
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
		words: "In the UI, someone changes the description of the fraud detection workspace and\n" +
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
		title: "Destroy",
		words: "The sandbox contains a prompt by now. Portkey does not delete a workspace that is not\n" +
			"empty; force_delete empties it first. Nothing else is deleted.",
		do: destroy,
	},
}

func changeBudget(ctx context.Context, s *stage) error {
	if err := s.write("demo.auto.tfvars", "support_budget = 300\n"); err != nil {
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
	workspace, err := s.workspaceNamed("Support")
	if err != nil {
		return err
	}
	if got := fmt.Sprint(workspace.UsageLimits[0]["credit_limit"]); got != "300" {
		return fmt.Errorf("the API has a budget of %s, want 300", got)
	}
	return s.planNoChanges(ctx)
}

func drift(ctx context.Context, s *stage) error {
	before, err := s.workspaceNamed("Fraud detection")
	if err != nil {
		return err
	}
	s.api.EditWorkspace(before.ID, map[string]any{
		"description": "Ask Kim before you touch this",
		"rate_limits": nil,
	})
	if err := s.plan(ctx, changes{fraudDetection: "update"}); err != nil {
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

func destroy(ctx context.Context, s *stage) error {
	workspace, err := s.workspaceNamed("Sandbox")
	if err != nil {
		return err
	}
	s.api.Add(emulator.Prompts, workspace.ID, map[string]any{"name": "Greeting"})
	err = s.plan(ctx, changes{
		fraudDetection: "delete", support: "delete", search: "delete", sandbox: "delete", legacyChatbot: "delete",
	}, "-destroy")
	if err != nil {
		return err
	}
	if err := s.apply(ctx); err != nil {
		return err
	}
	if left := s.api.Count(emulator.Prompts, workspace.ID); left != 0 {
		return fmt.Errorf("%d prompts are left in the sandbox", left)
	}
	return s.activeWorkspaces()
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
