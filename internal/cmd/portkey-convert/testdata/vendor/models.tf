# Secrets in vaults, integrations with them and with keys, who may use which models of
# them, and a provider.
terraform {
  required_providers {
    portkey = {
      source = "portkey-ai/portkey"
    }
  }
}

variable "openai_key" {
  type      = string
  sensitive = true
  default   = "sk-0123456789"
}

variable "aws" {
  type    = object({ id = string, secret = string })
  default = { id = "AKIAIOSFODNN7EXAMPLE", secret = "an AWS secret" }
}

resource "portkey_workspace" "production" {
  name = "Production"
}

resource "portkey_secret_reference" "openai" {
  name         = "openai-prod"
  description  = "The key of OpenAI"
  manager_type = "aws_sm"
  secret_path  = "prod/openai"
  secret_key   = "OPENAI_API_KEY"

  aws_access_key_auth = {
    aws_access_key_id     = var.aws.id
    aws_secret_access_key = var.aws.secret
    aws_region            = "us-east-1"
  }

  tags = {
    owner = "platform"
  }
}

resource "portkey_secret_reference" "anthropic" {
  name         = "anthropic-staging"
  manager_type = "hashicorp_vault"
  secret_path  = "kv/data/anthropic"

  vault_approle_auth = {
    vault_addr      = "https://vault.example.com"
    vault_role_id   = "portkey"
    vault_secret_id = "a secret ID"
    vault_namespace = "staging"
  }

  allow_all_workspaces = false
  allowed_workspaces   = [portkey_workspace.production.id]
}

resource "portkey_integration" "openai" {
  name             = "openai-production"
  ai_provider_id   = "openai"
  key              = var.openai_key
  description      = "For production"
  allow_all_models = false
}

resource "portkey_integration" "from_a_vault" {
  name           = "openai-from-a-vault"
  ai_provider_id = "openai"

  secret_mappings = [
    {
      target_field        = "key"
      secret_reference_id = portkey_secret_reference.openai.slug
    },
  ]
}

resource "portkey_integration" "bedrock" {
  name           = "bedrock-production"
  ai_provider_id = "bedrock"

  configurations = jsonencode({
    aws_auth_type         = "accessKey"
    aws_region            = "us-east-1"
    aws_access_key_id     = var.aws.id
    aws_secret_access_key = var.aws.secret
  })
}

resource "portkey_integration" "bedrock_from_a_vault" {
  name           = "bedrock-from-a-vault"
  ai_provider_id = "bedrock"

  configurations = jsonencode({ aws_auth_type = "accessKey", aws_region = "us-east-1", aws_access_key_id = "AKIAIOSFODNN7EXAMPLE" })

  secret_mappings = [
    {
      target_field        = "configurations.aws_secret_access_key"
      secret_reference_id = portkey_secret_reference.openai.slug
      secret_key          = "AWS_SECRET_ACCESS_KEY"
    },
  ]
}

resource "portkey_integration" "self_hosted" {
  name           = "self-hosted"
  ai_provider_id = "openai"
  key            = var.openai_key
  workspace_id   = portkey_workspace.production.id
  configurations = jsonencode({
    custom_host    = "https://models.example.com/v1"
    custom_headers = { "x-team" = "platform" }
  })
}

resource "portkey_integration_workspace_access" "openai" {
  integration_id = portkey_integration.openai.slug
  workspace_id   = portkey_workspace.production.id
}

resource "portkey_integration_workspace_access" "bedrock" {
  integration_id = portkey_integration.bedrock.slug
  workspace_id   = portkey_workspace.production.id
  enabled        = true

  usage_limits = [{
    type            = "cost"
    credit_limit    = 1000
    alert_threshold = 800
    periodic_reset  = "monthly"
  }]

  rate_limits = [{
    type  = "requests"
    unit  = "rpm"
    value = 1000
  }]
}

resource "portkey_integration_model_access" "catalogue" {
  for_each = toset(["gpt-4o", "gpt-4o-mini"])

  integration_id = portkey_integration.openai.slug
  model_slug     = each.value
  enabled        = true
}

resource "portkey_integration_model_access" "priced" {
  integration_id = portkey_integration.openai.slug
  model_slug     = "gpt-4.1"

  pricing_config = {
    type = "static"
    pay_as_you_go = {
      request_token_price  = 0.03
      response_token_price = 0.06
    }
  }
}

resource "portkey_integration_model_access" "finetuned" {
  integration_id  = portkey_integration.openai.slug
  model_slug      = "ft:gpt-4o:platform"
  enabled         = true
  is_custom       = true
  is_finetune     = true
  base_model_slug = "gpt-4o"
}

resource "portkey_provider" "openai" {
  name           = "OpenAI"
  workspace_id   = portkey_workspace.production.id
  integration_id = portkey_integration.openai.id
  note           = "The main one"

  depends_on = [portkey_integration_workspace_access.openai]
}

output "provider" {
  value = portkey_provider.openai.ai_provider_id
}
