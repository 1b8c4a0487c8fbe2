import {
  to = portkey_integration.bedrock
  identity = {
    id = "4b7e1f60-93ad-4c2e-8f15-6d0a2b9c7e41"
  }
}

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
