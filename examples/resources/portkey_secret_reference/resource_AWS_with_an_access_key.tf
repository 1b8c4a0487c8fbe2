# The access key is stored in the state, as Terraform before 1.11 needs it. With later
# versions, use the arguments that end in _wo.
variable "aws_access_key" {
  description = "An access key of AWS that may read the secret."
  type        = object({ id = string, secret = string })
  sensitive   = true
}

resource "portkey_secret_reference" "anthropic" {
  name         = "Anthropic"
  manager_type = "aws_sm"
  secret_path  = "prod/anthropic"
  secret_key   = "api_key"

  aws_access_key = {
    aws_access_key_id     = var.aws_access_key.id
    aws_secret_access_key = var.aws_access_key.secret
    aws_region            = "eu-west-1"
  }
}
