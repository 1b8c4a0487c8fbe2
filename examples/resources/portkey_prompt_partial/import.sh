# The workspace by ID, slug or name, and the partial by slug, ID (a UUID) or exact name.
terraform import portkey_prompt_partial.tone ws-produc-1f2e3d/pl-tone-of-v-1a2b3c
terraform import portkey_prompt_partial.tone 6c6f2b7e-3c1d-4a52-9a5e-0f4d1c8b2a37/9d3f6a21-58c4-4e7b-b0c6-2f1e7a4d8c35
terraform import portkey_prompt_partial.tone "Production/Tone of voice"
