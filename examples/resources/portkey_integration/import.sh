# By slug, ID (a UUID) or exact name.
terraform import portkey_integration.bedrock bedrock-prod
terraform import portkey_integration.bedrock 4b7e1f60-93ad-4c2e-8f15-6d0a2b9c7e41
terraform import portkey_integration.bedrock "Amazon Bedrock"
