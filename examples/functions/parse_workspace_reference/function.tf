output "kind" {
  value = provider::portkey::parse_workspace_reference("ws-fraud-d-174eb1").kind # "slug"
}
