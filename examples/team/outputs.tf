output "workspaces" {
  description = "The ID, the slug and the name of each workspace, by environment."
  value       = { for name, workspace in portkey_workspace.this : name => { id = workspace.id, slug = workspace.slug, name = workspace.name } }
}

output "providers" {
  description = "The slug of each provider, as requests name it, by environment/slug."
  value       = { for name, provider in portkey_provider.this : name => provider.slug }
}

output "keys" {
  description = "The API keys without `encrypt_to`, by environment/name, for a write-only argument of a secret store."
  value       = { for name, key in portkey_api_key.this : name => key.key if length(coalesce(local.keys[name].encrypt_to, [])) == 0 }
  sensitive   = true
}

output "key_versions" {
  description = "The version of each of `keys`, which grows with each rotation."
  value       = { for name, key in portkey_api_key.this : name => key.key_version if length(coalesce(local.keys[name].encrypt_to, [])) == 0 }
}

output "encrypted_keys" {
  description = "The API keys with `encrypt_to`, encrypted with age, by environment/name."
  value       = { for name, key in portkey_api_key.this : name => key.encrypted_key if length(coalesce(local.keys[name].encrypt_to, [])) > 0 }
}
