# The secret references of one kind of vault.
list "portkey_secret_reference" "vault" {
  provider = portkey

  config {
    manager_type = "hashicorp_vault"
  }
}
