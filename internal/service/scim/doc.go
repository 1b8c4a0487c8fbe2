// Package scim contains portkey_scim_workspace_mapping, the data sources of mappings
// and of the groups that they map, and the list resource.
package scim
