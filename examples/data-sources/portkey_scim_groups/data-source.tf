data "portkey_scim_groups" "data" {
  search = "data"
}

output "group_ids_by_name" {
  value = { for group in data.portkey_scim_groups.data.scim_groups : group.name => group.id }
}
