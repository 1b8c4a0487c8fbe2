# Runs against the emulator, whose address is in PORTKEY_BASE_URL, with the users Grace
# and Alan. Terraform destroys what the runs created when they are complete.

# The emulator's key, so that a real key in the environment is not used.
provider "portkey" {
  api_key = "pk-emulator-admin-0000000000000000"
}

variables {
  teams_file          = "tests/teams.yaml"
  domains             = ["example.com"]
  deletion_protection = false
}

run "onboard" {
  assert {
    condition     = join(",", output.invited["payments"]) == "katherine.johnson@example.com"
    error_message = "Invited are ${jsonencode(output.invited)}."
  }
}

run "look" {
  module {
    source = "./tests/look"
  }

  variables {
    workspace_id = run.onboard.workspaces["payments"]
  }

  assert {
    condition     = output.roles["grace.hopper@example.com"] == "manager" && output.roles["alan.turing@example.com"] == "member"
    error_message = "The roles are ${jsonencode(output.roles)}."
  }

  assert {
    condition     = join(",", output.groups) == "Payments engineers"
    error_message = "The groups are ${jsonencode(output.groups)}."
  }
}

run "change" {
  variables {
    teams_file = "tests/later.yaml"
  }
}

run "look_again" {
  module {
    source = "./tests/look"
  }

  variables {
    workspace_id = run.change.workspaces["payments"]
  }

  assert {
    condition     = output.roles["grace.hopper@example.com"] == "admin"
    error_message = "Grace was not promoted: the roles are ${jsonencode(output.roles)}."
  }

  assert {
    condition     = !contains(keys(output.roles), "alan.turing@example.com")
    error_message = "Alan is still a member."
  }
}
