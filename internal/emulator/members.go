package emulator

import (
	"slices"
	"strings"
	"time"
)

// members: documented, but for the prefix of roles and the read without an id, which
// the vendor's provider reads. One who is not there, or left the organisation, answers
// 403 (vendor's changelog).
func members() *table {
	return &table{
		noun: Members, path: "admin/workspaces/*/users", scopes: []string{"workspace_users"},
		byID: true, chosen: true, nested: true, showsHome: true, bulk: "users", lacksID: true, absent: noRights,
		page: 50, most: 100,
		filters: map[string]func(*Server, *Object, string) bool{
			"role":  func(s *Server, o *Object, text string) bool { return s.roleOf(o) == text },
			"email": func(s *Server, o *Object, text string) bool { return hasEmail(s, s.who(o), text) },
		},
		fields: map[string]field{
			"id":   {check: isText, required: true, fixed: true},
			"role": {check: oneOf(memberRoles()...), required: true, always: true},
		},
		fresh:    map[string]any{"role": "member", "scopes": memberScopes(), "settings": nil},
		shown:    []string{"object", "id", "status", "workspace_id", "scopes", "settings", "created_at", "last_updated_at"},
		complete: completeMember, write: writeMember, added: addUserKey,
		twin: memberAgain, permit: permitMember, refuse: refuseOwnerLeaving, removed: removeUserKeys,
	}
}

// memberRoles are the roles, in the order of their rights.
func memberRoles() []string { return []string{"member", "manager", "admin"} }

func memberScopes() []any {
	return []any{"organisations.read", "workspaces.read", "logs.list", "prompts.read", "configs.read", "workspace_users.list"}
}

// who is the user that a member is.
func (s *Server) who(member *Object) *Object {
	user, _ := s.user(member.ID)
	return user
}

// roleOf is the role that a member has in effect.
func (s *Server) roleOf(member *Object) string {
	if leads(s.who(member)) {
		return "admin"
	}
	return member.text("role")
}

// isEverywhere reports whether a user is a member of every workspace, without being
// added: owners are (documented).
func (s *Server) isEverywhere(user *Object) bool {
	return isOwner(user) || leads(user) && s.answers.AdminsEverywhere
}

func completeMember(s *Server, o *Object, answer map[string]any) {
	user := s.who(o)
	for _, field := range []string{"first_name", "last_name", "email"} {
		answer[field] = user.Fields[field]
	}
	answer["org_role"], answer["role"] = user.text("role"), "ws-"+s.roleOf(o)
	if s.answers.PlainRoles {
		answer["role"] = s.roleOf(o)
	}
}

// embeddedMembers are the members as the read of their workspace has them: with fewer
// fields, and the role that was sent, even for an admin of the organisation (recorded).
func (s *Server) embeddedMembers(w *Object) []any {
	embedded := []any{}
	for _, o := range s.within(Members, w.ID) {
		answer := s.answerOf(s.tables[Members], o, listed)
		for _, name := range []string{"object", "email", "scopes", "settings"} {
			delete(answer, name)
		}
		answer["role"], answer["workspace_id"] = o.text("role"), w.ID
		embedded = append(embedded, answer)
	}
	return embedded
}

// join makes a user a member, if there is none.
func (s *Server) join(w *Object, userID, role string, at time.Time) {
	if _, is := s.nested(Members, w.ID, userID); is == nil {
		s.mustAdd(s.tables[Members], w, map[string]any{
			"id": userID, "role": role, "created_at": timestamp(at), "last_updated_at": timestamp(at),
		}, at)
	}
}

// addFirstMembers adds those who are everywhere to a workspace, and the users of its
// POST, whose role is assumed.
func (s *Server) addFirstMembers(w *Object, at time.Time) {
	for _, user := range s.usersOf(w.OrganisationID) {
		if s.isEverywhere(user) {
			s.join(w, user.ID, "admin", at)
		}
	}
	named, _ := w.Fields["users"].([]any)
	for _, one := range named {
		id, _ := one.(string)
		if user, _ := s.user(id); user == nil {
			s.mustAddTo(w.OrganisationID, s.tables[Users], nil, map[string]any{"id": id}, at)
		}
		s.join(w, id, "member", at)
	}
	delete(w.Fields, "users")
}

// checkUsers refuses users whom the organisation does not have. A tolerant server adds
// the unknown: there nobody can accept an invite.
func (s *Server) checkUsers(w *Object, named any) error {
	list, _ := named.([]any)
	for _, one := range list {
		id, _ := one.(string)
		user, left := s.user(id)
		unknown := user == nil && !s.tolerant
		if unknown || left || user != nil && user.OrganisationID != w.OrganisationID {
			return badField("users", "no user "+id)
		}
	}
	return nil
}

// writeMember creates the user of a member whose id is unknown, for Add.
func writeMember(s *Server, o *Object, _ map[string]any, who by) error {
	if user, _ := s.user(o.ID); user == nil && who == person {
		s.mustAddTo(o.OrganisationID, s.tables[Users], nil, map[string]any{"id": o.ID}, s.now())
	}
	o.Name = "of " + o.WorkspaceID
	if user := s.who(o); user != nil {
		o.Name = user.Name + " " + o.Name
	}
	return nil
}

func memberAgain(s *Server, o *Object) *Object {
	if !s.answers.MemberAgain {
		return nil
	}
	_, is := s.nested(Members, o.WorkspaceID, o.ID)
	return is
}

// permitMember wants a user of the organisation who is no member yet, another role
// than before, and no role above that of the key's user (release notes for the last;
// the rest is assumed).
func permitMember(c *call, before, after *Object) error {
	rank := func(role string) int { return slices.Index(memberRoles(), role) }
	own := rank(c.key.Role)
	if c.key.Role == "" {
		own = rank("admin")
	}
	if rank(after.text("role")) > own || before != nil && rank(before.text("role")) > own {
		return noRights()
	}
	if before != nil {
		if before.text("role") == after.text("role") {
			return badField("role", "the member has this role")
		}
		return nil
	}
	user, left := c.user(after.ID)
	switch {
	case user == nil:
		return notFound()
	case left || user.OrganisationID != after.OrganisationID:
		return noRights()
	}
	if _, is := c.nested(Members, after.WorkspaceID, after.ID); is != nil {
		return conflict("User is already a member of the workspace")
	}
	return nil
}

// refuseOwnerLeaving keeps those in a workspace who are in every one (assumed).
func refuseOwnerLeaving(c *call, o *Object) error {
	if c.isEverywhere(c.who(o)) {
		return noRights()
	}
	return nil
}

// addUserKey gives a member an API key, see Answers.AutoUserKeys.
func addUserKey(s *Server, o *Object, at time.Time) {
	if s.answers.AutoUserKeys && !s.isEverywhere(s.who(o)) {
		s.userKey(o, nil, at)
	}
}

// userKey creates the API key of a member.
func (s *Server) userKey(o *Object, scopes any, at time.Time) {
	_, w := s.stores[Workspaces].find(o.WorkspaceID)
	fields := map[string]any{
		"name": strings.TrimSpace(s.who(o).text("first_name") + " key"), "type": "workspace-user", "user_id": o.ID, "creation_mode": "auto",
	}
	if scopes != nil {
		fields["scopes"] = scopes
	}
	s.mustAdd(s.tables[APIKeys], w, fields, at)
}

// removeUserKeys deletes the keys that were created for a member. Those of a user who
// left the organisation stay, out of reach.
func removeUserKeys(s *Server, member *Object) {
	for _, h := range s.stores[APIKeys].byWorkspace[member.WorkspaceID] {
		key := h.latest()
		if key != nil && key.text("user_id") == member.ID && key.text("creation_mode") == "auto" && !s.orphaned(key) {
			s.remove(s.tables[APIKeys], h, key)
		}
	}
}
