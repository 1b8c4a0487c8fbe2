data "portkey_prompt_versions" "refund" {
  prompt_id = "pp-refund-1a2b3c"
}

output "unpublished" {
  description = "The versions after the default one."
  value = [
    for version in data.portkey_prompt_versions.refund.versions : version.version
    if version.version > one([for v in data.portkey_prompt_versions.refund.versions : v.version if v.is_default])
  ]
}
