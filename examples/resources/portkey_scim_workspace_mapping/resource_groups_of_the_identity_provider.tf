# Groups that the identity provider has already sent to Portkey, by ID: a group that is
# renamed stays mapped.
variable "roles" {
  description = "The role of each group in the workspace, by the name of the group."
  type        = map(string)
  default = {
    "Fraud Detection" = "member"
    "Platform"        = "manager"
  }
}

data "portkey_scim_groups" "all" {}

locals {
  group_ids = { for group in data.portkey_scim_groups.all.scim_groups : group.name => group.id }
}

resource "portkey_workspace" "fraud_detection" {
  name = "Fraud detection"
}

resource "portkey_scim_workspace_mapping" "fraud_detection" {
  for_each = var.roles

  workspace_id  = portkey_workspace.fraud_detection.id
  role          = each.value
  scim_group_id = local.group_ids[each.key]
}
