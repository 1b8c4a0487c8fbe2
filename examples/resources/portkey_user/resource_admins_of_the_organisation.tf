# The admins of the organisation, by e-mail address.
variable "admins" {
  description = "The e-mail addresses of the admins, who are admins of every workspace."
  type        = set(string)
  default     = ["ada@example.com", "grace@example.com"]
}

resource "portkey_user" "admin" {
  for_each = var.admins

  email = each.value
  role  = "admin"
}
