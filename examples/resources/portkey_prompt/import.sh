# By slug, ID (a UUID) or exact name, with or without the workspace (its ID, slug or
# name) in front.
terraform import portkey_prompt.refund pp-refund-1a2b3c
terraform import portkey_prompt.refund 1f7d9a35-6b2e-4c80-9d41-3e5a7c0b8f62
terraform import portkey_prompt.refund "Support/Refund"
