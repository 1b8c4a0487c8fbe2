package guardrail

import (
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// The scopes of a guardrail, and the default target.
const (
	ofWorkspace    = "workspace"
	ofOrganisation = "organisation"
	defaultTarget  = "llm"
)

// listed are the attributes that a list of guardrails returns; the read of one returns
// all. What a configuration must set is a plain Go value, since it is known wherever a
// model is read; what the server owns is a framework value, since a plan has it unknown.
type listed struct {
	ID            types.String `tfsdk:"id"`
	Slug          types.String `tfsdk:"slug"`
	Name          *string      `tfsdk:"name"`
	Scope         *string      `tfsdk:"scope"`
	WorkspaceID   types.String `tfsdk:"workspace_id"`
	Target        *string      `tfsdk:"target"`
	Status        types.String `tfsdk:"status"`
	CreatedAt     types.String `tfsdk:"created_at"`
	LastUpdatedAt types.String `tfsdk:"last_updated_at"`
}

// attributes are those that the resource and the data source of one share.
type attributes struct {
	listed

	Checks    []check      `tfsdk:"checks"`
	Actions   *actions     `tfsdk:"actions"`
	VersionID types.String `tfsdk:"version_id"`
}

// model is the resource.
type model struct {
	attributes

	AllowDuplicateName *bool `tfsdk:"allow_duplicate_name"`
}

// isOrganisations reports whether it is a guardrail of the organisation itself.
func (l listed) isOrganisations() bool { return tfkit.Text(l.Scope) == ofOrganisation }

// target is what the checks look at.
func (l listed) target() string {
	if l.Target == nil {
		return defaultTarget
	}
	return *l.Target
}

// address is what a path names the guardrail by.
func (m model) address() string {
	if id := m.ID.ValueString(); id != "" {
		return id
	}
	return m.Slug.ValueString()
}

// ref is what a proof that the guardrail was deleted has to go by.
func (m model) ref(parentID string) portkey.Ref {
	return portkey.Ref{ID: m.address(), Name: tfkit.Text(m.Name), Parent: parentID, CreatedAt: m.CreatedAt.ValueString()}
}

// create is the body of the POST, given the id of the workspace.
func (m model) create(workspaceID string) portkey.GuardrailCreate {
	body := portkey.GuardrailCreate{
		Name: tfkit.Text(m.Name), WorkspaceID: workspaceID, Target: tfkit.Text(m.Target),
		Checks: wireChecks(m.Checks, nil), Actions: m.Actions.wire(nil),
	}
	if m.isOrganisations() {
		body.WorkspaceID = ""
	}
	return body
}

// takeComputed takes over what the server alone decides, as far as the answer has it. The
// workspace stays as it is written, by id or slug: a guardrail can't be moved.
func (m model) takeComputed(answer portkey.Guardrail) model {
	m.Slug = tfkit.OrPrior(answer.Slug, m.Slug)
	if m.ID.ValueString() == "" { // it stays, since an identity must not change
		m.ID = types.StringValue(answer.ID.Or(m.Slug.ValueString()))
	}
	home := answer.WorkspaceID.Or("")
	switch {
	case home != "":
		m.Scope = tfkit.KeepText(m.Scope, ofWorkspace)
	case answer.WorkspaceID.IsPresent():
		m.Scope = tfkit.KeepText(m.Scope, ofOrganisation)
	}
	if m.WorkspaceID.ValueString() == "" {
		m.WorkspaceID = tfkit.StringOrNull(home)
	}
	m.Status = tfkit.OrPrior(answer.Status, m.Status)
	m.CreatedAt = tfkit.OrPrior(answer.CreatedAt, m.CreatedAt)
	m.LastUpdatedAt = tfkit.OrPrior(answer.LastUpdatedAt, m.LastUpdatedAt)
	m.VersionID = tfkit.StringOrNull(tfkit.OrPrior(answer.VersionID, m.VersionID).ValueString())
	return m
}

// observe is the state as the server has it, in the spelling of m. What the answer lacks
// stays as m has it, and so does everything where the answer is older than m. now is the
// server's clock.
func (m model) observe(answer portkey.Guardrail, now time.Time) model {
	if tfkit.Lags(answer.LastUpdatedAt.Or(""), m.LastUpdatedAt.ValueString(), now) {
		return m
	}
	m = m.takeComputed(answer)
	if answer.Name.IsPresent() {
		m.Name = tfkit.KeepText(m.Name, answer.Name.Or(""))
	}
	if target, ok := answer.Target.Get(); ok && target != m.target() {
		m.Target = &target
		if target == defaultTarget {
			m.Target = nil
		}
	}
	if checks, ok := answer.Checks.Get(); ok {
		m.Checks = keepChecks(m.Checks, checks)
	}
	if actions, ok := answer.Actions.Get(); ok {
		m.Actions = m.Actions.keep(actions)
	}
	return m
}

// shown is an answer as data sources show it: with what is omitted by default in a
// configuration.
func shown(answer portkey.Guardrail, now time.Time) attributes {
	m := model{}.observe(answer, now)
	target := m.target()
	m.Target = &target
	return m.attributes
}

// differs names the attributes in which two models differ on the wire.
func (m model) differs(other model) tfkit.Changes {
	var changes tfkit.Changes
	changes.Add("name", tfkit.Text(m.Name) == tfkit.Text(other.Name))
	changes.Add("checks", sameChecks(m.Checks, other.Checks))
	changes.Add("actions", m.Actions.meaning() == other.Actions.meaning())
	return changes
}

// digest identifies what differs compares.
func (m model) digest() string {
	var checks []any
	for _, one := range m.Checks {
		checks = append(checks, []any{tfkit.Text(one.ID), portkey.Composed(tfkit.Text(one.Name)), one.isOn(), tfkit.CanonicalJSON(one.significant())})
	}
	return tfkit.Digest(tfkit.Text(m.Name), checks, m.Actions.meaning())
}

var versions = tfkit.Versions[model]{
	Differs:   model.differs,
	Digest:    model.digest,
	UpdatedAt: func(m model) string { return m.LastUpdatedAt.ValueString() },
}

// judge compares an answer with m, which is the state; see tfkit.OwnWrites.
func (m model) judge(writes tfkit.OwnWrites, answer portkey.Guardrail, now time.Time) tfkit.Finding {
	return versions.Judge(writes, m, m.observe(answer, now), answer.LastUpdatedAt.Or(""), now)
}

// isShownBy reports whether an answer says nothing else than m.
func (m model) isShownBy(answer portkey.Guardrail, now time.Time) bool {
	return len(m.differs(m.observe(answer, now))) == 0
}

// changes are the bodies of the PUTs that turn state into m, given the guardrail as it is
// on the server: what this update changes, and only what is not there already.
func (m model) changes(state, live model) []portkey.GuardrailUpdate {
	var body portkey.GuardrailUpdate
	missing := m.differs(live)
	missing = slices.DeleteFunc(missing, func(name string) bool { return !m.differs(state).Has(name) })
	for _, name := range missing {
		switch name {
		case "name":
			body.Name = portkey.Some(tfkit.Text(m.Name))
		case "checks":
			body.Checks = portkey.Some(wireChecks(m.Checks, live.Checks))
		case "actions":
			body.Actions = portkey.Some(m.Actions.wire(live.Actions))
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return []portkey.GuardrailUpdate{body}
}
