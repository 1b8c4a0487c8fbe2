# Who is removed from the list is removed from the organisation, with all memberships of
# workspaces and API keys. The plan names each of them.
variable "staff" {
  description = "The role of each employee in the organisation, by e-mail address."
  type        = map(string)
  default = {
    "ada@example.com"   = "admin"
    "grace@example.com" = "member"
  }
}

resource "portkey_user" "staff" {
  for_each = var.staff

  email             = each.key
  role              = each.value
  remove_on_destroy = true
}
