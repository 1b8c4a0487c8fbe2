# Runs against the emulator, whose address is in PORTKEY_BASE_URL, with the users Grace
# and Alan. Terraform destroys what the runs created when they are complete.

# The emulator's key, so that a real key in the environment is not used.
provider "portkey" {
  api_key = "pk-emulator-admin-0000000000000000"
}

variables {
  team       = "payments"
  name       = "Payments"
  metadata   = { cost_centre = "4711" }
  members    = { "Grace.Hopper@example.com" = "manager", "alan.turing@example.com" = "member" }
  groups     = { "Payments engineers" = "member" }
  config     = "{\"retry\":{\"attempts\":3}}"
  per_user   = { monthly_budget = 20, requests_per_minute = 60 }
  guardrails = { "Code names" = { checks = [{ id = "default.contains", parameters = "{\"operator\":\"none\",\"words\":[\"Heron\"]}" }] } }
}

run "integration" {
  module {
    source = "./tests/integration"
  }
}

run "create" {
  variables {
    environments = {
      staging = { deletion_protection = false }
      production = {
        monthly_budget      = 500
        deletion_protection = false
        integrations        = { openai = { integration_id = run.integration.id, monthly_budget = 400 } }
        keys = {
          checkout = { encrypt_to = ["age1dtu8wgxzh9x889vhqvq5ut0rkgzrxpv4v2a5gkjpqaztnx08pvxsq3q34k"] }
          reports  = { rotation_policy = { rotation_period = "monthly" } }
        }
      }
    }
  }

  assert {
    condition     = startswith(output.encrypted_keys["production/checkout"], "-----BEGIN AGE ENCRYPTED FILE-----")
    error_message = "The key is not encrypted."
  }

  assert {
    condition     = length(output.keys["production/reports"]) > 10 && output.key_versions["production/reports"] == 1
    error_message = "The key is not among the outputs."
  }
}

run "look" {
  module {
    source = "./tests/look"
  }

  variables {
    workspace_id = run.create.workspaces["production"].id
  }

  assert {
    condition     = output.workspace.name == "Payments production" && output.workspace.defaults.metadata.team == "payments" && output.workspace.defaults.metadata.cost_centre == "4711"
    error_message = "The workspace is ${output.workspace.name}, with the metadata ${jsonencode(output.workspace.defaults.metadata)}."
  }

  assert {
    condition     = output.roles["grace.hopper@example.com"] == "manager" && output.roles["alan.turing@example.com"] == "member"
    error_message = "The roles are ${jsonencode(output.roles)}."
  }

  assert {
    condition     = join(",", output.groups) == "Payments engineers"
    error_message = "The groups are ${jsonencode(output.groups)}."
  }

  assert {
    condition     = output.budget_of_openai == 400 && join(",", output.providers) == "openai"
    error_message = "The budget of the integration is ${output.budget_of_openai}, and the providers are ${jsonencode(output.providers)}."
  }

  assert {
    condition     = output.defaults.user_api_key_config_id != null && length(output.defaults.input_guardrails) == 1 && try(length(output.defaults.output_guardrails), 0) == 0
    error_message = "The defaults are ${jsonencode(output.defaults)}."
  }

  assert {
    condition     = output.keys["reports"].rotation_policy.rotation_period == "monthly" && output.keys["checkout"].defaults.config_id != null
    error_message = "A key is not rotated, or not bound to the config."
  }

  assert {
    condition     = output.budget_per_user == 20 && output.rate_per_user == 60
    error_message = "A user may spend ${output.budget_per_user}, and send ${output.rate_per_user} requests a minute."
  }
}

run "change" {
  variables {
    members  = { "grace.hopper@example.com" = "admin" }
    per_user = null
    environments = {
      staging = { deletion_protection = false }
      production = {
        monthly_budget      = 800
        deletion_protection = false
        integrations        = { openai = { integration_id = run.integration.id, monthly_budget = 600 } }
      }
    }
  }
}

run "look_again" {
  module {
    source = "./tests/look"
  }

  variables {
    workspace_id = run.change.workspaces["production"].id
  }

  assert {
    condition     = one(output.workspace.usage_limits).alert_threshold == 640 && output.budget_of_openai == 600
    error_message = "The budgets were not raised."
  }

  assert {
    condition     = output.roles["grace.hopper@example.com"] == "admin" && !contains(keys(output.roles), "alan.turing@example.com")
    error_message = "The roles are ${jsonencode(output.roles)}."
  }

  assert {
    condition     = length(output.keys) == 0 && output.budget_per_user == null && output.rate_per_user == null
    error_message = "What was removed is still there."
  }
}
