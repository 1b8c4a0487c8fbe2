package portkey_test

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// invites sends an invite.
func sendInvite(t *testing.T, client *portkey.Client, body portkey.InviteCreate) (portkey.Invite, error) {
	t.Helper()
	create, err := portkey.NewInvites(client).PrepareCreate(t.Context(), func(time.Time) portkey.InviteCreate { return body }, false)
	if err != nil {
		return portkey.Invite{}, err
	}
	return create.Post(t.Context())
}

func TestInvites_lifecycle(t *testing.T) {
	t.Parallel()
	api := emulator.New()
	home := api.AddWorkspace(map[string]any{"name": "Home"})
	client := clientOf(t, api, emulator.AdminKey)
	made, err := sendInvite(t, client, portkey.InviteCreate{
		Email: "Grace@example.com", Role: "member", APIKey: &portkey.InviteAPIKey{Scopes: []string{"logs.view"}},
		Workspaces: []portkey.InviteWorkspace{{ID: home.Slug, Role: "manager"}},
	})
	id := made.ID.Or("")
	if err != nil || id == "" || made.InviteLink.Or("") == "" {
		t.Fatalf("got %+v, %v", made, err)
	}
	got, err := portkey.NewInvites(client).Get(t.Context(), id, "")
	seats := []portkey.InviteSeat{{WorkspaceID: home.ID, Role: "manager"}}
	if diff := cmp.Diff(seats, got.Workspaces.Or(nil)); err != nil || diff != "" || !got.IsPending() || got.InviteLink.IsPresent() {
		t.Errorf("got %+v, %v, %s", got, err, diff)
	}
	link, err := client.ResendInvite(t.Context(), id)
	if err != nil || link == "" || link == made.InviteLink.Or("") {
		t.Errorf("sent again: %q, %v", link, err)
	}

	// Nobody is invited twice, until the first invite came to an end.
	var taken *portkey.TakenError
	again := portkey.InviteCreate{Email: "grace@EXAMPLE.com", Role: "member"}
	if _, err := sendInvite(t, clientOf(t, api, emulator.AdminKey), again); !errors.As(err, &taken) || taken.Candidates[0].ID != id {
		t.Errorf("got %v", err)
	}
	if err := portkey.NewInvites(client).Delete(t.Context(), id, nil); err != nil {
		t.Error(err)
	}
	if got, found, err := client.InviteOf(t.Context(), "GRACE@example.com"); err != nil || !found || got.Status.Or("") != "cancelled" {
		t.Errorf("got %+v, %t, %v", got, found, err)
	}
	second, err := sendInvite(t, client, again)
	if err != nil {
		t.Fatal(err)
	}
	if got, found, err := client.InviteOf(t.Context(), "grace@example.com"); err != nil || !found || got.ID.Or("") != second.ID.Or("") {
		t.Errorf("got %+v, %t, %v", got, found, err)
	}
	api.Accept(second.ID.Or(""))
	if got, err := portkey.NewInvites(client).GetUncached(t.Context(), second.ID.Or("")); err != nil || got.Status.Or("") != "accepted" || got.AcceptedAt.Or("") == "" {
		t.Errorf("got %+v, %v", got, err)
	}
	if _, found, err := client.InviteOf(t.Context(), "nobody@example.com"); found || err != nil {
		t.Errorf("found somebody, or %v", err)
	}
	if _, err := client.ResendInvite(t.Context(), second.ID.Or("")); err == nil {
		t.Error("what is accepted was sent again")
	}
}

// A mail is sent once: a lost answer is looked for.
func TestInvites_lostAnswer(t *testing.T) {
	t.Parallel()
	api := emulator.New()
	client := clientOf(t, api, emulator.AdminKey)
	api.Edit(emulator.Invites, api.Add(emulator.Invites, "", map[string]any{"email": "grace@example.com"}), map[string]any{"status": "cancelled"})
	create, err := portkey.NewInvites(client).PrepareCreate(t.Context(), func(time.Time) portkey.InviteCreate {
		return portkey.InviteCreate{Email: "grace@example.com", Role: "admin"}
	}, false)
	if err != nil {
		t.Fatal(err)
	}
	api.Fail(emulator.Fault{Method: http.MethodPost, When: emulator.After, Reset: true, Times: 1})
	if _, err := create.Post(t.Context()); !portkey.IsUnknownOutcome(err) {
		t.Fatalf("got %v", err)
	}
	got, err := create.Find(t.Context(), func(one portkey.Invite) bool { return one.Role.Or("") == "admin" })
	if err != nil || !got.IsPending() || len(api.Bodies(http.MethodPost, "")) != 1 {
		t.Errorf("got %+v, %v", got, err)
	}
	api.Fail(emulator.Fault{Method: http.MethodPost, Path: "/admin/users/invites/*/resend", When: emulator.After, Reset: true, Times: 1})
	if _, err := client.ResendInvite(t.Context(), got.ID.Or("")); !portkey.IsUnknownOutcome(err) || len(api.Bodies(http.MethodPost, "")) != 2 {
		t.Errorf("got %v", err)
	}
}

func TestInvites_areReadByPages(t *testing.T) {
	t.Parallel()
	api := emulator.New(emulator.WithAnswers(emulator.Answers{Sparse: true}))
	var ids []string
	for range 150 {
		ids = append(ids, api.Add(emulator.Invites, "", nil))
	}
	invites := portkey.NewInvites(clientOf(t, api, emulator.AdminKey))
	for _, id := range ids {
		if got, err := invites.Get(t.Context(), id, ""); err != nil || got.ID.Or("") != id || got.Workspaces.IsPresent() {
			t.Fatalf("got %+v, %v", got, err)
		}
	}
	costs(t, api, 2+2)
}
