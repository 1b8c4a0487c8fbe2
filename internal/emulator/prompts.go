package emulator

// prompts: recorded, but for the 404 of an unknown one, which is documented. What
// answers show of the workspace is whose the prompt is: it may be shared with others.
func prompts() *table {
	return &table{
		noun: Prompts, path: "prompts", scopes: []string{"prompts"},
		slug: "pp", length: 10, byID: true, bySlug: true, inside: true, owner: "prompt_owning_workspace_id",
		most: 100, absent: notFound,
		fresh: map[string]any{
			"model": "gpt-4o", "string": "", "parameters": map[string]any{"model": "gpt-4o"}, "virtual_key": nil,
			"prompt_version": 1.0, "prompt_version_status": "active", "prompt_version_description": nil,
			"prompt_version_label_id": nil, "prompt_version_label_name": nil, "prompt_version_labels": []any{},
			"is_raw_template": 0.0, "template_metadata": map[string]any{}, "functions": nil, "tools": nil, "tool_choice": nil,
			"access_level": "workspace", "allow_all_workspaces": 0.0, "share_organisation_id": nil, "shared_at": nil,
			"shared_by_user_id": nil, "shared_from_version_id": nil, "forked_from_prompt_id": nil, "forked_from_prompt_version_id": nil,
		},
		detail: []string{
			"string", "parameters", "virtual_key", "prompt_version", "prompt_version_id", "prompt_version_status",
			"prompt_version_description", "prompt_version_label_id", "prompt_version_label_name", "prompt_version_labels",
			"is_raw_template", "template_metadata", "functions", "tools", "tool_choice",
		},
		draft: func(s *Server, o *Object) {
			o.Fields["collection_id"], o.Fields["prompt_version_id"] = s.uuid(), s.uuid()
		},
	}
}
