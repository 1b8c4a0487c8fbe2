package promptpartial

import (
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// listed are the attributes that a list of partials returns; the read of one returns all.
// What a configuration must set is a plain Go value, since it is known wherever a model is
// read; what the server owns is a framework value, since a plan has it unknown.
type listed struct {
	ID            types.String `tfsdk:"id"`
	Slug          types.String `tfsdk:"slug"`
	WorkspaceID   types.String `tfsdk:"workspace_id"`
	Name          *string      `tfsdk:"name"`
	Status        types.String `tfsdk:"status"`
	CreatedAt     types.String `tfsdk:"created_at"`
	LastUpdatedAt types.String `tfsdk:"last_updated_at"`
}

// view is what the data source of one shows: the default version.
type view struct {
	listed

	Content            *string      `tfsdk:"content"`
	VersionDescription *string      `tfsdk:"version_description"`
	Version            types.Int64  `tfsdk:"version"`
	VersionID          types.String `tfsdk:"version_id"`
}

// model is the resource.
type model struct {
	view

	Publish            *bool       `tfsdk:"publish"`
	AllowDuplicateName *bool       `tfsdk:"allow_duplicate_name"`
	LatestVersion      types.Int64 `tfsdk:"latest_version"`
}

// publishes reports whether the default version is what is configured.
func (m model) publishes() bool { return m.Publish == nil || *m.Publish }

// address is what a path names the partial by: the slug, as the vendor's provider does.
func (m model) address() string {
	if slug := m.Slug.ValueString(); slug != "" {
		return slug
	}
	return m.ID.ValueString()
}

// ref is what a proof that the partial was deleted has to go by.
func (m model) ref(workspaceID string) portkey.Ref {
	return portkey.Ref{ID: m.address(), Name: tfkit.Text(m.Name), Parent: workspaceID, CreatedAt: m.CreatedAt.ValueString()}
}

// create is the body of the POST, given the id of the workspace.
func (m model) create(workspaceID string) portkey.PromptPartialCreate {
	return portkey.PromptPartialCreate{
		Name: tfkit.Text(m.Name), Content: tfkit.Text(m.Content), WorkspaceID: workspaceID, VersionDescription: tfkit.Text(m.VersionDescription),
	}
}

// takeComputed takes over what the server alone decides, as far as the answer has it. No
// answer has the workspace.
func (m model) takeComputed(answer portkey.PromptPartial) model {
	m.Slug = tfkit.OrPrior(answer.Slug, m.Slug)
	if m.ID.ValueString() == "" { // it stays, since an identity must not change
		m.ID = types.StringValue(answer.ID.Or(m.Slug.ValueString()))
	}
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
func (m model) observe(answer portkey.PromptPartial, now time.Time) model {
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
	if answer.Content.IsPresent() {
		m.Content = tfkit.KeepText(m.Content, answer.Content.Or(""))
	}
	return m
}

// differs names the attributes in which two models differ on the wire.
func (m model) differs(other model) tfkit.Changes {
	var changes tfkit.Changes
	changes.Add("name", tfkit.Text(m.Name) == tfkit.Text(other.Name))
	changes.Add("content", portkey.SameText(tfkit.Text(m.Content), tfkit.Text(other.Content)))
	return changes
}

var versions = tfkit.Versions[model]{
	Differs:   model.differs,
	Digest:    func(m model) string { return tfkit.Digest(tfkit.Text(m.Name), portkey.Composed(tfkit.Text(m.Content))) },
	UpdatedAt: func(m model) string { return m.LastUpdatedAt.ValueString() },
}

// judge compares an answer with m, which is the state; see tfkit.OwnWrites.
func (m model) judge(writes tfkit.OwnWrites, answer portkey.PromptPartial, now time.Time) tfkit.Finding {
	return versions.Judge(writes, m, m.observe(answer, now), answer.LastUpdatedAt.Or(""), now)
}

// isShownBy reports whether an answer says nothing else than m.
func (m model) isShownBy(answer portkey.PromptPartial, now time.Time) bool {
	return len(m.differs(m.observe(answer, now))) == 0
}

// changes are the bodies of the PUTs that turn state into m, given the partial as it is on the
// server: what this update changes, and only what is not there already. version creates a
// version, nil if there is none to create.
func (m model) changes(state, live model) (bodies []portkey.PromptPartialUpdate, version *portkey.PromptPartialUpdate) {
	planned := m.differs(state)
	missing := slices.DeleteFunc(m.differs(live), func(name string) bool { return !planned.Has(name) })
	if missing.Has("name") {
		bodies = append(bodies, portkey.PromptPartialUpdate{Name: portkey.Some(tfkit.Text(m.Name))})
	}
	if missing.Has("content") {
		version = &portkey.PromptPartialUpdate{Content: portkey.Some(tfkit.Text(m.Content))}
		if text := tfkit.Text(m.VersionDescription); text != "" {
			version.VersionDescription = portkey.Some(text)
		}
	}
	return bodies, version
}

// over is the content that an update from state to m makes of live.
func (m model) over(state, live model) string {
	if m.differs(state).Has("content") {
		return tfkit.Text(m.Content)
	}
	return tfkit.Text(live.Content)
}
