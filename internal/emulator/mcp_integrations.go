package emulator

import (
	"net/http"
	"slices"
	"strings"
)

// mcpIntegrations: documented; what is seen on newer back ends alone is said where it is.
// They are listed, found and shared as integrations are.
func mcpIntegrations() *table {
	t := &table{
		noun: MCPIntegrations, path: "mcp-integrations", scopes: []string{"organisation_mcp_integrations", "workspace_mcp_integrations"},
		scope:  func(o *Object) string { return o.text("type") + "_mcp_integrations" },
		length: 20, byID: true, bySlug: true, anywhere: true, listedBelow: true, page: 100, most: 1000, absent: notFound, nonempty: true,
		filters: map[string]func(*Server, *Object, string) bool{
			"type":            isOfType,
			"workspace_id":    isOfWorkspace,
			"organisation_id": func(_ *Server, o *Object, text string) bool { return o.OrganisationID == text },
			"search": func(_ *Server, o *Object, text string) bool {
				return strings.Contains(strings.ToLower(o.Name+"\n"+o.Slug), strings.ToLower(text))
			},
		},
		envelope: func(data []any, total int, at window) any {
			return map[string]any{"object": "list", "total": total, "data": data, "has_more": (at.number+1)*at.size < total}
		},
		fields: map[string]field{
			"name": {check: textUpTo(255), required: true}, "url": {check: isPublic, required: true}, "slug": {fixed: true},
			"auth_type": {check: oneOf("none", "headers", "oauth_auto", "oauth_client_credentials"), required: true},
			"transport": {check: oneOf("http", "sse"), required: true}, "workspace_id": {check: isText, fixed: true},
			"organisation_id": {ignored: true, fixed: true}, "description": {}, "configurations": {}, "secret_mappings": {},
		},
		fresh: map[string]any{
			"url": "https://mcp.example.com/mcp", "auth_type": "none", "transport": "http", "description": nil,
			"configurations": map[string]any{}, "secret_mappings": nil, "owner_id": administrator, "global_access": nil,
		},
		shown: []string{
			"object", "id", "slug", "name", "status", "type", "url", "auth_type", "transport", "description", "configurations",
			"secret_mappings", "owner_id", "created_at", "last_updated_at",
		},
		detail:  []string{newerGlobalAccess},
		created: []string{"id", "slug", "object"},
		draft:   draftMCPIntegration, write: writeMCPIntegration, complete: completeMCPIntegration, item: mcpIntegrationItem,
		permit: permitMCPIntegration, added: addFirstMCPAccess, refuse: refuseUsedMCPIntegration, removed: removeMCPRows,
	}
	const workspaces = "mcp-integrations/*/workspaces"
	t.routes = []route{
		{http.MethodGet, workspaces, onIntegration(t, "read", []string{"version"}, readMCPAccess)},
		{http.MethodPut, workspaces, onIntegration(t, "update", nil, writeMCPAccess)},
	}
	t.routes = append(t.routes, capabilityRoutes(t, MCPCapabilities)...)
	return t
}

func draftMCPIntegration(_ *Server, o *Object) {
	o.Fields["type"] = "organisation"
	if o.WorkspaceID != "" {
		o.Fields["type"] = "workspace"
	}
}

// writeMCPIntegration writes the fields of a body.
func writeMCPIntegration(s *Server, o *Object, body map[string]any, who by) error {
	if who == creating {
		if err := chooseSlug(o, body); err != nil {
			return err
		}
	}
	if sent, is := body["description"]; is {
		if err := s.describe(o, sent, who); err != nil {
			return err
		}
	}
	if sent, is := body["secret_mappings"]; is {
		if err := s.writeMappings(o, sent, who); err != nil {
			return err
		}
	}
	sent, is := body["configurations"]
	if !is {
		return nil
	}
	return s.mergeConfigurations(o, sent, who)
}

// maskedHeader is what is answered for what is secret in configurations (assumed).
const maskedHeader = "***"

// maskedConfigurations are configurations as they are answered: the values of headers
// that are sent, and what is called a secret anywhere, are masked (assumed).
func maskedConfigurations(value any, secret bool) any {
	switch v := value.(type) {
	case map[string]any:
		shown := map[string]any{}
		for key, one := range v {
			shown[key] = maskedConfigurations(one, secret || slices.Contains([]string{"custom_headers", "headers", "client_secret", "private_key", "password", "api_key"}, key))
		}
		return shown
	case []any:
		shown := make([]any, len(v))
		for i, one := range v {
			shown[i] = maskedConfigurations(one, secret)
		}
		return shown
	case nil:
		return nil
	default:
		if secret {
			return maskedHeader
		}
		return v
	}
}

// completeMCPIntegration adds what is not answered as it is stored. The workspace is
// answered by its id, however it was sent (vendor's provider).
func completeMCPIntegration(s *Server, o *Object, answer map[string]any) {
	answer["workspace_id"] = orNil(o.WorkspaceID, len(o.WorkspaceID))
	answer["configurations"] = maskedConfigurations(o.object("configurations"), s.answers.MaskedConfigurations)
	if !o.LastUpdatedAt.After(o.CreatedAt) {
		answer["last_updated_at"] = nil
	}
	answer[newerGlobalAccess] = orNil(o.object("global_access"), len(o.object("global_access")))
	s.showUnset(answer, map[string]any{"description": "", "secret_mappings": []any{}})
}

// mcpIntegrationItem adds what list items alone have: configurations are a text there
// (seen on newer back ends).
func mcpIntegrationItem(s *Server, o *Object, answer map[string]any) {
	answer["configurations"] = jsonText(answer["configurations"])
	answer["workspaces_count"] = float64(s.grantedCount(MCPIntegrationWorkspaces, o))
	if !s.answers.Sparse {
		answer["organisation_id"], answer["metadata"] = o.OrganisationID, s.syncAnswer(o)
	}
}

// permitMCPIntegration refuses a type that the key has no right to create, and a slug that
// is taken.
func permitMCPIntegration(c *call, before, o *Object) error {
	switch {
	case before != nil:
		return nil
	case !c.mayOn(c.tables[MCPIntegrations], o, "create"):
		return noRights()
	case c.taken(o):
		return c.takenSlug(o.Slug)
	default:
		return nil
	}
}

// mcpServersOf are the servers of an MCP integration.
func (s *Server) mcpServersOf(integration *Object) []*Object {
	var all []*Object
	for _, h := range s.stores[MCPServers].all {
		if o := h.latest(); o != nil && o.Fields["mcp_integration_id"] == integration.ID {
			all = append(all, o)
		}
	}
	return all
}

// refuseUsedMCPIntegration refuses the deletion under servers (assumed).
func refuseUsedMCPIntegration(c *call, o *Object) error {
	if len(c.mcpServersOf(o)) > 0 {
		return conflict("Unable to delete. Please ensure that all MCP servers of the integration are deleted")
	}
	return nil
}

// removeMCPRows deletes the rows of a deleted MCP integration.
func removeMCPRows(s *Server, o *Object) {
	s.removeRows(MCPIntegrationWorkspaces, o)
	s.removeRows(MCPCapabilities, o)
}
