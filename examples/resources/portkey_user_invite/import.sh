# By the ID of the invite (a UUID), or by the e-mail address: its pending invite, or else
# the latest one.
terraform import portkey_user_invite.ada 3e7a1c5d-92b4-4f60-8d1e-6c0b5a9f7d28
terraform import portkey_user_invite.ada ada@example.com
