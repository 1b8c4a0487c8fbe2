# The ID, the slug or the exact name of the integration.
terraform import portkey_integration_models.openai openai-production
