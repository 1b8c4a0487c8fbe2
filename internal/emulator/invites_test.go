package emulator_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

const invites = "/admin/users/invites"

// invite invites somebody through the API and returns the id.
func (a *api) invite(email, rest string) string {
	a.t.Helper()
	id, _ := a.ok("POST", invites, fmt.Sprintf(`{"email":%q,"role":"member"%s}`, email, rest))["id"].(string)
	return id
}

// in is the field of an invite with one workspace.
func in(workspace, role string) string {
	return fmt.Sprintf(`,"workspaces":[{"id":%q,"role":%q}]`, workspace, role)
}

func TestInvite_shape(t *testing.T) {
	t.Parallel()
	a := start(t)
	home := a.AddWorkspace(map[string]any{"name": "Home"})
	made := a.ok("POST", invites, `{"email":"Grace@Example.com","role":"member","workspace_api_key_details":{"scopes":["logs.view"]}`+in(home.Slug, "manager")+`}`)
	link, _ := made["invite_link"].(string)
	if len(made) != 2 || !regexp.MustCompile(`^https://app\.portkey\.ai/invite/[0-9a-f]{32}$`).MatchString(link) {
		t.Errorf("POST answered %v", made)
	}
	one := fmt.Sprint(invites, "/", made["id"])
	read := a.ok("GET", one, "")
	same(t, "read", read, fmt.Sprintf(`{"object":"invite","id":%q,"email":"grace@example.com","role":"member","created_at":"2026-10-15T12:00:00.000Z",
		"expires_at":"2026-10-22T12:00:00.000Z","accepted_at":null,"status":"pending","invited_by":%q,
		"workspaces":[{"workspace_id":%q,"role":"manager"}]}`, made["id"], a.list("/admin/users")[0]["id"], home.ID))
	same(t, "item", a.list(invites)[0], toJSON(t, read))
	a.SetAnswers(emulator.Answers{Sparse: true, EmailsKept: true})
	if _, has := a.ok("GET", one, "")["workspaces"]; has {
		t.Error("a sparse answer has workspaces")
	}
	same(t, "email", a.ok("GET", invites+"/"+a.invite("Ada@Example.org", ""), "")["email"], `"Ada@Example.org"`)
	a.refused("PUT", one, `{"role":"admin"}`, http.StatusNotFound, "AB08", "")
	a.refused("GET", invites+"/nobody", "", http.StatusNotFound, "AB08", "")
}

func TestInvite_refused(t *testing.T) {
	t.Parallel()
	a := start(t)
	home := a.create(create)
	gone := a.create(`{"name":"Gone"}`)
	a.DeleteWorkspace(gone)
	for name, c := range map[string]struct{ body, param string }{
		"no email":       {`{"role":"member"}`, "email"},
		"no address":     {`{"email":"grace","role":"member"}`, "email"},
		"no role":        {`{"email":"x@example.com"}`, "role"},
		"an owner":       {`{"email":"x@example.com","role":"owner"}`, "role"},
		"no workspaces":  {`{"email":"x@example.com","role":"member","workspaces":[]}`, "workspaces"},
		"unknown":        {`{"email":"x@example.com","role":"member"` + in("ws-nowhere-000000", "member") + `}`, "workspaces"},
		"archived":       {`{"email":"x@example.com","role":"member"` + in(gone, "member") + `}`, "workspaces"},
		"no such role":   {`{"email":"x@example.com","role":"member"` + in(home, "owner") + `}`, "workspaces"},
		"key of answers": {`{"email":"x@example.com","role":"member","workspaces":[{"workspace_id":"` + home + `","role":"member"}]}`, "workspaces"},
		"twice": {
			`{"email":"x@example.com","role":"member","workspaces":[{"id":"` + home + `","role":"member"},{"id":"` + home + `","role":"admin"}]}`, "workspaces",
		},
		"no scopes": {`{"email":"x@example.com","role":"member","workspace_api_key_details":{"scopes":[]}}`, "workspace_api_key_details"},
		"null":      {`{"email":"x@example.com","role":"member","workspaces":null}`, "workspaces"},
	} {
		t.Run(name, func(t *testing.T) { a.on(t).refused("POST", invites, c.body, http.StatusBadRequest, "AB01", c.param) })
	}
	a.person("grace@example.com", "member")
	a.invite("ada@example.com", "")
	for _, email := range []string{"GRACE@example.com", "Ada@example.com"} {
		a.refused("POST", invites, fmt.Sprintf(`{"email":%q,"role":"member"}`, email), http.StatusConflict, "AB07", "")
	}
	if got := len(a.All(emulator.Invites)); got != 1 {
		t.Errorf("%d invites", got)
	}
}

func TestInvite_accepted(t *testing.T) {
	t.Parallel()
	a := start(t)
	home, path := workplace(a)
	gone, _ := workplace(a)
	id := a.invite("grace@example.com", `,"workspace_api_key_details":{"scopes":["logs.view"]},"workspaces":[{"id":"`+home+`","role":"manager"},{"id":"`+gone+`","role":"member"}]`)
	a.DeleteWorkspace(gone)
	a.Advance(time.Hour)
	user := a.Accept(id)
	got := a.ok("GET", invites+"/"+id, "")
	same(t, "status", got["status"], `"accepted"`)
	same(t, "accepted_at", got["accepted_at"], `"2026-10-15T13:00:00.000Z"`)
	person := a.ok("GET", "/admin/users/"+user, "")
	same(t, "email", person["email"], `"grace@example.com"`)
	same(t, "workspaces", person["workspace_ids"], fmt.Sprintf(`[%q]`, home))
	same(t, "role", a.ok("GET", path+"/"+user, "")["role"], `"ws-manager"`)
	key := a.ok("GET", fmt.Sprint("/api-keys/", a.list("/api-keys")[0]["id"]), "")
	same(t, "scopes", key["scopes"], `["logs.view"]`)
	same(t, "whose", key["user_id"], toJSON(t, user))

	// That is final.
	a.refused("DELETE", invites+"/"+id, "", http.StatusBadRequest, "AB01", "id")
	a.refused("POST", invites+"/"+id+"/resend", "", http.StatusBadRequest, "AB01", "id")
	if !panics(func() { a.Accept(id) }) {
		t.Error("accepted twice")
	}
	a.Leave(user)
	same(t, "status", a.ok("GET", invites+"/"+id, "")["status"], `"accepted"`)
	if again := a.Accept(a.invite("grace@example.com", "")); again == user {
		t.Error("the user who left is back")
	}
}

// A user whom single sign-on created meanwhile stays the same.
func TestInvite_acceptedByAUser(t *testing.T) {
	t.Parallel()
	a := start(t)
	home, path := workplace(a)
	id := a.invite("grace@example.com", in(home, "admin"))
	user := a.person("Grace@example.com", "member")
	if got := a.Accept(id); got != user {
		t.Errorf("accepted by %s, not %s", got, user)
	}
	same(t, "role", a.ok("GET", path+"/"+user, "")["role"], `"ws-admin"`)
}

func TestInvite_cancelled(t *testing.T) {
	t.Parallel()
	a := start(t)
	id := a.invite("grace@example.com", "")
	one := invites + "/" + id
	if got := a.ok("DELETE", one, ""); len(got) != 0 {
		t.Errorf("DELETE answered %v", got)
	}
	same(t, "status", a.ok("GET", one, "")["status"], `"cancelled"`)
	a.refused("DELETE", one, "", http.StatusBadRequest, "AB01", "id")
	a.refused("POST", one+"/resend", "", http.StatusBadRequest, "AB01", "id")
	a.invite("grace@example.com", "")
	a.SetAnswers(emulator.Answers{NotFound: emulator.NotFoundIs404})
	a.refused("GET", one, "", http.StatusNotFound, "AB08", "")
	a.SetAnswers(emulator.Answers{NotFound: emulator.NotFoundIs403})
	a.refused("GET", one, "", http.StatusForbidden, "AB03", "")
}

func TestInvite_expired(t *testing.T) {
	t.Parallel()
	a := start(t)
	id, later := a.invite("grace@example.com", ""), a.invite("ada@example.com", "")
	a.Edit(emulator.Invites, id, map[string]any{"expires_at": noon()})
	one := invites + "/" + id
	same(t, "status", a.ok("GET", one, "")["status"], `"expired"`)
	a.refused("DELETE", one, "", http.StatusBadRequest, "AB01", "id")
	a.refused("POST", one+"/resend", "", http.StatusBadRequest, "AB01", "id")
	if !panics(func() { a.Accept(id) }) {
		t.Error("accepted what is expired")
	}
	a.invite("grace@example.com", "")
	a.Advance(7*24*time.Hour - time.Millisecond)
	same(t, "status", a.ok("GET", invites+"/"+later, "")["status"], `"pending"`)
	a.Advance(time.Millisecond)
	same(t, "status", a.ok("GET", invites+"/"+later, "")["status"], `"expired"`)
}

func TestInvite_resend(t *testing.T) {
	t.Parallel()
	a := start(t)
	made := a.ok("POST", invites, `{"email":"grace@example.com","role":"member"}`)
	one := fmt.Sprint(invites, "/", made["id"])
	a.Advance(time.Hour)
	got := a.ok("POST", one+"/resend", "")
	if len(got) != 1 || got["inviteLink"] == nil || got["inviteLink"] == made["invite_link"] {
		t.Errorf("answered %v", got)
	}
	same(t, "expires_at", a.ok("GET", one, "")["expires_at"], `"2026-10-22T13:00:00.000Z"`)
	a.refused("POST", one+"/resend", `{"email":"x"}`, http.StatusBadRequest, "AB01", "email")
	a.refused("POST", invites+"/nobody/resend", "", http.StatusNotFound, "AB08", "")
}

// Lists have every status, unless one is asked for.
func TestInvite_list(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.Accept(a.invite("accepted@example.com", ""))
	a.ok("DELETE", invites+"/"+a.invite("cancelled@example.com", ""), "")
	a.Edit(emulator.Invites, a.invite("expired@example.com", ""), map[string]any{"expires_at": noon()})
	a.invite("pending@example.com", "")
	if got := joined(a.list(invites), "status"); got != "pending,expired,cancelled,accepted" {
		t.Errorf("listed %s", got)
	}
	for _, status := range []string{"pending", "expired", "cancelled", "accepted"} {
		if got := joined(a.list(invites+"?status="+status), "email"); got != status+"@example.com" {
			t.Errorf("%s: %s", status, got)
		}
	}
	if len(a.list(invites+"?email=PENDING@example.com")) != 1 || len(a.list(invites+"?role=admin")) != 0 {
		t.Error("filters")
	}
	if got := len(a.list(invites + "?pageSize=3&currentPage=1")); got != 1 {
		t.Errorf("a second page of %d", got)
	}
	if got := len(a.list(invites + "?page_size=3")); got != 4 {
		t.Errorf("a page of %d", got)
	}
	_, key := a.AddOrganisation("Globex")
	if got := a.as(key).list(invites); len(got) != 0 {
		t.Errorf("another organisation lists %v", got)
	}
	b := a.as(key)
	b.invite("pending@example.com", "")
	if all := a.All(emulator.Invites); !slices.ContainsFunc(all, func(o emulator.Object) bool { return o.OrganisationID != a.OrganisationID() }) {
		t.Error("not invited there")
	}
}
