# By ID (a UUID) or exact name, with or without the workspace (its ID, slug or name) in
# front.
terraform import portkey_api_key.support_bot 4b8e1d7a-2c65-4f39-a1d0-7e3c9b5f6a24
terraform import portkey_api_key.support_bot "Production/support-bot"
