# The keys of the map are part of the addresses in the state, so a team can be added
# or removed without affecting the others. If you change a key, add a moved block.
variable "teams" {
  description = "Teams that get a workspace. The budget is in US dollars a month."
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
