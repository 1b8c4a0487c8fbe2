package emulator

import "strings"

// apiKeys: recorded. Each type of key has scopes of its own (documented).
func apiKeys() *table {
	return &table{
		noun: APIKeys, path: "api-keys",
		scopes: []string{"organisation_service_api_keys", "workspace_service_api_keys", "workspace_user_api_keys"},
		scope:  func(o *Object) string { return strings.ReplaceAll(o.text("type"), "-", "_") + "_api_keys" },
		byID:   true, inside: true, showsHome: true,
		page: 50, most: 100, absent: notFound,
		fresh: map[string]any{
			"key": "pk*****000", "description": nil, "user_id": nil, "creation_mode": "ui", "created_by": administrator,
			"last_updated_by": administrator, "rate_limits": []any{}, "usage_limits": nil, "reset_usage": nil,
			"expires_at": nil, "last_reset_at": nil, "next_usage_reset_at": nil, "alert_emails": nil, "expiry_enforced": 0.0,
			"allow_config_override": nil, "api_key_defaults_id": nil, "scopes": []any{},
			"defaults": map[string]any{"metadata": nil, "config_id": nil},
		},
		detail: []string{"next_usage_reset_at"},
		draft: func(_ *Server, o *Object) {
			o.Fields["type"] = "workspace-service"
			if o.WorkspaceID == "" {
				o.Fields["type"] = "organisation-service"
			}
		},
	}
}
