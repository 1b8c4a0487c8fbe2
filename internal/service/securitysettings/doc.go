// Package securitysettings is what the roles of a workspace may see and do:
// portkey_workspace_security_settings, and its data source.
package securitysettings
