package emulator

import (
	"maps"
	"net/http"
	"slices"
	"strings"
)

// apiKeys: recorded. Each type of key has scopes of its own (documented). The path of
// a POST has the type in two elements, so that each type has a table for its create.
func apiKeys() *table {
	t := apiKeyTable()
	t.lacks = []string{"create"}
	t.routes = []route{
		{http.MethodPost, "api-keys/*/rotate", t.rotate},
		{http.MethodPost, "api-keys/organisation/service", keysOfType(organisationService).createKey},
		{http.MethodPost, "api-keys/workspace/service", keysOfType(workspaceService).createKey},
		{http.MethodPost, "api-keys/workspace/user", keysOfType(workspaceUser).createKey},
		{http.MethodPost, "api-keys/*/*", func(c *call) (any, error) {
			if err := c.admit(t, "create"); err != nil {
				return nil, err
			}
			return nil, badField("type", "no such type of API key")
		}},
	}
	return t
}

// The types of API keys, as answers have them.
const (
	organisationService = "organisation-service"
	workspaceService    = "workspace-service"
	workspaceUser       = "workspace-user"
)

func keyScope(kind string) string { return strings.ReplaceAll(kind, "-", "_") + "_api_keys" }

func apiKeyTable() *table {
	return &table{
		noun: APIKeys, path: "api-keys", verbs: []string{"rotate"},
		scopes: []string{keyScope(organisationService), keyScope(workspaceService), keyScope(workspaceUser)},
		scope:  func(o *Object) string { return keyScope(o.text("type")) },
		byID:   true, inside: true, showsHome: true, lingers: true,
		page: 50, most: 100, absent: notFound,
		filters: map[string]func(*Server, *Object, string) bool{
			"ids": func(_ *Server, o *Object, text string) bool { return slices.Contains(strings.Split(text, ","), o.ID) },
		},
		fields: map[string]field{
			"name": {check: isText, required: true}, "workspace_id": {check: isText, fixed: true}, "organisation_id": {ignored: true},
			"user_id": {}, "description": {}, "scopes": {}, "usage_limits": {}, "rate_limits": {}, "defaults": {},
			"alert_emails": {}, "expires_at": {}, "rotation_policy": {}, "reset_usage": {later: true},
		},
		fresh: map[string]any{
			"description": nil, "user_id": nil, "creation_mode": "ui", "created_by": administrator, "status": "active",
			"last_updated_by": administrator, "rate_limits": []any{}, "usage_limits": nil, "reset_usage": nil,
			"expires_at": nil, "last_reset_at": nil, "alert_emails": nil, "expiry_enforced": 0.0,
			"allow_config_override": nil, "api_key_defaults_id": nil, "scopes": []any{},
			"defaults": map[string]any{"metadata": nil, "config_id": nil},
		},
		shown: []string{
			"object", "id", "name", "description", "type", "organisation_id", "workspace_id", "user_id", "status", "creation_mode",
			"created_by", "last_updated_by", "rate_limits", "usage_limits", "reset_usage", "expires_at", "last_reset_at", "alert_emails",
			"expiry_enforced", "allow_config_override", "api_key_defaults_id", "scopes", "defaults", "created_at", "last_updated_at",
		},
		detail:   []string{"next_usage_reset_at", "defaults.allow_config_override"},
		draft:    draftKey,
		write:    writeKey,
		complete: completeKey,
	}
}

// keysOfType is the table of the create of one type of key. Its answer alone has the
// secret.
func keysOfType(kind string) *table {
	t := apiKeyTable()
	t.scopes = []string{keyScope(kind)}
	t.created = []string{"id", "key", "object"}
	if kind == organisationService {
		t.organisation = true
		delete(t.fields, "workspace_id")
	}
	if kind != workspaceUser {
		delete(t.fields, "user_id")
	}
	t.draft = func(s *Server, o *Object) {
		draftKey(s, o)
		o.Fields["type"], o.Fields["creation_mode"] = kind, "api"
	}
	t.complete = func(_ *Server, o *Object, answer map[string]any) {
		answer["key"] = o.text("secret")
	}
	return t
}

// createKey is a create whose answer has the secret.
func (t *table) createKey(c *call) (any, error) {
	made, err := t.create(c)
	if answer, ok := made.(map[string]any); ok {
		return c.secretAnswer(answer), nil
	}
	return nil, err
}

func draftKey(s *Server, o *Object) {
	o.Fields["type"] = workspaceService
	if o.WorkspaceID == "" {
		o.Fields["type"] = organisationService
	}
	o.Fields["secret"] = s.secret()
}

// completeKey adds what is not answered as it is stored.
func completeKey(s *Server, o *Object, answer map[string]any) {
	unset := s.unset()
	answer["key"] = masked(o.text("secret"))
	if s.expired(o) {
		answer["status"] = "expired"
	}
	show(answer, "description", o.Fields["description"], "", unset)
	show(answer, "alert_emails", o.Fields["alert_emails"], []any{}, unset)

	defaults := clone(o.object("defaults"))
	show(defaults, "metadata", orNil(defaults["metadata"], len(o.metadata())), map[string]any{}, unset)
	// The flag is null above and false inside where there are no defaults (recorded).
	defaults["allow_config_override"] = number(o.Fields["allow_config_override"]) != 0
	answer["defaults"] = defaults

	shown := s.limitsShown(o)
	usage := s.usageAnswers(shown, usageLimit(shown), unset, false)
	answer["usage_limits"], answer["next_usage_reset_at"] = nil, nil
	switch {
	case len(usage) > 0:
		answer["usage_limits"], answer["next_usage_reset_at"] = usage[0], usage[0]["next_usage_reset_at"]
		if usage[0]["status"] == "exhausted" && answer["status"] == "active" {
			answer["status"] = "exhausted"
		}
	case s.answers.Bookkeeping:
		answer["usage_limits"] = map[string]any{"is_expired_alerts_sent": true}
	}
	answer["rate_limits"] = []any{}
	if rates := s.limitAnswers(clone(shown.limits("rate_limits")), unset, false); len(rates) > 0 {
		answer["rate_limits"] = rates
	}
	if policy := o.object("rotation_policy"); policy != nil {
		answer["rotation_policy"] = s.policyAnswer(policy)
	}
}

// usageLimit is the usage limit of a key, as a list of at most one.
func usageLimit(o *Object) []limit {
	if one := o.object("usage_limits"); one != nil {
		return []limit{one}
	}
	return nil
}

// limitsShown is a key with the limits that answers show; see Answers.StaleLimits.
func (s *Server) limitsShown(o *Object) *Object {
	h, _ := s.stores[APIKeys].find(o.ID)
	if s.answers.StaleLimits == 0 || h == nil {
		return o
	}
	if before := h.at(s.now().Add(-s.answers.StaleLimits)); before != nil {
		return before
	}
	return &Object{}
}

// metadata is that of the defaults of a key.
func (o *Object) metadata() map[string]any {
	metadata, _ := o.object("defaults")["metadata"].(map[string]any)
	return metadata
}

// writeKey writes the fields of a body into a key.
func writeKey(s *Server, o *Object, body map[string]any, who by) error {
	for _, field := range slices.Sorted(maps.Keys(body)) {
		if err := s.writeKeyField(o, field, body[field], who); err != nil {
			return err
		}
	}
	if who == person {
		return nil
	}
	o.Fields["last_updated_by"] = administrator
	if who == creating {
		if len(o.scopes()) == 0 {
			return noScopes()
		}
		if err := s.checkUser(o); err != nil {
			return err
		}
	}
	return s.unasked(o, body, who)
}

func (s *Server) writeKeyField(o *Object, field string, value any, who by) error {
	switch field {
	case "description":
		return s.describe(o, value, who)
	case "scopes":
		return s.writeScopes(o, value, who)
	case "usage_limits":
		return s.writeUsageLimit(o, value, who)
	case "rate_limits":
		return s.writeRateLimits(o, value, who)
	case "defaults":
		return s.writeKeyDefaults(o, value, who)
	case "alert_emails":
		return writeEmails(o, value, who)
	case "expires_at":
		return s.writeExpiry(o, value, who)
	case "rotation_policy":
		return s.writePolicy(o, value, who)
	case "user_id":
		if who == updating || !orNull(isText)(value) {
			return badField(field, "user_id can't be changed")
		}
		o.Fields[field] = value
	case "reset_usage":
		return s.resetUsage(o, value)
	}
	return nil
}
