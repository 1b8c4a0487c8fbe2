data "portkey_mcp_server_user_access" "github" {
  mcp_server_id = "github"
}

output "who_may_use_github" {
  value = [for user in data.portkey_mcp_server_user_access.github.users : user.user_id if user.enabled]
}
