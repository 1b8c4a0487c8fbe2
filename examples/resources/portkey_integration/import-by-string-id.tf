# The slug of the integration, its ID (a UUID), its exact name, or workspace/name.
import {
  to = portkey_integration.bedrock
  id = "bedrock-prod"
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
