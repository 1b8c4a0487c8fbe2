# Run it with: terraform apply -invoke=action.portkey_export_logs.october
action "portkey_export_logs" "october" {
  config {
    workspace_id   = "ws-produc-1a2b3c"
    description    = "Requests of the fraud team in October"
    requested_data = ["id", "created_at", "ai_model", "total_units", "cost", "metadata"]

    filters = {
      time_of_generation_min = "2026-10-01T00:00:00Z"
      time_of_generation_max = "2026-11-01T00:00:00Z"
      metadata               = { team = "fraud-detection" }
    }
  }
}
