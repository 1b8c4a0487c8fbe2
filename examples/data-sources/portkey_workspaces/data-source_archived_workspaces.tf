# The archived workspaces with "sandbox" in their name. The filter is case-sensitive.
data "portkey_workspaces" "old_sandboxes" {
  name   = "sandbox"
  status = ["archived"]
}
