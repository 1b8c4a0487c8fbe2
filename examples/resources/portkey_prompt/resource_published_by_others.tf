# Terraform creates the versions, and somebody else decides which one is the default.
resource "portkey_prompt" "summary" {
  name          = "Summary"
  collection_id = "co-refunds-1a2b3c"
  provider_id   = "openai-support"
  model         = "gpt-4o-mini"
  template      = "Summarise: {{text}}"

  publish             = false
  version_description = "Without the list of points"
}

output "to_review" {
  value = "${portkey_prompt.summary.slug}@${portkey_prompt.summary.latest_version}"
}
