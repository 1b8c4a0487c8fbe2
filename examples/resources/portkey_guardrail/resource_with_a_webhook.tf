# Another service decides. It is called beside the request, which is not delayed.
variable "webhook_token" {
  description = "The credentials of the webhook. They are in the state, and in no plan."
  type        = string
  sensitive   = true
}

resource "portkey_workspace" "production" {
  name = "Production"
}

resource "portkey_guardrail" "review" {
  name         = "Review"
  scope        = "workspace"
  workspace_id = portkey_workspace.production.id

  checks = [{
    id = "default.webhook"
    parameters = jsonencode({
      webhookURL = "https://review.example.com/check"
      headers    = { Authorization = "Bearer ${var.webhook_token}" }
    })
  }]

  actions = { async = true }
}
