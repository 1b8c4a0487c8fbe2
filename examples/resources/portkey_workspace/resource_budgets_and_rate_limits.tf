# A budget of 500 US dollars a month with an alert at 400, and at most 1,000 requests
# a minute.
resource "portkey_workspace" "fraud_detection" {
  name        = "Fraud detection"
  description = "Scores payments before they are booked"
  icon        = "🔎"

  defaults = {
    metadata = {
      team        = "payments"
      environment = "production"
    }
  }

  usage_limits = [
    {
      type            = "cost"
      credit_limit    = 500
      alert_threshold = 400
      periodic_reset  = "monthly"
    },
  ]

  rate_limits = [
    {
      type  = "requests"
      unit  = "rpm"
      value = 1000
    },
  ]
}
