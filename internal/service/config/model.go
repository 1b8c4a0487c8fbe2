package config

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// listed are the attributes that a list of configs returns; the read of one returns
// all. What a configuration must set is a plain Go value, since it is known
// wherever a model is read; what the server owns is a framework value, since a plan
// has it unknown.
type listed struct {
	ID            types.String `tfsdk:"id"`
	Slug          types.String `tfsdk:"slug"`
	WorkspaceID   types.String `tfsdk:"workspace_id"`
	Name          *string      `tfsdk:"name"`
	Status        types.String `tfsdk:"status"`
	IsDefault     types.Bool   `tfsdk:"is_default"`
	CreatedAt     types.String `tfsdk:"created_at"`
	LastUpdatedAt types.String `tfsdk:"last_updated_at"`
}

// attributes are those that the resource and the data source of one share.
type attributes struct {
	listed

	Config    *string      `tfsdk:"config"`
	VersionID types.String `tfsdk:"version_id"`
}

// model is the resource.
type model struct {
	attributes

	AllowDuplicateName *bool `tfsdk:"allow_duplicate_name"`
}

// address is what a path names the config by: the slug, which every control plane
// takes.
func (m model) address() string {
	if slug := m.Slug.ValueString(); slug != "" {
		return slug
	}
	return m.ID.ValueString()
}

// ref is what a proof that the config was deleted has to go by.
func (m model) ref(workspaceID string) portkey.Ref {
	return portkey.Ref{ID: m.address(), Name: tfkit.Text(m.Name), Parent: workspaceID, CreatedAt: m.CreatedAt.ValueString()}
}

// create is the body of the POST, given the id of the workspace; "" is the key's own.
func (m model) create(workspaceID string) portkey.ConfigCreate {
	return portkey.ConfigCreate{Name: tfkit.Text(m.Name), Config: json.RawMessage(tfkit.Text(m.Config)), WorkspaceID: workspaceID}
}

// takeComputed takes over what the server alone decides, as far as the answer has
// it. The workspace stays as it is written, by id or slug: a config can't be moved.
func (m model) takeComputed(answer portkey.Config) model {
	m.Slug = tfkit.OrPrior(answer.Slug, m.Slug)
	// The documented answer to a create has no other id than the slug, and the vendor's
	// state may have that too. It stays, since an identity must not change.
	if m.ID.ValueString() == "" {
		m.ID = types.StringValue(answer.ID.Or(m.Slug.ValueString()))
	}
	if m.WorkspaceID.ValueString() == "" {
		m.WorkspaceID = tfkit.OrPrior(answer.WorkspaceID, m.WorkspaceID)
	}
	m.Status = tfkit.OrPrior(answer.Status, m.Status)
	m.IsDefault = tfkit.OrPriorBool(answer.IsDefault, m.IsDefault)
	m.CreatedAt = tfkit.OrPrior(answer.CreatedAt, m.CreatedAt)
	m.LastUpdatedAt = tfkit.OrPrior(answer.LastUpdatedAt, m.LastUpdatedAt)
	m.VersionID = tfkit.OrPrior(answer.VersionID, m.VersionID)
	return m
}

// observe is the state as the server has it, in the spelling of m. What the answer
// lacks stays as m has it, and so does everything where the answer is older than m.
// now is the server's clock.
func (m model) observe(answer portkey.Config, now time.Time) model {
	if tfkit.Lags(answer.LastUpdatedAt.Or(""), m.LastUpdatedAt.ValueString(), now) {
		return m
	}
	m = m.takeComputed(answer)
	if answer.Name.IsPresent() {
		m.Name = tfkit.KeepText(m.Name, answer.Name.Or(""))
	}
	if answer.Config.IsPresent() {
		m.Config = tfkit.KeepJSON(m.Config, string(answer.Config.Or("")))
	}
	return m
}

// differs names the attributes in which two models differ on the wire.
func (m model) differs(other model) tfkit.Changes {
	var changes tfkit.Changes
	changes.Add("name", tfkit.Text(m.Name) == tfkit.Text(other.Name))
	changes.Add("config", tfkit.SameJSON(tfkit.Text(m.Config), tfkit.Text(other.Config)))
	return changes
}

// digest identifies what differs compares.
func (m model) digest() string {
	return tfkit.Digest(tfkit.Text(m.Name), tfkit.CanonicalJSON(tfkit.Text(m.Config)))
}

var versions = tfkit.Versions[model]{
	Differs:   model.differs,
	Digest:    model.digest,
	UpdatedAt: func(m model) string { return m.LastUpdatedAt.ValueString() },
}

// judge compares an answer with m, which is the state; see tfkit.OwnWrites.
func (m model) judge(writes tfkit.OwnWrites, answer portkey.Config, now time.Time) tfkit.Finding {
	return versions.Judge(writes, m, m.observe(answer, now), answer.LastUpdatedAt.Or(""), now)
}

// isShownBy reports whether an answer says nothing else than m.
func (m model) isShownBy(answer portkey.Config, now time.Time) bool {
	return len(m.differs(m.observe(answer, now))) == 0
}

// changes are the bodies of the PUTs that turn state into m, given the config as it
// is on the server: what this update changes, and only what is not there already,
// since each config that is sent creates a version.
func (m model) changes(state, live model) []portkey.ConfigUpdate {
	var body portkey.ConfigUpdate
	missing := m.differs(live)
	missing = slices.DeleteFunc(missing, func(name string) bool { return !m.differs(state).Has(name) })
	for _, name := range missing {
		switch name {
		case "name":
			body.Name = portkey.Some(tfkit.Text(m.Name))
		case "config":
			body.Config = portkey.Some(json.RawMessage(tfkit.Text(m.Config)))
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return []portkey.ConfigUpdate{body}
}
