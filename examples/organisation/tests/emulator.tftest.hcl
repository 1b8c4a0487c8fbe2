# Runs against the emulator, whose address is in PORTKEY_BASE_URL, with the users Grace
# and Alan. Terraform destroys what the runs created when they are complete.

# The emulator's key, so that a real key in the environment is not used.
provider "portkey" {
  api_key = "pk-emulator-admin-0000000000000000"
}

variables {
  teams_file        = "tests/teams.yaml"
  integrations_file = "tests/integrations.yaml"
  ai_provider_keys  = { openai = "sk-of-a-test" }
  domains           = ["example.com"]
}

run "create" {
  assert {
    condition     = join(",", output.invited) == "katherine.johnson@example.com"
    error_message = "Invited are ${jsonencode(output.invited)}."
  }
}

run "look" {
  module {
    source = "../team/tests/look"
  }

  variables {
    workspace_id = run.create.workspaces["payments"]["production"].id
  }

  assert {
    condition     = output.roles["grace.hopper@example.com"] == "manager" && output.roles["alan.turing@example.com"] == "member"
    error_message = "The roles are ${jsonencode(output.roles)}."
  }

  assert {
    condition     = output.budget_of_openai == 400 && output.keys["reports"].rotation_policy.rotation_period == "monthly"
    error_message = "The budget of the integration is ${output.budget_of_openai}."
  }
}

# Grace was promoted, Alan has left, and the search team has replaced the support team.
run "change" {
  variables {
    teams_file = "tests/later.yaml"
  }

  assert {
    condition     = join(",", keys(output.workspaces)) == "payments,search" && length(output.invited) == 0
    error_message = "The teams are ${join(",", keys(output.workspaces))}, and invited are ${jsonencode(output.invited)}."
  }
}

run "look_again" {
  module {
    source = "../team/tests/look"
  }

  variables {
    workspace_id = run.change.workspaces["payments"]["production"].id
  }

  assert {
    condition     = output.roles["grace.hopper@example.com"] == "admin" && !contains(keys(output.roles), "alan.turing@example.com")
    error_message = "The roles are ${jsonencode(output.roles)}."
  }

  assert {
    condition     = output.budget_of_openai == 600
    error_message = "The budget of the integration was not raised."
  }
}
