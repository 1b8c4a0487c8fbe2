# The direction, and the workspace by ID, slug or exact name.
terraform import portkey_guardrail_exclusion.research input/ws-resear-4c5b6a
