import {
  to = portkey_user_invite.ada
  identity = {
    id = "3e7a1c5d-92b4-4f60-8d1e-6c0b5a9f7d28"
  }
}

resource "portkey_user_invite" "ada" {
  email = "ada@example.com"
  role  = "member"
}
