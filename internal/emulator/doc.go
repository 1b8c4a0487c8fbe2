// Package emulator is the part of Portkey's Admin API that the provider uses,
// in memory, as an http.Handler. It serves the tests, the demo, and people who
// try the provider without an account:
//
//	api := emulator.New()
//	server := httptest.NewServer(api) // base URL: server.URL + "/v1"
//
// It imports nothing else of this module: with structs and maps of its own, a
// wrong JSON key in the client can't be wrong on both sides.
//
// Start reading in nouns.go: a noun is a table, in a file of its own, and
// engine.go serves it from what store.go stores. serve.go is the way of a request
// to the engine, behind.go is what tests do behind the caller's back, answers.go,
// faults.go and rate.go are the knobs. Each quirk says where it is known from:
// recorded (a live answer), seen (others report it of the live API), verified (the
// vendor's provider tests it), vendor's changelog, release notes, documented.
//
// # Assumed
//
// What is not on record is assumed here, so that the caller fails
// rather than guesses:
//
//   - Unknown fields of a body, and unknown or repeated query parameters, answer
//     400 AB01 (Tolerant: they are ignored, as the API is seen to do). So do
//     name_format on the list and anything but an object as body.
//   - Only the forms of clearing that are known, or used by the provider, work:
//     "" for icon and description, null for limits, [] for rate limits, an empty
//     metadata inside defaults. null for icon, description, metadata or defaults, []
//     for usage limits (seen on newer back ends) and {} for defaults answer 400, and on
//     create every empty value does. Newer back ends keep a description that "" is
//     sent for; what null does there is unknown (Answers.Description).
//   - A PUT of an empty icon beside a name that starts with an emoji answers 400;
//     an icon beside a name that starts with another emoji becomes the icon, and
//     the name is kept whole.
//   - An emoji at the head of a name becomes the icon only if one blank and something
//     more follow (Answers.GluedIcon: also without the blank).
//   - name and exact_name compare the display form (Answers.Names: or the plain
//     one), byte by byte; name matches a part of it. Two workspaces may have one
//     name. Lists return the display form (Answers.ListName: the plain one, as newer
//     back ends do). Texts are stored as they are sent, composed or decomposed, with
//     white space at their ends (Answers.Trims: without).
//   - Limits: amounts are whole numbers, alert_threshold may equal credit_limit.
//     Budgets in requests and rates per second, which are on record for API keys
//     alone, answer 400 AB01 (Answers.AnyLimits: accepted). A reset date
//     counts as past when the midnight it becomes is. A limit sent without its
//     date gets one counted from now, also on an update; a limit that never
//     resets has none. A rollover goes to the next regular date; a date without
//     a period stays as it is. A key of a usage limit may be null where documented so,
//     and so may alert_threshold, which has null as its default.
//   - A PUT replaces usage limits as a whole. Newer back ends are seen to merge them by
//     their type, so that null alone clears what a limit has (Answers.MergedLimits), or
//     nothing does but to clear the limits and to set them again, as for another type
//     (Answers.RigidLimits). A limit of another type is merged with the one in its place.
//     They also accept one usage limit for each workspace (Answers.OneUsageLimit).
//   - defaults takes guardrails and a config on update only, and other keys only
//     if they are stored already (Answers.FreeDefaults: any). The values of metadata
//     are strings.
//   - users are accepted on create only, and become members of the role member. A
//     user whom the organisation does not have answers 400 (Tolerant: is added to it).
//   - Every accepted PUT with a field moves last_updated_at, by a millisecond at
//     least; so does archiving. Answers show whole seconds (Answers.Milliseconds).
//   - A page of a list has at most 100 workspaces, which is also the default, and a
//     larger page_size is reduced to it; 0 and negative numbers answer 400.
//   - The default workspace can't be deleted: 400 AB01. An archived workspace
//     answers 403 AB03 to everything (Answers.NotFound: 404 AB08, as on newer back
//     ends); what is still in it is out of reach.
//   - The order of refusal: key, endpoint and scope, query, reach, body.
//   - What is unknown answers 404 AB08, and guardrails 403 AB03 (Answers.NotFound: all of
//     them the one or the other). An admin's key lists a noun over all workspaces where it names none,
//     but for providers. Answers about partials, and single reads of providers,
//     have no workspace; prompts have it in prompt_owning_workspace_id
//     (Answers.WorkspaceIDInItems, Answers.WorkspaceIDInReads). Providers have what
//     is recorded for virtual keys (Answers.Sparse: what is documented).
//     The lists of partials and configs have no pages (Answers.PagedLists), that of
//     partials has an envelope (Answers.BareArrays: none).
//     Guardrails of the organisation are not listed under a workspace, and are alone in a
//     list that names none.
//   - A guardrail has at least one check, of any id and with any parameters, but for headers
//     to forward that have credentials; its actions have any keys. Answers leave is_enabled
//     out where it is true, and have deny, async and sequential (Answers.PlainGuardrails: as
//     they were sent, Answers.FilledGuardrails: with more). Its versions are those of a config,
//     and Answers.Sparse lacks them. It can't be deleted while a config of the organisation
//     has its id or slug anywhere, or the defaults have it: 400 AB01.
//   - A config's path accepts the id as well as the slug (Answers.SlugsOnly: not).
//     A config has at least one key, and none that the published schema, the open
//     gateway and the release notes do not know; what else the schema asks for is
//     not checked, nor are slugs inside. The text that is answered is the one that
//     was sent, as a server in JavaScript would write it.
//   - A PUT of a config creates a version wherever it has a config, equal or not, and
//     none for a name alone. Versions are listed newest first, without pages, with
//     the name of today. A key of the organisation has to name the workspace on
//     create: else 400 AB01. What is bound to a key, or is the default of its
//     workspace, answers 409 AB07 to DELETE. Every write is by one user, whatever the key.
//   - The answer to a create has all that a single read has (Answers.ThinCreate).
//   - The request id is in the header X-Request-Id. An unknown path below /v1
//     answers 403 under /admin and 404 elsewhere; in reality a few answer 400.
//
// Of people:
//
//   - The list of users has 50 a page, at most 100, and ignores page_size and
//     current_page. Its filter email compares whole addresses, without case. A
//     total that counts a page only is on record (Answers.PageTotals).
//
//   - PUT of a user has to have a role. That of an owner can't be changed, and the
//     last owner not be deleted: 403 AB03. A user who is deleted answers 404 AB08
//     (Answers.NotFound).
//
//   - The list of members has 50 a page, at most 100. A POST of several adds all or
//     none; an unknown user answers 404 AB08, one of another organisation 403 AB03, a
//     member 409 AB07 (Answers.MemberAgain). A single read lacks the id
//     (Answers.IDsInReads), and roles have the prefix ws- (Answers.PlainRoles).
//
//   - Owners are members of every workspace, and can't be removed; admins once they
//     are added (Answers.AdminsEverywhere). The role that is sent is stored, and
//     comes to effect when they lead the organisation no more.
//
//   - Who is deleted leaves all workspaces. The API keys that were created for a member
//     (Answers.AutoUserKeys) go with the member; all keys of who left the
//     organisation are out of reach, and no workspace is in use by them.
//
//   - Addresses of invites are answered in lower case (Answers.EmailsKept). An invite
//     lasts 7 days; sent again, it lasts as long from then, and has another link. What
//     is not pending can neither be cancelled nor sent again: 400 AB01. Who is a user,
//     or invited already, answers 409 AB07; an empty list of workspaces, or one that
//     is unknown, 400 AB01. Answers name workspaces by id. A cancelled invite can be
//     read (Answers.NotFound). POST resend asks for the scope of a create.
//
//   - SCIM: only keys of the organisation, with scopes that are named scim here. An
//     unknown group answers 400 AB01, an unknown mapping 404 AB08; the mappings of an
//     archived workspace are removed. Lists have 100 a page at most; the filter by
//     workspace accepts no slug (Answers.SlugFilters). A group has an id and its name
//     (Answers.GroupName). Nobody provisions groups here but a mapping that names one,
//     and tests, which may give a group users: they become members where it is mapped.
//
// Of API keys:
//
//   - The last two elements of the path of a POST are the type; another one answers 400
//     AB01, and so do a workspace for a key of the organisation and a user for a service's.
//     The user of a user's key is in the workspace, or leads the organisation. null is
//     accepted on create for rate limits, the expiry and the policy alone. organisation_id
//     is ignored.
//   - A create without scopes answers 502 (vendor's documentation), without a code and
//     without an effect. On update they can't be empty. Scopes outside the documented list
//     answer 400 AB01 (Answers.AnyScopes), and they are listed in another order than sent.
//   - null clears a description and "" keeps it (Answers.BlankClears, Answers.NullKeeps).
//     metadata null keeps, {} clears. An empty list clears rate limits, and is rejected for
//     addresses. Defaults are merged by their keys (Answers.WholeDefaults), and allow
//     overrides from the first write on. config_id is of the key's workspace, or, for a
//     key of the organisation, of any.
//   - A PUT keeps what it leaves out of the usage limit (Answers.RigidLimits: null inside
//     is rejected, too). Budgets in requests and rates per second are accepted. A key that
//     is exhausted is active again after a higher limit or reset_usage.
//   - expires_at can't be past. A key has expired from then on, and answers so at once.
//   - A second rotation during the transition of the first answers 409 AB07. A PUT
//     replaces the policy, whose next rotation counts from then. Exactly one of
//     rotation_period, rotation_period_days and next_rotation_at is accepted
//     (Answers.RotationDates), a month counts 28 days against the transition, and a policy
//     with a date alone has none once that has passed. A policy rotates at its midnight,
//     or when the transition is over. A rotation moves last_updated_at, and leaves the
//     date of the policy as it is unless it is the policy's own.
//   - A secret that was created calls this API, with the scopes and the workspace of its
//     key; that of a user's key has no right to API keys. It answers 401 AB05 once the key
//     is deleted, has expired, or its user has left the organisation.
//   - A deleted key answers 404 AB08 (Answers.NotFound, Answers.DeletedAsArchived), and
//     is not listed.
//   - What an organisation enforces concerns keys of users, but for metadata and the
//     longest life, which go for all (Answers.EnforcedMetadata, Answers.InheritedConfig,
//     Answers.EnforcedRotationDays, Answers.MaxTTL). Another rotation, or none, is
//     rejected; an expiry that is cleared is filled in again.
//
// Of what models are reached by:
//
//   - A slug that is not sent is made of the name, and of some digits. One that is taken
//     answers 409 AB07 (Answers.TakenIsInvalid: 400 AB01), of a secret reference and of the
//     provider that a grant creates 400 AB01. Descriptions are cleared as those of API keys
//     are, tags by null.
//   - A secret reference has the fields of its variant when it is created, and on update
//     those of any variant of its vault. null inside auth_config removes a field
//     (Answers.RigidAuthConfig). The role of AWS is masked (Answers.PlainARNs). search looks
//     in names and slugs, without case. allow_all_workspaces false alone leaves the
//     workspaces that were named, or none. The dates have T and Z (Answers.SQLDates).
//   - An integration has a key, a mapping of one, or the field of a way to log in. Its
//     configurations are those of its provider of models, with all that the way to log in
//     asks for (Answers.AnyConfigurations), and are merged by their keys, where null
//     removes one (Answers.WholeConfigurations). What is masked inside is that of a secret
//     reference, but for the role (Answers.MaskedARNs), and service accounts.
//   - The list of integrations by workspace has those of the workspace alone. The provider
//     that is created with one is in the answer to its POST alone.
//   - An integration under providers answers 409 AB07 to DELETE
//     (Answers.CascadingIntegrations).
//   - An integration starts without models (Answers.AllowAllModels), and lists all that the
//     catalogue here has for its provider (Answers.WrittenModels); others are custom
//     (Answers.AnyModels), and name what they are tuned from. A PUT keeps what it leaves out
//     of a row, and null clears; the headers of a model are answered (Answers.MaskedHeaders),
//     and a model without host and headers has no configurations, or null
//     (Answers.NewerIntegrations).
//     What is_custom and base_model_slug say can't be changed. DELETE of several models, one
//     of which is not custom, deletes none.
//   - A workspace that is unknown in a PUT of access answers 400 AB01, and so do a row that
//     is there twice, an empty list without the override, and a workspace's integration in
//     another one. A disabled row keeps its limits and gets them back. null clears limits, []
//     those of rates alone. A provider is created where none of the integration is there yet
//     (Answers.NoAutoProviders). Access of all workspaces goes for later ones. Writes of
//     access move the time of update of the integration, and those of models don't.
//   - A create of a provider whose integration is unknown, or disabled in the workspace,
//     answers 403 AB03, also right after the grant where Answers.GrantLag says so; limits of
//     rates may be in it (Answers.NoInlineRates: 503). "" clears the note, and null is
//     rejected (Answers.Note). A provider whose integration was disabled answers 403 AB03 to
//     all but a list and DELETE. What names a provider keeps nothing from being deleted.
//   - Workspaces and integrations are answered by slug, and the booleans of models are of
//     several types (Answers.NewerIntegrations).
//
// Of MCP:
//
//   - An MCP integration is listed, described, named and mapped as an integration is; its
//     configurations are any object, merged by key, where null removes one
//     (Answers.WholeConfigurations). The values of headers and of what is called a secret are
//     *** in answers (Answers.MaskedConfigurations: all values). A workspace's own is enabled
//     in that workspace.
//
//   - Rows of access are those of an integration, without limits. The list of rows may be
//     empty. A grant creates no server (Answers.AutoMCPServers). An MCP integration that has
//     servers answers 409 AB07 to DELETE.
//
//   - What a server offers is known after a few questions about it (Answers.SyncedAtOnce,
//     Answers.SyncTakes, Answers.SyncError). Capabilities are listed from then on, and are
//     enabled unless a PUT disables them; a PUT that names another one, or one twice, answers
//     400 AB01 and writes nothing. A server lists those of its integration, each with what
//     the integration says, and has metadata as that has.
//
//   - An MCP server of an integration that is unknown, or not granted to the workspace, answers
//     403 AB03 to its create, also right after the grant where Answers.GrantLag says so. It
//     keeps no workspace from being deleted. Its slug has 3 to 50 characters. The integration
//     is answered by its id (Answers.MCPIntegrationSlugs).
//
//   - The access of users lists all members of the workspace. A PUT of who is none answers 400
//     AB01 and writes nothing, and so does an empty one. User ids are those of users
//     (Answers.OrganisationUserIDs). Writes of access do not move last_updated_at, and reads
//     and writes of access and connections, and tests, ask for mcp_servers.read and .update.
//
//   - DELETE of a connection that is not there answers 404 AB08 (Answers.MCPActionsRefused: it
//     and tests answer 403 to everybody).
//
// Of policies:
//
//   - The list has 50 a page, at most 100. A key of the organisation that names no workspace
//     answers 400 AB01 (Answers.ListsAnywhere: lists all). They keep no workspace from being
//     deleted. A deleted one answers 404 AB08, and 200 to ?status=archived
//     (Answers.DeletedAsArchived: always). A path takes the id only.
//   - The description of a create is dropped (Answers.PolicyDescriptions); that of an update is
//     stored, and cleared as that of an API key is. That of a rate limit can't be written.
//   - Keys of conditions and groups that are not documented, or twice, answer 400 AB01
//     (Answers.AnyPolicyKeys). A list of conditions replaces the one that is stored; it and its
//     values are answered in another order, and a single value without its list
//     (Answers.ListedValues).
//   - Amounts are numbers from 0 on. An alert_threshold that is not below credit_limit, as it
//     is after the write, answers 400 AB01. A period that is written without a date gets one
//     counted from now, and a week begins on Monday. What was spent is kept by all writes but
//     a reset, which answers 400 AB01 for a value that nothing was counted for.
//
// Of prompts:
//
//   - A collection asks for the scopes of prompts, and so do partials and labels. It is named
//     by the workspace in the query of its list alone. Its name need not be unique, and its slug
//     stays. A parent that is unknown, or in another workspace, answers 404 AB08. What contains
//     prompts or collections answers 400 AB01 to DELETE (Answers.CascadingCollections).
//     is_default is a number (Answers.BooleanDefaults). The default collection can be renamed,
//     is called Default, keeps no workspace from being deleted, and goes with it, as all
//     collections and labels do.
//
//   - A label's requests name the workspace, or the organisation by its id, in the query, and in
//     the body on create: else 400 AB01. A workspace lists its own labels and the universal
//     ones, which are three here, answer 403 AB03 to PUT and DELETE, and have names that no
//     workspace can give to another. A name that is taken answers 409 AB07;
//     latest, default and numbers answer 400 AB01, and so does a colour that is not
//     #RRGGBB. Descriptions are cleared as those of API keys are.
//
//   - A partial is in the default collection of its workspace. List items have nothing of its
//     versions, and nothing keeps it from being deleted.
//
// Of prompts:
//
//   - A POST or a PUT that names a collection which is unknown, or in another workspace,
//     answers 404 AB08, a provider that is not in the workspace 400 AB01. Another collection
//     moves a prompt, which keeps its slug.
//   - A PUT with any field of a version creates one that is not the default, equal to
//     another or not: also the provider alone, which is documented to be no part of a version.
//     Without patch it has to have all of string, parameters, model, virtual_key and
//     is_raw_template, and what else it leaves out is unset; with it, the rest is that of the
//     latest version. null counts as left out. A description without content changes
//     nothing.
//   - makeDefault takes numbers alone, and needs the scope prompts.publish. Versions are listed
//     newest first and without pages, with the scope of a read; an unknown one answers 404.
//   - The label that a version is given replaces those that it has, and is taken from the
//     other versions of the prompt; null takes it.
//   - Every write moves last_updated_at, also that of a version.
//
// Of defaults, exclusions and security settings:
//
//   - Defaults of a workspace name guardrails and a config of that workspace, each once:
//     others answer 400 AB01. A list is sent, or left out, never null. What is not set is left
//     out of answers (Answers.NullDefaults: null). The config is user_api_key_config
//     (Answers.ConfigIDInDefaults: config_id, and written by either name).
//   - Defaults of an organisation are at /v1 as well as at /v2.
//   - The exclusions of a direction are {workspaces: [{workspace_id, excluded}]}, without
//     pages: those that are excluded alone, by id. A GET and a PUT have to name the
//     organisation. A PUT names workspaces by id; an unknown one answers 400 AB01. The
//     exclusions of an archived workspace are out of reach.
//   - Security settings that the organisation does not let workspaces override
//     (Answers.ClosedSettings) answer 400 AB01 where a PUT changes them.
//
// Of logs:
//
//   - The audit log has the writes of this API, whatever they were answered, and no reads.
//     A window includes its start and not its end; a page has 50 records, and 100 at most.
//     The type of an object is what its path begins with, and an action below an object has
//     no name.
//   - Analytics are what tests set. The workspace is named by its slug: an id matches nothing.
//     A key of the organisation that names none is rejected, and a workspace's own key reads
//     its workspace whatever it names. Pages of groups have 50, and 100 at most.
//   - Exports ask for logs.list, logs.view and logs.export: of the list, of one, and of all
//     else. An export of a key of the organisation names a workspace. What is not a draft
//     can't be started, and what has not succeeded has no file: 400 AB01.
//
// The settings that GET answers beside the security settings are constant.
package emulator
