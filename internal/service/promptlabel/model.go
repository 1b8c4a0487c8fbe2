package promptlabel

import (
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// attributes are those that the resource and the data sources share. What a
// configuration must set is a plain Go value, since it is known wherever a model is read;
// what the server owns is a framework value, since it is unknown in a plan.
type attributes struct {
	ID             types.String `tfsdk:"id"`
	WorkspaceID    types.String `tfsdk:"workspace_id"`
	Name           *string      `tfsdk:"name"`
	Description    *string      `tfsdk:"description"`
	ColorCode      *string      `tfsdk:"color_code"`
	OrganisationID types.String `tfsdk:"organisation_id"`
	IsUniversal    types.Bool   `tfsdk:"is_universal"`
	Status         types.String `tfsdk:"status"`
	CreatedAt      types.String `tfsdk:"created_at"`
	LastUpdatedAt  types.String `tfsdk:"last_updated_at"`
}

// view is what the data source of one shows.
type view struct {
	attributes

	Scope types.String `tfsdk:"scope"`
}

// model is the resource.
type model struct {
	view

	// Retained is a description that the control plane kept although it was cleared. The
	// private state has it.
	Retained string `tfsdk:"-"`
}

// ref is what a proof that the label was deleted has to go by.
func (m model) ref(in place) portkey.Ref {
	return portkey.Ref{ID: m.ID.ValueString(), Name: tfkit.Text(m.Name), Parent: in.id(), CreatedAt: m.CreatedAt.ValueString()}
}

// create is the body of the POST.
func (m model) create(in place) portkey.PromptLabelCreate {
	return portkey.PromptLabelCreate{
		Name: tfkit.Text(m.Name), Description: tfkit.Text(m.Description), ColorCode: tfkit.Text(m.ColorCode),
		WorkspaceID: in.workspaceID, OrganisationID: in.organisationID,
	}
}

// takeComputed takes over what the server alone decides, as far as the answer has it. The
// workspace stays as it is written, by id or slug: a label can't be moved.
func (m model) takeComputed(answer portkey.PromptLabelInfo) model {
	if m.ID.ValueString() == "" {
		m.ID = tfkit.OrPrior(answer.ID, m.ID)
	}
	switch {
	case m.Scope.ValueString() != "":
		m.WorkspaceID = types.StringNull()
	case m.WorkspaceID.ValueString() == "":
		m.WorkspaceID = tfkit.OrPrior(answer.WorkspaceID, m.WorkspaceID)
	}
	m.OrganisationID = tfkit.OrPrior(answer.OrganisationID, m.OrganisationID)
	m.IsUniversal = tfkit.OrPriorBool(answer.IsUniversal, m.IsUniversal)
	m.Status = tfkit.OrPrior(answer.Status, m.Status)
	m.CreatedAt = tfkit.OrPrior(answer.CreatedAt, m.CreatedAt)
	m.LastUpdatedAt = tfkit.OrPrior(answer.LastUpdatedAt, m.LastUpdatedAt)
	return m
}

// observe is the state as the server has it, in the spelling of m. What the answer lacks
// stays as m has it, and so does everything where the answer is older than m. now is the
// server's clock.
func (m model) observe(answer portkey.PromptLabelInfo, now time.Time) model {
	if tfkit.Lags(answer.LastUpdatedAt.Or(""), m.LastUpdatedAt.ValueString(), now) {
		return m
	}
	m = m.takeComputed(answer)
	if answer.Name.IsPresent() {
		m.Name = tfkit.KeepText(m.Name, answer.Name.Or(""))
	}
	if answer.Description.IsPresent() {
		m.Description, m.Retained = tfkit.KeepRetained(m.Description, m.Retained, answer.Description.Or(""))
	}
	if answer.ColorCode.IsPresent() && !strings.EqualFold(tfkit.Text(m.ColorCode), answer.ColorCode.Or("")) {
		m.ColorCode = tfkit.TextOrNull(answer.ColorCode.Or(""))
	}
	return m
}

// differs names the attributes in which two models differ on the wire.
func (m model) differs(other model) tfkit.Changes {
	var changes tfkit.Changes
	changes.Add("name", tfkit.Text(m.Name) == tfkit.Text(other.Name))
	changes.Add("description", tfkit.TrimmedProse(tfkit.Text(m.Description)) == tfkit.TrimmedProse(tfkit.Text(other.Description)))
	changes.Add("color_code", strings.EqualFold(tfkit.Text(m.ColorCode), tfkit.Text(other.ColorCode)))
	return changes
}

// digest identifies what differs compares.
func (m model) digest() string {
	return tfkit.Digest(tfkit.Text(m.Name), tfkit.TrimmedProse(tfkit.Text(m.Description)), strings.ToLower(tfkit.Text(m.ColorCode)))
}

var versions = tfkit.Versions[model]{
	Differs:   model.differs,
	Digest:    model.digest,
	UpdatedAt: func(m model) string { return m.LastUpdatedAt.ValueString() },
}

// judge compares an answer with m, which is the state; see tfkit.OwnWrites.
func (m model) judge(writes tfkit.OwnWrites, answer portkey.PromptLabelInfo, now time.Time) tfkit.Finding {
	return versions.Judge(writes, m, m.observe(answer, now), answer.LastUpdatedAt.Or(""), now)
}

// isShownBy reports whether an answer says nothing else than m.
func (m model) isShownBy(answer portkey.PromptLabelInfo, now time.Time) bool {
	return len(m.differs(m.observe(answer, now))) == 0
}

// changes are the bodies of the PUTs that turn state into m, given the label as it is on the
// server: what this update changes, and only what is not there already.
func (m model) changes(state, live model) []portkey.PromptLabelUpdate {
	var body portkey.PromptLabelUpdate
	changed := m.differs(state)
	some := false
	for _, name := range m.differs(live) {
		if !changed.Has(name) {
			continue
		}
		some = true
		switch name {
		case "name":
			body.Name = portkey.Some(tfkit.Text(m.Name))
		case "description":
			body.Description = orNull(m.Description)
		case "color_code":
			body.ColorCode = orNull(m.ColorCode)
		}
	}
	if !some {
		return nil
	}
	return []portkey.PromptLabelUpdate{body}
}

// orNull is the text, or null, which clears it.
func orNull(text *string) portkey.Opt[string] {
	if tfkit.Text(text) == "" {
		return portkey.Null[string]()
	}
	return portkey.Some(tfkit.Text(text))
}
