package emulator

import (
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"
)

// mcpServers: documented; the answers, and which of them have the workspace, are seen on
// newer back ends. Their slugs are unique in the organisation (documented). They keep no
// workspace from being deleted, and go with it (assumed).
func mcpServers() *table {
	t := &table{
		noun: MCPServers, path: "mcp-servers", scopes: []string{"mcp_servers"},
		length: 20, byID: true, bySlug: true, inside: true, harmless: true, listNamed: true, listsHome: true, unstamped: true,
		page: 100, most: 100, bounded: true, nonempty: true, absent: notFound,
		filters: map[string]func(*Server, *Object, string) bool{
			"id":     func(_ *Server, o *Object, text string) bool { return slices.Contains(strings.Split(text, ","), o.ID) },
			"search": hasInName,
		},
		fields: map[string]field{
			"name": {check: textUpTo(255), required: true}, "slug": {fixed: true}, "description": {},
			"workspace_id": {check: isText, fixed: true}, "mcp_integration_id": {required: true, fixed: true},
		},
		fresh: map[string]any{
			"mcp_integration_id": nil, "description": nil, "guardrail_mappings": nil, "owner_id": administrator,
			"default_user_access": "allow", "user_access": map[string]any{}, "connections": map[string]any{}, "test": nil,
		},
		shown: []string{
			"object", "id", "slug", "name", "status", "description", "mcp_integration_id", "guardrail_mappings", "created_at",
			"workspace_id", "organisation_id",
		},
		detail:  []string{"guardrail_mappings"},
		created: []string{"id", "slug", "object"},
		updated: []string{"id", "slug", "object"},
		write:   writeMCPServer, permit: permitMCPServer, complete: completeMCPServer, item: mcpServerItem,
		removed: func(s *Server, o *Object) { s.removeRows(MCPServerCapabilities, o) },
	}
	const access, connections = "mcp-servers/*/user-access", "mcp-servers/*/connections"
	t.routes = []route{
		{http.MethodPost, "mcp-servers/*/test", onIntegration(t, "read", nil, testMCPServer)},
		{http.MethodGet, access, onIntegration(t, "read", append(userAccessPages().parameters(), "search"), readUserAccess)},
		{http.MethodPut, access, onIntegration(t, "update", nil, writeUserAccess)},
		{http.MethodGet, connections, onIntegration(t, "read", append(paging{}.parameters(), "user_id", "workspace_id"), readConnections)},
		{http.MethodDelete, connections, onIntegration(t, "update", []string{"user_id", "workspace_id"}, deleteConnection)},
	}
	t.routes = append(t.routes, capabilityRoutes(t, MCPServerCapabilities)...)
	return t
}

// writeMCPServer writes the fields of a body.
func writeMCPServer(s *Server, o *Object, body map[string]any, who by) error {
	if who == creating {
		if slug, sent := body["slug"].(string); sent && (len(slug) < 3 || len(slug) > 50) {
			return badField("slug", "slug has 3 to 50 characters")
		}
		if err := chooseSlug(o, body); err != nil {
			return err
		}
	}
	if reference, sent := body["mcp_integration_id"]; sent {
		if text, _ := reference.(string); text == "" {
			return badField("mcp_integration_id", "mcp_integration_id is not a text")
		}
		o.Fields["mcp_integration_id"] = reference
		if integration := s.integrationOf(MCPIntegrations, o.OrganisationID, reference); integration != nil {
			o.Fields["mcp_integration_id"] = integration.ID
			if who == person {
				s.grant(MCPIntegrationWorkspaces, integration, o.WorkspaceID, nil, o.CreatedAt)
			}
		}
	}
	value, sent := body["description"]
	if !sent {
		return nil
	}
	if text, _ := value.(string); utf8.RuneCountInString(text) > 500 {
		return badField("description", "description is too long")
	}
	return s.describe(o, value, who)
}

// permitMCPServer refuses an integration that is not granted to the workspace as it does a
// missing right (seen), also for a few requests after the grant where Answers.GrantLag says
// so; and a slug that is taken.
func permitMCPServer(c *call, before, o *Object) error {
	if before != nil {
		return nil
	}
	row := c.rowOf(MCPIntegrationWorkspaces, o.Fields["mcp_integration_id"], o.WorkspaceID)
	if !c.enabled(row) {
		return noRights()
	}
	if left, _ := row.Fields["lag"].(int); left > 0 {
		row.Fields["lag"] = left - 1
		return noRights()
	}
	if c.taken(o) {
		return c.takenSlug(o.Slug)
	}
	return nil
}

// completeMCPServer adds the organisation, which reads of one have, too. The integration is
// answered by its id, or by its slug (documented; Answers.MCPIntegrationSlugs).
func completeMCPServer(s *Server, o *Object, answer map[string]any) {
	answer["organisation_id"] = o.OrganisationID
	if integration := s.integrationOf(MCPIntegrations, o.OrganisationID, o.Fields["mcp_integration_id"]); integration != nil && s.answers.MCPIntegrationSlugs {
		answer["mcp_integration_id"] = integration.Slug
	}
}

// mcpServerItem is what list items have beside (documented, and seen on newer back ends).
func mcpServerItem(s *Server, o *Object, answer map[string]any) {
	answer["owner_id"], answer["last_updated_at"] = o.Fields["owner_id"], s.timestamp(o.LastUpdatedAt)
	answer["url"] = "https://mcp.portkey.ai/" + o.Slug + "/mcp"
	if integration := s.integrationOf(MCPIntegrations, o.OrganisationID, o.Fields["mcp_integration_id"]); integration != nil {
		answer["mcp_integration_slug"], answer["mcp_integration_url"] = integration.Slug, integration.text("url")
		answer["auth_type"] = integration.text("auth_type")
	}
	if _, w := s.stores[Workspaces].find(o.WorkspaceID); w != nil {
		answer["workspace_name"], answer["workspace_slug"] = w.Name, w.Slug
	}
}

// testMCPServer answers what a test of the connection finds: what a test of ours has set, or
// that all is well. Even owners have no right to it where Answers.MCPActionsRefused says so
// (seen).
func testMCPServer(c *call, _ *history, o *Object) (any, error) {
	if c.answers.MCPActionsRefused {
		return nil, noRights()
	}
	if set := o.object("test"); set != nil {
		return set, nil
	}
	return map[string]any{
		"success": true, "status_code": 200.0, "response_time_ms": 12.0, "url": "https://tools.example.com/mcp", "server_name": o.Name, "error": nil,
	}, nil
}
