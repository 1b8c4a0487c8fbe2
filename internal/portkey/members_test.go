package portkey_test

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// adds prepares the POST of a member.
func adds(t *testing.T, members *portkey.Members, user string, role portkey.MemberRole) (*portkey.Creation[portkey.Member, portkey.MemberCreate, portkey.MemberUpdate], error) {
	t.Helper()
	return members.PrepareCreate(t.Context(), func(time.Time) portkey.MemberCreate { return portkey.AddMember(user, role) }, false)
}

// What the answers of control planes have in different ways: reads with the id and
// roles without a prefix, or neither.
func memberAnswers() map[string]emulator.Answers {
	return map[string]emulator.Answers{"as once": {}, "as documented": {IDsInReads: true, PlainRoles: true}}
}

func TestMembers_lifecycle(t *testing.T) {
	t.Parallel()
	for name, answers := range memberAnswers() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api, ids := staffed(t, 2)
			api.SetAnswers(answers)
			home := api.AddWorkspace(map[string]any{"name": "Home"})
			members := portkey.NewMembers(clientOf(t, api, emulator.AdminKey), home.ID)
			create, err := adds(t, members, ids[0], "manager")
			if err != nil {
				t.Fatal(err)
			}
			if _, err := create.Post(t.Context()); err != nil {
				t.Fatal(err)
			}
			got := members.ReadBack(t.Context(), ids[0], "")
			if got.ID.Or("") != ids[0] || got.Role.Or("") != "manager" || got.Email.Or("") != "user-0@example.com" || got.OrgRole.Or("") != "member" {
				t.Errorf("read back %+v", got)
			}
			back, err := members.Edit(t.Context(), ids[0], func(live portkey.Member) ([]portkey.MemberUpdate, error) {
				if live.Role.Or("") == "member" {
					return nil, nil
				}
				return []portkey.MemberUpdate{{Role: "member"}}, nil
			})
			if err != nil || back.Role.Or("") != "member" {
				t.Errorf("edited to %+v, %v", back, err)
			}
			for _, ref := range []string{ids[0], "user-0@example.com"} {
				if got, err := members.Find(t.Context(), ref); err != nil || got.ID.Or("") != ids[0] {
					t.Errorf("%s: got %+v, %v", ref, got, err)
				}
			}
			if err := members.Delete(t.Context(), ids[0], nil); err != nil {
				t.Error(err)
			}
			if _, err := members.Get(t.Context(), ids[0], ""); !portkey.IsRefused(err) {
				t.Errorf("got %v", err)
			}
			if _, err := members.Find(t.Context(), "user-0@example.com"); !errors.As(err, new(*portkey.NotFoundError)) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// The list shows who is a member, also where another process added the member.
func TestMembers_taken(t *testing.T) {
	t.Parallel()
	api, ids := staffed(t, 1)
	home := api.AddWorkspace(map[string]any{"name": "Home"})
	reference := api.Add(emulator.Members, home.ID, map[string]any{"id": ids[0]})
	var taken *portkey.TakenError
	_, err := adds(t, portkey.NewMembers(clientOf(t, api, emulator.AdminKey), home.ID), ids[0], "member")
	if !errors.As(err, &taken) || len(taken.Candidates) != 1 || taken.Candidates[0].Import != reference || taken.MadeHere {
		t.Errorf("got %v, %+v", err, taken)
	}
}

func TestMembers_lostAnswers(t *testing.T) {
	t.Parallel()
	api, ids := staffed(t, 1)
	home := api.AddWorkspace(map[string]any{"name": "Home"})
	members := portkey.NewMembers(retrying(t, api, emulator.AdminKey, 1), home.ID)
	create, err := adds(t, members, ids[0], "member")
	if err != nil {
		t.Fatal(err)
	}
	api.Fail(emulator.Fault{Method: http.MethodPost, When: emulator.After, Reset: true, Times: 1})
	if _, err := create.Post(t.Context()); !portkey.IsUnknownOutcome(err) {
		t.Fatalf("got %v", err)
	}
	got, err := create.Find(t.Context(), func(m portkey.Member) bool { return m.Role.Or("") == "member" })
	if err != nil || got.ID.Or("") != ids[0] || len(api.Bodies(http.MethodPost, "")) != 1 {
		t.Errorf("got %+v, %v", got, err)
	}
	api.Fail(emulator.Fault{Method: http.MethodDelete, When: emulator.After, Reset: true, Times: 1})
	refusal := members.Delete(t.Context(), ids[0], nil)
	ref := portkey.Ref{ID: ids[0], Parent: home.ID, CreatedAt: got.CreatedAt.Or("")}
	if gone := members.ProveGoneAfter(t.Context(), refusal, ref); !portkey.IsRefused(refusal) || !gone.Proven {
		t.Errorf("got %v, %+v", refusal, gone)
	}
}

// Who was removed by this process can be added again by it, whose answer may be lost too.
func TestMembers_lostAnswerOfAnotherAdd(t *testing.T) {
	t.Parallel()
	api, ids := staffed(t, 1)
	members := portkey.NewMembers(retrying(t, api, emulator.AdminKey, 1), api.AddWorkspace(map[string]any{"name": "Home"}).ID)
	for _, lost := range []bool{false, true} {
		create, err := adds(t, members, ids[0], "member")
		if err != nil {
			t.Fatal(err)
		}
		if lost {
			api.Fail(emulator.Fault{Method: http.MethodPost, When: emulator.After, Reset: true, Times: 1})
		}
		if _, err = create.Post(t.Context()); lost {
			_, err = create.Find(t.Context(), func(portkey.Member) bool { return true })
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := members.Delete(t.Context(), ids[0], nil); err != nil {
			t.Fatal(err)
		}
	}
}

func TestMembers_provenGone(t *testing.T) {
	t.Parallel()
	api, ids := staffed(t, 2)
	home := api.AddWorkspace(map[string]any{"name": "Home"})
	for _, id := range ids {
		api.Add(emulator.Members, home.ID, map[string]any{"id": id})
	}
	api.Advance(2 * time.Hour)
	api.Leave(ids[0])
	client := clientOf(t, api, emulator.AdminKey)
	for id, proven := range map[string]bool{ids[0]: true, ids[1]: false} {
		if gone := portkey.NewMembers(client, home.ID).ProveGone(t.Context(), portkey.Ref{ID: id, Parent: home.ID, CreatedAt: longAgo}); gone.Proven != proven {
			t.Errorf("got %+v", gone)
		}
	}
	unscoped := clientOf(t, api, api.AddKey(emulator.Key{Scopes: []string{"workspace_users.list"}}))
	if gone := portkey.NewMembers(unscoped, home.ID).ProveGone(t.Context(), portkey.Ref{ID: ids[0], Parent: home.ID, CreatedAt: longAgo}); gone.Proven {
		t.Errorf("without a right to the workspace: %+v", gone)
	}
	api.DeleteWorkspace(home.ID)
	if gone := portkey.NewMembers(client, home.ID).ProveGone(t.Context(), portkey.Ref{ID: ids[1], Parent: home.ID, CreatedAt: longAgo}); !gone.Proven {
		t.Errorf("got %+v", gone)
	}
}

// A list that is older than what is known, or refused, is no reason to fail.
func TestMembers_readAlone(t *testing.T) {
	t.Parallel()
	api, ids := staffed(t, 20)
	home := api.AddWorkspace(map[string]any{"name": "Home"})
	for _, id := range ids {
		api.Add(emulator.Members, home.ID, map[string]any{"id": id})
	}
	api.Advance(time.Hour)
	api.Edit(emulator.Members, home.ID+"/"+ids[0], map[string]any{"role": "admin"})
	api.Advance(time.Minute)
	api.SetStaleLists(time.Hour)
	client := clientOf(t, api, emulator.AdminKey)
	since := api.Held(emulator.Members, home.ID)[1].LastUpdatedAt.Format(time.RFC3339)
	if got, err := portkey.NewMembers(client, home.ID).Get(t.Context(), ids[0], since); err != nil || got.Role.Or("") != "admin" {
		t.Errorf("got %+v, %v", got, err)
	}
	api.SetStaleLists(0)
	api.ResetRequests()
	unscoped := clientOf(t, api, api.AddKey(emulator.Key{Scopes: []string{"workspace_users.read"}}))
	for _, id := range ids {
		if got, err := portkey.NewMembers(unscoped, home.ID).Get(t.Context(), id, ""); err != nil || got.ID.Or("") != id {
			t.Fatalf("got %+v, %v", got, err)
		}
	}
	costs(t, api, 21)
}

// A refresh takes a list for each workspace, and adding members to one a POST each
// and a list before: the list of users has who they are.
func TestMembers_requests(t *testing.T) {
	t.Parallel()
	api, ids := staffed(t, 20)
	var homes []string
	for range 40 {
		home := api.AddWorkspace(map[string]any{"name": "Home"}).ID
		for _, id := range ids[:5] {
			api.Add(emulator.Members, home, map[string]any{"id": id})
		}
		homes = append(homes, home)
	}
	client := clientOf(t, api, emulator.AdminKey)
	for _, home := range homes {
		for _, id := range ids[:5] {
			if got, err := portkey.NewMembers(client, home).Get(t.Context(), id, ""); err != nil || got.WorkspaceID.Or("") != home {
				t.Fatalf("got %+v, %v", got, err)
			}
		}
	}
	costs(t, api, 40)

	api.ResetRequests()
	fresh := portkey.NewMembers(client, api.AddWorkspace(map[string]any{"name": "Fresh"}).ID)
	for _, id := range ids {
		create, err := adds(t, fresh, id, "member")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := create.Post(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	costs(t, api, 21)
}

// A list before a write shows what was added since the cached one, and is cached itself.
func TestMembers_listUncached(t *testing.T) {
	t.Parallel()
	api, ids := staffed(t, 2)
	home := api.AddWorkspace(map[string]any{"name": "Home"})
	members := portkey.NewMembers(clientOf(t, api, emulator.AdminKey), home.ID)
	list := func(read func() ([]portkey.Member, error), want int) {
		t.Helper()
		if got, err := read(); err != nil || len(got) != want {
			t.Errorf("got %d members, want %d: %v", len(got), want, err)
		}
	}
	cached := func() ([]portkey.Member, error) { return members.List(t.Context(), nil) }
	list(cached, 1) // the owner
	for _, id := range ids {
		api.Add(emulator.Members, home.ID, map[string]any{"id": id})
	}
	list(cached, 1)
	list(func() ([]portkey.Member, error) { return members.ListUncached(t.Context()) }, 3)
	list(cached, 3)
	costs(t, api, 2)
}
