data "portkey_users" "admins" {
  role = "admin"
}

output "emails_of_admins" {
  value = [for user in data.portkey_users.admins.users : user.email]
}
