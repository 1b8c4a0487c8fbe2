# The workspace by ID, slug or name, or the word organisation, and the label by ID (a UUID) or exact name.
terraform import portkey_prompt_label.canary ws-produc-1f2e3d/canary
terraform import portkey_prompt_label.canary ws-produc-1f2e3d/9d3f6a21-58c4-4e7b-b0c6-2f1e7a4d8c35
terraform import portkey_prompt_label.audited organisation/audited
