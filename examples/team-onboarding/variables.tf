variable "teams_file" {
  description = "The path of the file that lists the teams, relative to this directory."
  type        = string
  default     = "teams.yaml"
}

variable "domains" {
  description = "The domains of the e-mail addresses that may be invited, in lower case."
  type        = set(string)

  validation {
    condition     = length(var.domains) > 0
    error_message = "Without a domain, nobody can be added."
  }
}

variable "deletion_protection" {
  description = "Whether destroying a workspace fails at plan."
  type        = bool
  default     = true
}
