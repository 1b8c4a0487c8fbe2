# The archived workspaces with "sandbox" in their name (case counts).
data "portkey_workspaces" "old_sandboxes" {
  name   = "sandbox"
  status = ["archived"]
}
