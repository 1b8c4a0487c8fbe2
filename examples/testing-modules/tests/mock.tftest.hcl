# Needs no API, key or network: Terraform generates what Portkey would return.

mock_provider "portkey" {
  mock_resource "portkey_workspace" {
    defaults = {
      slug = "ws-paymen-1a2b3c"
    }
  }
}

variables {
  name           = "Payments"
  team           = "payments"
  monthly_budget = 500
}

run "alerts_at_80_percent" {
  command = plan

  assert {
    condition     = one(portkey_workspace.this.usage_limits).alert_threshold == 400
    error_message = "The alert is not at 80% of the budget."
  }
}

run "returns_the_slug" {
  assert {
    condition     = output.workspace_slug == "ws-paymen-1a2b3c"
    error_message = "The slug is ${output.workspace_slug}."
  }
}

run "requires_whole_dollars" {
  command = plan

  variables {
    monthly_budget = 10.5
  }

  expect_failures = [var.monthly_budget]
}
