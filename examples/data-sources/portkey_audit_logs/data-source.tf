data "portkey_audit_logs" "october" {
  start_time = "2026-10-01T00:00:00Z"
  end_time   = "2026-11-01T00:00:00Z"
  method     = "DELETE"
}

output "deletions" {
  description = "Who deleted what in October."
  value       = [for one in data.portkey_audit_logs.october.records : "${one.timestamp} ${one.user_id} ${one.uri}"]
}
