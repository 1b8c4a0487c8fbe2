data "portkey_secret_reference" "openai" {
  slug = "openai"
}

output "vault_of_openai" {
  value = data.portkey_secret_reference.openai.auth_config["vault_addr"]
}
