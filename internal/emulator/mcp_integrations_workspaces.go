package emulator

import (
	"fmt"
	"slices"
	"time"
)

// mcpIntegrationWorkspaces are the rows of workspaces that may use an MCP integration, or
// might once: one that is disabled stays, archived (seen on newer back ends).
func mcpIntegrationWorkspaces() *table {
	return rowTable(MCPIntegrationWorkspaces, MCPIntegrations, writeMCPAccessRow)
}

// writeMCPAccessRow is for tests: a row is enabled unless they say otherwise.
func writeMCPAccessRow(_ *Server, row *Object, body map[string]any, _ by) error {
	row.enable(body)
	return nil
}

// readMCPAccess lists all rows that the key reaches, without pages (documented). Those of a
// workspace's key have the slug of the workspace as their id (documented), others the id.
func readMCPAccess(c *call, _ *history, o *Object) (any, error) {
	rows := []any{}
	for _, row := range c.rows(MCPIntegrationWorkspaces, o, c.asOf) {
		if c.key.WorkspaceID != "" && c.key.WorkspaceID != row.WorkspaceID {
			continue
		}
		answer := c.rowAnswer(row)
		if _, w := c.stores[Workspaces].find(row.WorkspaceID); c.key.WorkspaceID != "" {
			answer["id"] = w.Slug
		}
		rows = append(rows, answer)
	}
	answer := map[string]any{"object": "list", newerGlobalAccess: orNil(o.object("global_access"), len(o.object("global_access")))}
	if c.query.Get("version") == "" {
		answer["workspaces"] = rows
	} else {
		answer["data"], answer["total"] = rows, float64(len(rows))
	}
	return answer, nil
}

// writeMCPAccess writes the rows that a body names and leaves the others, unless it says
// that all of them are disabled first (documented). All or nothing is written (assumed).
func writeMCPAccess(c *call, h *history, o *Object) (any, error) {
	const all, override = "workspaces", "override_existing_workspace_access"
	body, err := c.object(func(key string) bool { return slices.Contains([]string{all, newerGlobalAccess, override}, key) })
	if err != nil {
		return nil, err
	}
	if value, sent := body[override]; sent && !isBool(value) {
		return nil, badField(override, override+" is not a boolean")
	}
	items, isList := body[all].([]any)
	if !isList {
		return nil, badField(all, all+" is not a list")
	}
	changed := *o
	changed.Fields = clone(o.Fields)
	if err := changed.writeGlobalMCP(body); err != nil {
		return nil, err
	}
	write := c.beginRows(MCPIntegrationWorkspaces, o)
	if body[override] == true {
		for id := range write.stored {
			write.row(id).Archived = true
		}
	}
	var granted []*Object
	named := map[string]bool{}
	for i, item := range items {
		one, _ := item.(map[string]any)
		w, err := c.rowWorkspace(o, one, i, "id", "enabled")
		if err == nil && named[w.ID] {
			err = badField(all, fmt.Sprintf("workspaces[%d] is there twice", i))
		}
		if err != nil {
			return nil, err
		}
		named[w.ID] = true
		if one["enabled"] == true && !c.enabled(c.rowOf(MCPIntegrationWorkspaces, o.ID, w.ID)) {
			granted = append(granted, w)
			write.row(w.ID).Fields["lag"] = c.answers.GrantLag
		}
		write.row(w.ID).Archived = one["enabled"] == false
	}
	write.commit()
	for _, w := range granted {
		c.addAutoMCPServer(o, w, c.now())
	}
	changed.LastUpdatedAt = c.stamp(o.LastUpdatedAt)
	h.put(c.now(), &changed)
	c.effect = true
	return map[string]any{}, nil
}

// writeGlobalMCP writes the access of all workspaces that will be created (documented).
func (o *Object) writeGlobalMCP(body map[string]any) error {
	value, sent := body[newerGlobalAccess]
	if !sent {
		return nil
	}
	access, isObject := value.(map[string]any)
	if value != nil && (!isObject || len(access) != 1 || !isBool(access["enabled"])) || o.WorkspaceID != "" {
		return badField(newerGlobalAccess, newerGlobalAccess+" is not an object with enabled")
	}
	o.Fields["global_access"] = nil
	if value != nil {
		o.Fields["global_access"] = access
	}
	return nil
}

// addFirstMCPAccess enables a workspace's MCP integration there (assumed).
func addFirstMCPAccess(s *Server, o *Object, at time.Time) {
	if o.WorkspaceID != "" {
		s.grant(MCPIntegrationWorkspaces, o, o.WorkspaceID, nil, at)
	}
}

// grantGlobalMCP enables in a workspace what is enabled in every one that is created
// (documented).
func (s *Server) grantGlobalMCP(w *Object, at time.Time) {
	for _, h := range s.stores[MCPIntegrations].all {
		o := h.latest()
		if o != nil && o.OrganisationID == w.OrganisationID && o.object("global_access")["enabled"] == true {
			s.grant(MCPIntegrationWorkspaces, o, w.ID, nil, at)
			s.addAutoMCPServer(o, w, at)
		}
	}
}

// addAutoMCPServer creates the server that a grant brings where Answers.AutoMCPServers says
// so: none where there is one of the integration already.
func (s *Server) addAutoMCPServer(o, w *Object, at time.Time) {
	there := slices.ContainsFunc(s.mcpServersOf(o), func(server *Object) bool { return server.WorkspaceID == w.ID })
	if s.answers.AutoMCPServers && !there {
		s.mustAdd(s.tables[MCPServers], w, map[string]any{"name": o.Name, "slug": o.Slug, "mcp_integration_id": o.ID}, at)
	}
}
