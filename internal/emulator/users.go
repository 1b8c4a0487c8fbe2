package emulator

import (
	"slices"
	"strings"
	"time"
)

// users: documented, as are their scopes, which only keys of the organisation have.
// Nobody is made by a POST: people are invited, or come from an identity provider.
func users() *table {
	return &table{
		noun: Users, path: "admin/users", scopes: []string{"organisation_users"}, organisation: true,
		lacks: []string{"create"}, byID: true, chosen: true, absent: notFound,
		page: 50, most: 100, pages: camelCase(),
		filters: map[string]func(*Server, *Object, string) bool{"role": hasRole, "email": hasEmail},
		fields:  map[string]field{"role": {check: oneOf("admin", "member"), always: true}},
		fresh:   map[string]any{"role": "member", "first_name": "Grace", "last_name": "Hopper", "email": ""},
		shown:   []string{"object", "id", "first_name", "last_name", "role", "email", "created_at", "last_updated_at"},
		detail:  []string{"workspace_ids"},
		write:   writeUser, complete: completeUser, permit: permitUser, refuse: refuseLastOwner,
	}
}

// camelCase are the names of the lists of users and invites (documented). The
// others are taken and ignored, so that who sends them reads one page for ever
// (assumed).
func camelCase() paging {
	return paging{number: "currentPage", size: "pageSize", ignored: []string{"current_page", "page_size"}}
}

func hasRole(_ *Server, o *Object, text string) bool { return o.text("role") == text }

func hasEmail(_ *Server, o *Object, text string) bool { return strings.EqualFold(o.text("email"), text) }

// isOwner reports whether a user is one of the organisation's owners.
func isOwner(user *Object) bool { return user.text("role") == "owner" }

// leads reports whether a user is an admin of every workspace (verified by the
// vendor for owners; documented for admins).
func leads(user *Object) bool { return isOwner(user) || user.text("role") == "admin" }

// addOwner adds the owner of an organisation. That of the first one is the
// administrator.
func (s *Server) addOwner(organisation string, at time.Time) {
	fields := map[string]any{"role": "owner", "first_name": "Ada", "last_name": "Lovelace", "created_at": timestamp(at), "last_updated_at": timestamp(at)}
	if len(s.organisations) == 1 {
		fields["id"], fields["email"] = administrator, "ada.lovelace@example.com"
	}
	s.mustAddTo(organisation, s.tables[Users], nil, fields, at)
}

func writeUser(_ *Server, user *Object, _ map[string]any, _ by) error {
	if user.text("email") == "" {
		user.Fields["email"] = "user-" + prefix(user.ID, 8) + "@example.com"
	}
	user.Name = user.text("email")
	return nil
}

// completeUser adds the workspaces: all of them for those who lead (release notes).
func completeUser(s *Server, user *Object, answer map[string]any) {
	ids := []any{}
	for _, h := range s.stores[Workspaces].all {
		if w := h.latest(); w.OrganisationID == user.OrganisationID && !w.Archived && leads(user) {
			ids = append(ids, w.ID)
		}
	}
	answer["workspace_ids"] = ids
}

// permitUser refuses the role that a user has already (verified by the vendor), and
// any for an owner (assumed).
func permitUser(_ *call, before, after *Object) error {
	if isOwner(before) {
		return noRights()
	}
	if before.text("role") == after.text("role") {
		return badField("role", "the user has this role")
	}
	return nil
}

// refuseLastOwner keeps the last owner of an organisation (assumed).
func refuseLastOwner(c *call, user *Object) error {
	others := slices.ContainsFunc(c.stores[Users].all, func(h *history) bool {
		o := h.latest()
		return o != nil && o.ID != user.ID && o.OrganisationID == user.OrganisationID && isOwner(o)
	})
	if isOwner(user) && !others {
		return noRights()
	}
	return nil
}
