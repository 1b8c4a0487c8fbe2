package prompt

import (
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// listed are the attributes that a list of prompts returns; the read of one returns all.
// What a configuration must set is a plain Go value, since it is known wherever a model is
// read; what the server owns is a framework value, since a plan has it unknown.
type listed struct {
	ID            types.String `tfsdk:"id"`
	Slug          types.String `tfsdk:"slug"`
	WorkspaceID   types.String `tfsdk:"workspace_id"`
	CollectionID  *string      `tfsdk:"collection_id"`
	Name          *string      `tfsdk:"name"`
	Model         *string      `tfsdk:"model"`
	Status        types.String `tfsdk:"status"`
	CreatedAt     types.String `tfsdk:"created_at"`
	LastUpdatedAt types.String `tfsdk:"last_updated_at"`
}

// attributes are those that the resource and the data source of one share.
type attributes struct {
	listed

	Template           *string      `tfsdk:"template"`
	ProviderID         *string      `tfsdk:"provider_id"`
	Parameters         *string      `tfsdk:"parameters"`
	Tools              *string      `tfsdk:"tools"`
	ToolChoice         *string      `tfsdk:"tool_choice"`
	Functions          *string      `tfsdk:"functions"`
	VersionDescription *string      `tfsdk:"version_description"`
	Version            types.Int64  `tfsdk:"version"`
	VersionID          types.String `tfsdk:"version_id"`
	LatestVersion      types.Int64  `tfsdk:"latest_version"`
}

// model is the resource.
type model struct {
	attributes

	Publish            *bool `tfsdk:"publish"`
	AllowDuplicateName *bool `tfsdk:"allow_duplicate_name"`
}

// publishes reports whether a change of the content is published: only false is not.
func (m model) publishes() bool { return m.Publish == nil || *m.Publish }

// address is what a path names the prompt by.
func (m model) address() string {
	if slug := m.Slug.ValueString(); slug != "" {
		return slug
	}
	return m.ID.ValueString()
}

// ref is what a proof that the prompt was deleted has to go by.
func (m model) ref(workspaceID string) portkey.Ref {
	return portkey.Ref{ID: m.address(), Name: tfkit.Text(m.Name), Parent: workspaceID, CreatedAt: m.CreatedAt.ValueString()}
}

// create is the body of the POST.
func (m model) create() portkey.PromptCreate {
	return portkey.PromptCreate{Name: tfkit.Text(m.Name), CollectionID: tfkit.Text(m.CollectionID), PromptContent: m.content(portkey.Prompt{})}
}

// takeComputed takes over what the server alone decides, as far as the answer has it.
func (m model) takeComputed(answer portkey.Prompt) model {
	m.Slug = tfkit.OrPrior(answer.Slug, m.Slug)
	if m.ID.ValueString() == "" { // it stays, since an identity must not change
		m.ID = types.StringValue(answer.ID.Or(m.Slug.ValueString()))
	}
	m.WorkspaceID = tfkit.OrPrior(answer.WorkspaceID, m.WorkspaceID)
	m.Status = tfkit.OrPrior(answer.Status, m.Status)
	m.CreatedAt = tfkit.OrPrior(answer.CreatedAt, m.CreatedAt)
	m.LastUpdatedAt = tfkit.OrPrior(answer.LastUpdatedAt, m.LastUpdatedAt)
	m.VersionID = tfkit.OrPrior(answer.VersionID, m.VersionID)
	m.Version = tfkit.OrPriorWhole(answer.Version, m.Version)
	m.LatestVersion = tfkit.OrPriorWhole(answer.LatestVersion, m.LatestVersion)
	if m.LatestVersion.ValueInt64() < m.Version.ValueInt64() {
		m.LatestVersion = m.Version
	}
	return m
}

// observe is the state as the server has it, in the spelling of m. What the answer lacks
// stays as m has it, and so does everything where the answer is older than m. now is the
// server's clock.
func (m model) observe(answer portkey.Prompt, now time.Time) model {
	if tfkit.Lags(answer.LastUpdatedAt.Or(""), m.LastUpdatedAt.ValueString(), now) {
		return m
	}
	if m.Name == nil { // an import: later, the description is that of the next version
		m.VersionDescription = tfkit.TextOrNull(answer.VersionDescription.Or(""))
	}
	m = m.takeComputed(answer)
	if answer.Name.IsPresent() {
		m.Name = tfkit.KeepText(m.Name, answer.Name.Or(""))
	}
	if answer.CollectionID.IsPresent() {
		m.CollectionID = tfkit.KeepText(m.CollectionID, answer.CollectionID.Or(""))
	}
	return m.observeContent(answer)
}

// differs names the attributes in which two models differ on the wire.
func (m model) differs(other model) tfkit.Changes {
	var changes tfkit.Changes
	changes.Add("name", tfkit.Text(m.Name) == tfkit.Text(other.Name))
	changes.Add("collection_id", tfkit.Text(m.CollectionID) == tfkit.Text(other.CollectionID))
	return append(changes, m.differsInContent(other)...)
}

// digest identifies what differs compares.
func (m model) digest() string {
	return tfkit.Digest(tfkit.Text(m.Name), tfkit.Text(m.CollectionID), m.canonicalContent())
}

var versions = tfkit.Versions[model]{
	Differs:   model.differs,
	Digest:    model.digest,
	UpdatedAt: func(m model) string { return m.LastUpdatedAt.ValueString() },
}

// judge compares an answer with m, which is the state; see tfkit.OwnWrites.
func (m model) judge(writes tfkit.OwnWrites, answer portkey.Prompt, now time.Time) tfkit.Finding {
	return versions.Judge(writes, m, m.observe(answer, now), answer.LastUpdatedAt.Or(""), now)
}

// isShownBy reports whether an answer says nothing else than m.
func (m model) isShownBy(answer portkey.Prompt, now time.Time) bool {
	return len(m.differs(m.observe(answer, now))) == 0
}

// changes are the bodies of the PUTs that turn state into m, given the prompt as it is on
// the server: what this update changes, and only what is not there already. The last one,
// if any, has content.
func (m model) changes(state, live model, raw portkey.Prompt) (bodies []portkey.PromptUpdate, version *portkey.PromptUpdate) {
	missing := m.missing(state, live)
	var body portkey.PromptUpdate
	if missing.Has("name") {
		body.Name = portkey.Some(tfkit.Text(m.Name))
		bodies, body = append(bodies, body), portkey.PromptUpdate{}
	}
	if missing.Has("collection_id") {
		body.CollectionID = portkey.Some(tfkit.Text(m.CollectionID))
		bodies = append(bodies, body)
	}
	if slices.ContainsFunc(missing, isContent) {
		target := m.over(state, live).content(raw)
		version = &portkey.PromptUpdate{PromptContent: &target}
	}
	return bodies, version
}

// missing are the attributes that an update from state to m changes, and that are not there
// yet.
func (m model) missing(state, live model) tfkit.Changes {
	planned := m.differs(state)
	return slices.DeleteFunc(m.differs(live), func(name string) bool { return !planned.Has(name) })
}
