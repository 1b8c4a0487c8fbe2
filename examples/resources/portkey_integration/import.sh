# By slug, ID (a UUID) or exact name, with or without the workspace (its ID, slug or
# name) in front.
terraform import portkey_integration.bedrock bedrock-prod
terraform import portkey_integration.bedrock 4b7e1f60-93ad-4c2e-8f15-6d0a2b9c7e41
terraform import portkey_integration.bedrock "Amazon Bedrock"
terraform import portkey_integration.bedrock "Production/Amazon Bedrock"
