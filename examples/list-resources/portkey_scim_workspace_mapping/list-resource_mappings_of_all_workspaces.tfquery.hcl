# The mappings of every workspace.
list "portkey_scim_workspace_mapping" "all" {
  provider = portkey
  limit    = 1000
}
