# The API key says which organisation it is.
terraform import portkey_organisation_defaults.this organisation_defaults
