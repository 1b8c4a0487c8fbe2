# Needs no API, key or network: Terraform generates what Portkey would return.

mock_provider "portkey" {
  mock_resource "portkey_api_key" {
    defaults = {
      key           = "a-key"
      key_version   = 1
      encrypted_key = "an encrypted key"
    }
  }
}

variables {
  team = "payments"
  name = "Payments"

  environments = {
    staging = {}
    production = {
      monthly_budget      = 500
      requests_per_minute = 1200
      integrations = {
        openai    = { integration_id = "openai-prod", monthly_budget = 400 }
        anthropic = { integration_id = "anthropic", create_provider = false }
      }
      keys = {
        checkout = { encrypt_to = ["age1dtu8wgxzh9x889vhqvq5ut0rkgzrxpv4v2a5gkjpqaztnx08pvxsq3q34k"] }
        reports  = { scopes = ["logs.view"], rotate_trigger = "2027-01" }
      }
    }
  }
}

run "configures_what_is_there" {
  variables {
    description = "Scores payments"
    metadata    = { cost_centre = "4711" }
    members     = { "Grace.Hopper@example.com" = "manager" }
    groups      = { "Payments engineers" = "member" }
    config      = "{\"retry\":{\"attempts\":3}}"
    per_user    = { monthly_budget = 20, requests_per_minute = 60 }
    guardrails = {
      "Code names" = { checks = [{ id = "default.contains", parameters = "{\"operator\":\"none\",\"words\":[\"Heron\"]}" }], directions = ["output"] }
    }
  }

  assert {
    condition     = portkey_workspace.this["staging"].name == "Payments staging" && portkey_workspace.this["staging"].description == "Scores payments"
    error_message = "The workspace is ${portkey_workspace.this["staging"].name}."
  }

  assert {
    condition     = jsonencode(portkey_workspace.this["production"].defaults.metadata) == jsonencode({ cost_centre = "4711", environment = "production", team = "payments" })
    error_message = "The metadata is ${jsonencode(portkey_workspace.this["production"].defaults.metadata)}."
  }

  assert {
    condition     = one(portkey_workspace.this["production"].usage_limits).alert_threshold == 400 && portkey_workspace.this["staging"].usage_limits == null
    error_message = "The alert is not at 80% of the budget, or an environment without a budget has one."
  }

  assert {
    condition     = alltrue([for workspace in portkey_workspace.this : workspace.deletion_protection && !workspace.force_delete])
    error_message = "A workspace can be destroyed."
  }

  assert {
    condition     = portkey_workspace_member.this["production/grace.hopper@example.com"].email == "Grace.Hopper@example.com"
    error_message = "The address is not the one that was written."
  }

  assert {
    condition     = length(portkey_workspace_member.this) == 2 && length(portkey_scim_workspace_mapping.this) == 2
    error_message = "People may not enter each environment."
  }

  assert {
    condition     = join(",", keys(portkey_integration_workspace_access.this)) == "production/anthropic,production/openai" && join(",", keys(portkey_provider.this)) == "production/openai"
    error_message = "The accesses are ${join(",", keys(portkey_integration_workspace_access.this))}, and the providers ${join(",", keys(portkey_provider.this))}."
  }

  assert {
    condition     = length(portkey_workspace_defaults.this["staging"].output_guardrails) == 1 && length(portkey_workspace_defaults.this["staging"].input_guardrails) == 0
    error_message = "The guardrail is not on responses alone."
  }

  assert {
    condition     = portkey_api_key.this["production/checkout"].defaults.config_id == portkey_config.this["production"].slug && !portkey_api_key.this["production/checkout"].defaults.allow_config_override
    error_message = "A key may use another config than that of the team."
  }

  assert {
    condition     = length(portkey_usage_limits_policy.per_user) == 2 && length(portkey_rate_limits_policy.per_user) == 2
    error_message = "Users are not limited in each environment."
  }

  assert {
    condition     = join(",", keys(output.keys)) == "production/reports" && join(",", keys(output.key_versions)) == "production/reports" && join(",", keys(output.encrypted_keys)) == "production/checkout"
    error_message = "A key with encrypt_to is among those without."
  }
}

# Null is as if it were not there: nothing is created for it.
run "configures_nothing_for_null" {
  variables {
    description = null
    metadata    = null
    members     = null
    groups      = null
    config      = null
    guardrails  = null
    per_user    = null
    environments = {
      staging    = null
      production = { monthly_budget = null, integrations = null, keys = { checkout = null } }
    }
  }

  assert {
    condition     = join(",", keys(portkey_workspace.this)) == "production"
    error_message = "The workspaces are ${join(",", keys(portkey_workspace.this))}."
  }

  assert {
    condition = 0 == length(portkey_workspace_member.this) + length(portkey_scim_workspace_mapping.this) + length(portkey_integration_workspace_access.this) + length(portkey_provider.this) + length(portkey_guardrail.this) + length(portkey_config.this) + length(portkey_workspace_defaults.this) + length(portkey_api_key.this) + length(portkey_usage_limits_policy.per_user) + length(portkey_rate_limits_policy.per_user)

    error_message = "Something was created for null."
  }
}

run "rejects_a_team_without_environments" {
  command = plan

  variables {
    environments = { production = null }
  }

  expect_failures = [var.environments]
}

run "rejects_fractions_of_a_budget" {
  command = plan

  variables {
    environments = { production = { keys = { checkout = { monthly_budget = 10.5 } } } }
  }

  expect_failures = [var.environments]
}

run "rejects_two_kinds_of_rotation" {
  command = plan

  variables {
    environments = { production = { keys = { checkout = { rotate_trigger = "1", rotation_policy = { rotation_period = "monthly" } } } } }
  }

  expect_failures = [var.environments]
}

run "rejects_unknown_roles" {
  command = plan

  variables {
    members = { "grace.hopper@example.com" = "owner" }
    groups  = { Engineers = "developer" }
  }

  expect_failures = [var.members, var.groups]
}

run "rejects_unknown_directions" {
  command = plan

  variables {
    guardrails = { Words = { checks = [{ id = "default.contains" }], directions = ["inputs"] } }
  }

  expect_failures = [var.guardrails]
}

run "rejects_metadata_of_its_own" {
  command = plan

  variables {
    metadata = { team = "search" }
  }

  expect_failures = [var.metadata]
}
