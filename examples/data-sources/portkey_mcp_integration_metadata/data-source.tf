data "portkey_mcp_integration_metadata" "ticketing" {
  mcp_integration_id = "ticketing"
}

check "ticketing_is_synced" {
  assert {
    condition     = data.portkey_mcp_integration_metadata.ticketing.sync_status == "synced"
    error_message = "The ticketing server is not synced: ${coalesce(data.portkey_mcp_integration_metadata.ticketing.sync_error, "still pending")}"
  }
}
