// Package workspacedefaults is the default guardrails and the default config of a workspace:
// portkey_workspace_defaults, and its data source. They are a part of the workspace's
// defaults, of which the workspace's own resource writes the metadata.
package workspacedefaults
