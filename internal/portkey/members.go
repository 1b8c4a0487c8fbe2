package portkey

import "strings"

// Members are the members of one workspace.
type Members = Collection[Member, MemberCreate, MemberUpdate]

// MemberWords are what messages call members.
var MemberWords = Words{One: "workspace member", Many: "workspace members", Scopes: "workspace_users"}

// NewMembers opens the members of a workspace, by its id. A member is known by the id of
// the user, and found by the e-mail address as well, in lower case: see [Address].
func NewMembers(c *Client, workspaceID string) *Members {
	return collect[Member, MemberCreate, MemberUpdate](c, noun[Member]{
		Words:    MemberWords,
		path:     []string{"admin", "workspaces", workspaceID, "users"},
		parent:   inWorkspace[Member](workspaceID),
		fromList: true,
		// The read of one member lacks the id (vendor's repository).
		fill: func(read *Member, id string) { read.ID = Some(read.ID.Or(id)) },
	})
}

// Member is a member of a workspace as the Admin API returns it.
type Member struct {
	// ID is that of the user.
	ID        Opt[string] `json:"id,omitzero"`
	Email     Opt[string] `json:"email,omitzero"`
	FirstName Opt[string] `json:"first_name,omitzero"`
	LastName  Opt[string] `json:"last_name,omitzero"`
	// OrgRole is the role in the organisation: see [LeadsOrganisation].
	OrgRole       Opt[string]     `json:"org_role,omitzero"`
	Role          Opt[MemberRole] `json:"role,omitzero"`
	Status        Opt[string]     `json:"status,omitzero"`
	WorkspaceID   Opt[string]     `json:"workspace_id,omitzero"`
	CreatedAt     Opt[string]     `json:"created_at,omitzero"`
	LastUpdatedAt Opt[string]     `json:"last_updated_at,omitzero"`
}

// MemberRole is admin, manager or member.
type MemberRole string

// UnmarshalText reads a role with the prefix that some answers have (vendor's
// repository), or without.
func (r *MemberRole) UnmarshalText(text []byte) error {
	*r = MemberRole(strings.TrimPrefix(string(text), "ws-"))
	return nil
}

// MemberCreate is the body of the POST of members.
type MemberCreate struct {
	Users []NewMember `json:"users"`
}

// NewMember is a user who becomes a member.
type NewMember struct {
	ID   string     `json:"id"`
	Role MemberRole `json:"role"`
}

// AddMember is the body that makes one user a member.
func AddMember(userID string, role MemberRole) MemberCreate {
	return MemberCreate{Users: []NewMember{{ID: userID, Role: role}}}
}

// MemberUpdate is the body of the PUT of a member.
type MemberUpdate struct {
	Role MemberRole `json:"role"`
}

func (m Member) facts() facts {
	known := facts{
		ids: present(m.ID), names: present(m.ID), createdAt: m.CreatedAt.Or(""), updatedAt: m.LastUpdatedAt.Or(""),
		status: m.Status, workspaceID: m.WorkspaceID.Or(""),
	}
	if email := m.Email.Or(""); email != "" {
		known.names = append(known.names, Address(email))
	}
	return known
}

// The answer to a POST is empty, so that the body has to identify the member.
func (b MemberCreate) identity() identity {
	if len(b.Users) == 0 {
		return identity{}
	}
	return identity{name: b.Users[0].ID, id: b.Users[0].ID}
}
