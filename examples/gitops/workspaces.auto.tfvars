workspaces = {
  fraud-detection = {
    name                = "Fraud detection"
    description         = "Scores payments before they are booked"
    monthly_budget      = 1500
    requests_per_minute = 1200
  }
  search = {
    name                = "Search"
    requests_per_minute = 3000
  }
  support = {
    name           = "Support"
    monthly_budget = 200
  }
}
