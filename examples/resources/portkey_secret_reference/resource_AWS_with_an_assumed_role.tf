variable "external_id" {
  description = "The external ID that the trust policy of the role requires."
  type        = string
  ephemeral   = true
}

resource "portkey_workspace" "fraud_detection" {
  name = "Fraud detection"
}

# Only one workspace may use the secret.
resource "portkey_secret_reference" "mistral" {
  name               = "Mistral"
  manager_type       = "aws_sm"
  secret_path        = "prod/mistral"
  allowed_workspaces = [portkey_workspace.fraud_detection.id]
  tags               = { team = "fraud-detection" }

  aws_assumed_role = {
    aws_role_arn       = "arn:aws:iam::123456789012:role/portkey"
    aws_external_id_wo = var.external_id
    aws_region         = "eu-west-1"
  }
  auth_wo_version = 1
}
