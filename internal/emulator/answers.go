package emulator

import "time"

// Shape is one of the two shapes of a workspace that are on record.
type Shape int

const (
	// ShapeRecorded is what the live API answers.
	ShapeRecorded Shape = iota
	// ShapeDocumented is the documentation page's: the id is the slug,
	// is_default lies inside defaults, limits lack type and unit, and there is
	// neither status nor organisation_id. The icon, which that page does not
	// know, is answered where there is one: no answer would be complete without it.
	ShapeDocumented
)

// Unset is how an answer shows what is not set. All of them are on record
// somewhere in the API.
type Unset int

const (
	// UnsetNull answers null.
	UnsetNull Unset = iota
	// UnsetAbsent leaves the key out.
	UnsetAbsent
	// UnsetEmpty answers "", [] or {}.
	UnsetEmpty
	// UnsetInTurn does all three, another with every answer.
	UnsetInTurn
)

// NameForm is a form of a workspace's name: display has the icon in front.
type NameForm int

const (
	// NameDisplay is the icon, a blank and the name.
	NameDisplay NameForm = iota
	// NamePlain is the name alone.
	NamePlain
	// NameEither is both: of what is compared, either form; of what is
	// answered, one and the other in turn.
	NameEither
)

// Presence is whether answers about what is in a workspace have a workspace_id,
// or the field that a noun has instead.
type Presence int

const (
	// PresentAsDocumented is each noun as it is on record.
	PresentAsDocumented Presence = iota
	// PresentAlways is every noun.
	PresentAlways
	// PresentNever is no noun.
	PresentNever
)

// NotFound is the answer for an object that is deleted or never was. One that is
// out of the key's reach answers 403 AB03 all the same.
type NotFound int

const (
	// NotFoundAsDocumented is each noun as it is on record, or assumed.
	NotFoundAsDocumented NotFound = iota
	// NotFoundIs403 is 403 AB03.
	NotFoundIs403
	// NotFoundIs404 is 404 AB08, as on newer back ends.
	NotFoundIs404
)

// Clearing is what clears the description of a workspace, or the note of a provider.
type Clearing int

const (
	// ClearedByBlank is "". null answers 400.
	ClearedByBlank Clearing = iota
	// ClearedByNull is null. "" keeps the text (seen on newer back ends).
	ClearedByNull
	// NeverCleared is nothing: "" and null keep the text.
	NeverCleared
)

// Answers are the knobs of what is answered, for what is unknown of the API or
// varies. The zero value is as recorded, and harsh where nothing is.
type Answers struct {
	// Unset is how unset fields are answered.
	Unset Unset
	// ThinCreate answers a create with the id alone.
	ThinCreate bool
	// CreateName is the form of the name in the answer to a create.
	CreateName NameForm
	// Names is the form that the filters name and exact_name compare.
	Names NameForm
	// FullList returns in list items all that the single read returns.
	FullList bool
	// MaxPage, where above 0, is the largest page of every list that has pages.
	MaxPage int
	// Bookkeeping answers unset usage limits as one object of the server's own
	// flags, as recorded for API keys.
	Bookkeeping bool
	// Floats writes the amounts of limits as 10.0.
	Floats bool
	// Milliseconds leaves timestamps finer than the whole seconds of the recorded ones.
	Milliseconds bool
	// EnforcedMetadata is added to every workspace and API key that is created, where it
	// lacks the key.
	EnforcedMetadata map[string]string
	// GlobalIntegrations get a provider in every workspace that is created.
	GlobalIntegrations []string
	// GluedIcon takes an emoji for the icon even where no blank follows it.
	GluedIcon bool
	// Trims stores names and descriptions without white space at their ends, and with
	// LF for CRLF.
	Trims bool
	// FiltersIgnored makes the lists of what is in workspaces ignore workspace_id.
	FiltersIgnored bool
	// NamesIgnored makes lists ignore the filters of names and statuses, as a control
	// plane does that is older than they are.
	NamesIgnored bool
	// PageTotals answers the length of a page as the total of its list, as lists of
	// users and API keys did (release notes).
	PageTotals bool
	// PagedLists gives pages to the lists that have none.
	PagedLists bool
	// BareArrays answers the list of partials as an array without an envelope, as
	// the published specification has it.
	BareArrays bool
	// FreeDefaults stores any key of a workspace's defaults, as a published sample
	// sends them: whether the API does is unknown.
	FreeDefaults bool
	// AnyLimits takes for workspaces what is on record for API keys alone: budgets
	// in requests, and rates per second.
	AnyLimits bool
	// Sparse leaves out what is recorded and not documented: the id and the
	// workspace of providers, and the owner of prompts; and what samples have beyond
	// the published schema: the workspaces of invites.
	Sparse bool
	// SlugFilters lets the filter workspace_id of SCIM mappings take a slug, too, as
	// documented, and so the workspace_id of providers.
	SlugFilters bool
	// GroupName is the field of a SCIM group that has its name; empty is display_name.
	GroupName string
	// IDsInReads answers the id where single reads of older back ends lack it.
	IDsInReads bool
	// PlainRoles answers the roles of members without the prefix ws-.
	PlainRoles bool
	// EmailsKept keeps the case of the addresses of invites.
	EmailsKept bool
	// MemberAgain answers 200 to the POST of a member who is one, and changes nothing.
	MemberAgain bool
	// AdminsEverywhere makes the admins of an organisation members of every workspace,
	// as its owners are.
	AdminsEverywhere bool
	// AutoUserKeys creates an API key for every member who is added (release notes).
	AutoUserKeys bool
	// SlugsOnly refuses an id in the path where only the slug is documented.
	SlugsOnly bool
	// NotFound is the answer for an object that is deleted or never was.
	NotFound NotFound
	// ListName is the form of the name in list items: newer back ends show the plain one.
	ListName NameForm
	// Description is what clears the description of a workspace.
	Description Clearing
	// MergedLimits keeps what a PUT leaves out of a usage limit as it is stored, as
	// newer back ends do. null clears it.
	MergedLimits bool
	// RigidLimits refuses null inside a usage limit, and another type for one. For both
	// the limit has to be cleared and set again.
	RigidLimits bool
	// OneUsageLimit refuses a second usage limit in a workspace, as newer back ends do.
	OneUsageLimit bool
	// DeletedAsArchived answers the single read of a deleted API key or guardrail with it,
	// DeletedAsArchived answers the single read of a deleted API key or policy with it,
	// archived, as newer back ends may.
	DeletedAsArchived bool
	// AnyScopes accepts scopes of API keys that are not known.
	AnyScopes bool
	// BlankClears clears with "" the description of an API key, an integration or a secret
	// reference, which keeps it otherwise.
	BlankClears bool
	// NullKeeps keeps such a description that is sent as null.
	NullKeeps bool
	// WholeDefaults replaces the defaults of an API key, as it does those of a workspace.
	WholeDefaults bool
	// RotationDates accepts next_rotation_at beside a period, as documented.
	RotationDates bool
	// RotateByUpdate lets the scope of an update rotate an API key, as on older back ends.
	RotateByUpdate bool
	// InheritedConfig binds a user's API key without a config to the default config of its
	// workspace (release notes).
	InheritedConfig bool
	// EnforcedRotationDays, where above 0, is the period that a user's API key has to have
	// (release notes).
	EnforcedRotationDays int
	// MaxTTL, where above 0, is the longest life of an API key, and that of a user's that
	// names none (release notes).
	MaxTTL time.Duration
	// StaleLimits answers the limits of API keys as they were so long ago (vendor's
	// changelog: reads were stale after a write).
	StaleLimits time.Duration
	// WithoutKey and WithoutID leave the secret and the id out of the answers to a create
	// and a rotation of an API key.
	WithoutKey, WithoutID bool
	// SQLDates writes the dates of secret references without T and Z, as newer back ends do.
	SQLDates bool
	// RigidAuthConfig refuses null inside the auth_config of a secret reference, which
	// removes the key otherwise.
	RigidAuthConfig bool
	// PlainARNs answers the role of a secret reference unmasked.
	PlainARNs bool
	// AllowAllModels lets an integration that says nothing else have all models, as it was
	// before this was announced to change.
	AllowAllModels bool
	// WrittenModels leaves those models of the catalogue out of the list of an integration
	// that nobody has written, as newer back ends do where all models are allowed.
	WrittenModels bool
	// AnyModels takes models for built in that the catalogue does not have.
	AnyModels bool
	// AnyConfigurations takes configurations of an integration that are not those of its
	// provider.
	AnyConfigurations bool
	// WholeConfigurations replaces the configurations of an integration, instead of merging
	// them by their keys.
	WholeConfigurations bool
	// MaskedARNs masks the role in the configurations of an integration, as older back ends
	// do, and MaskedHeaders the values of the custom headers of its models.
	MaskedARNs, MaskedHeaders bool
	// NewerIntegrations answers about integrations as newer back ends do: with ids instead of
	// the slugs of workspaces, integrations and providers of models, with booleans that are
	// such, and with global_workspace_access.
	NewerIntegrations bool
	// TakenIsInvalid answers 400 instead of 409 for a slug of an integration or a provider
	// that is taken.
	TakenIsInvalid bool
	// CascadingIntegrations deletes the providers of an integration with it.
	CascadingIntegrations bool
	// AutoMCPServers creates a server with the slug of the integration on a grant of an MCP
	// integration.
	AutoMCPServers bool
	// MaskedConfigurations masks all values of the configurations of an MCP integration, and
	// not those of headers and secrets alone.
	MaskedConfigurations bool
	// SyncedAtOnce lets MCP servers be synced when they are created, and SyncTakes so long
	// after. Otherwise they are after the first reads of their metadata or capabilities.
	// SyncError is why none is, where it is not empty.
	SyncedAtOnce bool
	SyncTakes    time.Duration
	SyncError    string
	// NoAutoProviders creates no provider on a grant, nor with a workspace's integration.
	NoAutoProviders bool
	// GrantLag is how many creates of providers are rejected after the grant of their
	// integration.
	GrantLag int
	// NoInlineRates answers 503 to the create of a provider with rate limits, each time, as
	// newer back ends do.
	NoInlineRates bool
	// OrganisationUserIDs answers the access of users to MCP servers with ids of their own, as
	// for some keys.
	OrganisationUserIDs bool
	// MCPIntegrationSlugs answers the integration of an MCP server by its slug.
	MCPIntegrationSlugs bool
	// MCPActionsRefused answers 403 to tests of MCP servers and to DELETE of a connection.
	MCPActionsRefused bool
	// ClosedSettings are the security settings that the organisation does not let workspaces
	// override (vendor's changelog).
	ClosedSettings []string
	// NoSecuritySettings leaves the security settings out of answers about workspaces, as for
	// a key that lacks the right to them.
	NoSecuritySettings bool
	// NullDefaults answers those defaults of a workspace as null that are not set.
	NullDefaults bool
	// ConfigIDInDefaults calls the default config of a workspace config_id, as newer back
	// ends do.
	ConfigIDInDefaults bool
	// Note is what clears the note of a provider.
	Note Clearing
	// PlainGuardrails answers the checks and actions of guardrails as they were sent, and
	// FilledGuardrails with all defaults that are documented.
	PlainGuardrails, FilledGuardrails bool
	// NewerGuardrails answers about guardrails of the organisation as newer back ends do: with
	// null for the workspace, and without one in list items.
	NewerGuardrails bool
	// ListsAnywhere lists the policies of all workspaces where a key of the organisation names
	// none.
	ListsAnywhere bool
	// AnyPolicyKeys takes policies with keys of conditions and groups that are not known.
	AnyPolicyKeys bool
	// PolicyDescriptions stores the description of the create of a policy.
	PolicyDescriptions bool
	// ListedValues answers each value of a condition as a list.
	ListedValues bool
	// BooleanDefaults answers is_default of a collection as a boolean, as documented.
	BooleanDefaults bool
	// CascadingCollections deletes what is in a collection with it.
	CascadingCollections bool
	// WorkspaceIDInItems and WorkspaceIDInReads are for the workspace_id in list items and single reads.
	WorkspaceIDInItems, WorkspaceIDInReads Presence
}

func (s *Server) timestamp(t time.Time) string {
	if !s.answers.Milliseconds {
		t = t.Truncate(time.Second)
	}
	return timestamp(t)
}
