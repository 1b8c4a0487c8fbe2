# The state and its lock. Every backend with locking works. The connection comes from
# PG_CONN_STR, so that the password is in no file, in no saved plan and not in .terraform.
terraform {
  backend "pg" {}
}
