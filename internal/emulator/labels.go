package emulator

import (
	"regexp"
	"slices"
	"time"
)

// labels: documented, and never seen; the scopes are those of prompts (assumed). A label is
// a workspace's or the organisation's, which is never changed, and every request of a key of
// the organisation says which. Three of the organisation are there from its start, are used in
// every workspace, and can be neither changed nor deleted (documented, the status is assumed).
func labels() *table {
	return &table{
		noun: Labels, path: "labels", scopes: []string{"prompts"},
		byID: true, inside: true, harmless: true, named: true, byOrganisation: true, listedBelow: true, showsHome: true,
		page: 100, most: 100, bounded: true, absent: notFound,
		filters: map[string]func(*Server, *Object, string) bool{"search": hasInName},
		fields: map[string]field{
			"name": {check: isLabelName, required: true}, "workspace_id": {check: isText, fixed: true}, "organisation_id": {check: isText, fixed: true},
			"description": {}, "color_code": {check: orNull(isColour)},
		},
		fresh: map[string]any{"description": nil, "color_code": nil, "is_universal": false},
		shown: []string{
			"id", "name", "description", "color_code", "organisation_id", "workspace_id", "is_universal", "status", "created_at", "last_updated_at",
		},
		envelope: func(data []any, total int, _ window) any { return map[string]any{"total": total, "data": data} },
		created:  []string{"id"},
		homeOf:   homeOfLabel, write: writeLabel, permit: permitLabel, refuse: refuseUniversal,
		complete: func(s *Server, _ *Object, answer map[string]any) {
			s.showUnset(answer, map[string]any{"description": "", "color_code": ""})
		},
	}
}

var (
	labelName = regexp.MustCompile(`^[a-zA-Z0-9_-]*[^\s@]?[a-zA-Z0-9_-]*$`)
	onlyDigit = regexp.MustCompile(`^[0-9]+$`)
	colour    = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)
)

// isLabelName takes letters, digits, _ and -, and one other character at most, but neither
// what names a version already nor a number (documented).
func isLabelName(value any) bool {
	text, _ := value.(string)
	return isText(value) && labelName.MatchString(text) && !onlyDigit.MatchString(text) && !slices.Contains([]string{"latest", "default"}, text)
}

func isColour(value any) bool {
	text, _ := value.(string)
	return colour.MatchString(text)
}

// addUniversalLabels adds those that an organisation has from its start.
func (s *Server) addUniversalLabels(organisation string, at time.Time) {
	s.beside(func() {
		created := timestamp(at)
		for _, name := range []string{"production", "staging", "development"} {
			s.mustAddTo(organisation, s.tables[Labels], nil, map[string]any{
				"name": name, "is_universal": true, "created_at": created, "last_updated_at": created,
			}, at)
		}
	})
}

// homeOfLabel is the workspace that a POST names, or nil for the organisation. A key of the
// organisation has to name the one or the other (assumed), and a workspace's key has no right
// to labels of the organisation.
func homeOfLabel(c *call, body map[string]any) (*Object, error) {
	workspace, _ := body["workspace_id"].(string)
	organisation, named := body["organisation_id"].(string)
	delete(body, "workspace_id")
	delete(body, "organisation_id")
	if named {
		return nil, c.mayOrganisation(organisation, workspace)
	}
	home, err := c.workspace(workspace)
	if err == nil && home == nil {
		err = badField("workspace_id", "workspace_id or organisation_id is missing")
	}
	return home, err
}

// mayOrganisation refuses a key of another organisation or of a workspace, and both names.
func (c *call) mayOrganisation(organisation, workspace string) error {
	switch {
	case workspace != "":
		return badField("organisation_id", "both organisation_id and workspace_id")
	case organisation != c.key.OrganisationID || c.key.WorkspaceID != "":
		return noRights()
	default:
		return nil
	}
}

// writeLabel writes the description, which is cleared as those of API keys are.
func writeLabel(s *Server, o *Object, body map[string]any, who by) error {
	if description, sent := body["description"]; sent && (description != nil || who != creating) {
		return s.describe(o, description, who)
	}
	return nil
}

// permitLabel refuses to change a universal label, and a name that another label of the
// same place has, or a universal one (documented; the status is assumed).
func permitLabel(c *call, _, o *Object) error {
	if err := refuseUniversal(c, o); err != nil {
		return err
	}
	for _, h := range c.stores[Labels].all {
		other := h.latest()
		if other != nil && other.ID != o.ID && other.OrganisationID == o.OrganisationID && other.Name == o.Name &&
			(other.WorkspaceID == o.WorkspaceID || other.isUniversal()) {
			return conflict("A label of this name exists")
		}
	}
	return nil
}

func refuseUniversal(_ *call, o *Object) error {
	if o.isUniversal() {
		return noRights()
	}
	return nil
}

func (o *Object) isUniversal() bool { return o.Fields["is_universal"] == true }
