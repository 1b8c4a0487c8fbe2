package promptcollection

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// attributes are those that the resource and the data sources share. What a
// configuration must set is a plain Go value, since it is known wherever a model is read;
// what the server owns is a framework value, since it is unknown in a plan.
type attributes struct {
	ID                 types.String `tfsdk:"id"`
	Slug               types.String `tfsdk:"slug"`
	WorkspaceID        types.String `tfsdk:"workspace_id"`
	Name               *string      `tfsdk:"name"`
	ParentCollectionID types.String `tfsdk:"parent_collection_id"`
	IsDefault          types.Bool   `tfsdk:"is_default"`
	Status             types.String `tfsdk:"status"`
	CreatedAt          types.String `tfsdk:"created_at"`
	LastUpdatedAt      types.String `tfsdk:"last_updated_at"`
}

// model is the resource.
type model struct {
	attributes

	AllowDuplicateName *bool `tfsdk:"allow_duplicate_name"`
}

// ref is what a proof that the collection was deleted has to go by.
func (m model) ref(workspaceID string) portkey.Ref {
	return portkey.Ref{ID: m.ID.ValueString(), Name: tfkit.Text(m.Name), Parent: workspaceID, CreatedAt: m.CreatedAt.ValueString()}
}

// create is the body of the POST, given the id of the workspace.
func (m model) create(workspaceID string) portkey.PromptCollectionCreate {
	return portkey.PromptCollectionCreate{Name: tfkit.Text(m.Name), WorkspaceID: workspaceID, ParentCollectionID: m.ParentCollectionID.ValueString()}
}

// takeComputed takes over what the server alone decides, as far as the answer has it. The
// workspace and the parent stay as they are written, by id or slug: a collection can't be
// moved.
func (m model) takeComputed(answer portkey.PromptCollection) model {
	m.Slug = tfkit.OrPrior(answer.Slug, m.Slug)
	if m.ID.ValueString() == "" {
		m.ID = types.StringValue(answer.ID.Or(m.Slug.ValueString()))
	}
	if m.WorkspaceID.ValueString() == "" {
		m.WorkspaceID = tfkit.OrPrior(answer.WorkspaceID, m.WorkspaceID)
	}
	if m.ParentCollectionID.ValueString() == "" {
		m.ParentCollectionID = tfkit.StringOrNull(answer.ParentCollectionID.Or(""))
	}
	m.IsDefault = tfkit.OrPriorBool(answer.IsDefault, m.IsDefault)
	m.Status = tfkit.OrPrior(answer.Status, m.Status)
	m.CreatedAt = tfkit.OrPrior(answer.CreatedAt, m.CreatedAt)
	m.LastUpdatedAt = tfkit.OrPrior(answer.LastUpdatedAt, m.LastUpdatedAt)
	return m
}

// observe is the state as the server has it, in the spelling of m. What the answer lacks
// stays as m has it, and so does everything where the answer is older than m. now is the
// server's clock.
func (m model) observe(answer portkey.PromptCollection, now time.Time) model {
	if tfkit.Lags(answer.LastUpdatedAt.Or(""), m.LastUpdatedAt.ValueString(), now) {
		return m
	}
	m = m.takeComputed(answer)
	if answer.Name.IsPresent() {
		m.Name = tfkit.KeepText(m.Name, answer.Name.Or(""))
	}
	return m
}

// differs names the attributes in which two models differ on the wire.
func (m model) differs(other model) tfkit.Changes {
	var changes tfkit.Changes
	changes.Add("name", tfkit.Text(m.Name) == tfkit.Text(other.Name))
	return changes
}

var versions = tfkit.Versions[model]{
	Differs:   model.differs,
	Digest:    func(m model) string { return tfkit.Digest(tfkit.Text(m.Name)) },
	UpdatedAt: func(m model) string { return m.LastUpdatedAt.ValueString() },
}

// judge compares an answer with m, which is the state; see tfkit.OwnWrites.
func (m model) judge(writes tfkit.OwnWrites, answer portkey.PromptCollection, now time.Time) tfkit.Finding {
	return versions.Judge(writes, m, m.observe(answer, now), answer.LastUpdatedAt.Or(""), now)
}

// isShownBy reports whether an answer says nothing else than m.
func (m model) isShownBy(answer portkey.PromptCollection, now time.Time) bool {
	return len(m.differs(m.observe(answer, now))) == 0
}

// changes are the bodies of the PUTs that turn state into m, given the collection as it
// is on the server: what this update changes, and only what is not there already.
func (m model) changes(state, live model) []portkey.PromptCollectionUpdate {
	if !m.differs(live).Has("name") || !m.differs(state).Has("name") {
		return nil
	}
	return []portkey.PromptCollectionUpdate{{Name: tfkit.Text(m.Name)}}
}
