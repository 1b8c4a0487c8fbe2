variable "teams_file" {
  description = "The path of the file that lists the teams, relative to this directory."
  type        = string
  default     = "teams.yaml"
}

variable "integrations_file" {
  description = "The path of the file that lists the integrations, relative to this directory."
  type        = string
  default     = "integrations.yaml"
}

variable "ai_provider_keys" {
  description = "The keys of the AI providers, by the slug of the integration. They are stored in the state."
  type        = map(string)
  sensitive   = true
}

variable "domains" {
  description = "The domains of the e-mail addresses that may be invited, in lower case. If null, any address may be."
  type        = set(string)
  default     = null
}
