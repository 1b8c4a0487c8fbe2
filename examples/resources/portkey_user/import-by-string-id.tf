# The e-mail address of the user, or the ID (a UUID).
import {
  to = portkey_user.ada
  id = "ada@example.com"
}

resource "portkey_user" "ada" {
  email = "ada@example.com"
  role  = "admin"
}
