# The MCP integration and the workspace, each by ID, slug or name: integration/workspace.
terraform import portkey_mcp_integration_workspace_access.fraud_detection ticketing/ws-fraud-de-1f2e3d
