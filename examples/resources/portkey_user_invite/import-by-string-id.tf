# The ID of the invite (a UUID), or the e-mail address.
import {
  to = portkey_user_invite.ada
  id = "ada@example.com"
}

resource "portkey_user_invite" "ada" {
  email = "ada@example.com"
  role  = "member"
}
