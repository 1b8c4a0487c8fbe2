data "portkey_analytics_groups" "teams" {
  workspace_id           = "ws-produc-1a2b3c"
  group_by               = "metadata/team"
  time_of_generation_min = "2026-10-01T00:00:00Z"
  time_of_generation_max = "2026-11-01T00:00:00Z"
}

output "cost_by_team" {
  description = "What each team spent in October, in US dollars."
  value       = { for team in data.portkey_analytics_groups.teams.groups : team.value => team.cost_usd }
}
