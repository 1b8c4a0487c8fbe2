resource "portkey_workspace" "fraud_detection" {
  name = "Fraud detection"
}

# Whoever else is in the workspace is removed, each by name in the plan.
resource "portkey_workspace_members" "fraud_detection" {
  workspace_id = portkey_workspace.fraud_detection.id

  members = {
    "grace.hopper@example.com"    = "admin"
    "alan.turing@example.com"     = "manager"
    "katherine.jones@example.com" = "member"
  }
}
