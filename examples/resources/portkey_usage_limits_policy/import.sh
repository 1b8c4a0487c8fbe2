# By its ID (a UUID), or by its workspace and its ID or exact name.
terraform import portkey_usage_limits_policy.per_user 3b8e1d54-7a2f-4c69-8d10-5e9f2b6c4a71
terraform import portkey_usage_limits_policy.per_user "ws-produc-1f2e3d/Per user"
