# The gateway runs in AWS, with a role that may read the secret.
resource "portkey_secret_reference" "bedrock" {
  name         = "Bedrock"
  manager_type = "aws_sm"
  secret_path  = "prod/bedrock"

  aws_service_role = {
    aws_region = "eu-west-1"
  }
}
