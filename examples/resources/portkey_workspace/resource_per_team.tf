# A workspace for each team. The keys of the map are addresses in the state, so
# a team may be added or taken out without touching its neighbours.
variable "teams" {
  description = "Teams that get a workspace: the key names it, the budget is in dollars a month."
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
