# Routing by the metadata of each request. The targets are created from a variable;
# null values in it are omitted.
variable "models" {
  description = "The model and the share of the requests of each plan's targets."
  type = map(list(object({
    model  = string
    weight = optional(number)
  })))
  default = {
    paid = [{ model = "@openai-prod/gpt-4o", weight = 3 }, { model = "@azure-prod/gpt-4o" }]
    free = [{ model = "@openai-prod/gpt-4o-mini" }]
  }
}

output "by_plan" {
  value = provider::portkey::gateway_config({
    retry           = { attempts = 3 }
    cache           = { mode = "simple", max_age = 3600 }
    request_timeout = 30000

    strategy = {
      mode       = "conditional"
      conditions = [for plan, _ in var.models : { query = { "metadata.plan" = { "$eq" = plan } }, then = plan }]
      default    = "free"
    }

    targets = [for plan, models in var.models : {
      name     = plan
      strategy = { mode = "loadbalance" }
      targets  = [for one in models : { weight = one.weight, override_params = { model = one.model } }]
    }]
  })
}
