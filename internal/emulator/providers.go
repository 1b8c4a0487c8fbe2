package emulator

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
)

// providers: recorded for virtual keys, which are the same rows. Each workspace
// has its own, so that a slug is that of several, and a key of the organisation
// has to name the workspace (verified by the vendor), by its id. Only the list returns it.
// They are deleted, and not archived (seen on newer back ends). A provider of an integration
// that its workspace may not use any more is out of reach, but to be deleted (assumed).
func providers() *table {
	t := &table{
		noun: Providers, path: "providers", scopes: []string{"providers"}, lacks: []string{"update"},
		length: 20, byID: true, bySlug: true, slugFirst: true, mayLackID: true, inside: true, named: true, homeByID: true, listsHome: true,
		unstamped: true, page: 50, most: 100, absent: notFound,
		fields: map[string]field{
			"name": {check: textUpTo(255), required: true}, "workspace_id": {check: isText, repeated: true}, "slug": {fixed: true},
			"integration_id": {required: true, fixed: true}, "note": {}, "usage_limits": {}, "rate_limits": {}, "expires_at": {},
			"tags": {check: orNull(isTexts)}, "reset_usage": {later: true},
		},
		fresh: map[string]any{
			"note": nil, "usage_limits": nil, "rate_limits": []any{}, "expires_at": nil, "last_reset_at": nil, "tags": nil,
			"integration_id": nil, "model_config": map[string]any{}, "key": "",
		},
		detail:  []string{"key", "masked_api_key"},
		created: []string{"id", "slug", "object"},
		updated: []string{"id", "slug"},
		write:   writeProvider, permit: permitProvider, barred: barredProvider, complete: completeProvider, item: providerItem,
	}
	t.routes = []route{{http.MethodPut, "providers/*", t.updateProvider}}
	return t
}

// updateProvider takes the workspace from the query, from the body, or from both (the
// first is documented, the second works for the vendor's provider).
func (t *table) updateProvider(c *call) (any, error) {
	var body map[string]any
	_ = json.Unmarshal(c.raw, &body) // a body that makes no sense fails later
	inBody, sent := body["workspace_id"].(string)
	switch asked := c.query.Get("workspace_id"); {
	case sent && asked == "":
		query := url.Values{}
		maps.Copy(query, c.query)
		query.Set("workspace_id", inBody)
		c.query = query
	case sent && asked != inBody:
		return nil, badField("workspace_id", "another workspace than that of the query")
	}
	return t.update(c)
}

// writeProvider writes the fields of a body. A person in the UI can't have one without
// access to its integration.
func writeProvider(s *Server, o *Object, body map[string]any, who by) error {
	if _, inline := body["rate_limits"]; inline && who == creating && s.answers.NoInlineRates {
		return &problem{status: http.StatusServiceUnavailable, message: "Service Unavailable"}
	}
	if who == creating {
		if err := chooseSlug(o, body); err != nil {
			return err
		}
	}
	for _, field := range slices.Sorted(maps.Keys(body)) {
		if err := s.writeProviderField(o, field, body[field], who); err != nil {
			return err
		}
	}
	return nil
}

func (s *Server) writeProviderField(o *Object, field string, value any, who by) error {
	switch field {
	case "integration_id":
		o.Fields[field] = value
		integration := s.integration(o.OrganisationID, value)
		if integration == nil {
			return nil
		}
		o.Fields[field] = integration.ID
		if who == person {
			s.grant(IntegrationWorkspaces, integration, o.WorkspaceID, nil, o.CreatedAt)
		}
	case "note":
		return s.writeNote(o, value, who)
	case "usage_limits":
		return s.writeUsageLimit(o, value, who)
	case "rate_limits":
		return s.writeRateLimits(o, value, who)
	case "expires_at":
		return s.writeExpiry(o, value, who)
	case "reset_usage":
		return s.resetUsage(o, value)
	}
	return nil
}

// writeNote writes a note. null is documented on create only; see Answers.Note.
func (s *Server) writeNote(o *Object, value any, who by) error {
	text, isString := value.(string)
	clearing := value == nil || isString && text == ""
	switch {
	case clearing && who != updating:
		o.Fields["note"] = nil
	case clearing && s.answers.Note == NeverCleared, isString && text == "" && s.answers.Note == ClearedByNull:
	case value == nil && s.answers.Note == ClearedByBlank, !isString && value != nil:
		return badField("note", "note is not a text")
	case clearing:
		o.Fields["note"] = nil
	default:
		o.Fields["note"] = text
	}
	return nil
}

// permitProvider refuses an integration that the workspace may not use as it does a
// missing right (vendor's documentation), also for a few requests after the grant where
// Answers.GrantLag says so; and a slug that is taken.
func permitProvider(c *call, before, o *Object) error {
	if before != nil {
		return nil
	}
	row := c.rowOf(IntegrationWorkspaces, o.Fields["integration_id"], o.WorkspaceID)
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

// barredProvider reports whether the workspace of a provider has lost its integration.
func barredProvider(s *Server, o *Object) bool {
	integration := s.integration(o.OrganisationID, o.Fields["integration_id"])
	return integration != nil && !s.enabled(s.rowOf(IntegrationWorkspaces, integration.ID, o.WorkspaceID))
}

// completeProvider adds what is not answered as it is stored. An integration is answered
// by its slug (recorded), and by its id on newer back ends.
func completeProvider(s *Server, o *Object, answer map[string]any) {
	answer["ai_provider_name"], answer["provider"], answer["masked_api_key"] = nil, nil, ""
	if integration := s.integration(o.OrganisationID, o.Fields["integration_id"]); integration != nil {
		name := integration.text("ai_provider_id")
		answer["ai_provider_name"], answer["provider"] = name, name
		if key := integration.text("key"); key != "" {
			answer["masked_api_key"] = mask(key)
		}
		if !s.answers.NewerIntegrations {
			answer["integration_id"] = integration.Slug
		}
	}
	if s.expired(o) {
		answer["status"] = "expired"
	}
	unset := s.showUnset(answer, map[string]any{"note": "", "tags": map[string]any{}})
	answer["usage_limits"], answer["rate_limits"] = nil, []any{}
	if usage := s.usageAnswers(o, usageLimit(o), unset, false); len(usage) > 0 {
		answer["usage_limits"] = usage[0]
	}
	if rates := s.limitAnswers(clone(o.limits("rate_limits")), unset, false); len(rates) > 0 {
		answer["rate_limits"] = rates
	}
}

// providerItem is how list items differ (recorded).
func providerItem(s *Server, o *Object, answer map[string]any) {
	answer["reset_usage"], answer["model_config"], answer["workspace_name"] = nil, nil, nil
	if _, w := s.stores[Workspaces].find(o.WorkspaceID); w != nil {
		answer["workspace_name"] = w.Name
	}
	if len(o.limits("rate_limits")) == 0 {
		answer["rate_limits"] = nil
	}
}
