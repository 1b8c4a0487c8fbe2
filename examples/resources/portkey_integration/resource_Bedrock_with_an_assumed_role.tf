# Amazon Bedrock by a role, which needs no secret.
resource "portkey_integration" "bedrock" {
  name           = "Amazon Bedrock"
  slug           = "bedrock-prod"
  ai_provider_id = "bedrock"

  configurations = jsonencode({
    aws_auth_type = "assumedRole"
    aws_role_arn  = "arn:aws:iam::123456789012:role/portkey"
    aws_region    = "eu-central-1"
  })
}
