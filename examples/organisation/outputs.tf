output "workspaces" {
  description = "The ID, the slug and the name of each workspace, by team and environment."
  value       = { for key, team in module.team : key => team.workspaces }

  precondition {
    condition     = length(local.unknown) == 0
    error_message = "Unknown in ${var.teams_file}: ${join(", ", local.unknown)}."
  }

  precondition {
    condition     = length(local.missing) == 0
    error_message = "Not in ${var.integrations_file}: ${join(", ", local.missing)}."
  }

  precondition {
    condition     = length(local.ambiguous) == 0
    error_message = "A group has one role, and these have several: ${join(", ", local.ambiguous)}."
  }
}

output "invited" {
  description = "Who has been invited, and is no user yet."
  value       = keys(portkey_user_invite.this)
}

output "encrypted_keys" {
  description = "The API keys that are encrypted, by team/environment/name."
  value       = merge([for key, team in module.team : { for name, encrypted in team.encrypted_keys : "${key}/${name}" => encrypted }]...)
}

output "keys" {
  description = "The API keys that are not encrypted, by team/environment/name."
  value       = merge([for key, team in module.team : { for name, secret in team.keys : "${key}/${name}" => secret }]...)
  sensitive   = true
}
