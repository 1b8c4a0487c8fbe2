# Workspaces whose name contains a text. The filter is case-sensitive.
list "portkey_workspace" "staging" {
  provider = portkey

  config {
    name = "Staging"
  }
}
