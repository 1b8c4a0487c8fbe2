# By e-mail address or ID (a UUID).
terraform import portkey_user.ada ada@example.com
terraform import portkey_user.ada 3c0e7a5d-91b4-4f26-8d7a-6b2f4e1c9a08
