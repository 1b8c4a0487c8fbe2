data "portkey_integration" "bedrock" {
  slug = "bedrock-prod"
}

output "bedrock_region" {
  value = jsondecode(data.portkey_integration.bedrock.configurations).aws_region
}
