# Those whose name holds a text: upper and lower case matter.
list "portkey_workspace" "staging" {
  provider = portkey

  config {
    name = "Staging"
  }
}
