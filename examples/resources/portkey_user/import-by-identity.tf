import {
  to = portkey_user.ada
  identity = {
    id = "3c0e7a5d-91b4-4f26-8d7a-6b2f4e1c9a08"
  }
}

resource "portkey_user" "ada" {
  email = "ada@example.com"
  role  = "admin"
}
