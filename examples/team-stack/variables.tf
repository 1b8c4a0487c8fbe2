variable "team" {
  description = "The name of the team."
  type        = string
  default     = "Customer support"
}

variable "slug" {
  description = "The slug of the team, which is part of the slug of its provider."
  type        = string
  default     = "support"
}

variable "openai_key" {
  description = "The key of OpenAI that the team uses."
  type        = string
  sensitive   = true
}

variable "attempts" {
  description = "How often a failed request is repeated."
  type        = number
  default     = 3
}

variable "code_names" {
  description = "The words that no answer may contain."
  type        = list(string)
  default     = ["Project Heron"]
}

variable "budget_per_user" {
  description = "What each user may spend in a month, in dollars."
  type        = number
  default     = 20
}

variable "question" {
  description = "The template of the user's message."
  type        = string
  default     = "{{question}}"
}
