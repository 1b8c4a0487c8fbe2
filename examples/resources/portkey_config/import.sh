# By slug, ID (a UUID) or exact name, with or without the workspace (its ID, slug or
# name) in front.
terraform import portkey_config.retries pc-retrie-1a2b3c
terraform import portkey_config.retries 9d3f6a21-58c4-4e7b-b0c6-2f1e7a4d8c35
terraform import portkey_config.retries "Production/Retries"
