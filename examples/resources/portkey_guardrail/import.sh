# By ID (a UUID) or slug; by exact name, behind the workspace (its ID, slug or name) unless
# the guardrail is the organisation's.
terraform import portkey_guardrail.secrets 9d3f6a21-58c4-4e7b-b0c6-2f1e7a4d8c35
terraform import portkey_guardrail.secrets pg-nosecr-1a2b3c
terraform import portkey_guardrail.secrets "No secrets"
terraform import portkey_guardrail.personal_data "Production/No personal data"
