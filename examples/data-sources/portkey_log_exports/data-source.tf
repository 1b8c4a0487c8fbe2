data "portkey_log_exports" "production" {
  workspace_id = "ws-produc-1a2b3c"
}

output "unfinished_exports" {
  value = [for export in data.portkey_log_exports.production.log_exports : export.description if export.status != "success"]
}
