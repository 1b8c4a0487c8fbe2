# By the ID (a UUID) or the slug of the workspace.
terraform import portkey_workspace_members.fraud_detection 6c6f2b7e-3c1d-4a52-9a5e-0f4d1c8b2a37
terraform import portkey_workspace_members.fraud_detection ws-fraud-de-1f2e3d
