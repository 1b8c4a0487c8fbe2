# Amazon Bedrock by one of its API keys. Older self-hosted control planes may reject this
# way to authenticate.
variable "bedrock_key" {
  description = "An API key of Amazon Bedrock."
  type        = string
  ephemeral   = true
  sensitive   = true
}

resource "portkey_integration" "bedrock" {
  name           = "Amazon Bedrock"
  slug           = "bedrock-prod"
  ai_provider_id = "bedrock"
  key_wo         = var.bedrock_key
  key_wo_version = 1

  configurations = jsonencode({
    aws_auth_type = "apiKey"
    aws_region    = "eu-central-1"
  })
}
