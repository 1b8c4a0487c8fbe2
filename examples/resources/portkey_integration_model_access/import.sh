# The integration by ID, slug or name, and the slug of the model: integration/model.
terraform import portkey_integration_model_access.gpt_4o openai-production/gpt-4o
