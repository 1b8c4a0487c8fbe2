# Amazon Bedrock from a gateway that runs in AWS, with the role that it has there.
resource "portkey_integration" "bedrock" {
  name           = "Amazon Bedrock"
  slug           = "bedrock-prod"
  ai_provider_id = "bedrock"

  configurations = jsonencode({
    aws_auth_type = "serviceRole"
    aws_region    = "eu-central-1"
  })
}
