# Needs no API, key or network: Terraform generates what Portkey would return.

mock_provider "portkey" {
  mock_resource "portkey_workspace_member" {
    defaults = {
      status = "invited"
    }
  }
}

variables {
  teams_file = "tests/teams.yaml"
  domains    = ["example.com"]
}

run "plans_each_team" {
  command = plan

  assert {
    condition     = join(",", keys(portkey_workspace.this)) == "payments,support"
    error_message = "The teams are ${join(",", keys(portkey_workspace.this))}."
  }

  assert {
    condition     = one(portkey_workspace.this["payments"].usage_limits).alert_threshold == 400
    error_message = "The alert is not at 80% of the budget."
  }

  assert {
    condition     = length(portkey_workspace.this["support"].usage_limits) == 0
    error_message = "A team without a budget has a limit."
  }

  assert {
    condition     = portkey_workspace_member.this["payments/alan.turing@example.com"].email == "Alan.Turing@example.com"
    error_message = "The address is not the one that was written."
  }

  assert {
    condition     = length(portkey_workspace_member.this) == 3 && length(portkey_scim_workspace_mapping.this) == 2
    error_message = "There are ${length(portkey_workspace_member.this)} members and ${length(portkey_scim_workspace_mapping.this)} mappings."
  }
}

run "lists_who_is_invited" {
  assert {
    condition     = length(output.invited["payments"]) == 3 && length(output.invited["support"]) == 0
    error_message = "Invited are ${jsonencode(output.invited)}."
  }
}

run "protects_workspaces" {
  command = plan

  assert {
    condition     = alltrue([for workspace in portkey_workspace.this : workspace.deletion_protection])
    error_message = "A workspace can be destroyed."
  }
}

run "rejects_unknown_keys" {
  command = plan

  variables {
    teams_file = "tests/misspelt.yaml"
  }

  expect_failures = [portkey_workspace.this]
}

run "rejects_other_domains" {
  command = plan

  variables {
    domains = ["example.org"]
  }

  expect_failures = [portkey_workspace_member.this]
}

run "rejects_two_roles_of_a_group" {
  command = plan

  variables {
    teams_file = "tests/two-roles.yaml"
  }

  expect_failures = [portkey_scim_workspace_mapping.this]
}
