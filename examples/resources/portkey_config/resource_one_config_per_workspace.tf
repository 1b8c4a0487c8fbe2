# The same config in several workspaces, each with its own timeout.
variable "timeouts" {
  description = "The timeout of a request in milliseconds, by the slug of the workspace."
  type        = map(number)
  default = {
    ws-fraud-de-1f2e3d = 5000
    ws-suppor-4c5b6a   = 60000
  }
}

resource "portkey_config" "timeout" {
  for_each = var.timeouts

  name         = "Cache and timeout"
  workspace_id = each.key

  config = provider::portkey::gateway_config({
    cache           = { mode = "simple", max_age = 3600 }
    request_timeout = each.value
  })
}
