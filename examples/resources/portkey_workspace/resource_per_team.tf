# A workspace for each team. The keys of the map are addresses in the state, so a team
# can be added or removed without affecting the others.
variable "teams" {
  description = "The teams, by the name of their workspace. Budgets are in US dollars per month."
  type = map(object({
    name   = string
    budget = number
  }))
  default = {
    payments = { name = "Payments", budget = 500 }
    support  = { name = "Support", budget = 200 }
  }
}

resource "portkey_workspace" "team" {
  for_each = var.teams

  name = each.value.name

  usage_limits = [
    {
      type           = "cost"
      credit_limit   = each.value.budget
      periodic_reset = "monthly"
    },
  ]
}
