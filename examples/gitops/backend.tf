# The state, and the lock that lets one run after the other write it. Any backend
# that locks will do. The connection comes from PG_CONN_STR, so that no password
# gets into a file, into a saved plan or into .terraform.
terraform {
  backend "pg" {}
}
