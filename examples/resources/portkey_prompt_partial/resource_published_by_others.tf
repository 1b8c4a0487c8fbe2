# Each change creates a version, which somebody publishes in Portkey once it was reviewed.
resource "portkey_prompt_partial" "terms" {
  workspace_id        = "ws-produc-1f2e3d"
  name                = "Terms"
  content             = "Refunds take five working days."
  version_description = "Five days instead of three"
  publish             = false
}
