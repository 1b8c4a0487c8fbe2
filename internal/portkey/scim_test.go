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
	create, err := client.SCIMMappings().PrepareCreate(t.Context(), func(time.Time) portkey.SCIMMappingCreate { return body }, false)
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
		if got, err := client.SCIMMappings().Find(t.Context(), ref); err != nil || got != made {
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
	refusal := client.SCIMMappings().Delete(t.Context(), id, nil)
	if gone := client.SCIMMappings().ProveGoneAfter(t.Context(), refusal, organisationOf(api, id, "")); !portkey.IsRefused(refusal) || !gone.Proven {
		t.Errorf("got %v, %+v", refusal, gone)
	}
	if _, err := client.SCIMMappings().Get(t.Context(), id, ""); !portkey.IsRefused(err) {
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
		mappings := clientOf(t, api, c.key).SCIMMappings()
		_, refusal := mappings.Get(t.Context(), c.id, "")
		if gone := mappings.ProveGoneAfter(t.Context(), refusal, organisationOf(api, c.id, "")); gone.Proven != c.proven {
			t.Errorf("%s: got %+v", name, gone)
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
		if got, err := client.SCIMMappings().Get(t.Context(), id, ""); err != nil || got.ID.Or("") != id {
			t.Fatalf("got %+v, %v", got, err)
		}
	}
	costs(t, api, 2)

	api.SetAnswers(emulator.Answers{MaxPage: 7})
	if all, err := clientOf(t, api, emulator.AdminKey).SCIMMappings().List(t.Context(), nil); err != nil || len(all) != 120 {
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
		groups := clientOf(t, api, emulator.AdminKey).SCIMGroups()
		if got, err := groups.FindByName(t.Context(), "Group 7"); err != nil || got.Name() != "Group 7" {
			t.Errorf("%s: got %+v, %v", field, got, err)
		}
		costs(t, api, 2)
	}
	if got := (portkey.SCIMGroup{}).Name(); got != "" {
		t.Errorf("a name %q", got)
	}
}
