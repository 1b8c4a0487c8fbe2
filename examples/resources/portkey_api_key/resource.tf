resource "portkey_workspace" "production" {
  name = "Production"
}

resource "portkey_api_key" "fraud_detection" {
  type         = "workspace-service"
  workspace_id = portkey_workspace.production.id
  name         = "fraud-detection"
  scopes       = ["completions.write", "logs.write"]

  # Change it to rotate the key in place.
  rotate_trigger = "2027-01"
}

output "fraud_detection_key" {
  description = "The key, for the secret store of the application."
  value       = portkey_api_key.fraud_detection.key
  sensitive   = true
}
