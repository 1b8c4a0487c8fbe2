# The ID of the mapping (a UUID), or workspace/group/role.
import {
  to = portkey_scim_workspace_mapping.data_science
  id = "ws-fraud-de-1f2e3d/Data Science/member"
}

resource "portkey_scim_workspace_mapping" "data_science" {
  workspace_id    = "ws-fraud-de-1f2e3d"
  role            = "member"
  scim_group_name = "Data Science"
}
