# The user has joined the organisation already, by an invite, single sign-on or SCIM.
resource "portkey_user" "ada" {
  email = "ada@example.com"
  role  = "admin"
}
