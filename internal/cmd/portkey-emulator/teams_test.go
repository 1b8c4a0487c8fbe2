package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// teams is a configuration that takes over what a seed has.
const teams = `
terraform {
  required_providers {
    portkey = { source = "portkey-community/portkey" }
  }
}

locals {
  seed = yamldecode(file("organisation.yaml"))
  team = { for team in local.seed.workspaces : team.slug => team }
}

resource "portkey_workspace" "team" {
  for_each = local.team

  name         = each.value.name
  description  = each.value.description
  defaults     = { metadata = each.value.defaults.metadata }
  usage_limits = each.value.usage_limits
  rate_limits  = each.value.rate_limits
}

resource "portkey_workspace_member" "lead" {
  for_each = local.team

  workspace_id = portkey_workspace.team[each.key].slug
  email        = each.value.members[0].email
  role         = each.value.members[0].role
}

import {
  for_each = local.team
  to       = portkey_workspace.team[each.key]
  id       = each.key
}

import {
  for_each = local.team
  to       = portkey_workspace_member.lead[each.key]
  id       = "${each.key}/${each.value.members[0].email}"
}
`

// An organisation of 200 teams comes from a seed, and a configuration made of the same file
// takes it over, with a key that only reads, and finds nothing to change.
func TestRun_teams(t *testing.T) {
	t.Parallel()
	const count = 200
	var seed strings.Builder
	seed.WriteString("users:\n")
	for i := range count {
		fmt.Fprintf(&seed, "  - { email: lead.%d@example.com, role: member }\n", i)
	}
	seed.WriteString("workspaces:\n")
	for i := range count {
		fmt.Fprintf(&seed, `  - name: Team %[1]d
    slug: team-%[1]d
    description: The workspace of team %[1]d
    defaults: { metadata: { team: "%[1]d", environment: production } }
    usage_limits: [{ type: cost, credit_limit: %[2]d, alert_threshold: 80, periodic_reset: monthly }]
    rate_limits: [{ type: requests, unit: rpm, value: 600 }]
    members: [{ email: lead.%[1]d@example.com, role: manager }]
    api_keys: [{ name: backend }]
`, i, 100+i)
	}
	module := t.TempDir()
	for name, text := range map[string]string{"organisation.yaml": seed.String(), "main.tf": teams} {
		if err := os.WriteFile(filepath.Join(module, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p := serve(t, "-log", "-seed", filepath.Join(module, "organisation.yaml"), "-key", "plan=*.read,*.list")
	_, secret, _ := strings.Cut(p.others[0], "PORTKEY_API_KEY=")
	sandbox := harness.NewSandboxWithProvider(t, strings.TrimPrefix(p.base, "export "), "PORTKEY_API_KEY="+secret, "TF_CLI_ARGS=-no-color")
	for _, args := range [][]string{{"init"}, {"plan", "-out=plan"}} {
		got, err := sandbox.Run(t.Context(), module, io.Discard, args...)
		if err != nil || got.Code != 0 {
			t.Fatalf("%v: exit code %d, %v\n%s", args, got.Code, err, got.Output)
		}
		if want := fmt.Sprintf("Plan: %d to import, 0 to add, 0 to change, 0 to destroy.", 2*count); args[0] == "plan" && !strings.Contains(got.Output, want) {
			t.Errorf("want %s\n%s", want, got.Output)
		}
	}
	log := p.done()
	if strings.Count(log, " plan GET ") != strings.Count(log, "\n") || strings.Contains(log, " 403 ") {
		t.Errorf("the requests of the plan:\n%s", log)
	}
}
