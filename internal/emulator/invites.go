package emulator

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// invites: documented, with the scopes of users. There is no PUT, which answers 404
// (verified by the vendor). How long they last is assumed.
func invites() *table {
	t := &table{
		noun: Invites, path: "admin/users/invites", scopes: []string{"organisation_users"}, organisation: true,
		lacks: []string{"update"}, byID: true, ends: "cancelled", absent: notFound,
		page: 50, most: 100, pages: camelCase(),
		filters: map[string]func(*Server, *Object, string) bool{
			"role": hasRole, "email": hasEmail,
			"status": func(s *Server, o *Object, text string) bool { return s.statusOf(o) == text },
		},
		fields: map[string]field{
			"email":                     {check: isEmail, required: true},
			"role":                      {check: oneOf("admin", "member"), required: true},
			"workspaces":                {check: listOf(isSeat)},
			"workspace_api_key_details": {check: isKeyDetails},
		},
		fresh: map[string]any{
			"email": "", "role": "member", "workspaces": []any{}, "status": "pending", "accepted_at": nil, "expires_at": nil, "invited_by": nil,
		},
		shown: []string{
			"object", "id", "email", "role", "created_at", "expires_at", "accepted_at", "status", "invited_by", "workspaces",
		},
		created: []string{"id", "invite_link"},
		draft:   draftInvite, write: writeInvite, complete: completeInvite, permit: permitInvite, refuse: refuseFinalInvite,
	}
	t.routes = []route{
		{http.MethodPost, "admin/users/invites/*/resend", t.resend},
		{http.MethodPut, "admin/users/invites/*", func(*call) (any, error) { return nil, notFound() }},
	}
	return t
}

// inviteTime is how long an invite can be accepted.
const inviteTime = 7 * 24 * time.Hour

func isEmail(value any) bool {
	text, _ := value.(string)
	before, after, ok := strings.Cut(text, "@")
	return ok && before != "" && after != "" && !strings.ContainsAny(text, " \t\n") && !strings.Contains(after, "@")
}

// isSeat accepts a workspace, by slug (documented) or id (sent by the vendor's tests),
// with a role in it.
func isSeat(value any) bool {
	seat, _ := value.(map[string]any)
	return len(seat) == 2 && isText(seat["id"]) && oneOf(memberRoles()...)(seat["role"])
}

func isKeyDetails(value any) bool {
	details, _ := value.(map[string]any)
	return len(details) == 1 && listOf(isText)(details["scopes"])
}

func draftInvite(s *Server, o *Object) {
	o.Fields["invited_by"], o.Fields["expires_at"] = s.ownerOf(o.OrganisationID), o.CreatedAt.Add(inviteTime)
	o.Fields["invite_link"] = s.inviteLink()
}

func (s *Server) inviteLink() string { return "https://app.portkey.ai/invite/" + s.hex(32) }

// ownerOf is the id of an organisation's first owner.
func (s *Server) ownerOf(organisation string) any {
	for _, user := range s.usersOf(organisation) {
		if isOwner(user) {
			return user.ID
		}
	}
	return nil
}

// writeInvite resolves the workspaces, whose ids answers have under another key
// (documented), and writes the address in lower case (assumed).
func writeInvite(s *Server, o *Object, body map[string]any, who by) error {
	if o.text("email") == "" {
		o.Fields["email"] = "invited-" + o.ID[:8] + "@example.com"
	}
	if who == creating && !s.answers.EmailsKept {
		o.Fields["email"] = strings.ToLower(o.text("email"))
	}
	o.Name = o.text("email")
	seats, _ := body["workspaces"].([]any)
	if len(seats) == 0 {
		return nil
	}
	resolved := []any{}
	seen := map[string]bool{}
	for _, one := range seats {
		seat, _ := one.(map[string]any)
		reference, _ := seat["id"].(string)
		_, w := s.stores[Workspaces].find(reference)
		if w == nil || w.Archived || w.OrganisationID != o.OrganisationID || seen[w.ID] {
			return badField("workspaces", "no workspace "+reference)
		}
		seen[w.ID] = true
		resolved = append(resolved, map[string]any{"workspace_id": w.ID, "role": seat["role"]})
	}
	o.Fields["workspaces"] = resolved
	return nil
}

// statusOf is the status of an invite: it expires by the clock.
func (s *Server) statusOf(o *Object) string {
	if o.status() == "pending" && !s.now().Before(moment(o.Fields["expires_at"])) {
		return "expired"
	}
	return o.status()
}

// moment is a time that the server stored, or a test as text.
func moment(value any) time.Time {
	if at, ok := value.(time.Time); ok {
		return at
	}
	text, _ := value.(string)
	return parseTime(text)
}

func completeInvite(s *Server, o *Object, answer map[string]any) {
	answer["status"] = s.statusOf(o)
	if s.answers.Sparse {
		delete(answer, "workspaces")
	}
}

// permitInvite refuses who is invited already, or a user (assumed).
func permitInvite(c *call, _, o *Object) error {
	isUser := func(user *Object) bool { return hasEmail(c.Server, user, o.text("email")) }
	if slices.ContainsFunc(c.usersOf(o.OrganisationID), isUser) {
		return conflict("User is already a member of the organisation")
	}
	for _, h := range c.stores[Invites].all {
		if other := h.latest(); other.OrganisationID == o.OrganisationID && c.statusOf(other) == "pending" && isUser(other) {
			return conflict("User has already been invited")
		}
	}
	return nil
}

// refuseFinalInvite refuses to cancel what is not pending any more (assumed).
func refuseFinalInvite(c *call, o *Object) error {
	if status := c.statusOf(o); status != "pending" {
		return badField("id", "the invite is "+status)
	}
	return nil
}

// resend sends a pending invite again: with another link, and as much time as a new
// one (assumed). The answer has the link under another key than a create (documented).
func (t *table) resend(c *call) (any, error) {
	if err := c.admit(t, "create"); err != nil {
		return nil, err
	}
	h, o, err := c.find(t, "create")
	if err != nil {
		return nil, err
	}
	if _, err := c.object(func(string) bool { return false }); err != nil {
		return nil, err
	}
	if err := refuseFinalInvite(c, o); err != nil {
		return nil, err
	}
	sent, err := c.edited(t, o, map[string]any{"invite_link": c.inviteLink()}, updating)
	if err != nil {
		return nil, err
	}
	sent.Fields["expires_at"] = sent.LastUpdatedAt.Add(inviteTime)
	h.put(c.now(), sent)
	c.effect = true
	return map[string]any{"inviteLink": sent.Fields["invite_link"]}, nil
}

// Accept is the invited person accepting a pending invite: a user, who is a member of
// the workspaces that it names, with an API key for each where it asks for them. Who
// is a user meanwhile, by single sign-on, stays the same. It returns the user's id.
func (s *Server) Accept(inviteID string) (userID string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h, o := s.mustFind(Invites, inviteID)
	if status := s.statusOf(o); status != "pending" {
		panic("emulator: the invite is " + status)
	}
	now := s.now()
	accepted, err := s.edited(s.tables[Invites], o, map[string]any{"status": "accepted"}, person)
	if err != nil {
		panic("emulator: " + err.Error())
	}
	accepted.Fields["accepted_at"] = accepted.LastUpdatedAt
	h.put(now, accepted)

	users := s.usersOf(o.OrganisationID)
	at := slices.IndexFunc(users, func(user *Object) bool { return hasEmail(s, user, o.text("email")) })
	if at < 0 {
		users = []*Object{s.mustAddTo(o.OrganisationID, s.tables[Users], nil, map[string]any{"email": o.text("email"), "role": o.text("role")}, now)}
		at = 0
	}
	userID = users[at].ID
	seats, _ := o.Fields["workspaces"].([]any)
	for _, one := range seats {
		seat, _ := one.(map[string]any)
		id, _ := seat["workspace_id"].(string)
		role, _ := seat["role"].(string)
		_, w := s.stores[Workspaces].find(id)
		if w.Archived {
			continue
		}
		s.join(w, userID, role, now)
		if details := o.object("workspace_api_key_details"); details != nil {
			_, member := s.nested(Members, w.ID, userID)
			s.userKey(member, details["scopes"], now)
		}
	}
	return userID
}
