package emulator

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

// workspace is a workspace as it is stored. Stored values are never changed:
// a write stores another one.
type workspace struct {
	id, slug, organisation string
	// icon and name are apart; the API shows them as one.
	icon, name, description string
	// defaults, nil when unset, is replaced whole by a PUT.
	defaults             map[string]any
	usageLimits          []limit
	rateLimits           []limit
	security             map[string]any
	isDefault, archived  bool
	createdAt, updatedAt time.Time
}

func (w *workspace) display() string { return display(w.icon, w.name) }

// draft is a workspace of the organisation with its ids, not stored yet. In the
// documentation's shape the id is the slug.
func (s *Server) draft(organisation, name string) *workspace {
	w := &workspace{id: s.uuid(), slug: s.slug("ws", name, 6), organisation: organisation, security: securitySettings()}
	if s.shape == ShapeDocumented {
		w.id = w.slug
	}
	return w
}

// insert stores a workspace for the first time, and puts in it a provider for
// every integration that all workspaces have; its slug is the integration's
// (recorded), so that every workspace has one of that slug.
func (s *Server) insert(w *workspace, at time.Time) {
	stored := &versioned[workspace]{}
	stored.put(at, w)
	s.workspaces = append(s.workspaces, stored)
	s.byName[w.id], s.byName[w.slug] = stored, stored
	for _, integration := range s.answers.GlobalIntegrations {
		s.put(Providers, w, map[string]any{"name": integration, "slug": integration, "note": "Created automatically on integration access grant"}, at)
	}
}

// change stores what edit makes of a workspace, with its time of update moved.
func (s *Server) change(stored *versioned[workspace], edit func(w *workspace) error) error {
	w := *stored.at(time.Time{})
	w.defaults, w.usageLimits, w.rateLimits = clone(w.defaults), clone(w.usageLimits), clone(w.rateLimits)
	if err := edit(&w); err != nil {
		return err
	}
	w.updatedAt = s.stamp(w.updatedAt)
	stored.put(s.now(), &w)
	return nil
}

// findWorkspace is the workspace that a call may see, by id or slug (recorded:
// either works). Anything else is refused as a missing right is.
func (c *call) findWorkspace(reference string) (*versioned[workspace], *workspace, error) {
	stored, ok := c.byName[reference]
	if !ok {
		return nil, nil, noRights()
	}
	w := stored.at(c.asOf)
	if w == nil || w.archived || !c.key.sees(w) {
		return nil, nil, noRights()
	}
	return stored, w, nil
}

func createWorkspace(c *call) (any, error) {
	if err := c.onlyQuery(); err != nil {
		return nil, err
	}
	body, err := c.object(createFields())
	if err != nil {
		return nil, err
	}
	name, _ := body["name"].(string)
	w := c.draft(c.key.OrganisationID, name)
	if err := c.apply(w, body, creating); err != nil {
		return nil, err
	}
	if extra := c.answers.EnforcedMetadata; len(extra) > 0 {
		w.defaults = withMetadata(w.defaults, extra)
	}
	now := c.now()
	w.createdAt = now.Truncate(time.Millisecond)
	w.updatedAt = w.createdAt
	c.insert(w, now)
	c.effect = true
	return c.created(w), nil
}

// withMetadata adds what is not there yet: the defaults of an organisation's
// metadata schema (documented).
func withMetadata(defaults map[string]any, extra map[string]string) map[string]any {
	defaults = clone(defaults)
	if defaults == nil {
		defaults = map[string]any{}
	}
	metadata, _ := defaults["metadata"].(map[string]any)
	if metadata == nil {
		metadata = map[string]any{}
	}
	for key, value := range extra {
		if _, set := metadata[key]; !set {
			metadata[key] = value
		}
	}
	defaults["metadata"] = metadata
	return defaults
}

func readWorkspace(c *call) (any, error) {
	plain := false
	if err := c.onlyQuery("name_format"); err != nil {
		return nil, err
	}
	switch c.query.Get("name_format") {
	case "", "display":
	case "plain":
		plain = true
	default:
		return nil, badQuery("name_format", "neither display nor plain")
	}
	_, w, err := c.findWorkspace(c.args[0])
	if err != nil {
		return nil, err
	}
	return c.single(w, plain), nil
}

// updateWorkspace merges by top-level key (verified by the vendor) and answers
// {}, so that the caller has to read again.
func updateWorkspace(c *call) (any, error) {
	if err := c.onlyQuery(); err != nil {
		return nil, err
	}
	stored, _, err := c.findWorkspace(c.args[0])
	if err != nil {
		return nil, err
	}
	body, err := c.object(updateFields())
	if err != nil {
		return nil, err
	}
	if len(body) == 0 {
		return map[string]any{}, nil
	}
	if err := c.change(stored, func(w *workspace) error { return c.apply(w, body, updating) }); err != nil {
		return nil, err
	}
	c.effect = true
	return map[string]any{}, nil
}

// deleteWorkspace archives. The body has to name the workspace, in either form
// (the vendor's provider sends both); force_delete is taken and ignored
// (vendor's changelog).
func deleteWorkspace(c *call) (any, error) {
	if err := c.onlyQuery(); err != nil {
		return nil, err
	}
	stored, w, err := c.findWorkspace(c.args[0])
	if err != nil {
		return nil, err
	}
	body, err := c.object([]string{"name", "force_delete"})
	if err != nil {
		return nil, err
	}
	if name, _ := body["name"].(string); name != w.name && name != w.display() {
		return nil, badField("name", "not the name of the workspace")
	}
	if w.isDefault {
		return nil, badField("id", "the default workspace can't be deleted")
	}
	if len(c.within(w.id, time.Time{})) > 0 {
		return nil, conflict("Unable to delete. Please ensure that all Virtual Keys are deleted")
	}
	if err := c.change(stored, func(w *workspace) error { w.archived = true; return nil }); err != nil {
		return nil, err
	}
	c.effect = true
	return map[string]any{}, nil
}

// listWorkspaces lists newest first. What name and exact_name compare is
// assumed, see Answers.Names. Archived ones show to an organisation's key only
// (documented for admins and owners).
func listWorkspaces(c *call) (any, error) {
	if err := c.onlyQuery("page_size", "current_page", "name", "exact_name", "status"); err != nil {
		return nil, err
	}
	statuses := []string{"active"}
	if asked := c.query.Get("status"); asked != "" {
		statuses = strings.Split(asked, ",")
	}
	for _, status := range statuses {
		if status != "active" && status != "archived" {
			return nil, badQuery("status", "neither active nor archived")
		}
	}
	part, exact := c.query.Get("name"), c.query.Get("exact_name")
	var found []*workspace
	moment := c.listTime(c.asOf)
	for _, stored := range slices.Backward(c.workspaces) {
		w := stored.at(moment)
		if w == nil || !c.key.sees(w) || w.archived && c.key.WorkspaceID != "" || !slices.Contains(statuses, w.status()) {
			continue
		}
		names := c.answers.Names.of(w)
		if exact != "" && !slices.Contains(names, exact) {
			continue
		}
		if part != "" && !slices.ContainsFunc(names, func(name string) bool { return strings.Contains(name, part) }) {
			continue
		}
		found = append(found, w)
	}
	slices.SortStableFunc(found, func(a, b *workspace) int { return b.createdAt.Compare(a.createdAt) })
	page, err := paged(c, found, workspacePage, workspacePage)
	if err != nil {
		return nil, err
	}
	data := make([]any, 0, len(page))
	for _, w := range page {
		data = append(data, c.listed(w))
	}
	return map[string]any{"object": "list", "total": len(found), "data": data}, nil
}

// workspacePage is the default and the largest page of workspaces; both assumed.
const workspacePage = 100

func (w *workspace) status() string {
	if w.archived {
		return "archived"
	}
	return "active"
}

// securitySettings are the recorded ones of a workspace of today.
func securitySettings() map[string]any {
	settings := map[string]any{}
	for _, name := range strings.Fields(`
		membersViewLogs managersUpdateWs managersViewLogs membersViewAllData membersViewApiKeys membersViewConfigs
		membersViewPrompts managersViewAllData managersViewApiKeys managersViewConfigs managersViewPrompts
		membersWriteApiKeys membersWriteConfigs membersWritePrompts managersWriteApiKeys managersWriteConfigs
		managersWritePrompts managersWriteWsUsers membersViewAnalytics managersViewAnalytics membersViewGuardrails
		managersViewGuardrails membersViewLogMetadata membersViewVirtualKeys membersWriteGuardrails
		managersViewLogMetadata managersViewVirtualKeys managersWriteGuardrails managersWriteMcpServers
		membersWriteVirtualKeys managersWriteVirtualKeys organisationAdminsViewLogs managersWriteWsIntegrations
		managersWriteWsMcpIntegrations organisationAdminsViewLogMetadata`) {
		settings[name] = name != "membersWriteConfigs" && name != "membersWriteGuardrails"
	}
	return settings
}

// sameKeys reports whether two objects have the same keys.
func sameKeys(a, b map[string]any) bool {
	return slices.Equal(slices.Sorted(maps.Keys(a)), slices.Sorted(maps.Keys(b)))
}

func workspaceRoutes() []route {
	return []route{
		{http.MethodPost, "admin/workspaces", "workspaces.create", createWorkspace},
		{http.MethodGet, "admin/workspaces", "workspaces.list", listWorkspaces},
		{http.MethodGet, "admin/workspaces/*", "workspaces.read", readWorkspace},
		{http.MethodPut, "admin/workspaces/*", "workspaces.update", updateWorkspace},
		{http.MethodDelete, "admin/workspaces/*", "workspaces.delete", deleteWorkspace},
	}
}
