output "workspaces" {
  description = "The slug of each team's workspace, by the key of the team."
  value       = { for team, workspace in portkey_workspace.this : team => workspace.slug }
}

output "invited" {
  description = "Who has not accepted the invite yet, by team."
  value = {
    for team in keys(local.teams) : team => sort([
      for key, member in portkey_workspace_member.this : member.email
      if local.members[key].team == team && member.status == "invited"
    ])
  }
}
