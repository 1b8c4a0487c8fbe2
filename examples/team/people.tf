# Who may enter. One resource for each person, and not portkey_workspace_members for each
# workspace: that would remove the people whom the SCIM groups bring.

resource "portkey_workspace_member" "this" {
  for_each = local.members

  workspace_id = portkey_workspace.this[each.value.environment].id
  email        = each.value.email
  role         = each.value.role
}

resource "portkey_scim_workspace_mapping" "this" {
  for_each = local.groups

  workspace_id    = portkey_workspace.this[each.value.environment].id
  scim_group_name = each.value.group
  role            = each.value.role
}
