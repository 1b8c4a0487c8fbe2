package main

import "testing"

// The JSON of checks and actions becomes attributes, and where a guardrail is, is said.
func TestConvert_guardrail(t *testing.T) {
	t.Parallel()
	wantConverted(t, `resource "portkey_guardrail" "inside" {
  name         = "No secrets"
  workspace_id = portkey_workspace.one.id
  checks = jsonencode([
    { id = "default.contains", is_enabled = true, parameters = { words = [var.word], operator = "none" } },
    { id = "portkey.gibberish" },
  ])
  actions = jsonencode({ deny = true, onFail = "block", on_fail = { feedback = { value = -5, metadata = { team = "risk" } } } })
}

resource "portkey_guardrail" "own" {
  name    = "Own"
  checks  = var.checks
  actions = jsonencode({})
}

resource "portkey_guardrail" "either" {
  name         = "Either"
  workspace_id = var.workspace
  checks       = jsonencode(local.checks)
  actions      = var.actions
}

output "changed" { value = portkey_guardrail.own.updated_at }
`, `resource "portkey_guardrail" "inside" {
  name         = "No secrets"
  scope        = "workspace"
  workspace_id = portkey_workspace.one.id
  checks = [{
    id         = "default.contains"
    is_enabled = true
    parameters = jsonencode({ words = [var.word], operator = "none" })
    }, {
    id = "portkey.gibberish"
  }]
  actions = {
    deny = true
    on_fail = {
      feedback = {
        value    = -5
        metadata = jsonencode({ team = "risk" })
      }
    }
    extra = jsonencode({
      onFail = "block"
    })
  }
}

resource "portkey_guardrail" "own" {
  name  = "Own"
  scope = "organisation"
  checks = [for check in jsondecode(var.checks) : {
    id         = check.id
    name       = try(check.name, null)
    is_enabled = try(check.is_enabled, null)
    parameters = try(jsonencode(check.parameters), null)
  }]
  actions = {
  }
}

resource "portkey_guardrail" "either" {
  name         = "Either"
  scope        = var.workspace == null ? "organisation" : "workspace"
  workspace_id = var.workspace
  checks = [for check in local.checks : {
    id         = check.id
    name       = try(check.name, null)
    is_enabled = try(check.is_enabled, null)
    parameters = try(jsonencode(check.parameters), null)
  }]
  actions = var.actions
}

output "changed" { value = portkey_guardrail.own.last_updated_at }
`, "actions is an object here")
}
