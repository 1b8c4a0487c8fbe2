# By its ID (a UUID), or by its workspace and its ID or exact name.
terraform import portkey_rate_limits_policy.per_key c5d2f7a8-1b43-4e90-a6c7-8f0d3e5b2914
terraform import portkey_rate_limits_policy.per_key "ws-produc-1f2e3d/Per API key"
