# The integration and the workspace, each by ID, slug or name: integration/workspace.
terraform import portkey_integration_workspace_access.fraud_detection openai-production/ws-fraud-de-1f2e3d
