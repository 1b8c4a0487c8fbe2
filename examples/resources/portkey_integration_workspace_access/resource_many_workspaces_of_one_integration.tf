# All workspaces of one integration are enabled in few requests.
variable "requests_per_minute" {
  description = "The rate limit of each workspace, by its slug."
  type        = map(number)
  default = {
    "ws-fraud-de-1f2e3d" = 600
    "ws-resear-4c5b6a"   = 60
  }
}

resource "portkey_integration_workspace_access" "openai" {
  for_each = var.requests_per_minute

  integration_id = "openai-production"
  workspace_id   = each.key

  rate_limits = [{
    type  = "requests"
    unit  = "rpm"
    value = each.value
  }]
}
