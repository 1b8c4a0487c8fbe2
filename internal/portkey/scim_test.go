package portkey_test

import (
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// maps creates a mapping.
func maps(t *testing.T, client *portkey.Client, body portkey.SCIMMappingCreate) (portkey.SCIMMapping, error) {
	t.Helper()
	create, err := portkey.NewSCIMMappings(client).PrepareCreate(t.Context(), func(time.Time) portkey.SCIMMappingCreate { return body }, false)
	if err != nil {
		return portkey.SCIMMapping{}, err
	}
	return create.Post(t.Context())
}

func TestSCIMMappings_lifecycle(t *testing.T) {
	t.Parallel()
	api := emulator.New()
	home := api.AddWorkspace(map[string]any{"name": "Home"})
	client := retrying(t, api, emulator.AdminKey, 1)
	made, err := maps(t, client, portkey.SCIMMappingCreate{WorkspaceID: home.ID, Role: "manager", GroupName: "Platform"})
	if err != nil || made.Group.Or("") != "Platform" || made.WorkspaceID.Or("") != home.ID || made.GroupID.Or("") == "" {
		t.Fatalf("got %+v, %v", made, err)
	}
	id := made.ID.Or("")
	for _, ref := range []string{id, home.ID + "/Platform/manager"} {
		if got, err := portkey.NewSCIMMappings(client).Find(t.Context(), ref); err != nil || got != made {
			t.Errorf("%s: got %+v, %v", ref, got, err)
		}
	}

	// The API would answer with the same mapping: it has to be looked for before.
	another := clientOf(t, api, emulator.AdminKey)
	var taken *portkey.TakenError
	for name, body := range map[string]portkey.SCIMMappingCreate{
		"by name": {WorkspaceID: home.ID, Role: "manager", GroupName: "Platform"},
		"by id":   {WorkspaceID: home.ID, Role: "manager", GroupID: made.GroupID.Or(""), Group: "Platform"},
	} {
		if _, err := maps(t, another, body); !errors.As(err, &taken) || taken.Candidates[0].Import != id {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if _, err := maps(t, another, portkey.SCIMMappingCreate{WorkspaceID: home.ID, Role: "admin", GroupName: "Platform"}); err == nil {
		t.Error("a group got two roles")
	}

	// A second attempt is refused after a delete whose answer is lost.
	api.Fail(emulator.Fault{Method: http.MethodDelete, When: emulator.After, Reset: true, Times: 1})
	refusal := portkey.NewSCIMMappings(client).Delete(t.Context(), id, nil)
	if gone := portkey.NewSCIMMappings(client).ProveGoneAfter(t.Context(), refusal, organisationOf(api, id, "")); !portkey.IsRefused(refusal) || !gone.Proven {
		t.Errorf("got %v, %+v", refusal, gone)
	}
	if _, err := portkey.NewSCIMMappings(client).Get(t.Context(), id, ""); !portkey.IsRefused(err) {
		t.Errorf("got %v", err)
	}
	if _, err := maps(t, client, portkey.SCIMMappingCreate{WorkspaceID: home.ID, Role: "admin", GroupName: "Platform"}); err != nil {
		t.Error(err)
	}
}

// Absence from the complete list proves, though answers have no times.
func TestSCIMMappings_provenGone(t *testing.T) {
	t.Parallel()
	api := emulator.New()
	home := api.AddWorkspace(map[string]any{"name": "Home"})
	id, kept := api.Add(emulator.SCIMMappings, home.ID, nil), api.Add(emulator.SCIMMappings, home.ID, map[string]any{"scim_group_name": "Kept"})
	api.Drop(emulator.SCIMMappings, id)
	_, foreign := api.AddOrganisation("Globex")
	for name, c := range map[string]struct {
		key, id string
		proven  bool
	}{
		"dropped": {emulator.AdminKey, id, true}, "kept": {emulator.AdminKey, kept, false}, "a foreign key": {foreign, id, false},
	} {
		mappings := portkey.NewSCIMMappings(clientOf(t, api, c.key))
		_, refusal := mappings.Get(t.Context(), c.id, "")
		if gone := mappings.ProveGoneAfter(t.Context(), refusal, organisationOf(api, c.id, "")); gone.Proven != c.proven {
			t.Errorf("%s: got %+v", name, gone)
		}
	}
}

// The role is compared without case, and a group with another one is waited for.
func TestSCIMMappings_otherRole(t *testing.T) {
	t.Parallel()
	api := emulator.New()
	home := api.AddWorkspace(map[string]any{"name": "Home"})
	client := retrying(t, api, emulator.AdminKey, 1)
	body := portkey.SCIMMappingCreate{WorkspaceID: home.ID, Role: "Manager", GroupName: "Platform"}
	made, err := maps(t, client, body)
	if err != nil {
		t.Fatal(err)
	}
	byID := portkey.SCIMMappingCreate{WorkspaceID: home.ID, Role: "admin", GroupID: made.GroupID.Or("")}
	for name, c := range map[string]struct {
		body  portkey.SCIMMappingCreate
		found bool
	}{
		"the same role":    {body, false},
		"another one":      {portkey.SCIMMappingCreate{Role: "admin", GroupName: "Platform"}, true},
		"another, by id":   {byID, true},
		"of another group": {portkey.SCIMMappingCreate{Role: "admin", GroupName: "Research"}, false},
	} {
		if other, err := client.OtherRole(t.Context(), c.body); err != nil || (other != nil) != c.found {
			t.Errorf("%s: got %v, %v", name, other, err)
		}
	}
	remove := api.Fail(emulator.Fault{Method: http.MethodGet, Status: http.StatusForbidden})
	if _, err := client.OtherRole(t.Context(), byID); err == nil {
		t.Error("no error")
	}
	remove()
	var taken *portkey.TakenError
	if _, err := maps(t, clientOf(t, api, emulator.AdminKey), portkey.SCIMMappingCreate{WorkspaceID: home.ID, Role: "MANAGER", GroupName: "Platform"}); !errors.As(err, &taken) {
		t.Errorf("got %v", err)
	}
}

// The name of a group is read once, of the groups, or of a mapping where there is no list
// of them.
func TestSCIMGroupName(t *testing.T) {
	t.Parallel()
	api := emulator.New()
	home := api.AddWorkspace(map[string]any{"name": "Home"})
	group := api.Add(emulator.SCIMGroups, "", map[string]any{"name": "Platform"})
	client := clientOf(t, api, emulator.AdminKey)
	for range 3 {
		if got := client.SCIMGroupName(t.Context(), group); got != "Platform" {
			t.Errorf("got %q", got)
		}
	}
	costs(t, api, 1)
	api.Add(emulator.SCIMMappings, home.ID, map[string]any{"scim_group_name": "Research"})
	mapped, _ := api.All(emulator.SCIMMappings)[0].Fields["scim_group_id"].(string)
	api.Fail(emulator.Fault{Method: http.MethodGet, Path: "/scim/groups", Status: http.StatusNotFound})
	client = clientOf(t, api, emulator.AdminKey)
	for id, want := range map[string]string{mapped: "Research", group: group} {
		if got := client.SCIMGroupName(t.Context(), id); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// 120 mappings are on two pages, whatever their workspaces.
func TestSCIMMappings_areReadByPages(t *testing.T) {
	t.Parallel()
	api := emulator.New()
	var ids []string
	for i := range 120 {
		home := api.Workspaces()[0].ID
		if i%10 == 0 {
			home = api.AddWorkspace(map[string]any{"name": "Home"}).ID
		}
		ids = append(ids, api.Add(emulator.SCIMMappings, home, map[string]any{"scim_group_name": fmt.Sprint("Group ", i)}))
	}
	client := clientOf(t, api, emulator.AdminKey)
	for _, id := range ids {
		if got, err := portkey.NewSCIMMappings(client).Get(t.Context(), id, ""); err != nil || got.ID.Or("") != id {
			t.Fatalf("got %+v, %v", got, err)
		}
	}
	costs(t, api, 2)

	api.SetAnswers(emulator.Answers{MaxPage: 7})
	if all, err := portkey.NewSCIMMappings(clientOf(t, api, emulator.AdminKey)).List(t.Context(), nil); err != nil || len(all) != 120 {
		t.Errorf("%d mappings, %v", len(all), err)
	}
}

func TestSCIMGroups(t *testing.T) {
	t.Parallel()
	for _, field := range []string{"", "displayName", "name", "scim_group"} {
		api := emulator.New(emulator.WithAnswers(emulator.Answers{GroupName: field}))
		for i := range 120 {
			api.Add(emulator.SCIMGroups, "", map[string]any{"name": fmt.Sprint("Group ", i)})
		}
		groups := portkey.NewSCIMGroups(clientOf(t, api, emulator.AdminKey))
		if got, err := groups.FindByName(t.Context(), "Group 7"); err != nil || got.Name() != "Group 7" {
			t.Errorf("%s: got %+v, %v", field, got, err)
		}
		costs(t, api, 2)
	}
	if got := (portkey.SCIMGroup{}).Name(); got != "" {
		t.Errorf("a name %q", got)
	}
}
