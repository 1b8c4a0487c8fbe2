package emulator

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// userAccessPages: pages are counted from 1 (documented).
func userAccessPages() paging { return paging{number: "page", size: "page_size", first: 1} }

// accessUserID is the id of a user in the access of MCP servers: documented to be the user's
// own, or one of the user in the organisation, depending on the key
// (Answers.OrganisationUserIDs).
func (s *Server) accessUserID(userID string) string {
	if s.answers.OrganisationUserIDs {
		return "map-" + userID
	}
	return userID
}

// readUserAccess lists all members of the workspace, with an override of their own or
// without (documented).
func readUserAccess(c *call, _ *history, o *Object) (any, error) {
	standard := o.text("default_user_access")
	overrides := o.object("user_access")
	rows := []any{}
	for _, member := range c.within(Members, o.WorkspaceID) {
		user := c.who(member)
		if text := c.query.Get("search"); text != "" && !strings.Contains(strings.ToLower(user.Name), strings.ToLower(text)) {
			continue
		}
		own, overridden := overrides[member.ID].(bool)
		status := "not_connected"
		if _, connected := o.object("connections")[member.ID]; connected {
			status = "connected"
		}
		rows = append(rows, map[string]any{
			"user_id": c.accessUserID(member.ID), "first_name": user.Fields["first_name"], "last_name": user.Fields["last_name"],
			"enabled": overridden && own || !overridden && standard == "allow", "has_override": overridden, "connection_status": status,
		})
	}
	answer, err := pageOf(c, rows, &table{pages: userAccessPages(), page: 100, most: 500, bounded: true})
	if err != nil {
		return nil, err
	}
	answer["default_user_access"] = standard
	return answer, nil
}

// pageOf is a page of rows in an envelope that says whether there are more.
func pageOf(c *call, rows []any, t *table) (map[string]any, error) {
	page, at, err := paged(c, rows, t)
	if err != nil {
		return nil, err
	}
	if page == nil {
		page = []any{}
	}
	more := (at.number+1)*at.size < len(rows)
	return map[string]any{"object": "list", "data": page, "total": float64(len(rows)), "has_more": more}, nil
}

// writeUserAccess writes the overrides that a body has, and leaves the others: no request
// drops one (documented). All or nothing is written, and a user who is no member answers 400
// (assumed).
func writeUserAccess(c *call, h *history, o *Object) (any, error) {
	const users, standard = "user_access", "default_user_access"
	body, err := c.object(func(key string) bool { return key == users || key == standard })
	if err != nil {
		return nil, err
	}
	if len(body) == 0 {
		return nil, badField("body", "nothing to update")
	}
	overrides := maps.Clone(o.object(users))
	items, isList := body[users].([]any)
	if _, sent := body[users]; sent && !isList {
		return nil, badField(users, users+" is not a list")
	}
	named := map[string]bool{}
	for i, item := range items {
		row, _ := item.(map[string]any)
		id, _ := row["user_id"].(string)
		enabled, isBoolean := row["enabled"].(bool)
		member := c.accessMember(o, id)
		if member == nil || !isBoolean || len(row) != 2 || named[id] {
			return nil, badField(users, fmt.Sprintf("user_access[%d]: no member %q with enabled, once", i, id))
		}
		named[id] = true
		overrides[member.ID] = enabled
	}
	changed := *o
	changed.Fields = clone(o.Fields)
	changed.Fields[users] = overrides
	if value, sent := body[standard]; sent {
		if !oneOf("allow", "deny")(value) {
			return nil, badField(standard, standard+" is neither allow nor deny")
		}
		changed.Fields[standard] = value
	}
	h.put(c.now(), &changed)
	c.effect = true
	return map[string]any{"success": true, "object": "mcp-server"}, nil
}

// accessMember is the member of a server's workspace whom an id means there.
func (c *call) accessMember(o *Object, id string) *Object {
	members := c.within(Members, o.WorkspaceID)
	if i := slices.IndexFunc(members, func(m *Object) bool { return c.accessUserID(m.ID) == id }); i >= 0 {
		return members[i]
	}
	return nil
}

// connectionsQuery is the user in a query about connections. A key of the organisation names
// the workspace (documented).
func (c *call) connectionsQuery(o *Object) (userID string, err error) {
	w, err := c.workspace(c.query.Get("workspace_id"))
	switch {
	case err != nil:
		return "", err
	case w == nil:
		return "", badQuery("workspace_id", "workspace_id is missing")
	case w.ID != o.WorkspaceID:
		return "", noRights()
	}
	return c.query.Get("user_id"), nil
}

// readConnections lists the sessions of users with the server behind.
func readConnections(c *call, _ *history, o *Object) (any, error) {
	userID, err := c.connectionsQuery(o)
	if err != nil {
		return nil, err
	}
	rows := []any{}
	sessions := o.object("connections")
	for _, id := range slices.Sorted(maps.Keys(sessions)) {
		if userID != "" && userID != id {
			continue
		}
		session, _ := sessions[id].(map[string]any)
		row := map[string]any{"user_id": id, "connected": true, "created_at": nil, "last_updated_at": nil}
		maps.Copy(row, session)
		rows = append(rows, row)
	}
	return pageOf(c, rows, &table{page: 100, most: 500, bounded: true})
}

// deleteConnection ends the session of a user, whom the key of a service names (documented).
// Where there is none, it answers 404 (assumed).
func deleteConnection(c *call, h *history, o *Object) (any, error) {
	userID, err := c.connectionsQuery(o)
	switch {
	case err != nil:
		return nil, err
	case c.answers.MCPActionsRefused:
		return nil, noRights()
	case userID == "":
		return nil, badQuery("user_id", "user_id is missing")
	case o.object("connections")[userID] == nil:
		return nil, notFound()
	}
	changed := *o
	changed.Fields = clone(o.Fields)
	delete(changed.object("connections"), userID)
	h.put(c.now(), &changed)
	c.effect = true
	return map[string]any{"success": true}, nil
}
