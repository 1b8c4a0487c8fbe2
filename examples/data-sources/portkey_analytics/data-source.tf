data "portkey_analytics" "cost" {
  workspace_id           = "ws-produc-1a2b3c"
  metric                 = "cost"
  time_of_generation_min = "2026-10-01T00:00:00Z"
  time_of_generation_max = "2026-11-01T00:00:00Z"
}

output "cost_of_october" {
  description = "What the production workspace spent in October, in US dollars."
  value       = data.portkey_analytics.cost.summary.total_cost_usd
}
