# The workspaces whose name contains a text (case-sensitive).
list "portkey_workspace" "staging" {
  provider = portkey

  config {
    name = "Staging"
  }
}
