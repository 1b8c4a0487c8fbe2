package portkey_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// staffed starts an API with some users, and returns their ids.
func staffed(t *testing.T, count int) (api *emulator.Server, ids []string) {
	t.Helper()
	api = emulator.New()
	for i := range count {
		ids = append(ids, api.Add(emulator.Users, "", map[string]any{"email": fmt.Sprintf("user-%d@example.com", i)}))
	}
	return api, ids
}

// costs checks how many requests were sent since the log was last reset.
func costs(t *testing.T, api *emulator.Server, most int) {
	t.Helper()
	if n := len(api.Requests()); n > most {
		t.Errorf("%d requests, want %d at most", n, most)
	}
}

// organisationOf is the parent that a proof compares with.
func organisationOf(api *emulator.Server, id, created string) portkey.Ref {
	return portkey.Ref{ID: id, Parent: api.OrganisationID(), CreatedAt: created}
}

const longAgo = "2020-01-01T00:00:00Z"

func TestUsers_found(t *testing.T) {
	t.Parallel()
	api, ids := staffed(t, 120)
	users := portkey.NewUsers(clientOf(t, api, emulator.AdminKey))
	for _, ref := range []string{ids[7], portkey.Address(" USER-7@example.com")} {
		if got, err := users.Find(t.Context(), ref); err != nil || got.ID.Or("") != ids[7] || got.Role.Or("") != "member" {
			t.Errorf("%s: got %+v, %v", ref, got, err)
		}
	}
	api.ResetRequests()
	if _, err := users.FindByName(t.Context(), "user-8@example.com"); err != nil {
		t.Error(err)
	}
	costs(t, api, 2) // the filtered list, and the user
	if _, err := users.FindByName(t.Context(), "nobody@example.com"); !errors.As(err, new(*portkey.NotFoundError)) {
		t.Errorf("got %v", err)
	}
	all, err := users.List(t.Context(), nil)
	if err != nil || len(all) != 121 {
		t.Errorf("%d users, %v", len(all), err)
	}
	if owners, err := users.List(t.Context(), url.Values{"role": {"owner"}}); err != nil || len(owners) != 1 || !portkey.LeadsOrganisation(owners[0].Role.Or("")) {
		t.Errorf("owners: %v, %v", owners, err)
	}
}

// A total that counts its page only is on record.
func TestUsers_wholeListsWithTotalsOfPages(t *testing.T) {
	t.Parallel()
	api, _ := staffed(t, 250)
	api.SetAnswers(emulator.Answers{PageTotals: true})
	if all, err := portkey.NewUsers(clientOf(t, api, emulator.AdminKey)).List(t.Context(), nil); err != nil || len(all) != 251 {
		t.Errorf("%d users, %v", len(all), err)
	}
}

func TestUsers_areReadByPages(t *testing.T) {
	t.Parallel()
	api, ids := staffed(t, 300)
	users := portkey.NewUsers(clientOf(t, api, emulator.AdminKey))
	for _, id := range ids {
		if got, err := users.Get(t.Context(), id, ""); err != nil || got.ID.Or("") != id {
			t.Fatalf("%s: got %+v, %v", id, got, err)
		}
	}
	costs(t, api, 2+4)
}

// One list of users serves all that is written to other nouns, until a user is.
func TestUsers_listStaysCached(t *testing.T) {
	t.Parallel()
	api, ids := staffed(t, 3)
	client := clientOf(t, api, emulator.AdminKey)
	home := api.AddWorkspace(map[string]any{"name": "Home"})
	lists := func(want int) {
		t.Helper()
		if _, err := portkey.NewUsers(client).List(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		if got := len(api.Bodies(http.MethodGet, "/admin/users")); got != want {
			t.Errorf("%d lists, want %d", got, want)
		}
	}
	lists(1)
	create, err := adds(t, portkey.NewMembers(client, home.ID), ids[0], "member")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := create.Post(t.Context()); err != nil {
		t.Fatal(err)
	}
	lists(1)
	if err := portkey.NewUsers(client).Delete(t.Context(), ids[1], nil); err != nil {
		t.Fatal(err)
	}
	lists(2)
}

func TestUsers_role(t *testing.T) {
	t.Parallel()
	api, ids := staffed(t, 1)
	users := portkey.NewUsers(retrying(t, api, emulator.AdminKey, 1))
	toAdmin := func(live portkey.User) ([]portkey.UserUpdate, error) {
		if live.Role.Or("") == "admin" {
			return nil, nil
		}
		return []portkey.UserUpdate{{Role: "admin"}}, nil
	}
	// The attempt whose answer is lost makes the next one the role that the user has.
	api.Fail(emulator.Fault{Method: http.MethodPut, When: emulator.After, Reset: true, Times: 1})
	for range 2 {
		if got, err := users.Edit(t.Context(), ids[0], toAdmin); err != nil || got.Role.Or("") != "admin" {
			t.Errorf("got %+v, %v", got, err)
		}
	}
	if puts := len(api.Bodies(http.MethodPut, "")); puts != 2 {
		t.Errorf("%d PUTs", puts)
	}
	// So does somebody else who was first.
	api.Fail(emulator.Fault{Method: http.MethodPut, Times: 1, Hook: func(*http.Request) { api.Edit(emulator.Users, ids[0], map[string]any{"role": "member"}) }})
	if got, err := users.Edit(t.Context(), ids[0], func(live portkey.User) ([]portkey.UserUpdate, error) {
		if live.Role.Or("") == "member" {
			return nil, nil
		}
		return []portkey.UserUpdate{{Role: "member"}}, nil
	}); err != nil || got.Role.Or("") != "member" {
		t.Errorf("got %+v, %v", got, err)
	}
	again := func(portkey.User) ([]portkey.UserUpdate, error) { return []portkey.UserUpdate{{Role: "member"}}, nil }
	if _, err := users.Edit(t.Context(), ids[0], again); err == nil {
		t.Error("the same role was accepted")
	}
}

func TestUsers_provenGone(t *testing.T) {
	t.Parallel()
	api, ids := staffed(t, 2)
	api.Advance(2 * time.Hour)
	client := clientOf(t, api, emulator.AdminKey)
	api.Leave(ids[0])
	_, refusal := portkey.NewUsers(client).Get(t.Context(), ids[0], "")
	if !portkey.IsRefused(refusal) {
		t.Fatalf("got %v", refusal)
	}
	for id, proven := range map[string]bool{ids[0]: true, ids[1]: false} {
		if gone := portkey.NewUsers(client).ProveGoneAfter(t.Context(), refusal, organisationOf(api, id, longAgo)); gone.Proven != proven {
			t.Errorf("%s: got %+v", id, gone)
		}
	}
	_, foreign := api.AddOrganisation("Globex")
	if gone := portkey.NewUsers(clientOf(t, api, foreign)).ProveGone(t.Context(), organisationOf(api, ids[1], longAgo)); gone.Proven {
		t.Errorf("to a foreign key: %+v", gone)
	}
}

// The organisation is that of the key.
func TestClient_organisationID(t *testing.T) {
	t.Parallel()
	api := emulator.New()
	client := clientOf(t, api, emulator.AdminKey)
	if got, err := client.OrganisationID(t.Context()); err != nil || got != api.OrganisationID() {
		t.Errorf("got %q, %v", got, err)
	}
	costs(t, api, 2)
	id, foreign := api.AddOrganisation("Globex")
	if got, err := clientOf(t, api, foreign).OrganisationID(t.Context()); err != nil || got != id {
		t.Errorf("of another key: %q, %v", got, err)
	}
	api.SetScopes(emulator.AdminKey)
	if got, err := clientOf(t, api, emulator.AdminKey).OrganisationID(t.Context()); err == nil || got != "" {
		t.Errorf("without a right to look: %q, %v", got, err)
	}
}

// A plan finds users by address in one list, and knows nothing once it is applied.
func TestUsers_forPlan(t *testing.T) {
	t.Parallel()
	api, ids := staffed(t, 3)
	users := portkey.NewUsers(clientOf(t, api, emulator.AdminKey))
	for address, want := range map[string]int{"user-1@example.com": 1, "nobody@example.com": 0} {
		if found, known := users.NamedForPlan(t.Context(), address); !known || len(found) != want {
			t.Errorf("%s: %v, %t", address, found, known)
		}
	}
	costs(t, api, 1)
	if err := users.Delete(t.Context(), ids[0], nil); err != nil {
		t.Fatal(err)
	}
	if found, known := users.NamedForPlan(t.Context(), "user-1@example.com"); known || len(found) != 0 {
		t.Errorf("once written: %v, %t", found, known)
	}
}
