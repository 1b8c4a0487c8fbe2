output "workspaces" {
  description = "The ID, the slug and the name of each workspace, by team and environment."
  value       = { for team, made in module.team : team => made.workspaces }

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
  value       = merge([for team, made in module.team : { for name, key in made.encrypted_keys : "${team}/${name}" => key }]...)
}

output "keys" {
  description = "The API keys that are not encrypted, by team/environment/name."
  value       = merge([for team, made in module.team : { for name, key in made.keys : "${team}/${name}" => key }]...)
  sensitive   = true
}
