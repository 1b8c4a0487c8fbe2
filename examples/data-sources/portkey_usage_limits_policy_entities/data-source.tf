data "portkey_usage_limits_policy_entities" "exhausted" {
  policy_id = "3b8e1d54-7a2f-4c69-8d10-5e9f2b6c4a71"
  status    = "exhausted"
}

output "blocked_users" {
  description = "Who has used up the budget, and with how much."
  value       = { for one in data.portkey_usage_limits_policy_entities.exhausted.entities : one.value_key => one.current_usage }
}
