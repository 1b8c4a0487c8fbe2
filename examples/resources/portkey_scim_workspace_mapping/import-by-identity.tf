import {
  to = portkey_scim_workspace_mapping.data_science
  identity = {
    id = "5d0c1f6e-7a2b-4c39-8e14-b3f6a9d27c58"
  }
}

resource "portkey_scim_workspace_mapping" "data_science" {
  workspace_id    = "ws-fraud-de-1f2e3d"
  role            = "member"
  scim_group_name = "Data Science"
}
