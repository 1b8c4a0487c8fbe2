package conformance

import (
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

func mcpIntegrationNoun() noun {
	const path = "/mcp-integrations"
	forwarding := func(header string) string { return fmt.Sprintf(`{"forward_headers":[%q]}`, header) }
	simple := config{"name": "Production", "url": "https://mcp.example.com/mcp", "auth_type": "none", "transport": "http"}
	return noun{
		object: emulator.MCPIntegrations,
		path:   path,
		scopes: "organisation_mcp_integrations",
		config: simple,
		full:   laid(simple, config{"description": "Tools", "configurations": forwarding("x-a")}),
		edited: config{
			"description": "The tools of support", "configurations": forwarding("x-b"), "url": "https://tools.example.com/mcp",
			"auth_type": "oauth_auto", "transport": "sse",
		},
		foreign: config{
			"description": "Theirs", "configurations": forwarding("x-theirs"), "url": "https://theirs.example.com/mcp",
			"auth_type": "oauth_client_credentials", "transport": "interactive", // which only answers have
		},
		duplicate: config{"slug": "production-2"},
		importRef: func(_ *emulator.Server, idOrName string) string { return idOrName },
		wire: func(fields config) config {
			if text, ok := fields["configurations"].(string); ok {
				fields["configurations"] = json.RawMessage(text)
			}
			return fields
		},
		data: map[string]reading{
			"one":  {"portkey_mcp_integration", func(id string) config { return config{"id": id} }, target{http.MethodGet, path + "/*", 0, false}},
			"many": {"portkey_mcp_integrations", func(string) config { return nil }, target{http.MethodGet, path, 0, false}},
		},
		list: config{},
	}
}
