# One provider for each team, with a monthly budget in US dollars and a rate limit of its
# own.
variable "budgets" {
  description = "The monthly budget of each team."
  type        = map(number)
  default = {
    fraud   = 500
    support = 200
  }
}

resource "portkey_provider" "team" {
  for_each = var.budgets

  workspace_id   = "ws-produc-1f2e3d"
  integration_id = "openai-prod"
  name           = "OpenAI of ${each.key}"
  slug           = "openai-${each.key}"
  note           = "Managed by Terraform."

  usage_limits = [{
    type            = "cost"
    credit_limit    = each.value
    alert_threshold = floor(each.value * 0.8)
    periodic_reset  = "monthly"
  }]

  rate_limits = [{
    type  = "requests"
    unit  = "rpm"
    value = 600
  }]
}
