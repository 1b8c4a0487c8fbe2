# Runs against the emulator, whose address is in PORTKEY_BASE_URL. Terraform destroys
# what the runs created when they are complete.

# The emulator's key, so that a real key in the environment is not used.
provider "portkey" {
  api_key             = "pk-emulator-admin-0000000000000000"
  allow_insecure_http = true # in GitLab CI, the emulator is another host
}

variables {
  name           = "Payments"
  team           = "payments"
  monthly_budget = 500
}

run "create" {
  assert {
    condition     = startswith(output.workspace_slug, "ws-")
    error_message = "The slug is ${output.workspace_slug}."
  }
}

run "look" {
  module {
    source = "./tests/look"
  }

  variables {
    id = run.create.workspace_id
  }

  assert {
    condition     = data.portkey_workspace.there.defaults.metadata.team == "payments"
    error_message = "The metadata does not contain the team."
  }

  assert {
    condition     = endswith(one(data.portkey_workspace.there.usage_limits).next_usage_reset_at, "-01T00:00:00.000Z")
    error_message = "The budget does not reset on the first of a month."
  }
}

run "raise" {
  variables {
    monthly_budget = 800
  }
}

run "look_again" {
  module {
    source = "./tests/look"
  }

  variables {
    id = run.raise.workspace_id
  }

  assert {
    condition     = one(data.portkey_workspace.there.usage_limits).alert_threshold == 640
    error_message = "The alert was not raised with the budget."
  }
}
