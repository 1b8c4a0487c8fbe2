package emulator

import (
	"fmt"
	"maps"
	"slices"
	"time"
)

// integrationWorkspaces are the rows of workspaces that may use an integration, or might
// once: one that is disabled stays, archived (seen on newer back ends).
func integrationWorkspaces() *table {
	return rowTable(IntegrationWorkspaces, Integrations, writeAccessRow)
}

// writeAccessRow is for tests: a row is enabled unless they say otherwise.
func writeAccessRow(s *Server, row *Object, body map[string]any, who by) error {
	row.enable(body)
	return s.writeRowLimits(row, body, who)
}

// enable takes what a test says about a row.
func (o *Object) enable(body map[string]any) {
	if enabled, sent := body["enabled"]; sent {
		o.Archived = enabled == false
	}
	delete(o.Fields, "enabled")
}

// enabled reports whether a workspace may use the integration of a row. An archived
// workspace may not (assumed).
func (s *Server) enabled(row *Object) bool {
	if row == nil || row.Archived {
		return false
	}
	_, w := s.stores[Workspaces].find(row.WorkspaceID)
	return w != nil && !w.Archived
}

// readAccess lists all rows that the key reaches, without pages (documented).
func readAccess(c *call, _ *history, o *Object) (any, error) {
	rows := []any{}
	for _, row := range c.rows(IntegrationWorkspaces, o, c.asOf) {
		if c.key.WorkspaceID != "" && c.key.WorkspaceID != row.WorkspaceID {
			continue
		}
		answer := c.rowLimits(row)
		maps.Copy(answer, c.rowAnswer(row))
		answer["id"], answer["last_reset_at"] = c.workspaceSpelling(row.WorkspaceID), nil
		if at, reset := row.Fields["last_reset_at"].(time.Time); reset {
			answer["last_reset_at"] = c.timestamp(at)
		}
		rows = append(rows, answer)
	}
	answer := map[string]any{"object": "list", "workspaces": rows, newerGlobalAccess: c.globalAnswer(o)}
	if !c.answers.Sparse {
		answer["total"] = float64(len(rows))
	}
	return answer, nil
}

// rowAnswer is a row as answers have it, without limits.
func (s *Server) rowAnswer(row *Object) map[string]any {
	enabled, status := s.enabled(row), "archived"
	if enabled {
		status = "active"
	}
	return map[string]any{
		"id": row.WorkspaceID, "enabled": enabled, "status": status,
		"created_at": s.timestamp(row.CreatedAt), "last_updated_at": s.timestamp(row.LastUpdatedAt),
	}
}

// rowLimits are the limits of a row as they are answered: lists of one at most, or null.
func (s *Server) rowLimits(row *Object) map[string]any {
	answer := map[string]any{"usage_limits": nil, "rate_limits": nil}
	unset := s.showUnset(answer, map[string]any{"usage_limits": []any{}, "rate_limits": []any{}})
	if usage := s.usageAnswers(row, usageLimit(row), unset, false); len(usage) > 0 {
		answer["usage_limits"] = usage
	}
	if rates := s.limitAnswers(clone(row.limits("rate_limits")), unset, false); len(rates) > 0 {
		answer["rate_limits"] = rates
	}
	return answer
}

// globalAnswer is the access of all workspaces as it is answered.
func (s *Server) globalAnswer(o *Object) any {
	access := o.object("global_access")
	if access == nil {
		return nil
	}
	answer := s.rowLimits(&Object{Fields: access})
	answer["enabled"] = access["enabled"]
	return answer
}

// writeRowLimits writes the limits of a row: null clears, and an empty list clears rates
// alone (assumed). There is one of each at most (documented).
func (s *Server) writeRowLimits(row *Object, body map[string]any, who by) error {
	for _, field := range []string{"usage_limits", "rate_limits"} {
		value, sent := body[field]
		list, isList := value.([]any)
		if !sent {
			continue
		}
		if !isList && value != nil || len(list) > 1 {
			return badField(field, field+" is not a list of at most one limit")
		}
		err := error(nil)
		switch {
		case field == "rate_limits":
			err = s.writeRateLimits(row, value, who)
		case len(list) == 1:
			err = s.writeUsageLimit(row, list[0], who)
		case isList:
			err = badField(field, field+" is empty")
		default:
			row.Fields[field] = nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// writeAccess writes the rows that a body names and leaves the others, unless it says that
// all of them are disabled first (documented). All or nothing is written (assumed).
func writeAccess(c *call, h *history, o *Object) (any, error) {
	const all, override = "workspaces", "override_existing_workspace_access"
	body, err := c.object(func(key string) bool {
		return slices.Contains([]string{all, newerGlobalAccess, override, "create_default_provider", "default_provider_slug"}, key)
	})
	if err != nil {
		return nil, err
	}
	if value, sent := body[override]; sent && !isBool(value) {
		return nil, badField(override, override+" is not a boolean")
	}
	if err := checkDefaultProvider(body); err != nil {
		return nil, err
	}
	value, sent := body[all]
	items, isList := value.([]any)
	if sent && (!isList || len(items) == 0 && body[override] != true) {
		return nil, badField(all, all+" is not a list of at least one row")
	}
	changed := *o
	changed.Fields = clone(o.Fields)
	if global, sent := body[newerGlobalAccess]; sent {
		if err := c.writeGlobal(&changed, global); err != nil {
			return nil, err
		}
	}
	write := c.beginRows(IntegrationWorkspaces, o)
	if body[override] == true {
		for id := range write.stored {
			write.row(id).Archived = true
		}
	}
	var made []provided
	named := map[string]bool{}
	for i, item := range items {
		one, _ := item.(map[string]any)
		w, err := c.rowWorkspace(o, one, i, "id", "enabled", "usage_limits", "rate_limits", "reset_usage", "create_default_provider", "default_provider_slug")
		if err == nil && named[w.ID] {
			err = badField(all, fmt.Sprintf("workspaces[%d] is there twice", i))
		}
		if err != nil {
			return nil, err
		}
		named[w.ID] = true
		provider, err := c.writeRow(o, write, w, one, body)
		if err != nil {
			return nil, err
		}
		made = append(made, provider...)
	}
	if len(write.order) == 0 && body[newerGlobalAccess] == nil {
		return map[string]any{}, nil
	}
	write.commit()
	for _, one := range made {
		c.addDefaultProvider(o, one.workspace, one.slug, c.now())
	}
	changed.LastUpdatedAt = c.stamp(o.LastUpdatedAt)
	h.put(c.now(), &changed)
	c.effect = true
	return map[string]any{}, nil
}

// provided is a provider that a grant is to create.
type provided struct {
	workspace *Object
	slug      string
}

// rowWorkspace is the workspace of an item: by id or slug (documented). An unknown one
// answers 400 (assumed), and so does one that isn't that of a workspace's integration.
func (c *call) rowWorkspace(o *Object, item map[string]any, place int, known ...string) (*Object, error) {
	const field = "workspaces"
	reference, _ := item["id"].(string)
	_, w := c.stores[Workspaces].find(reference)
	if w == nil || w.Archived || !c.reaches(w) || o.WorkspaceID != "" && o.WorkspaceID != w.ID {
		return nil, badField(field, fmt.Sprintf("workspaces[%d].id: no workspace %q", place, reference))
	}
	err := c.known(item, func(key string) bool { return slices.Contains(known, key) })
	if err == nil {
		err = checkDefaultProvider(item)
	}
	if err == nil && !isBool(item["enabled"]) {
		err = badField(field, fmt.Sprintf("workspaces[%d].enabled is not a boolean", place))
	}
	return w, err
}

// writeRow writes an item into the row of a workspace. A grant brings a provider unless
// the item, or else the body, says otherwise (documented). What a disabled row had as
// limits it has again when it is enabled (assumed).
func (c *call) writeRow(o *Object, write *rowWrite, w *Object, item, body map[string]any) ([]provided, error) {
	granted := c.enabled(c.rowOf(IntegrationWorkspaces, o.ID, w.ID))
	row := write.row(w.ID)
	row.Archived = item["enabled"] == false
	if err := c.writeRowLimits(row, item, updating); err != nil {
		return nil, err
	}
	if value, sent := item["reset_usage"]; sent {
		if err := c.resetUsage(row, value); err != nil {
			return nil, err
		}
	}
	if row.Archived || granted {
		return nil, nil
	}
	row.Fields["lag"] = c.answers.GrantLag
	wanted, slug := true, any(nil)
	for _, from := range []map[string]any{body, item} {
		if value, sent := from["create_default_provider"]; sent {
			wanted = value == true
		}
		if value, sent := from["default_provider_slug"]; sent {
			slug = value
		}
	}
	there := slices.ContainsFunc(c.providersOf(o), func(h *history) bool { return h.latest().WorkspaceID == w.ID })
	if !wanted || there || c.answers.NoAutoProviders {
		return nil, nil
	}
	if err := c.permitDefaultProvider(o, w.ID, slug); err != nil {
		return nil, err
	}
	return []provided{{w, defaultSlug(o, slug)}}, nil
}

// writeGlobal writes the access of all workspaces that will be created (documented): an
// object, and no boolean (seen on newer back ends).
func (c *call) writeGlobal(o *Object, value any) error {
	sent, ok := value.(map[string]any)
	for key := range sent {
		ok = ok && slices.Contains([]string{"enabled", "usage_limits", "rate_limits"}, key)
	}
	if !ok || !isBool(sent["enabled"]) || o.WorkspaceID != "" {
		return badField(newerGlobalAccess, newerGlobalAccess+" is not an object with enabled")
	}
	access := clone(o.object("global_access"))
	if access == nil {
		access = map[string]any{}
	}
	if err := c.writeRowLimits(&Object{Fields: access}, sent, updating); err != nil {
		return err
	}
	access["enabled"] = sent["enabled"]
	o.Fields["global_access"] = access
	return nil
}

// grant enables an integration in a workspace, with the limits of a row.
func (s *Server) grant(noun Noun, o *Object, workspaceID string, limits map[string]any, at time.Time) {
	for _, h := range s.stores[noun].byWorkspace[workspaceID] {
		if row := h.latest(); row != nil && row.Fields["integration_id"] == o.ID {
			enabled := *row
			enabled.Archived = false
			h.put(at, &enabled)
			return
		}
	}
	row := s.newRow(noun, o, workspaceID)
	row.CreatedAt, row.LastUpdatedAt = at, at
	for _, field := range []string{"usage_limits", "rate_limits"} {
		row.Fields[field] = cloneAny(limits[field])
	}
	s.insert(s.tables[noun], row, at)
}

// grantGlobal enables in a workspace what is enabled in every one that is created, with
// a provider (documented).
func (s *Server) grantGlobal(w *Object, at time.Time) {
	for _, h := range s.stores[Integrations].all {
		o := h.latest()
		if o == nil || o.OrganisationID != w.OrganisationID || o.object("global_access")["enabled"] != true {
			continue
		}
		s.grant(IntegrationWorkspaces, o, w.ID, o.object("global_access"), at)
		if !s.answers.NoAutoProviders {
			s.addDefaultProvider(o, w, o.Slug, at)
		}
	}
}

// addFirstAccess enables a workspace's integration there, and creates its provider
// (documented).
func addFirstAccess(s *Server, o *Object, at time.Time) {
	wanted, slug := o.Fields["default_provider"] == true, o.Fields["default_provider_slug"]
	delete(o.Fields, "default_provider")
	delete(o.Fields, "default_provider_slug")
	if o.WorkspaceID == "" {
		return
	}
	s.grant(IntegrationWorkspaces, o, o.WorkspaceID, nil, at)
	_, w := s.stores[Workspaces].find(o.WorkspaceID)
	if wanted && !s.answers.NoAutoProviders {
		o.Fields["provider_id"] = s.addDefaultProvider(o, w, defaultSlug(o, slug), at).ID
	}
}

// automatic is the note of a provider that nobody asked for (recorded).
const automatic = "Created automatically on integration access grant"

// defaultSlug is that of an integration, unless another one is asked for (recorded).
func defaultSlug(o *Object, asked any) string {
	if slug, _ := asked.(string); slug != "" {
		return slug
	}
	return o.Slug
}

func (s *Server) addDefaultProvider(o, w *Object, slug string, at time.Time) *Object {
	return s.mustAdd(s.tables[Providers], w, map[string]any{"name": o.Name, "slug": slug, "note": automatic, "integration_id": o.ID}, at)
}

// permitDefaultProvider refuses a slug that another provider has (documented).
func (c *call) permitDefaultProvider(o *Object, workspaceID string, asked any) error {
	slug := defaultSlug(o, asked)
	if !c.answers.NoAutoProviders && c.taken(&Object{Noun: Providers, OrganisationID: o.OrganisationID, WorkspaceID: workspaceID, Slug: slug}) {
		return badField("default_provider_slug", "the slug "+slug+" is taken")
	}
	return nil
}
