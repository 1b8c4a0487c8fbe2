package user

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/people"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// attributes are those that a list of users returns.
type attributes struct {
	ID            types.String `tfsdk:"id"`
	Email         types.String `tfsdk:"email"`
	FirstName     types.String `tfsdk:"first_name"`
	LastName      types.String `tfsdk:"last_name"`
	Role          *string      `tfsdk:"role"`
	CreatedAt     types.String `tfsdk:"created_at"`
	LastUpdatedAt types.String `tfsdk:"last_updated_at"`
}

// model is the resource.
type model struct {
	attributes

	UserID          types.String `tfsdk:"user_id"`
	RemoveOnDestroy *bool        `tfsdk:"remove_on_destroy"`
}

// named is the user that the configuration names.
func (m model) named() people.User { return people.User{ID: m.UserID, Email: m.Email} }

// shown is the user as people know them.
func (m model) shown() string {
	if email := m.Email.ValueString(); email != "" {
		return email
	}
	return m.ID.ValueString()
}

// ref is what a proof that the user has left has to go by.
func (m model) ref(organisationID string) portkey.Ref {
	return portkey.Ref{ID: m.ID.ValueString(), Name: m.Email.ValueString(), Parent: organisationID, CreatedAt: m.CreatedAt.ValueString()}
}

// takeComputed takes over what the server alone decides, as far as the answer has it.
// user_id and email stay as they are written, where they mean the same.
func (m model) takeComputed(answer portkey.User) model {
	m.ID = tfkit.OrPrior(answer.ID, m.ID)
	if m.UserID.ValueString() == "" {
		m.UserID = m.ID
	}
	if portkey.Address(m.Email.ValueString()) != portkey.Address(answer.Email.Or("")) {
		m.Email = tfkit.OrPrior(answer.Email, m.Email)
	}
	m.FirstName = tfkit.OrPrior(answer.FirstName, m.FirstName)
	m.LastName = tfkit.OrPrior(answer.LastName, m.LastName)
	m.CreatedAt = tfkit.OrPrior(answer.CreatedAt, m.CreatedAt)
	m.LastUpdatedAt = tfkit.OrPrior(answer.LastUpdatedAt, m.LastUpdatedAt)
	return m
}

// observe is the state as the server has it. What the answer lacks stays as m has it,
// and so does everything where the answer is older than m. now is the server's clock.
func (m model) observe(answer portkey.User, now time.Time) model {
	if tfkit.Lags(answer.LastUpdatedAt.Or(""), m.LastUpdatedAt.ValueString(), now) {
		return m
	}
	m = m.takeComputed(answer)
	if answer.Role.IsPresent() {
		m.Role = tfkit.KeepText(m.Role, answer.Role.Or(""))
	}
	return m
}

// differs names the attributes in which two models differ on the wire.
func (m model) differs(other model) tfkit.Changes {
	var changes tfkit.Changes
	changes.Add("role", tfkit.Text(m.Role) == tfkit.Text(other.Role))
	return changes
}

// digest identifies what differs compares.
func (m model) digest() string { return tfkit.Digest(tfkit.Text(m.Role)) }

var versions = tfkit.Versions[model]{
	Differs:   model.differs,
	Digest:    model.digest,
	UpdatedAt: func(m model) string { return m.LastUpdatedAt.ValueString() },
}

// judge compares an answer with m, which is the state; see tfkit.OwnWrites.
func (m model) judge(writes tfkit.OwnWrites, answer portkey.User, now time.Time) tfkit.Finding {
	return versions.Judge(writes, m, m.observe(answer, now), answer.LastUpdatedAt.Or(""), now)
}

// isShownBy reports whether an answer says nothing else than m.
func (m model) isShownBy(answer portkey.User, now time.Time) bool {
	return len(m.differs(m.observe(answer, now))) == 0
}

// changes are the bodies of the PUTs that turn live into m. Portkey rejects the role
// that a user has already.
func (m model) changes(live model) []portkey.UserUpdate {
	if len(m.differs(live)) == 0 {
		return nil
	}
	return []portkey.UserUpdate{{Role: tfkit.Text(m.Role)}}
}
