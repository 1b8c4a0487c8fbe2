# Needs no API, key or network: Terraform generates what Portkey would return. It generates
# no users, so everybody is invited.

mock_provider "portkey" {}

variables {
  teams_file        = "tests/teams.yaml"
  integrations_file = "tests/integrations.yaml"
  ai_provider_keys  = { openai = "sk-of-a-test" }
  domains           = ["example.com"]
}

run "calls_the_module_for_each_team" {
  assert {
    condition     = join(",", keys(output.workspaces)) == "payments,support"
    error_message = "The teams are ${join(",", keys(output.workspaces))}."
  }

  assert {
    condition     = output.workspaces["payments"]["production"].name == "Payments production" && join(",", keys(output.workspaces["support"])) == "production"
    error_message = "The workspaces are ${jsonencode(output.workspaces)}."
  }

  assert {
    condition     = join(",", keys(output.encrypted_keys)) == "payments/production/checkout" && join(",", keys(output.keys)) == "payments/production/reports"
    error_message = "The keys with encrypt_to, or those without, are not those of the file."
  }

  assert {
    condition     = join(",", keys(portkey_integration_models.this["openai"].models)) == "gpt-4o,gpt-4o-mini"
    error_message = "The models are ${jsonencode(keys(portkey_integration_models.this["openai"].models))}."
  }
}

run "invites_whoever_is_no_user" {
  assert {
    condition     = join(",", output.invited) == "alan.turing@example.com,grace.hopper@example.com,katherine.johnson@example.com"
    error_message = "Invited are ${jsonencode(output.invited)}."
  }
}

run "rejects_unknown_keys" {
  command = plan

  variables {
    teams_file = "tests/misspelt.yaml"
  }

  expect_failures = [output.workspaces]
}

run "rejects_unknown_integrations" {
  command = plan

  variables {
    integrations_file = "tests/none.yaml"
  }

  expect_failures = [output.workspaces]
}

run "rejects_other_domains" {
  command = plan

  variables {
    domains = ["example.org"]
  }

  expect_failures = [portkey_user_invite.this]
}

run "rejects_two_roles_of_a_group" {
  command = plan

  variables {
    teams_file = "tests/two-roles.yaml"
  }

  expect_failures = [output.workspaces]
}
