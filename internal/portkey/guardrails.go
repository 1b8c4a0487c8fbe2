package portkey

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
)

// Guardrails are the guardrails of one workspace, or those of the organisation.
type Guardrails = Collection[Guardrail, GuardrailCreate, GuardrailUpdate]

// GuardrailWords are what messages call guardrails, wherever they are.
var GuardrailWords = Words{
	One: "guardrail", Many: "guardrails",
	Rights: "scopes of guardrails, such as guardrails.read or organisation_guardrails.read",
}

// WordsOfGuardrails are GuardrailWords with the scopes of those of workspaces or, if
// ofOrganisation, of those of the organisation itself.
func WordsOfGuardrails(ofOrganisation bool) Words {
	words := GuardrailWords
	words.Scopes, words.Rights = "guardrails", ""
	if ofOrganisation {
		words.Scopes = "organisation_guardrails"
	}
	return words
}

var guardrailsPath = []string{"guardrails"}

// NewGuardrails opens the guardrails of a workspace, by its id; "" are all that a list
// contains which names no workspace: those of the organisation or, with the key of a
// workspace, those of that. A path takes the id and the slug, wherever the guardrail is.
// Names are not known to be unique.
func NewGuardrails(c *Client, workspaceID string) *Guardrails {
	of := inOrganisation[Guardrail]()
	if workspaceID != "" {
		of = filteredByWorkspace[Guardrail](workspaceID)
	}
	return guardrails(c, of, workspaceID == "")
}

// NewOrganisationGuardrails opens the guardrails of the organisation itself.
func NewOrganisationGuardrails(c *Client) *Guardrails {
	of := inOrganisation[Guardrail]()
	of.own = true
	return guardrails(c, of, true)
}

func guardrails(c *Client, of parent[Guardrail], ofOrganisation bool) *Guardrails {
	return collect[Guardrail, GuardrailCreate, GuardrailUpdate](c, noun[Guardrail]{
		Words: WordsOfGuardrails(ofOrganisation), path: guardrailsPath, parent: of,
	})
}

// Guardrail is a guardrail as the Admin API returns it. A list item lacks Checks, Actions
// and VersionID.
type Guardrail struct {
	ID   Opt[string] `json:"id,omitzero"`
	Slug Opt[string] `json:"slug,omitzero"`
	Name Opt[string] `json:"name,omitzero"`
	// WorkspaceID is "", null or absent for a guardrail of the organisation.
	WorkspaceID Opt[string] `json:"workspace_id,omitzero"`
	// Target is llm or mcp_tools.
	Target  Opt[string]           `json:"target,omitzero"`
	Checks  Opt[[]GuardrailCheck] `json:"checks,omitzero"`
	Actions Opt[GuardrailActions] `json:"actions,omitzero"`
	// VersionID may be "".
	VersionID     Opt[string] `json:"version_id,omitzero"`
	Status        Opt[string] `json:"status,omitzero"`
	CreatedAt     Opt[string] `json:"created_at,omitzero"`
	LastUpdatedAt Opt[string] `json:"last_updated_at,omitzero"`
}

// GuardrailCheck is a check as JSON object: id, name, is_enabled, parameters, and whatever
// else the API has of it.
type GuardrailCheck map[string]json.RawMessage

// GuardrailActions are what happens on the verdict of a guardrail, as JSON object: the API
// stores any keys (verified by the vendor).
type GuardrailActions map[string]json.RawMessage

// GuardrailCreate is the body of POST /guardrails.
type GuardrailCreate struct {
	Name string `json:"name"`
	// WorkspaceID is that of its workspace. Without one, a guardrail of the organisation is
	// created (vendor's changelog).
	WorkspaceID string           `json:"workspace_id,omitempty"`
	Target      string           `json:"target,omitempty"`
	Checks      []GuardrailCheck `json:"checks"`
	Actions     GuardrailActions `json:"actions"`
}

// GuardrailUpdate is the body of PUT /guardrails/{id}: an absent key keeps what is stored,
// and checks and actions are replaced as a whole.
type GuardrailUpdate struct {
	Name    Opt[string]           `json:"name,omitzero"`
	Checks  Opt[[]GuardrailCheck] `json:"checks,omitzero"`
	Actions Opt[GuardrailActions] `json:"actions,omitzero"`
}

// A check may contain credentials, such as the headers of a webhook, which a refusal of it
// may repeat.
func (b GuardrailCreate) secrets() []string { return checkSecrets(b.Checks) }
func (u GuardrailUpdate) secrets() []string { return checkSecrets(u.Checks.Or(nil)) }

func checkSecrets(checks []GuardrailCheck) []string {
	var texts []string
	for _, check := range checks {
		texts = append(texts, textsIn(check["parameters"])...)
	}
	return texts
}

func (g Guardrail) facts() facts {
	known := facts{
		ids: present(g.ID, g.Slug), slug: g.Slug.Or(""), createdAt: g.CreatedAt.Or(""), updatedAt: g.LastUpdatedAt.Or(""),
		status: g.Status, workspaceID: g.WorkspaceID.Or(""),
	}
	if name, ok := g.Name.Get(); ok { // which may be empty
		known.names = []string{name}
	}
	return known
}

func (b GuardrailCreate) identity() identity { return identity{name: b.Name} }

// ProveOrganisationGuardrailGone is [Collection.ProveGoneAfter] for a guardrail of the
// organisation. A list that names no workspace is not rejected for want of the scope of
// the organisation's guardrails: it lacks them. So absence from it proves something only if
// it contains another one, if this process has read one, or if Portkey itself returned 404
// instead of 403, so that rights are not what was missing.
func (c *Client) ProveOrganisationGuardrailGone(ctx context.Context, refusal error, ref Ref) Gone {
	k := NewOrganisationGuardrails(c)
	return k.proveGoneAfter(ctx, refusal, ref, func(_ context.Context, refusal error, listed []Guardrail) string {
		var answer *Error
		missing := errors.As(refusal, &answer) && answer.Status == http.StatusNotFound && answer.Code != "" // no proxy's
		if missing || len(listed) > 0 || k.readable.Load() {
			return ""
		}
		return "whether the API key may list guardrails of the organisation is not known: the list contains no other (" + k.noun.Right("list") + ")"
	})
}

// mostConfigs is how many configs are read to find what uses a guardrail.
const mostConfigs = 100

// GuardrailUse lists what keeps a guardrail from being deleted: configs that mention it,
// and the defaults of its workspace or of the organisation (verified by the vendor).
func (c *Client) GuardrailUse(ctx context.Context, guardrail Guardrail) Use {
	var use Use
	known := guardrail.facts()
	configs := NewConfigs(c, known.workspaceID)
	listed, err := configs.List(ctx, nil)
	use.Hidden = err != nil || len(listed) > mostConfigs
	for _, one := range listed[:min(len(listed), mostConfigs)] {
		read, err := configs.GetUncached(ctx, idOf(one))
		use.Hidden = use.Hidden || err != nil
		if slices.ContainsFunc(textsIn(json.RawMessage(read.Config.Or(""))), known.isAt) {
			use.Users = append(use.Users, fmt.Sprintf("config %q (%s)", one.Name.Or(""), idOf(one)))
		}
	}
	if known.workspaceID == "" {
		defaults, err := NewOrganisationDefaults(c).ListUncached(ctx)
		use.Hidden = use.Hidden || err != nil
		names := func(one GuardrailRef) bool { return slices.ContainsFunc(known.ids, one.Is) }
		if slices.ContainsFunc(defaults.Input.Or(nil), names) || slices.ContainsFunc(defaults.Output.Or(nil), names) {
			use.Users = append(use.Users, "the defaults of the organisation")
		}
		return use
	}
	workspace, err := NewWorkspaces(c).GetUncached(ctx, known.workspaceID)
	use.Hidden = use.Hidden || err != nil
	for _, others := range workspace.Defaults.Or(WorkspaceDefaults{}).Others {
		if slices.ContainsFunc(textsIn(others), known.isAt) {
			use.Users = append(use.Users, fmt.Sprintf("the defaults of workspace %q (%s)", workspace.Display(), workspace.ID))
			break
		}
	}
	return use
}
