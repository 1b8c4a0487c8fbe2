package emulator

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// mcpCapabilities are the rows of the capabilities of MCP integrations that somebody wrote,
// mcpServerCapabilities those of servers. All others are enabled.
func mcpCapabilities() *table {
	return rowTable(MCPCapabilities, MCPIntegrations, writeCapabilityRow)
}

func mcpServerCapabilities() *table {
	return rowTable(MCPServerCapabilities, MCPServers, writeCapabilityRow)
}

// writeCapabilityRow is for tests, which may write anything.
func writeCapabilityRow(_ *Server, row *Object, _ map[string]any, _ by) error {
	if row.Slug == "" {
		row.Slug = row.Name
	}
	return nil
}

// capabilityRoutes are those of the metadata and the capabilities of an MCP integration, or of
// a server, with the noun of their rows.
func capabilityRoutes(t *table, rows Noun) []route {
	path := t.path + "/*/capabilities"
	return []route{
		{http.MethodGet, t.path + "/*/metadata", onIntegration(t, "read", nil, readMetadata)},
		{http.MethodGet, path, onIntegration(t, "read", append(userAccessPages().parameters(), "type"), func(c *call, _ *history, o *Object) (any, error) {
			return readCapabilities(c, o, rows)
		})},
		{http.MethodPut, path, onIntegration(t, "update", nil, func(c *call, _ *history, o *Object) (any, error) {
			return writeCapabilities(c, o, rows)
		})},
	}
}

// capabilityTypes are those of an answer. A PUT takes all but the last one (documented).
func capabilityTypes() []string { return []string{"tool", "prompt", "resource", "resource_template"} }

// usualCapabilities are what an MCP server offers unless a test says otherwise: made up.
func usualCapabilities() []string {
	return []string{
		"tool/create_issue", "tool/delete_issue", "tool/search_issues", "prompt/triage", "resource/handbook", "resource_template/issue",
	}
}

// SetCapabilities replaces what the MCP server behind an MCP integration offers, each by its
// type and name, as in "tool/search".
func (s *Server) SetCapabilities(integration string, keys ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, o := s.mustFind(MCPIntegrations, integration)
	s.capabilities[o.ID] = keys
}

// offered is what the MCP server behind an integration offers, or behind a server of one.
func (s *Server) offered(o *Object) []string {
	if own, set := s.capabilities[s.behind(o).ID]; set {
		return own
	}
	return usualCapabilities()
}

// behind is the integration of a server, or the integration itself.
func (s *Server) behind(o *Object) *Object {
	if integration := s.integrationOf(MCPIntegrations, o.OrganisationID, o.Fields["mcp_integration_id"]); integration != nil {
		return integration
	}
	return o
}

// readCapabilities lists what is offered, once it is synced, with the numbers of each type.
func readCapabilities(c *call, o *Object, noun Noun) (any, error) {
	kind := c.query.Get("type")
	if kind != "" && !slices.Contains(capabilityTypes(), kind) {
		return nil, badQuery("type", "there is no such type of capabilities")
	}
	var all []map[string]any
	items := []any{}
	if c.sync(o, true).status == "synced" {
		for _, key := range c.offered(o) {
			item := c.capability(o, noun, key)
			if all = append(all, item); kind == "" || kind == item["type"] {
				items = append(items, item)
			}
		}
	}
	answer, err := pageOf(c, items, &table{pages: userAccessPages(), page: 100, most: 500, bounded: true})
	if err != nil {
		return nil, err
	}
	counts := map[string]any{}
	for _, one := range capabilityTypes() {
		total, enabled := 0.0, 0.0
		for _, item := range all {
			if item["type"] == one {
				total++
			}
			if item["type"] == one && item["enabled"] == true {
				enabled++
			}
		}
		counts[one+"s"] = map[string]any{"total": total, "enabled": enabled}
	}
	answer["counts"] = counts
	return answer, nil
}

// capability is one as answers have it: those of integrations have times, and those of
// servers what the integration says (documented).
func (c *call) capability(o *Object, noun Noun, key string) map[string]any {
	kind, name, _ := strings.Cut(key, "/")
	enabled, created, updated := c.enables(o, noun, key)
	item := map[string]any{"type": kind, "name": name, "enabled": enabled}
	for _, field := range []string{"icons", "input_schema", "output_schema", "execution", "annotations", "arguments", "uri", "uri_template", "mime_type", "size"} {
		item[field] = nil
	}
	item["title"], item["description"] = nil, strings.ReplaceAll(name, "_", " ")
	switch kind {
	case "tool":
		item["input_schema"] = map[string]any{"type": "object", "properties": map[string]any{"id": map[string]any{"type": "string"}}}
		item["annotations"] = map[string]any{"readOnlyHint": strings.HasPrefix(name, "search")}
	case "prompt":
		item["arguments"] = []any{}
	case "resource":
		item["uri"], item["mime_type"] = "docs://"+name, "text/markdown"
	default:
		item["uri_template"] = "docs://" + name + "/{id}"
	}
	if noun == MCPCapabilities {
		item["created_at"], item["last_updated_at"] = created, updated
	} else if !c.answers.Sparse {
		item["integration_enabled"], _, _ = c.enables(c.behind(o), MCPCapabilities, key)
	}
	return item
}

// enables reports what the row of a capability says, with its times.
func (c *call) enables(o *Object, noun Noun, key string) (enabled bool, created, updated string) {
	row := &Object{CreatedAt: o.CreatedAt, LastUpdatedAt: o.CreatedAt}
	for _, one := range c.rows(noun, o, c.asOf) {
		if one.Slug == key {
			row = one
		}
	}
	return row.Fields["enabled"] != false, c.timestamp(row.CreatedAt), c.timestamp(row.LastUpdatedAt)
}

// writeCapabilities writes the rows that a body names, and leaves the others (documented).
// All or nothing is written, and what is not offered, or not synced yet, answers 400
// (assumed).
func writeCapabilities(c *call, o *Object, noun Noun) (any, error) {
	const field = "capabilities"
	body, err := c.object(func(key string) bool { return key == field })
	if err != nil {
		return nil, err
	}
	items, _ := body[field].([]any)
	if len(items) == 0 {
		return nil, badField(field, field+" is not a list of at least one")
	}
	var offered []string
	if c.sync(o, false).status == "synced" {
		offered = c.offered(o)
	}
	write := c.beginRows(noun, o)
	named := map[string]bool{}
	for i, item := range items {
		sent, _ := item.(map[string]any)
		kind, _ := sent["type"].(string)
		name, _ := sent["name"].(string)
		key := kind + "/" + name
		switch {
		case kind == "resource_template" || !slices.Contains(capabilityTypes(), kind):
			return nil, badField(field, fmt.Sprintf("capabilities[%d].type can't be %q", i, kind))
		case len(sent) != 3 || !isBool(sent["enabled"]) || named[key]:
			return nil, badField(field, fmt.Sprintf("capabilities[%d] is not type, name and enabled, once", i))
		case !slices.Contains(offered, key):
			return nil, badField(field, fmt.Sprintf("capabilities[%d]: there is no %s %q", i, kind, name))
		}
		named[key] = true
		write.row(key).Fields["enabled"] = sent["enabled"]
	}
	write.commit()
	return map[string]any{"success": true}, nil
}
