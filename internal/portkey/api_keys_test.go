package portkey_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// keyed starts an API with a workspace.
func keyed(t *testing.T) (api *emulator.Server, home emulator.Workspace) {
	t.Helper()
	api = emulator.New()
	api.Advance(2 * time.Hour) // what is older can be proven to be gone
	return api, api.AddWorkspace(map[string]any{"name": "Home"})
}

// prepareKey prepares the create of a key of a workspace.
func prepareKey(t *testing.T, c *portkey.Client, body portkey.APIKeyCreate) (*portkey.APIKeyCreation, error) {
	t.Helper()
	return portkey.NewAPIKeys(c, body.Kind).PrepareCreate(t.Context(), func(time.Time) portkey.APIKeyCreate { return body }, false)
}

func backend(home emulator.Workspace) portkey.APIKeyCreate {
	return portkey.APIKeyCreate{
		Kind: portkey.WorkspaceService, Name: "backend", WorkspaceID: home.ID, Scopes: []string{"logs.view", "completions.write"},
	}
}

// keyScopes are the scopes for keys of the kinds.
func keyScopes(verb string, kinds ...string) []string {
	var all []string
	for _, kind := range kinds {
		all = append(all, strings.ReplaceAll(kind, "-", "_")+"_api_keys."+verb)
	}
	return all
}

var allKinds = []string{portkey.OrganisationService, portkey.WorkspaceService, portkey.WorkspaceUser}

// A create is one lookup and one POST, to the path of the kind, and its answer contains
// the secret. A name is taken within its kind, workspace and user only.
func TestAPIKeys_create(t *testing.T) {
	t.Parallel()
	api, home := keyed(t)
	other := api.AddWorkspace(map[string]any{"name": "Other"})
	users := []string{}
	for _, email := range []string{"ada@example.com", "grace@example.com"} {
		user := api.Add(emulator.Users, "", map[string]any{"email": email})
		api.Add(emulator.Members, home.ID, map[string]any{"id": user, "role": "ws-member"})
		users = append(users, user)
	}
	ofUser := func(id string) portkey.APIKeyCreate {
		body := backend(home)
		body.Kind, body.UserID = portkey.WorkspaceUser, id
		return body
	}
	client := clientOf(t, api, emulator.AdminKey)
	for _, body := range []portkey.APIKeyCreate{
		{Kind: portkey.OrganisationService, Name: "backend", Scopes: []string{"logs.view"}},
		backend(home), backend(other), ofUser(users[0]), ofUser(users[1]),
	} {
		api.ResetRequests()
		create, err := prepareKey(t, client, body)
		if err != nil {
			t.Fatal(err)
		}
		made, err := create.Post(t.Context())
		if live := api.LiveSecrets(made.ID.Or("")); err != nil || !slices.Equal(live, []string{made.Secret.Reveal()}) {
			t.Fatalf("%s: got %q, %v", body.Kind, live, err)
		}
		sent := api.Requests()
		if path := "/v1/api-keys/" + strings.Replace(body.Kind, "-", "/", 1); len(sent) > 3 || sent[len(sent)-1].Path != path {
			t.Errorf("%s: sent %+v", body.Kind, sent)
		}
		read, err := portkey.NewAPIKeys(client, "").GetUncached(t.Context(), made.ID.Or(""))
		if err != nil || read.Kind() != body.Kind || !read.Secret.IsZero() || read.MaskedKey != made.Secret.Masked() || made.MaskedKey != read.MaskedKey {
			t.Errorf("%s: read %+v, %v", body.Kind, read, err)
		}
		var taken *portkey.TakenError
		if _, err := prepareKey(t, client, body); !errors.As(err, &taken) || !taken.MadeHere {
			t.Errorf("%s: got %v", body.Kind, err)
		}
		if _, err := prepareKey(t, clientOf(t, api, emulator.AdminKey), body); !errors.As(err, &taken) || taken.Candidates[0].Import != made.ID.Or("") {
			t.Errorf("%s: got %v", body.Kind, err)
		}
	}
	if n := api.Count(emulator.APIKeys, ""); n != 1 {
		t.Errorf("%d keys of the organisation", n)
	}
}

// A name is looked up in the list of its workspace, however many keys others have.
func TestAPIKeys_lookUpInWorkspace(t *testing.T) {
	t.Parallel()
	api, home := keyed(t)
	other := api.AddWorkspace(map[string]any{"name": "Other"})
	for i := range 350 {
		api.Add(emulator.APIKeys, other.ID, map[string]any{"name": fmt.Sprint("key ", i)})
	}
	client := clientOf(t, api, emulator.AdminKey)
	for _, look := range []func(portkey.APIKeyCreate){
		func(body portkey.APIKeyCreate) { _, _ = prepareKey(t, client, body) },
		func(body portkey.APIKeyCreate) { _, _ = client.APIKeyNamed(t.Context(), body.WorkspaceID, body.Name) },
	} {
		api.ResetRequests()
		look(backend(home))
		if sent := api.Requests(); len(sent) != 1 || !strings.Contains(sent[0].RawQuery, "workspace_id="+home.ID) {
			t.Errorf("sent %+v", sent)
		}
	}
	client = clientOf(t, api, emulator.AdminKey)
	api.ResetRequests()
	for i := range 3 {
		body := backend(home)
		body.Name = fmt.Sprint("backend ", i)
		portkey.NewAPIKeys(client, "").Namesakes(t.Context(), body)
	}
	if n := len(api.Requests()); n != 4 { // the first page, which shows that there are more, and one each
		t.Errorf("a plan of three creates sent %d requests", n)
	}
}

// One list is read for all keys of an organisation.
func TestAPIKey_refresh(t *testing.T) {
	t.Parallel()
	api, _ := keyed(t)
	var ids []string
	for i := range 40 {
		in := api.AddWorkspace(map[string]any{"name": fmt.Sprint("workspace ", i)})
		for j := range 5 {
			ids = append(ids, api.Add(emulator.APIKeys, in.ID, map[string]any{
				"name": fmt.Sprint("key ", j), "usage_limits": map[string]any{"type": "cost", "credit_limit": 10, "periodic_reset": "weekly"},
			}))
		}
	}
	known := map[string]string{}
	read := func(id string) portkey.APIKey {
		got, err := portkey.NewAPIKeys(clientOf(t, api, emulator.AdminKey), "").GetUncached(t.Context(), id)
		if err != nil || !got.IsWhole() || got.UsageLimits.Or(nil)[0].NextUsageResetAt == "" {
			t.Fatalf("got %+v, %v", got, err)
		}
		return got
	}
	for _, id := range ids {
		known[id] = read(id).LastUpdatedAt.Or("")
	}
	refresh := func() (requests int) {
		client := clientOf(t, api, emulator.AdminKey)
		api.ResetRequests()
		for _, id := range ids {
			got, err := client.APIKey(t.Context(), id, known[id])
			if err != nil || got.ID.Or("") != id || got.LastUpdatedAt.Or("") != known[id] && !got.IsWhole() {
				t.Errorf("%s: got %+v, %v", id, got, err)
			}
		}
		return len(api.Requests())
	}
	if n := refresh(); n > 6 {
		t.Errorf("%d requests for %d keys", n, len(ids))
	}
	api.Advance(time.Hour)
	api.Edit(emulator.APIKeys, ids[7], map[string]any{"description": "for nightly jobs"})
	if n := refresh(); n > 7 {
		t.Errorf("%d requests for %d keys, one of which somebody changed", n, len(ids))
	}
	if n := len(api.Requests()); n == 0 || !slices.ContainsFunc(api.Requests(), func(r emulator.Request) bool { return r.Path == "/v1/api-keys/"+ids[7] }) {
		t.Errorf("a list item passed for all of a key that was changed: %d requests", n)
	}
}

func TestAPIKeyNamed(t *testing.T) {
	t.Parallel()
	api, home := keyed(t)
	other := api.AddWorkspace(map[string]any{"name": "Other"})
	mine := api.Add(emulator.APIKeys, home.ID, map[string]any{"name": "backend"})
	api.Add(emulator.APIKeys, other.ID, map[string]any{"name": "backend"})
	admin := api.Add(emulator.APIKeys, "", map[string]any{"name": "backend"})
	client := clientOf(t, api, emulator.AdminKey)
	for workspaceID, want := range map[string]string{home.ID: mine, "": admin} {
		if got, err := client.APIKeyNamed(t.Context(), workspaceID, "backend"); err != nil || got.ID.Or("") != want {
			t.Errorf("%q: got %+v, %v", workspaceID, got, err)
		}
	}
	if _, err := client.APIKeyNamed(t.Context(), home.ID, "frontend"); !errors.As(err, new(*portkey.NotFoundError)) {
		t.Errorf("got %v", err)
	}
	api.Add(emulator.APIKeys, home.ID, map[string]any{"name": "backend"})
	if _, err := client.APIKeyNamed(t.Context(), home.ID, "backend"); !errors.As(err, new(*portkey.AmbiguousError)) {
		t.Errorf("got %v", err)
	}
}

// What proves that a key is gone is that a list lacks it that would contain it.
func TestProveAPIKeyGone(t *testing.T) {
	t.Parallel()
	const same, elsewhere, admin = "a key of the kind in the workspace", "one in another workspace", "a key of the organisation"
	lists := func(kinds ...string) []string {
		return append(keyScopes("list", kinds...), keyScopes("read", kinds...)...)
	}
	for name, c := range map[string]struct {
		scopes  []string
		others  []string
		answers emulator.Answers
		own     bool // the client's key is one of the workspace
		stays   bool // the key was not deleted
		young   bool
		want    bool
	}{
		"404 by who sees the workspace":         {want: true},
		"403, and the kind is not shown":        {answers: emulator.Answers{NotFound: emulator.NotFoundIs403}},
		"403, the kind is shown":                {answers: emulator.Answers{NotFound: emulator.NotFoundIs403}, others: []string{same}, want: true},
		"403, the kind is shown elsewhere":      {answers: emulator.Answers{NotFound: emulator.NotFoundIs403}, others: []string{elsewhere, admin}, want: true},
		"403, an organisation without the kind": {answers: emulator.Answers{NotFound: emulator.NotFoundIs403}, others: []string{admin}},
		"archived":                              {answers: emulator.Answers{DeletedAsArchived: true}, want: true},
		"404, the workspace is not seen":        {scopes: lists(portkey.WorkspaceService), others: []string{elsewhere}},
		"404, the workspace is listed":          {scopes: lists(portkey.WorkspaceService), others: []string{same}, want: true},
		"no scope for the list":                 {scopes: keyScopes("read", allKinds...), others: []string{same}},
		"404, no scope for the kind":            {scopes: lists(portkey.OrganisationService), others: []string{admin}, want: true},
		"403, no scope for the kind":            {scopes: lists(portkey.OrganisationService), others: []string{admin}, answers: emulator.Answers{NotFound: emulator.NotFoundIs403}},
		"young":                                 {young: true, others: []string{same}},
		"a key of the workspace":                {own: true, others: []string{same}, want: true},
		"there, and no scope for the kind":      {scopes: append(lists(portkey.OrganisationService), "workspaces.read"), others: []string{admin, same}, stays: true},
		"there, and no scope to read":           {scopes: keyScopes("list", allKinds...), stays: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api, home := keyed(t)
			api.SetAnswers(c.answers)
			id := api.Add(emulator.APIKeys, home.ID, map[string]any{"name": "backend"})
			known, err := portkey.NewAPIKeys(clientOf(t, api, emulator.AdminKey), "").GetUncached(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			for _, other := range c.others {
				in := map[string]string{same: home.ID, elsewhere: api.AddWorkspace(map[string]any{"name": "Other"}).ID}[other]
				api.Add(emulator.APIKeys, in, map[string]any{"name": other})
			}
			if !c.young {
				api.Advance(2 * time.Hour)
			}
			if !c.stays {
				api.Drop(emulator.APIKeys, id)
			}
			caller := emulator.Key{Scopes: c.scopes}
			if c.own {
				caller.WorkspaceID = home.ID
			}
			client := clientOf(t, api, api.AddKey(caller))
			_, refusal := portkey.NewAPIKeys(client, "").GetUncached(t.Context(), id)
			if !portkey.IsRefused(refusal) {
				t.Fatalf("got %v", refusal)
			}
			gone := client.ProveAPIKeyGone(t.Context(), refusal, refOf(known))
			if gone.Proven != c.want {
				t.Errorf("got %+v after %v", gone, refusal)
			}
		})
	}
}

func refOf(k portkey.APIKey) portkey.APIKeyRef {
	return portkey.APIKeyRef{
		ID: k.ID.Or(""), Kind: k.Kind(), OrganisationID: k.OrganisationID.Or(""), WorkspaceID: k.WorkspaceID.Or(""), CreatedAt: k.CreatedAt.Or(""),
	}
}

// The keys of a deleted workspace are out of everybody's reach; a key of another
// organisation proves nothing.
func TestProveAPIKeyGone_parents(t *testing.T) {
	t.Parallel()
	api, home := keyed(t)
	id := api.Add(emulator.APIKeys, home.ID, map[string]any{"name": "backend"})
	client := clientOf(t, api, emulator.AdminKey)
	known, err := portkey.NewAPIKeys(client, "").GetUncached(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	api.Advance(2 * time.Hour)
	_, foreign := api.AddOrganisation("Umbrella")
	stranger := clientOf(t, api, foreign)
	_, refusal := portkey.NewAPIKeys(stranger, "").GetUncached(t.Context(), id)
	if gone := stranger.ProveAPIKeyGone(t.Context(), refusal, refOf(known)); gone.Proven || !gone.Elsewhere {
		t.Errorf("got %+v after %v", gone, refusal)
	}
	api.Drop(emulator.APIKeys, id)
	api.DeleteWorkspace(home.ID)
	_, refusal = portkey.NewAPIKeys(client, "").GetUncached(t.Context(), id)
	if gone := client.ProveAPIKeyGone(t.Context(), refusal, refOf(known)); !gone.Proven {
		t.Errorf("got %+v after %v", gone, refusal)
	}
}

// A bare 404 is what a proxy returns.
func TestProveAPIKeyGone_bare404(t *testing.T) {
	t.Parallel()
	api, home := keyed(t)
	id := api.Add(emulator.APIKeys, home.ID, map[string]any{"name": "backend"})
	client := clientOf(t, api, emulator.AdminKey)
	known, err := portkey.NewAPIKeys(client, "").GetUncached(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	api.Advance(2 * time.Hour)
	api.Drop(emulator.APIKeys, id)
	api.Fail(emulator.Fault{Method: http.MethodGet, Path: "/api-keys/" + id, Status: http.StatusNotFound, Body: "no such page"})
	_, refusal := portkey.NewAPIKeys(client, "").GetUncached(t.Context(), id)
	if gone := client.ProveAPIKeyGone(t.Context(), refusal, refOf(known)); gone.Proven {
		t.Errorf("got %+v after %v", gone, refusal)
	}
}

// A create whose answer was lost has created a key that is found, and rotated so that its
// secret is known. Nothing is posted again.
func TestFindLostAPIKey(t *testing.T) {
	t.Parallel()
	lose := emulator.Fault{Method: http.MethodPost, When: emulator.After, Reset: true, Times: 1}
	for name, c := range map[string]struct {
		scopes  []string
		fault   *emulator.Fault
		answers emulator.Answers
		// before the create, and while its answer is lost
		another map[string]any
		found   bool
		blind   bool
	}{
		"lost":                    {fault: &lose, found: true},
		"an answer without an id": {answers: emulator.Answers{WithoutID: true}, found: true},
		"two of the name":         {fault: &lose, another: map[string]any{"name": "backend"}},
		"another one by a person": {fault: &lose, another: map[string]any{"name": "other"}, found: true},
		"no scope for the kind": {fault: &lose, blind: true, scopes: append(keyScopes("create", allKinds...),
			append(keyScopes("list", portkey.OrganisationService), keyScopes("read", allKinds...)...)...)},
		"no scope to list": {fault: &lose, blind: true, scopes: keyScopes("create", allKinds...)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api, home := keyed(t)
			api.SetAnswers(c.answers)
			client := clientOf(t, api, api.AddKey(emulator.Key{Scopes: c.scopes}))
			body := backend(home)
			create, err := prepareKey(t, client, body)
			if err != nil {
				t.Fatal(err)
			}
			if c.fault != nil {
				api.Fail(*c.fault)
			}
			if _, err = create.Post(t.Context()); !portkey.IsUnknownOutcome(err) {
				t.Fatalf("got %v", err)
			}
			if c.another != nil {
				api.Add(emulator.APIKeys, home.ID, c.another)
			}
			api.SetAnswers(emulator.Answers{})
			found, err := portkey.FindLostAPIKey(t.Context(), client, create, body)
			var unknown *portkey.UnknownOutcomeError
			if lost := errors.As(err, &unknown); lost == c.found || lost && unknown.Blind != c.blind {
				t.Fatalf("got %+v, %v", found, err)
			}
			if c.found {
				rotated, err := client.RotateAPIKey(t.Context(), found.ID.Or(""), portkey.RotateOptions{})
				if live := api.LiveSecrets(found.ID.Or("")); err != nil || live[0] != rotated.Secret.Reveal() {
					t.Errorf("got %+v, %v", rotated, err)
				}
			}
			if n := len(api.Bodies(http.MethodPost, "/api-keys/workspace")); n != 1 {
				t.Errorf("posted %d times", n)
			}
		})
	}
}
