resource "portkey_workspace" "production" {
  name = "Production"
}
