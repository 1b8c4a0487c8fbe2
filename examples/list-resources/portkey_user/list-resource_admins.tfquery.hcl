# The admins of the organisation.
list "portkey_user" "admins" {
  provider = portkey

  config {
    role = "admin"
  }
}
