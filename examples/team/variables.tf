# An optional variable that is null is as if it were not set, and so is an element of a map.

variable "team" {
  description = "The key of the team, such as `payments`. It is added to the metadata of every request."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]*$", var.team))
    error_message = "The key of a team begins with a lower-case letter, and has only lower-case letters, digits and hyphens."
  }
}

variable "name" {
  description = "The name of the team. A workspace has the name of the team and that of the environment."
  type        = string
  nullable    = false

  validation {
    condition     = trimspace(var.name) != ""
    error_message = "The name must not be empty."
  }
}

variable "description" {
  description = "What the team does: the description of its workspaces."
  type        = string
  default     = null
}

variable "metadata" {
  description = "More metadata of every request. `team` and `environment` are always added."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = length(setintersection(keys(var.metadata), ["team", "environment"])) == 0
    error_message = "The module sets the metadata team and environment itself."
  }
}

variable "environments" {
  description = <<-EOT
    The workspaces of the team, by environment, such as `production`.

    - `name`: the name of the workspace, in place of that of the team and the environment.
    - `monthly_budget`: in whole US dollars. An alert is sent at 80% of it. If omitted, there is no budget.
    - `requests_per_minute`: if omitted, there is no rate limit.
    - `deletion_protection`: whether destroying the workspace fails at plan. Defaults to `true`.
    - `force_delete`: whether destroying it deletes what others created in it. Defaults to `false`.
    - `integrations`: the integrations that the workspace may use, by the slug that its provider gets:
      - `integration_id`: the ID or the slug of the integration.
      - `monthly_budget`, `requests_per_minute`: what the workspace may use of it.
      - `create_provider`: whether a provider is created, which requests name. Defaults to `true`.
    - `keys`: the API keys of the team's services, by name:
      - `description`, `expires_at`: as in `portkey_api_key`.
      - `scopes`: defaults to `completions.write`.
      - `monthly_budget`, `requests_per_minute`: what the key may use.
      - `encrypt_to`: public keys of age. If omitted, the key is in the output `keys`.
      - `rotate_trigger`: any string. Changing it rotates the key.
      - `rotate_transition_period_ms`: how long the previous key works then.
      - `rotation_policy`: how Portkey rotates the key by itself. Terraform does not get the new key.
  EOT
  type = map(object({
    name                = optional(string)
    monthly_budget      = optional(number)
    requests_per_minute = optional(number)
    deletion_protection = optional(bool, true)
    force_delete        = optional(bool, false)

    integrations = optional(map(object({
      integration_id      = string
      monthly_budget      = optional(number)
      requests_per_minute = optional(number)
      create_provider     = optional(bool, true)
    })), {})

    keys = optional(map(object({
      description                 = optional(string)
      scopes                      = optional(set(string), ["completions.write"])
      monthly_budget              = optional(number)
      requests_per_minute         = optional(number)
      expires_at                  = optional(string)
      encrypt_to                  = optional(list(string))
      rotate_trigger              = optional(string)
      rotate_transition_period_ms = optional(number)
      rotation_policy = optional(object({
        rotation_period          = optional(string)
        rotation_period_days     = optional(number)
        key_transition_period_ms = optional(number)
      }))
    })), {})
  }))
  nullable = false

  validation {
    condition     = length([for environment in values(var.environments) : true if environment != null]) > 0
    error_message = "A team needs at least one environment."
  }

  validation {
    condition     = alltrue([for name in keys(var.environments) : can(regex("^[a-z][a-z0-9-]*$", name))])
    error_message = "The name of an environment begins with a lower-case letter, and has only lower-case letters, digits and hyphens."
  }

  validation {
    condition = alltrue([
      for budget in flatten([
        for environment in values(var.environments) : [
          environment.monthly_budget,
          [for access in values(environment.integrations) : access.monthly_budget if access != null],
          [for key in values(environment.keys) : key.monthly_budget if key != null],
        ] if environment != null
      ]) : budget == null ? true : budget >= 2 && floor(budget) == budget
    ])
    error_message = "Each monthly_budget of environments must be a whole number of US dollars, at least 2."
  }

  validation {
    condition = alltrue(flatten([
      for environment in values(var.environments) : [
        for key in values(environment.keys) : key.rotate_trigger == null || key.rotation_policy == null if key != null
      ] if environment != null
    ]))
    error_message = "Set either rotate_trigger or rotation_policy of a key: what Portkey rotates by itself, Terraform can't pass on."
  }
}

variable "members" {
  description = "The role of each member, `admin`, `manager` or `member`, by e-mail address, in all environments. Each must be a user of the organisation. Other members are left alone."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for role in values(var.members) : role == null ? true : contains(["admin", "manager", "member"], role)])
    error_message = "The role of a member is admin, manager or member."
  }

  validation {
    condition     = length(distinct([for email in keys(var.members) : lower(email)])) == length(var.members)
    error_message = "An address is there twice: case is not significant."
  }
}

variable "groups" {
  description = "The role of each SCIM group, `admin`, `manager` or `member`, by its name, in all environments."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for role in values(var.groups) : role == null ? true : contains(["admin", "manager", "member"], role)])
    error_message = "The role of a group is admin, manager or member."
  }
}

variable "config" {
  description = "The gateway config of the team as JSON, which its API keys use: write it with `provider::portkey::gateway_config`. If omitted, there is none."
  type        = string
  default     = null
}

variable "guardrails" {
  description = <<-EOT
    The guardrails of every request, by name.

    - `checks`: what is checked, as in `portkey_guardrail`. `parameters` is JSON.
    - `directions`: `input`, the requests, or `output`, the responses, or both. Defaults to `input`.
    - `deny`: whether what fails is denied. Defaults to `true`.
  EOT
  type = map(object({
    checks = list(object({
      id         = string
      name       = optional(string)
      parameters = optional(string)
    }))
    directions = optional(set(string), ["input"])
    deny       = optional(bool, true)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for guardrail in values(var.guardrails) : length(setsubtract(guardrail.directions, ["input", "output"])) == 0 && length(guardrail.directions) > 0 if guardrail != null])
    error_message = "The directions of a guardrail are input, output or both."
  }
}

variable "per_user" {
  description = "What each user may use in each environment: `monthly_budget` in US dollars, and `requests_per_minute`. Users are distinguished by `_user` in the metadata of requests. If omitted, there is no such limit."
  type = object({
    monthly_budget      = optional(number)
    requests_per_minute = optional(number)
  })
  default = null

  validation {
    condition     = var.per_user == null ? true : var.per_user.monthly_budget == null ? true : var.per_user.monthly_budget > 0
    error_message = "The monthly_budget of a user must be greater than 0."
  }
}
