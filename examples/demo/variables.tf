variable "environment" {
  description = "Added to the metadata of every request."
  type        = string
  default     = "production"
}

variable "support_budget" {
  description = "The monthly budget of the support team, in US dollars."
  type        = number
  default     = 200
}

locals {
  teams = {
    fraud-detection = {
      name                = "Fraud detection"
      description         = "Scores payments before they are booked"
      icon                = "🔎"
      monthly_budget      = 1500
      requests_per_minute = 1200
    }
    support = {
      name                = "Support"
      description         = "Drafts answers for the people at the desk"
      icon                = null
      monthly_budget      = var.support_budget
      requests_per_minute = 300
    }
    search = {
      name                = "Search"
      description         = null
      icon                = null
      monthly_budget      = 400
      requests_per_minute = 3000
    }
  }
}
