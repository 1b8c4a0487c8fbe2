# A key for each member of a team, which the budget of the workspace limits.
data "portkey_workspace_members" "data_science" {
  workspace_id = "ws-data-s-1f2e3d"
}

resource "portkey_api_key" "notebook" {
  for_each = { for member in data.portkey_workspace_members.data_science.members : member.email => member.user_id if member.status == "active" }

  type         = "workspace-user"
  workspace_id = "ws-data-s-1f2e3d"
  user_id      = each.value
  name         = "notebook of ${each.key}"
  scopes       = ["completions.write"]
}
