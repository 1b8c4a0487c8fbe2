# By slug, ID (a UUID), or exact name. The secrets, if there are any, are sent by the
# next apply.
terraform import portkey_secret_reference.openai openai
terraform import portkey_secret_reference.openai 3c0e7a5d-91b4-4f26-8d7a-6b2f4e1c9a08
