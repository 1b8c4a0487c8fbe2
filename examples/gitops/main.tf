# One workspace for each entry of workspaces.auto.tfvars, which is the file to edit. The
# keys of the map are addresses in the state: a renamed key would destroy one workspace
# and create another, a changed name would not.

variable "workspaces" {
  description = "The workspaces. Budgets are in US dollars a month."
  type = map(object({
    name                = string
    description         = optional(string)
    monthly_budget      = optional(number)
    requests_per_minute = optional(number)
  }))
}

resource "portkey_workspace" "this" {
  for_each = var.workspaces

  name        = each.value.name
  description = each.value.description

  defaults = {
    metadata = { team = each.key }
  }

  usage_limits = each.value.monthly_budget == null ? [] : [
    {
      type           = "cost"
      credit_limit   = each.value.monthly_budget
      periodic_reset = "monthly"
    },
  ]

  rate_limits = each.value.requests_per_minute == null ? [] : [
    {
      type  = "requests"
      unit  = "rpm"
      value = each.value.requests_per_minute
    },
  ]
}
