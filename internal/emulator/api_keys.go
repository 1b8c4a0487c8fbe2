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
		draft: func(_ *Server, o *Object) {
			o.Fields["type"] = "workspace-service"
			if o.WorkspaceID == "" {
				o.Fields["type"] = "organisation-service"
			}
		},
	}
}
