package emulator

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// organisationDefaultsPath is where the defaults of an organisation are: below /v2 (vendor's
// client), and below /v1 as well (release notes).
const organisationDefaultsPath = "admin/organisation/defaults"

// organisationDefaults: the guardrails of every request of an organisation, which has one
// object of them, at an id that is its own (vendor's changelog).
func organisationDefaults() *table {
	t := &table{
		noun: OrganisationDefaults, path: "admin/organisation", scopes: []string{"organisation_settings"}, organisation: true,
		lacks: verbs(), byID: true, chosen: true, absent: noRights,
		fields: map[string]field{"input_guardrails": {}, "output_guardrails": {}},
		write:  writeOrganisationDefaults,
	}
	t.routes = []route{
		{http.MethodGet, organisationDefaultsPath, t.readOrganisationDefaults},
		{http.MethodPut, organisationDefaultsPath, t.updateOrganisationDefaults},
	}
	return t
}

// ofOrganisation is the history of what an organisation has one of.
func (c *call) ofOrganisation(t *table) *history {
	return c.stores[t.noun].byID[c.key.OrganisationID][0]
}

func (t *table) readOrganisationDefaults(c *call) (any, error) {
	if err := c.admit(t, "read"); err != nil {
		return nil, err
	}
	h := c.ofOrganisation(t)
	o := h.at(c.asOf)
	if o == nil {
		o = h.states[0].object
	}
	answer := map[string]any{"object": "organisation_defaults"}
	for _, field := range []string{"input_guardrails", "output_guardrails"} {
		named := []any{}
		slugs, _ := o.Fields[field].([]any)
		for _, slug := range slugs {
			if guardrail := c.organisationGuardrail(o.OrganisationID, slug); guardrail != nil {
				named = append(named, map[string]any{"id": guardrail.ID, "slug": guardrail.Slug})
			}
		}
		show(answer, field, orNil(named, len(named)), []any{}, c.unset())
	}
	return answer, nil
}

// updateOrganisationDefaults replaces the lists that a body has, and keeps the other one. A
// body without any is rejected (vendor's changelog).
func (t *table) updateOrganisationDefaults(c *call) (any, error) {
	if err := c.admit(t, "update"); err != nil {
		return nil, err
	}
	body, err := c.body(t, updating)
	if err != nil {
		return nil, err
	}
	if len(body) == 0 {
		return nil, badField("body", "neither input_guardrails nor output_guardrails")
	}
	h := c.ofOrganisation(t)
	edited, err := c.edited(t, h.latest(), body, updating)
	if err != nil {
		return nil, err
	}
	h.put(c.now(), edited)
	c.effect = true
	return map[string]any{}, nil
}

func writeOrganisationDefaults(s *Server, o *Object, body map[string]any, who by) error {
	for _, field := range slices.Sorted(maps.Keys(body)) {
		names, isList := body[field].([]any)
		if !isList && (body[field] != nil || who != person) {
			return badField(field, field+" is not a list")
		}
		slugs := []any{}
		for _, name := range names {
			guardrail := s.organisationGuardrail(o.OrganisationID, name)
			if guardrail == nil {
				return badField(field, "Workspace-scoped guardrails cannot be set as organisation defaults")
			}
			if !slices.Contains(slugs, any(guardrail.Slug)) {
				slugs = append(slugs, guardrail.Slug)
			}
		}
		o.Fields[field] = slugs
	}
	return nil
}

// organisationGuardrail is the guardrail of an organisation itself that a reference means;
// nil where there is none.
func (s *Server) organisationGuardrail(organisation string, reference any) *Object {
	for _, h := range s.stores[Guardrails].all {
		if o := h.latest(); o != nil && !o.Archived && o.WorkspaceID == "" && o.OrganisationID == organisation && o.is(reference) {
			return o
		}
	}
	return nil
}

// exclusions: the workspaces that the guardrails of the organisation's defaults do not apply
// to, of each direction (documented). What is answered is assumed.
func exclusions() *table {
	t := &table{
		noun: GuardrailExclusions, path: "workspace-exclusions", scopes: []string{"organisation_exclusions"}, organisation: true,
		lacks: verbs(), byID: true, chosen: true, absent: noRights,
		fields: map[string]field{"direction": {check: oneOf("input", "output"), fixed: true}},
		write: func(_ *Server, o *Object, _ map[string]any, _ by) error {
			if o.text("direction") == "" {
				o.Fields["direction"] = "input"
			}
			o.ID = o.text("direction") + "/" + o.WorkspaceID
			return nil
		},
	}
	for _, direction := range []string{"input", "output"} {
		path := t.path + "/" + direction + "-guardrails"
		t.routes = append(t.routes,
			route{http.MethodGet, path, func(c *call) (any, error) { return t.readExclusions(c, direction) }},
			route{http.MethodPut, path, func(c *call) (any, error) { return t.writeExclusions(c, direction) }})
	}
	return t
}

// readExclusions lists what is excluded, without pages.
func (t *table) readExclusions(c *call, direction string) (any, error) {
	organisation := c.query.Get("organisation_id")
	c.query.Del("organisation_id")
	if err := c.admit(t, "list"); err != nil {
		return nil, err
	}
	if err := c.ownOrganisation(organisation); err != nil {
		return nil, err
	}
	rows := []any{}
	for _, h := range c.stores[t.noun].all {
		if o := h.at(c.asOf); o != nil && o.text("direction") == direction && c.reaches(o) {
			rows = append(rows, map[string]any{"workspace_id": o.WorkspaceID, "excluded": true})
		}
	}
	return map[string]any{"workspaces": rows}, nil
}

// ownOrganisation refuses an organisation that is not the key's, or none.
func (c *call) ownOrganisation(id string) error {
	switch id {
	case "":
		return badField("organisation_id", "organisation_id is missing")
	case c.key.OrganisationID:
		return nil
	default:
		return noRights()
	}
}

// writeExclusions adds and removes the rows of a body, and keeps the others, unless it says
// that they are removed first (documented). All or nothing is written (assumed).
func (t *table) writeExclusions(c *call, direction string) (any, error) {
	if err := c.admit(t, "update"); err != nil {
		return nil, err
	}
	body, err := c.object(func(key string) bool {
		return slices.Contains([]string{"organisation_id", "workspaces", "override_existing"}, key)
	})
	if err != nil {
		return nil, err
	}
	organisation, _ := body["organisation_id"].(string)
	if err := c.ownOrganisation(organisation); err != nil {
		return nil, err
	}
	items, isList := body["workspaces"].([]any)
	if override, sent := body["override_existing"]; !isList || sent && !isBool(override) {
		return nil, badField("workspaces", "workspaces is not a list")
	}
	excluded := map[string]bool{}
	for _, h := range c.stores[t.noun].all {
		if o := h.latest(); o != nil && o.text("direction") == direction && body["override_existing"] == true {
			excluded[o.WorkspaceID] = false
		}
	}
	for i, item := range items {
		row, _ := item.(map[string]any)
		id, _ := row["workspace_id"].(string)
		_, w := c.stores[Workspaces].find(id)
		if w == nil || w.ID != id || w.Archived || !c.reaches(w) || !isBool(row["excluded"]) || len(row) != 2 {
			return nil, badField("workspaces", fmt.Sprintf("workspaces[%d] is no workspace with excluded", i))
		}
		excluded[id] = row["excluded"] == true
	}
	for _, id := range slices.Sorted(maps.Keys(excluded)) {
		h, there := c.stores[t.noun].find(direction + "/" + id)
		switch {
		case excluded[id] && there == nil:
			_, w := c.stores[Workspaces].find(id)
			o := c.draft(t, c.key.OrganisationID, w, "")
			if err := c.apply(t, o, map[string]any{"direction": direction}, creating); err != nil {
				return nil, err
			}
			c.insert(t, o, c.now())
		case !excluded[id] && there != nil:
			h.put(c.now(), nil)
		}
	}
	c.effect = true
	return map[string]any{}, nil
}

// belowVersion is what is below /v1 in a path, and what is known to be below /v2.
func belowVersion(escaped string) (string, bool) {
	if below, newer := strings.CutPrefix(escaped, "/v2/"); newer {
		return below, below == organisationDefaultsPath
	}
	return strings.CutPrefix(escaped, "/v1/")
}
