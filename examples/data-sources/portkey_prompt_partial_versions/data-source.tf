data "portkey_prompt_partial_versions" "tone" {
  partial_id = "pl-tone-of-v-1a2b3c"
}

output "unpublished" {
  description = "The versions that are later than the default one."
  value = [
    for version in data.portkey_prompt_partial_versions.tone.versions : version.version
    if version.version > one([for each in data.portkey_prompt_partial_versions.tone.versions : each.version if each.is_default])
  ]
}
