data "portkey_config_versions" "retries" {
  config_id = "pc-retrie-1a2b3c"
}

output "changed_at" {
  value = data.portkey_config_versions.retries.versions[*].created_at
}
