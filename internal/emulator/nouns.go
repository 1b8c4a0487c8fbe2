package emulator

import "time"

// Noun is a kind of object of the API: what an endpoint is about.
type Noun string

// The nouns. Their values are those of "object" in answers.
const (
	Workspaces Noun = "workspace"
	Prompts    Noun = "prompt"
	Partials   Noun = "partial"
	// Collections are folders of prompts.
	Collections Noun = "collection"
	// Labels mark versions of prompts.
	Labels     Noun = "label"
	APIKeys    Noun = "api-key"
	Configs    Noun = "config"
	Guardrails Noun = "guardrail"
	Providers  Noun = "provider"
	// SCIMMappings and SCIMGroups have no "object" in answers.
	SCIMMappings Noun = "scim-mapping"
	SCIMGroups   Noun = "scim-group"
	Members      Noun = "workspace-user"
	Invites      Noun = "invite"
	Users        Noun = "user"
	// SecretReferences say where in a vault a secret is.
	SecretReferences Noun = "secret-reference"
	Integrations     Noun = "integration"
	// IntegrationModels and IntegrationWorkspaces are rows of lists that an integration has.
	IntegrationModels     Noun = "integration-model"
	IntegrationWorkspaces Noun = "integration-workspace"
	// MCPIntegrations are MCP servers that an organisation knows, MCPIntegrationWorkspaces
	// rows of the workspaces that may use one, and MCPServers those that workspaces have.
	MCPIntegrations          Noun = "mcp-integration"
	MCPIntegrationWorkspaces Noun = "mcp-integration-workspace"
	MCPServers               Noun = "mcp-server"
	// MCPCapabilities are rows of what an MCP integration offers, MCPServerCapabilities of what
	// a server does.
	MCPCapabilities       Noun = "mcp-capability"
	MCPServerCapabilities Noun = "mcp-server-capability"
	// UsagePolicies and RatePolicies limit what requests may spend that have something in common.
	UsagePolicies Noun = "policy_usage_limits"
	RatePolicies  Noun = "policy_rate_limits"
	// OrganisationDefaults is one object of each organisation, at the organisation's id.
	OrganisationDefaults Noun = "organisation_defaults"
	// GuardrailExclusions are rows, at "input/" or "output/" and the id of a workspace.
	GuardrailExclusions Noun = "workspace-exclusion"
)

// tables is the list of nouns, in an order in which their objects can be deleted.
func tables() []*table {
	return []*table{
		prompts(), partials(), collections(), labels(), apiKeys(), configs(), guardrails(), providers(), mcpServerCapabilities(), mcpServers(), usagePolicies(), ratePolicies(),
		integrationModels(), integrationWorkspaces(), integrations(), mcpCapabilities(), mcpIntegrationWorkspaces(), mcpIntegrations(), secretReferences(), scimMappings(), scimGroups(), members(), invites(), users(),
		organisationDefaults(), exclusions(), workspaces(),
	}
}

// Nouns are all nouns, in an order in which their objects can be deleted.
func Nouns() []Noun { return nounsOf(func(*table) bool { return true }) }

// Contents are the nouns whose objects lie in a workspace and keep it from being
// deleted, in an order in which they can be deleted themselves.
func Contents() []Noun { return nounsOf(func(t *table) bool { return t.inside && !t.harmless }) }

func nounsOf(choose func(*table) bool) []Noun {
	var nouns []Noun
	for _, t := range tables() {
		if choose(t) {
			nouns = append(nouns, t.noun)
		}
	}
	return nouns
}

// table is all that the engine has to know of a noun. Where it is silent, the
// noun is like most: the object is below its list, answers have all that is
// stored, so does that to POST, PUT answers {}, and DELETE is never refused.
type table struct {
	noun Noun
	// path is that of the list, an object is one element below.
	path string
	// scopes are the nouns of its scopes. Where there are several, scope is the
	// one that an object asks for.
	scopes []string
	scope  func(*Object) string
	// verbs are those that its scopes have beside the five.
	verbs []string
	// organisation: the keys of workspaces have no right to it.
	organisation bool
	// routes are those beside the five of the engine, lacks are the verbs of these
	// five that have no endpoint.
	routes []route
	lacks  []string

	// slug is the head of its slugs, length how many characters of the name
	// follow; length 0 is a noun without slugs.
	slug   string
	length int
	// byID and bySlug are what an object's path takes. newerID: the id is known
	// to work on newer back ends only, see Answers.SlugsOnly.
	byID, bySlug, newerID bool
	// slugFirst: both are known, and the slug is the one that is documented.
	slugFirst bool
	// chosen: the id is given, not created with the object.
	chosen bool
	// inside: its objects lie in a workspace. named: a key of the organisation
	// has to name it in every query.
	inside, named bool
	// harmless: they keep no workspace from being deleted, and go with it. listNamed: a
	// key of the organisation has to name it in the query of the list alone.
	harmless, listNamed bool
	// byOrganisation: a query may name the organisation instead, for what is in no workspace.
	byOrganisation bool
	// homeByID: the workspace is named by its id, see Answers.SlugFilters. anywhere: a
	// POST that names none, by a key that implies none, is about the organisation itself.
	homeByID, anywhere bool
	// listedBelow: the keys of workspaces list what is the organisation's, too.
	listedBelow bool
	// apart: a list that names no workspace, by a key that implies none, has what is the
	// organisation's alone. The first of its scopes is that of what is in workspaces.
	apart bool
	// nested: a workspace is the first element that its paths leave open. Of its
	// objects the id alone means several, one in each workspace.
	nested bool
	// archives: DELETE keeps the object, with the status archived. ends: it keeps it,
	// to be read, with this one, unless Answers.NotFound says how it answers then.
	archives bool
	ends     string
	// lingers: a deleted one can be read, see Answers.DeletedAsArchived; of what archives,
	// also where the query asks for the archived.
	lingers bool
	// absent is the answer for an object that is not there, or not any more.
	absent func() *problem

	// versions is set for a noun whose content has versions.
	versioning *versioning

	// page is the default size of a page of its list, 0 all at once, and most
	// the largest. An unpaged list takes the parameters, and ignores them.
	page, most int
	unpaged    bool
	// bounded: a larger one is rejected, not reduced.
	bounded bool
	// pages are the names of the parameters that ask for a page.
	pages paging
	// filters are parameters of its list, and what they leave of it.
	filters map[string]func(s *Server, o *Object, text string) bool
	// bareArray: a description of the API has its list without an envelope.
	bareArray bool
	// envelope makes the answer to its list, unless it is {object, total, data}.
	envelope func(data []any, total int, at window) any
	// views are parameters of its single read, with the view for each value.
	views map[string]map[string]view

	// fields are those of its bodies; nil is a noun that callers can't write.
	fields map[string]field
	// bulk is the field of the body of a POST with the bodies of several objects.
	// The answer is {}.
	bulk string
	// nonempty: a PUT has at least one field.
	nonempty bool
	// fresh are fields of its answers with the values that they have until
	// somebody writes them, and when they are cleared.
	fresh map[string]any
	// shown are the fields of its answers that the engine makes; nil is all.
	shown []string
	// complete adds to an answer what the server works out as it answers.
	complete func(s *Server, o *Object, answer map[string]any)
	// detail are the fields that list items lack, "a.b" is one of an object.
	detail []string
	// item changes an answer that is a list item.
	item func(s *Server, o *Object, answer map[string]any)
	// created and updated are the fields of the answers to POST, nil is all,
	// and to PUT, nil is none.
	created, updated []string
	// showsHome: answers have workspace_id, which is outside for what lies in no
	// workspace. listsHome: list items alone have it. owner is a field that has the
	// workspace instead.
	showsHome, listsHome bool
	outside              any
	owner                string
	// mayLackID: the published specification has answers without an id, see
	// Answers.Sparse. unstamped: they have no last_updated_at.
	mayLackID, unstamped bool
	// confirms: DELETE answers {"success": true} (Answers.Sparse: {}, as on older back ends).
	confirms bool
	// lacksID: its single read has no id, see Answers.IDsInReads.
	lacksID bool

	// homeOf is the workspace of what a POST asks for, where the body names it by
	// something that is there.
	homeOf func(c *call, body map[string]any) (*Object, error)
	// draft completes an object that has its ids and nothing else yet.
	draft func(s *Server, o *Object)
	// write is what a write does beside storing the fields that have a check.
	write func(s *Server, o *Object, body map[string]any, who by) error
	// added is what an object brings with it once it is stored.
	added func(s *Server, o *Object, at time.Time)
	// answer makes its answers, instead of the engine.
	answer func(s *Server, o *Object, v view) map[string]any
	// twin is an object that is there already, for a POST to answer with instead.
	twin func(s *Server, o *Object) *Object
	// permit refuses a write of a caller that a person could do: before is nil on create.
	permit func(c *call, before, after *Object) error
	// refuse refuses a delete, removed is what goes with a deleted object.
	// barred is out of reach, but to be listed and deleted.
	barred  func(s *Server, o *Object) bool
	refuse  func(c *call, o *Object) error
	removed func(s *Server, o *Object)
}

// handle is the element of an object's path, as documented.
func (t *table) handle(o *Object) string {
	switch {
	case t.nested:
		return o.WorkspaceID + "/" + o.ID
	case t.byID && !t.newerID && !t.slugFirst:
		return o.ID
	default:
		return o.Slug
	}
}

// means reports whether an element of a path means an object.
func (t *table) means(o *Object, element string, answers Answers) bool {
	byID := t.byID && (!t.newerID || !answers.SlugsOnly)
	return byID && o.ID == element || t.bySlug && o.Slug == element
}
