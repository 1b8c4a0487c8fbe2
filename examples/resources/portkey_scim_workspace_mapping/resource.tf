resource "portkey_workspace" "fraud_detection" {
  name = "Fraud detection"
}

resource "portkey_scim_workspace_mapping" "data_science" {
  workspace_id    = portkey_workspace.fraud_detection.id
  role            = "member"
  scim_group_name = "Data Science"
}
