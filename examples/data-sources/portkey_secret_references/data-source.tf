data "portkey_secret_references" "vault" {
  manager_type = "hashicorp_vault"
}

output "slugs" {
  value = data.portkey_secret_references.vault.secret_references[*].slug
}
