# Each file in the directory prompts is a prompt, which is called as the file is.
variable "collection" {
  description = "The ID or the slug of the collection."
  type        = string
  default     = "co-refunds-1a2b3c"
}

resource "portkey_prompt" "from_file" {
  for_each = fileset(path.module, "prompts/*.txt")

  name          = trimsuffix(basename(each.value), ".txt")
  collection_id = var.collection
  provider_id   = "openai-support"
  model         = "gpt-4o"
  template      = file("${path.module}/${each.value}")
}
