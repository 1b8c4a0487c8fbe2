# Amazon Bedrock by an access key. Terraform before 1.11 has no write-only arguments: use
# secret_configurations there, which the state contains.
variable "aws_secret_access_key" {
  description = "The secret of the access key."
  type        = string
  ephemeral   = true
  sensitive   = true
}

resource "portkey_integration" "bedrock" {
  name           = "Amazon Bedrock"
  slug           = "bedrock-prod"
  ai_provider_id = "bedrock"

  configurations = jsonencode({
    aws_auth_type     = "accessKey"
    aws_access_key_id = "AKIAIOSFODNN7EXAMPLE"
    aws_region        = "eu-central-1"
  })
  secret_configurations_wo = {
    aws_secret_access_key = var.aws_secret_access_key
  }
  secret_configurations_wo_version = 1
}
