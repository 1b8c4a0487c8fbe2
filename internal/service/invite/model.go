package invite

import (
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// The statuses of an invite. All but the first are final.
const (
	pending   = "pending"
	accepted  = "accepted"
	expired   = "expired"
	cancelled = "cancelled"
)

// attributes are those that the resource and the data source share.
type attributes struct {
	ID         types.String `tfsdk:"id"`
	Email      *string      `tfsdk:"email"`
	Role       *string      `tfsdk:"role"`
	Workspaces []seat       `tfsdk:"workspaces"`
	Status     types.String `tfsdk:"status"`
	InvitedBy  types.String `tfsdk:"invited_by"`
	CreatedAt  types.String `tfsdk:"created_at"`
	ExpiresAt  types.String `tfsdk:"expires_at"`
	AcceptedAt types.String `tfsdk:"accepted_at"`
}

// seat is a workspace that the user becomes a member of.
type seat struct {
	WorkspaceID string `tfsdk:"workspace_id"`
	Role        string `tfsdk:"role"`
}

// model is the resource.
type model struct {
	attributes

	APIKeyScopes []string     `tfsdk:"api_key_scopes"`
	InviteLink   types.String `tfsdk:"invite_link"`
}

// resolver is the id of a workspace, given its id or its slug.
type resolver func(workspaceID string) string

// ref is what a proof that the invite was deleted has to go by.
func (m model) ref(organisation string) portkey.Ref {
	return portkey.Ref{ID: m.ID.ValueString(), Parent: organisation, CreatedAt: m.CreatedAt.ValueString()}
}

// isOver reports whether the invite can no longer be accepted.
func isOver(status string) bool {
	return status == accepted || status == expired || status == cancelled
}

// create is the body of the POST. The API takes the empty lists that it is not sent.
func (m model) create(id resolver) portkey.InviteCreate {
	body := portkey.InviteCreate{Email: tfkit.Text(m.Email), Role: tfkit.Text(m.Role)}
	for _, one := range m.Workspaces {
		body.Workspaces = append(body.Workspaces, portkey.InviteWorkspace{ID: id(one.WorkspaceID), Role: portkey.MemberRole(one.Role)})
	}
	if len(m.APIKeyScopes) > 0 {
		body.APIKey = &portkey.InviteAPIKey{Scopes: m.APIKeyScopes}
	}
	return body
}

// takeComputed takes over what the server alone decides, as far as the answer has it.
func (m model) takeComputed(answer portkey.Invite) model {
	if m.ID.ValueString() == "" {
		m.ID = types.StringValue(answer.ID.Or(""))
	}
	m.Status = tfkit.OrPrior(answer.Status, m.Status)
	m.InvitedBy = tfkit.OrPrior(answer.InvitedBy, m.InvitedBy)
	m.CreatedAt = tfkit.OrPrior(answer.CreatedAt, m.CreatedAt)
	m.ExpiresAt = tfkit.OrPrior(answer.ExpiresAt, m.ExpiresAt)
	m.AcceptedAt = tfkit.OrPrior(answer.AcceptedAt, m.AcceptedAt)
	if link := answer.InviteLink.Or(""); link != "" || m.InviteLink.IsUnknown() { // no read returns it
		m.InviteLink = tfkit.StringOrNull(link)
	}
	return m
}

// observe is the state as the server has it, in the spelling of m. What an accepted
// invite granted no longer matters: the user has it, or lost it since.
func (m model) observe(answer portkey.Invite, id resolver) model {
	m = m.takeComputed(answer)
	if m.Email != nil && m.Status.ValueString() == accepted {
		return m
	}
	if email := answer.Email.Or(""); portkey.Address(email) != portkey.Address(tfkit.Text(m.Email)) {
		m.Email = tfkit.TextOrNull(email)
	}
	if answer.Role.IsPresent() {
		m.Role = tfkit.KeepText(m.Role, answer.Role.Or(""))
	}
	if listed, ok := answer.Workspaces.Get(); ok {
		var seen []seat
		for _, one := range listed {
			seen = append(seen, seat{WorkspaceID: one.WorkspaceID, Role: string(one.Role)})
		}
		if !sameSeats(m.Workspaces, seen, id) {
			m.Workspaces = seen
		}
	}
	return m
}

// sameSeats reports whether two lists name the same workspaces with the same roles.
func sameSeats(a, b []seat, id resolver) bool {
	if slices.Equal(a, b) { // without a lookup
		return true
	}
	roles := func(seats []seat) map[string]string {
		all := make(map[string]string, len(seats))
		for _, one := range seats {
			all[id(one.WorkspaceID)] = one.Role
		}
		return all
	}
	return maps.Equal(roles(a), roles(b))
}

// differs names the attributes in which two models differ on the wire.
func (m model) differs(other model, id resolver) tfkit.Changes {
	var changes tfkit.Changes
	changes.Add("email", portkey.Address(tfkit.Text(m.Email)) == portkey.Address(tfkit.Text(other.Email)))
	changes.Add("role", tfkit.Text(m.Role) == tfkit.Text(other.Role))
	changes.Add("workspaces", sameSeats(m.Workspaces, other.Workspaces, id))
	changes.Add("api_key_scopes", slices.Equal(sorted(m.APIKeyScopes), sorted(other.APIKeyScopes)))
	return changes
}

func sorted(all []string) []string { return slices.Sorted(slices.Values(all)) }

// isShownBy reports whether an answer says nothing else than m.
func (m model) isShownBy(answer portkey.Invite, id resolver) bool {
	return len(m.differs(m.observe(answer, id), id)) == 0
}
