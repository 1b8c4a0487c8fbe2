# By ID (a UUID), slug or exact name.
terraform import portkey_workspace.production 6c6f2b7e-3c1d-4a52-9a5e-0f4d1c8b2a37
terraform import portkey_workspace.production ws-produc-1f2e3d
terraform import portkey_workspace.production "Production"
