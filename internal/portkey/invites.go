package portkey

import (
	"context"
	"net/http"
	"net/url"
	"slices"
)

// Invites are the invites of the organisation, whatever became of them.
type Invites = Collection[Invite, InviteCreate, NoBody]

// InviteWords are what messages call invites.
var InviteWords = Words{One: "invite", Many: "invites", Scopes: "organisation_users"}

// NewInvites opens them. An invite can't be changed. A pending one is found by its e-mail
// address, in lower case: see [Address].
func NewInvites(c *Client) *Invites {
	return collect[Invite, InviteCreate, NoBody](c, noun[Invite]{
		Words:      InviteWords,
		path:       invitesPath,
		parent:     inOrganisation[Invite](),
		nameFilter: "email",
		pages:      camelCasePages(),
		complete:   completeInvite,
	})
}

var invitesPath = []string{"admin", "users", "invites"}

// Invite is an invite as the Admin API returns it.
type Invite struct {
	ID    Opt[string] `json:"id,omitzero"`
	Email Opt[string] `json:"email,omitzero"`
	Role  Opt[string] `json:"role,omitzero"`
	// Status is pending, accepted, expired or cancelled.
	Status     Opt[string] `json:"status,omitzero"`
	InvitedBy  Opt[string] `json:"invited_by,omitzero"`
	CreatedAt  Opt[string] `json:"created_at,omitzero"`
	ExpiresAt  Opt[string] `json:"expires_at,omitzero"`
	AcceptedAt Opt[string] `json:"accepted_at,omitzero"`
	// Workspaces are in samples, and not in the published schema.
	Workspaces Opt[[]InviteSeat] `json:"workspaces,omitzero"`
	// InviteLink is in the answer to a create only. Who has it can accept the invite.
	InviteLink Opt[string] `json:"invite_link,omitzero"`
}

// InviteSeat is a workspace of which an invite makes its user a member, as answers have
// it: creates name the workspace by another key.
type InviteSeat struct {
	WorkspaceID string     `json:"workspace_id"`
	Role        MemberRole `json:"role"`
}

// InviteCreate is the body of POST /admin/users/invites.
type InviteCreate struct {
	Email string `json:"email"`
	// Role is admin or member.
	Role string `json:"role"`
	// Workspaces are left out where there are none: an empty list may be rejected.
	Workspaces []InviteWorkspace `json:"workspaces,omitempty"`
	// APIKey is for the API key that comes with each workspace.
	APIKey *InviteAPIKey `json:"workspace_api_key_details,omitempty"`
}

// InviteWorkspace is a workspace, by slug or id, and the role in it.
type InviteWorkspace struct {
	ID   string     `json:"id"`
	Role MemberRole `json:"role"`
}

// InviteAPIKey is what an API key may do.
type InviteAPIKey struct {
	Scopes []string `json:"scopes"`
}

// IsPending reports whether an invite can still be accepted.
func (i Invite) IsPending() bool { return i.Status.Or("") == "pending" }

// facts: only a pending invite takes the address, so that who left or let an invite
// expire can be invited again.
func (i Invite) facts() facts {
	known := facts{ids: present(i.ID), createdAt: i.CreatedAt.Or(""), status: i.Status}
	if email := Address(i.Email.Or("")); email != "" && i.IsPending() {
		known.names = []string{email}
	} else if email != "" {
		known.names = []string{email + " (" + i.Status.Or("unknown") + ")", email}
	}
	return known
}

func (c InviteCreate) identity() identity { return identity{name: Address(c.Email)} }

// completeInvite lets list items replace reads: they have the same fields.
func completeInvite(item, _ Invite) (Invite, bool) {
	return item, item.ID.IsPresent() && item.Email.IsPresent() && item.Role.IsPresent() && item.Status.IsPresent() && item.CreatedAt.IsPresent()
}

// InviteOf is the invite of an address: the pending one, else the latest; false where
// there is none.
func (c *Client) InviteOf(ctx context.Context, email string) (Invite, bool, error) {
	all, err := NewInvites(c).List(ctx, url.Values{"email": {Address(email)}})
	all = slices.DeleteFunc(all, func(one Invite) bool { return Address(one.Email.Or("")) != Address(email) })
	if err != nil || len(all) == 0 {
		return Invite{}, false, err
	}
	if at := slices.IndexFunc(all, Invite.IsPending); at >= 0 {
		return all[at], true, nil
	}
	return all[0], true, nil // newest first
}

// ResendInvite sends a pending invite again, and returns its link: who has it can accept
// the invite.
func (c *Client) ResendInvite(ctx context.Context, id string) (link string, err error) {
	var got struct {
		Link Opt[string] `json:"inviteLink"` // the answer to a create has it as invite_link
	}
	path := slices.Concat(invitesPath, []string{id, "resend"})
	_, err = c.call(ctx, request{method: http.MethodPost, path: path, body: struct{}{}, sendOnce: true}, &got)
	return got.Link.Or(""), err
}
