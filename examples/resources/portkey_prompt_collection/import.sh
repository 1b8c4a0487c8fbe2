# By slug, by ID (a UUID), or by exact name, which follows the ID, slug or name of its workspace.
terraform import portkey_prompt_collection.refunds co-refunds-1a2b3c
terraform import portkey_prompt_collection.refunds 9d3f6a21-58c4-4e7b-b0c6-2f1e7a4d8c35
terraform import portkey_prompt_collection.refunds "Production/Refunds"
