package portkey

import "strings"

// Users are the users of the organisation. Nobody is created here: people are invited,
// or come from an identity provider.
type Users = Collection[User, NoBody, UserUpdate]

// UserWords are what messages call users.
var UserWords = Words{One: "user", Many: "users", Scopes: "organisation_users"}

// NewUsers opens them. A user is found by the e-mail address, in lower case: see [Address].
func NewUsers(c *Client) *Users {
	return collect[User, NoBody, UserUpdate](c, noun[User]{
		Words:      UserWords,
		path:       []string{"admin", "users"},
		parent:     inOrganisation[User](),
		nameFilter: "email", // compared as a whole, by all that is known
		pages:      camelCasePages(),
		complete:   completeUser,

		// An invite makes nobody a user before it is accepted.
		standsAlone: true,
	})
}

// camelCasePages are the parameters of the lists of users and invites (documented).
func camelCasePages() pageParameters {
	return pageParameters{number: "currentPage", size: "pageSize"}
}

// Address is an e-mail address as addresses are compared here: without case.
func Address(email string) string { return strings.ToLower(strings.TrimSpace(email)) }

// User is a user as the Admin API returns it.
type User struct {
	ID        Opt[string] `json:"id,omitzero"`
	Email     Opt[string] `json:"email,omitzero"`
	FirstName Opt[string] `json:"first_name,omitzero"`
	LastName  Opt[string] `json:"last_name,omitzero"`
	// Role is admin, member or owner.
	Role          Opt[string] `json:"role,omitzero"`
	CreatedAt     Opt[string] `json:"created_at,omitzero"`
	LastUpdatedAt Opt[string] `json:"last_updated_at,omitzero"`
	// WorkspaceIDs are in reads of one user only, and are all workspaces for owners and
	// admins.
	WorkspaceIDs Opt[[]string] `json:"workspace_ids,omitzero"`
}

// LeadsOrganisation reports whether a role in the organisation makes its user an admin of
// every workspace, whatever role is sent there.
func LeadsOrganisation(role string) bool { return role == "owner" || role == "admin" }

// UserUpdate is the body of PUT /admin/users/{id}. The API rejects the role that a user
// has already (verified by the vendor).
type UserUpdate struct {
	// Role is admin or member.
	Role string `json:"role"`
}

func (u User) facts() facts {
	known := facts{ids: present(u.ID), createdAt: u.CreatedAt.Or(""), updatedAt: u.LastUpdatedAt.Or("")}
	if email := u.Email.Or(""); email != "" {
		known.names = []string{Address(email)}
	}
	return known
}

// completeUser lets list items replace reads: they lack the workspaces alone.
func completeUser(item, _ User) (User, bool) {
	return item, item.ID.IsPresent() && item.Email.IsPresent() && item.Role.IsPresent() && item.CreatedAt.IsPresent() && item.LastUpdatedAt.IsPresent()
}
