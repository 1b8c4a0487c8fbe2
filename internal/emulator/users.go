package emulator

import (
	"slices"
	"strings"
	"time"
)

// users: documented, as are their scopes, which only keys of the organisation have.
// Nobody is created by a POST: people are invited, or come from an identity provider.
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
		write:   writeUser, added: joinAll, complete: completeUser, permit: permitUser, refuse: refuseLastOwner, removed: endMemberships,
	}
}

// camelCase are the names of the lists of users and invites (documented). The
// others are accepted and ignored, so that who sends them reads the first page again
// and again (assumed).
func camelCase() paging {
	return paging{number: "currentPage", size: "pageSize", ignored: []string{"current_page", "page_size"}}
}

func hasRole(_ *Server, o *Object, text string) bool { return o.text("role") == text }

func hasEmail(_ *Server, o *Object, text string) bool {
	return strings.EqualFold(o.text("email"), text)
}

// isOwner reports whether a user is one of the organisation's owners.
func isOwner(user *Object) bool { return user.text("role") == "owner" }

// leads reports whether a user is an admin of every workspace (verified by the
// vendor for owners; documented for admins).
func leads(user *Object) bool { return isOwner(user) || user.text("role") == "admin" }

// OwnerEmail is the address of the owner of the first organisation.
const OwnerEmail = "ada.lovelace@example.com"

// addOwner adds the owner of an organisation. That of the first one is the
// administrator.
func (s *Server) addOwner(organisation string, at time.Time) {
	fields := map[string]any{"role": "owner", "first_name": "Ada", "last_name": "Lovelace", "created_at": timestamp(at), "last_updated_at": timestamp(at)}
	if len(s.organisations) == 1 {
		fields["id"], fields["email"] = administrator, OwnerEmail
	}
	s.mustAddTo(organisation, s.tables[Users], nil, fields, at)
}

func writeUser(s *Server, user *Object, _ map[string]any, _ by) error {
	if user.text("email") == "" {
		user.Fields["email"] = "user-" + prefix(user.ID, 8) + "@example.com"
	}
	user.Name = user.text("email")
	if known, _ := s.user(user.ID); known != nil {
		joinAll(s, user, s.now())
	}
	return nil
}

// joinAll makes who is everywhere a member of all workspaces.
func joinAll(s *Server, user *Object, at time.Time) {
	if !s.isEverywhere(user) {
		return
	}
	for _, w := range s.workspacesOf(user.OrganisationID) {
		s.join(w, user.ID, "admin", at)
	}
}

// completeUser adds the workspaces: all of them for those who lead (release notes).
func completeUser(s *Server, user *Object, answer map[string]any) {
	ids := []any{}
	for _, w := range s.workspacesOf(user.OrganisationID) {
		if _, is := s.nested(Members, w.ID, user.ID); is != nil || leads(user) {
			ids = append(ids, w.ID)
		}
	}
	answer["workspace_ids"] = ids
}

// workspacesOf are the live workspaces of an organisation.
func (s *Server) workspacesOf(organisation string) []*Object {
	var all []*Object
	for _, h := range s.stores[Workspaces].all {
		if w := h.latest(); w.OrganisationID == organisation && !w.Archived {
			all = append(all, w)
		}
	}
	return all
}

// usersOf are the users of an organisation.
func (s *Server) usersOf(organisation string) []*Object {
	var all []*Object
	for _, h := range s.stores[Users].all {
		if user := h.latest(); user != nil && user.OrganisationID == organisation {
			all = append(all, user)
		}
	}
	return all
}

// user is the one with an id, as last known where that one left; nil is nobody.
func (s *Server) user(id string) (user *Object, left bool) {
	for _, h := range s.stores[Users].byID[id] {
		for _, one := range slices.Backward(h.states) {
			if one.object != nil {
				return one.object, h.latest() == nil
			}
		}
	}
	return nil, false
}

// orphaned reports whether an API key is that of a user who left: it is out of
// everybody's reach (vendor's changelog).
func (s *Server) orphaned(o *Object) bool {
	if o.Noun != APIKeys {
		return false
	}
	_, left := s.user(o.text("user_id"))
	return left
}

// Leave is a user leaving the organisation, by id.
func (s *Server) Leave(userID string) { s.Drop(Users, userID) }

// endMemberships ends those of a user who left (assumed).
func endMemberships(s *Server, user *Object) {
	for _, h := range s.stores[Members].byID[user.ID] {
		if o := h.latest(); o != nil {
			s.remove(s.tables[Members], h, o)
		}
	}
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
	others := slices.ContainsFunc(c.usersOf(user.OrganisationID), func(o *Object) bool { return o.ID != user.ID && isOwner(o) })
	if isOwner(user) && !others {
		return noRights()
	}
	return nil
}
