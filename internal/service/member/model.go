package member

import (
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/people"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// The statuses of a member.
const (
	statusActive  = "active"
	statusInvited = "invited"
)

// attributes are those that the resource and the data sources share.
type attributes struct {
	ID            types.String `tfsdk:"id"`
	WorkspaceID   types.String `tfsdk:"workspace_id"`
	UserID        types.String `tfsdk:"user_id"`
	Email         types.String `tfsdk:"email"`
	Role          *string      `tfsdk:"role"`
	Status        types.String `tfsdk:"status"`
	FirstName     types.String `tfsdk:"first_name"`
	LastName      types.String `tfsdk:"last_name"`
	OrgRole       types.String `tfsdk:"org_role"`
	CreatedAt     types.String `tfsdk:"created_at"`
	LastUpdatedAt types.String `tfsdk:"last_updated_at"`
}

// model is the resource.
type model struct {
	attributes

	WhenUnknown *string      `tfsdk:"when_unknown"`
	InviteID    types.String `tfsdk:"invite_id"`
}

// user is the user as the model names it.
func (m model) user() people.User { return people.User{ID: m.UserID, Email: m.Email} }

// role is the role as it is sent.
func (m model) role() portkey.MemberRole { return portkey.MemberRole(tfkit.Text(m.Role)) }

func (m model) isInvited() bool { return m.Status.ValueString() == statusInvited }

// isLed reports whether the role in the organisation decides on the role in the workspace.
func (m model) isLed() bool { return portkey.LeadsOrganisation(m.OrgRole.ValueString()) }

// ref is what a proof that the member was removed has to go by. The answer to a create
// lacks its time, which is then that of the write.
func (m model) ref(workspaceID string, writes tfkit.OwnWrites) portkey.Ref {
	created := m.CreatedAt.ValueString()
	if created == "" && !writes.Began.IsZero() {
		created = writes.Began.Format(time.RFC3339)
	}
	return portkey.Ref{ID: m.UserID.ValueString(), Parent: workspaceID, CreatedAt: created}
}

// added is the state of a member who was just added: the answer to that is empty, and the
// user is known.
func (m model) added(user portkey.User, workspaceID string) model {
	return m.take(portkey.Member{
		ID: user.ID, Email: user.Email, FirstName: user.FirstName, LastName: user.LastName, OrgRole: user.Role,
	}, workspaceID)
}

// invited is the state of somebody who was just invited.
func (m model) invited(invite portkey.Invite, workspaceID string) model {
	m.ID = types.StringValue(workspaceID + "/" + portkey.Address(m.Email.ValueString()))
	m.UserID, m.Status, m.InviteID = types.StringNull(), types.StringValue(statusInvited), types.StringValue(invite.ID.Or(""))
	m.FirstName, m.LastName, m.OrgRole, m.LastUpdatedAt = types.StringNull(), types.StringNull(), types.StringNull(), types.StringNull()
	m.CreatedAt = tfkit.OrPrior(invite.CreatedAt, m.CreatedAt)
	return m
}

// take takes over what the answer has, in the spelling of m: Portkey compares neither ids
// nor addresses by case.
func (m model) take(answer portkey.Member, workspaceID string) model {
	if id := answer.ID.Or(""); !strings.EqualFold(id, m.UserID.ValueString()) {
		m.UserID = types.StringValue(id)
	}
	if email := answer.Email.Or(""); email != "" && portkey.Address(email) != portkey.Address(m.Email.ValueString()) || m.Email.IsUnknown() {
		m.Email = tfkit.StringOrNull(email)
	}
	m.ID = types.StringValue(workspaceID + "/" + answer.ID.Or(m.UserID.ValueString()))
	if m.WorkspaceID.ValueString() == "" {
		m.WorkspaceID = types.StringValue(workspaceID)
	}
	m.Status, m.InviteID = types.StringValue(answer.Status.Or(statusActive)), types.StringNull()
	m.FirstName, m.LastName = tfkit.OrPrior(answer.FirstName, m.FirstName), tfkit.OrPrior(answer.LastName, m.LastName)
	m.OrgRole = tfkit.OrPrior(answer.OrgRole, m.OrgRole)
	m.CreatedAt = tfkit.OrPrior(answer.CreatedAt, m.CreatedAt)
	m.LastUpdatedAt = tfkit.OrPrior(answer.LastUpdatedAt, m.LastUpdatedAt)
	// The role of those who lead the organisation reads admin, whatever was sent.
	if role := string(answer.Role.Or("")); role != "" && (m.Role == nil || !m.isLed()) {
		m.Role = &role
	}
	return m
}

// observe is the state as the server has it, in the spelling of m; m itself where the
// answer is older. now is the server's clock.
func (m model) observe(answer portkey.Member, workspaceID string, now time.Time) model {
	if tfkit.Lags(answer.LastUpdatedAt.Or(""), m.LastUpdatedAt.ValueString(), now) {
		return m
	}
	return m.take(answer, workspaceID)
}

// differs names the attributes in which two models differ on the wire.
func (m model) differs(other model) tfkit.Changes {
	var changes tfkit.Changes
	changes.Add("role", m.role() == other.role() || other.isLed())
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
func (m model) judge(writes tfkit.OwnWrites, answer portkey.Member, now time.Time) tfkit.Finding {
	return versions.Judge(writes, m, m.observe(answer, "", now), answer.LastUpdatedAt.Or(""), now)
}

// isShownBy reports whether an answer says nothing else than m.
func (m model) isShownBy(answer portkey.Member, now time.Time) bool {
	return len(m.differs(m.observe(answer, "", now))) == 0
}

// changes are the bodies of the PUTs that give the member the role of m, given the member
// as it is on the server: Portkey rejects the role that a member has.
func (m model) changes(live model) []portkey.MemberUpdate {
	if len(m.differs(live)) == 0 {
		return nil
	}
	return []portkey.MemberUpdate{{Role: m.role()}}
}
