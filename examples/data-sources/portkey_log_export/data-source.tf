data "portkey_log_export" "october" {
  id = "5f0c8a31-7d42-4e96-b1c8-3a9e6d2f7b15"
}

output "is_finished" {
  value = data.portkey_log_export.october.status == "success"
}
