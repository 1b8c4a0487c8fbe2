package main

import (
	"context"
	"fmt"
	"path"
	"strings"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// organisation is one of many teams, each with a workspace and what is in it.
var organisation = &workload{
	of: "teams",
	operations: []operation{
		{name: "apply", args: []string{"apply", "-auto-approve"}},
		// By then the contents of configs are known to be those of their last update.
		{name: "change", args: []string{"apply", "-auto-approve", changed}, later: time.Hour},
		{name: refresh, args: []string{"plan", "-detailed-exitcode", changed}},
		{name: "destroy", args: []string{"destroy", "-auto-approve", changed}},
	},
	seed: func(api *emulator.Server) {
		for i, id := range membersOfTeam {
			api.Add(emulator.Users, "", map[string]any{"id": id, "email": fmt.Sprintf("person.%d@example.com", i)})
		}
		for _, slug := range integrationsOfTeam {
			api.Add(emulator.Integrations, "", map[string]any{"name": slug, "slug": slug})
		}
	},
	files:        organisationFiles,
	takes:        func(c contender) bool { return c.source == community || c.program == "" },
	bare:         func(l *loop, n int) func(context.Context, string) error { return newBareOrganisation(l, n).do },
	bounds:       []bound{{cpu, emptyName, 1.3, ""}, {memory, emptyName, 1.3, ""}, {whole, dataName, 4, refresh}},
	mostRequests: func(n int) int { return 20 + n*44/10 }, // 900 of 200 teams
}

// changed is the change of one team: another description.
const (
	another = "Scores payments before they are booked"
	changed = "-var=description=" + another
)

// What each team has. The first member is a manager: a create of a workspace makes all of
// its users plain members.
var (
	membersOfTeam = []string{
		"0a6c1d52-4c0e-4b0f-9d7e-5f2a7c1b0001", "0a6c1d52-4c0e-4b0f-9d7e-5f2a7c1b0002", "0a6c1d52-4c0e-4b0f-9d7e-5f2a7c1b0003",
		"0a6c1d52-4c0e-4b0f-9d7e-5f2a7c1b0004", "0a6c1d52-4c0e-4b0f-9d7e-5f2a7c1b0005",
	}
	integrationsOfTeam = []string{"anthropic", "azure-openai", "bedrock", "openai", "vertex-ai"}
	keysOfTeam         = []string{"production", "staging"}
)

// team are the resources of a team: the type, what for_each is, and the arguments, which
// are those of an object too.
var team = []struct{ typeName, each, arguments string }{
	{"workspace", "", `
    name        = var.name
    description = var.description
`},
	{"workspace_member", fmt.Sprintf(`toset(["%s"])`, strings.Join(membersOfTeam, `", "`)), fmt.Sprintf(`
    workspace_id = local.workspace_id
    user_id      = each.key
    role         = each.key == %q ? "manager" : "member"
`, membersOfTeam[0])},
	{"integration_workspace_access", fmt.Sprintf(`toset(["%s"])`, strings.Join(integrationsOfTeam, `", "`)), `
    workspace_id   = local.workspace_id
    integration_id = each.key
`},
	{"api_key", fmt.Sprintf(`toset(["%s"])`, strings.Join(keysOfTeam, `", "`)), `
    workspace_id = local.workspace_id
    type         = "workspace-service"
    name         = each.key
    scopes       = ["completions.write", "logs.write"]
`},
	{"usage_limits_policy", "", `
    workspace_id   = local.workspace_id
    name           = "Budget of a user"
    type           = "cost"
    credit_limit   = 20
    periodic_reset = "monthly"
    group_by       = ["metadata.user"]
    conditions     = [{ key = "metadata.user", values = ["*"] }]
`},
	{"rate_limits_policy", "", `
    workspace_id = local.workspace_id
    name         = "Requests of a key"
    type         = "requests"
    unit         = "rpm"
    value        = 60
    group_by     = ["api_key"]
    conditions   = [{ key = "model", values = ["gpt-4o"] }]
`},
	{"config", "", `
    workspace_id = local.workspace_id
    name         = "Retries"
    config       = jsonencode({ retry = { attempts = 3 } })
`},
	{"guardrail", "", `
    workspace_id = local.workspace_id
    name         = "Personal data"
    scope        = "workspace"
    checks       = [{ id = "portkey.pii", parameters = jsonencode({ categories = ["CREDIT_CARD", "SSN"] }) }]
    actions      = { deny = true }
`},
}

// organisationFiles are a module that is called once for each team. The description of the
// first team is a variable.
func organisationFiles(c contender, root string, n int) map[string]string {
	return map[string]string{
		"main.tf": root + fmt.Sprintf(`
variable "description" {
  type    = string
  default = "Reads invoices"
}

module "team" {
  source      = "./team"
  for_each    = { for i in range(%d) : format("team-%%03d", i) => "Team ${i}" }
  name        = each.value
  description = each.key == "team-000" ? var.description : "Answers customers"
}
`, n),
		path.Join("team", "main.tf"): c.team(),
	}
}

// team is the module of a team. Of no provider, it has as many terraform_data, whose input
// are the same arguments.
func (c contender) team() string {
	var text strings.Builder
	text.WriteString(c.requirement())
	text.WriteString("\nvariable \"name\" {\n  type = string\n}\n\nvariable \"description\" {\n  type = string\n}\n")
	workspace := "portkey_workspace.this"
	if c.program == "" {
		workspace = "terraform_data.workspace"
	}
	fmt.Fprintf(&text, "\nlocals {\n  workspace_id = %s.id\n}\n", workspace)
	for _, one := range team {
		head, arguments := fmt.Sprintf(`"portkey_%s" "this"`, one.typeName), one.arguments
		if c.program == "" {
			head, arguments = fmt.Sprintf(`"terraform_data" %q`, one.typeName), "\n  input = {"+arguments+"  }\n"
		}
		if one.each != "" {
			arguments = "\n  for_each = " + one.each + "\n" + arguments
		}
		fmt.Fprintf(&text, "\nresource %s {%s}\n", head, arguments)
	}
	return text.String()
}
