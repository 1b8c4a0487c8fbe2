package portkey

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
)

// OrganisationDefaults are the defaults of the organisation: one object, which is written
// in turn. A write that changes nothing has no rows.
type OrganisationDefaults = Rows[OrganisationGuardrails, OrganisationGuardrailsUpdate]

// OrganisationDefaultsWords are what messages call them.
var OrganisationDefaultsWords = Words{One: "organisation defaults", Many: "organisation defaults", Scopes: "organisation_settings"}

// NewOrganisationDefaults opens them. They are below /v2 (vendor's changelog).
func NewOrganisationDefaults(c *Client) *OrganisationDefaults {
	path := []string{"v2", "admin", "organisation", "defaults"}
	return rowsOf(c, rowsNoun[OrganisationGuardrails, OrganisationGuardrailsUpdate]{
		path: path, isBeside: true,
		requests: func(_ OrganisationGuardrails, updates []OrganisationGuardrailsUpdate) []request {
			var all []request
			for _, one := range updates {
				all = append(all, request{method: http.MethodPut, path: path, isBeside: true, body: one})
			}
			return all
		},
	})
}

// OrganisationGuardrails are the guardrails of every request and response of an
// organisation, in their order.
type OrganisationGuardrails struct {
	Input  Opt[[]GuardrailRef] `json:"input_guardrails,omitzero"`
	Output Opt[[]GuardrailRef] `json:"output_guardrails,omitzero"`
}

// GuardrailRef is a guardrail that something else names.
type GuardrailRef struct {
	ID   Opt[string] `json:"id,omitzero"`
	Slug Opt[string] `json:"slug,omitzero"`
}

// UnmarshalJSON reads what is recorded, or a text, as defaults of workspaces have.
func (g *GuardrailRef) UnmarshalJSON(data []byte) error {
	var slug string
	if json.Unmarshal(data, &slug) == nil {
		*g = GuardrailRef{Slug: Some(slug)}
		return nil
	}
	type plain GuardrailRef // without this method
	return json.Unmarshal(data, (*plain)(g))
}

// Is reports whether a reference, which is an id or a slug, names the guardrail.
func (g GuardrailRef) Is(ref string) bool { return slices.Contains(present(g.ID, g.Slug), ref) }

// OrganisationGuardrailsUpdate is the body of the PUT: a list that is absent is kept, and an
// empty one clears (vendor's changelog).
type OrganisationGuardrailsUpdate struct {
	Input  Opt[[]string] `json:"input_guardrails,omitzero"`
	Output Opt[[]string] `json:"output_guardrails,omitzero"`
}

// Exclusions are the rows of the workspaces that the organisation's default guardrails of
// one direction do not apply to.
type Exclusions = Rows[ExcludedWorkspaces, ExclusionWrite]

// ExclusionWords are what messages call such a row.
var ExclusionWords = Words{
	One: "guardrail exclusion", Many: "guardrail exclusions",
	Rights: "scopes organisation_exclusions.list and organisation_exclusions.update",
}

// NewExclusions opens those of a direction, input or output, in an organisation, by its id.
func NewExclusions(c *Client, organisationID, direction string) *Exclusions {
	return rowsOf(c, rowsNoun[ExcludedWorkspaces, ExclusionWrite]{
		path:  []string{"workspace-exclusions", direction + "-guardrails"},
		query: url.Values{"organisation_id": {organisationID}},
		body: func(_ ExcludedWorkspaces, rows []ExclusionWrite) any {
			return exclusionsBody{OrganisationID: organisationID, Workspaces: rows}
		},
	})
}

// exclusionsBody is the body of the PUT, which keeps other rows (documented).
type exclusionsBody struct {
	OrganisationID string           `json:"organisation_id"`
	Workspaces     []ExclusionWrite `json:"workspaces"`
}

// ExclusionWrite is a row of a PUT.
type ExclusionWrite struct {
	WorkspaceID string `json:"workspace_id"`
	Excluded    bool   `json:"excluded"`
}

// ExcludedWorkspaces are the workspaces that are excluded, by id or slug: which of them is
// not on record, and neither is the shape of the rest.
type ExcludedWorkspaces struct{ Workspaces []string }

// UnmarshalJSON reads the list. An object without it must not pass for an empty one.
func (l *ExcludedWorkspaces) UnmarshalJSON(data []byte) error {
	var envelope struct {
		Workspaces Opt[items[exclusion]] `json:"workspaces"`
		Data       Opt[items[exclusion]] `json:"data"`
	}
	if err := json.Unmarshal(data, &envelope); err != nil {
		return err
	}
	if !envelope.Workspaces.IsPresent() {
		envelope.Workspaces = envelope.Data
	}
	if !envelope.Workspaces.IsPresent() {
		return errors.New("the answer is not a list: it has no workspaces")
	}
	*l = ExcludedWorkspaces{}
	for _, one := range envelope.Workspaces.Or(nil) {
		if bool(one.Excluded.Or(true)) && one.WorkspaceID != "" {
			l.Workspaces = append(l.Workspaces, one.WorkspaceID)
		}
	}
	return nil
}

type exclusion struct {
	WorkspaceID string    `json:"workspace_id"`
	Excluded    Opt[Bool] `json:"excluded"`
}

// Has reports whether a workspace is excluded, by its id and its slug.
func (l ExcludedWorkspaces) Has(workspaceID, slug string) bool {
	return slices.ContainsFunc(l.Workspaces, func(one string) bool { return one == workspaceID || slug != "" && one == slug })
}
