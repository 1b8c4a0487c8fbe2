# By ID (a UUID), or by workspace/group/role: the workspace by its ID, slug or name, the
# group by its display name or ID.
terraform import portkey_scim_workspace_mapping.data_science 5d0c1f6e-7a2b-4c39-8e14-b3f6a9d27c58
terraform import portkey_scim_workspace_mapping.data_science "ws-fraud-de-1f2e3d/Data Science/member"
