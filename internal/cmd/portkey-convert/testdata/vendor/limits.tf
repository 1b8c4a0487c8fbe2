# A workspace without limits, one with, and one with an icon of its own.
terraform {
  required_providers {
    portkey = {
      source = "portkey-ai/portkey"
    }
  }
}

resource "portkey_workspace" "development" {
  name        = "Development"
  description = "For trying things"
}

resource "portkey_workspace" "production" {
  name        = "Production"
  description = "Has a budget"

  usage_limits = [{
    type            = "cost"
    credit_limit    = 1000
    alert_threshold = 800
    periodic_reset  = "monthly"
  }]

  rate_limits = [{
    type  = "requests"
    unit  = "rpm"
    value = 5000
  }]
}

resource "portkey_workspace" "mobile" {
  name         = "Mobile"
  icon         = "📱"
  usage_limits = []
  metadata     = {}
}
