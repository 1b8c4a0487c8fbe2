# The workspace, by ID, slug or exact name.
terraform import portkey_workspace_security_settings.fraud_detection ws-fraud-de-1f2e3d
