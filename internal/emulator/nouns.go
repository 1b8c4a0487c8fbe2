package emulator

import "strings"

// Noun is a kind of thing that a workspace holds.
type Noun string

// The nouns that lie in a workspace.
const (
	Prompts    Noun = "prompt"
	Partials   Noun = "partial"
	APIKeys    Noun = "api-key"
	Configs    Noun = "config"
	Guardrails Noun = "guardrail"
	Providers  Noun = "provider"
)

// Contents are the nouns that keep a workspace from being deleted, in the order in which they can be deleted.
func Contents() []Noun {
	return []Noun{Prompts, Partials, APIKeys, Configs, Guardrails, Providers}
}

// facts are in what the endpoints of one noun differ from those of the others.
type facts struct {
	path   string
	scopes []string // the nouns of its scopes
	slug   string   // what its slugs start with
	length int      // how much of the name goes into them
	byID   bool     // reads and deletes take the id
	bySlug bool     // reads and deletes take the slug
	tells  bool     // answers have workspace_id
	noID   bool     // answers have no id
	page   int      // default page size; 0 is all on one page
	most   int      // largest page size; 0 is a list without pages
	detail []string // fields that only a single read has
	absent func() *problem
}

// factsOf is the table. Envelopes, page sizes and slugs are recorded for all but
// partials and guardrails, which are documented; what an unknown id answers is
// documented for prompts and partials, seen for API keys, else assumed.
func factsOf(noun Noun) facts {
	switch noun {
	case Prompts:
		return facts{
			path: "prompts", scopes: []string{"prompts"}, slug: "pp", length: 10, byID: true, bySlug: true,
			most: 100, detail: []string{"string", "parameters"}, absent: notFound,
		}
	case Partials:
		return facts{
			path: "prompts/partials", scopes: []string{"prompts"}, slug: "pl", length: 10, byID: true, bySlug: true,
			detail: []string{"string"}, absent: notFound,
		}
	case APIKeys:
		return facts{
			path: "api-keys", scopes: []string{"organisation_service_api_keys", "workspace_service_api_keys", "workspace_user_api_keys"},
			byID: true, tells: true, page: 50, most: 100, absent: notFound,
		}
	case Configs:
		return facts{
			path: "configs", scopes: []string{"configs"}, slug: "pc", length: 6, bySlug: true, tells: true,
			page: 50, most: 100, detail: []string{"config"}, absent: noRights,
		}
	case Guardrails:
		return facts{
			path: "guardrails", scopes: []string{"guardrails", "organisation_guardrails"}, slug: "pg", length: 6,
			byID: true, bySlug: true, tells: true, page: 100, most: 1000, detail: []string{"checks", "actions"}, absent: noRights,
		}
	case Providers:
		return facts{
			path: "providers", scopes: []string{"providers"}, slug: "", length: 20, bySlug: true, noID: true,
			page: 50, most: 100, absent: noRights,
		}
	default:
		panic("emulator: no such noun: " + string(noun))
	}
}

// scope is the right that a verb on an item asks for. Keys and guardrails of
// the organisation itself have scopes of their own (documented).
func (i *Object) scope(verb string) string {
	noun := factsOf(i.Noun).scopes[0]
	switch {
	case i.Noun == APIKeys:
		joined, _ := i.Fields["type"].(string)
		noun = strings.ReplaceAll(joined, "-", "_") + "_api_keys"
	case i.Noun == Guardrails && i.WorkspaceID == "":
		noun = "organisation_guardrails"
	}
	return noun + "." + verb
}

// names reports whether a path element or a reference means this item.
func (i *Object) names(reference string, byID, bySlug bool) bool {
	return byID && i.ID == reference || bySlug && i.Slug != "" && i.Slug == reference
}

// handle is what the item's DELETE takes.
func (i *Object) handle() string {
	if factsOf(i.Noun).byID {
		return i.ID
	}
	return i.Slug
}
