package portkey_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// The other tests bring their own small control plane; these run the verbs over
// HTTP against the emulator, which knows the API's refusals.

func clientOf(t *testing.T, api *emulator.Server, key string) *portkey.Client {
	t.Helper()
	return retrying(t, api, key, 0)
}

// retrying is a client that sends a request again, up to so many times.
func retrying(t *testing.T, api *emulator.Server, key string, retries int) *portkey.Client {
	t.Helper()
	waits := portkey.DefaultWaits()
	waits.TakenName, waits.TakenNamePause = 20*time.Millisecond, 5*time.Millisecond
	waits.FindCreated, waits.FindCreatedPause = 200*time.Millisecond, 5*time.Millisecond
	waits.WriteSettle, waits.RetryMin = time.Millisecond, time.Millisecond
	c, err := portkey.New(portkey.Options{APIKey: key, BaseURL: serverOf(t, api), Waits: waits, MaxRetries: retries})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// serverOf serves an API, and returns its base URL.
func serverOf(t *testing.T, api *emulator.Server) string {
	t.Helper()
	server := httptest.NewServer(api)
	t.Cleanup(server.Close)
	return server.URL + "/v1"
}

func TestEmulator_emptiesAWorkspace(t *testing.T) {
	t.Parallel()
	for name, answers := range map[string]emulator.Answers{
		"as recorded":           {},
		"paged":                 {MaxPage: 1},
		"every answer names it": {WorkspaceIDInItems: emulator.PresentAlways},
		"reads name it":         {WorkspaceIDInReads: emulator.PresentAlways},
		"no answer names it":    {WorkspaceIDInItems: emulator.PresentNever, WorkspaceIDInReads: emulator.PresentNever, Sparse: true, BareArrays: true},
		"an ignored filter":     {FiltersIgnored: true, WorkspaceIDInItems: emulator.PresentAlways},
		"ignored, all reads":    {FiltersIgnored: true, WorkspaceIDInReads: emulator.PresentAlways},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			answers.GlobalIntegrations = []string{"openai"}
			api := emulator.New(emulator.WithAnswers(answers))
			api.Advance(time.Hour) // the default workspace is older, and so is its provider
			ours := api.AddWorkspace(map[string]any{"name": "ours"})
			theirs := api.AddWorkspace(map[string]any{"name": "theirs"})
			before := map[emulator.Noun]int{}
			guardrail := ""
			for _, kind := range emulator.Contents() {
				for _, in := range []string{ours.ID, theirs.ID} {
					id := api.Add(kind, in, map[string]any{"name": "mine"})
					api.Add(kind, in, map[string]any{"name": "mine too"})
					if kind == emulator.Guardrails && in == ours.ID {
						guardrail = id
					}
				}
				before[kind] = api.Count(kind, theirs.ID)
			}
			api.EditWorkspace(ours.ID, map[string]any{"defaults": map[string]any{
				"metadata": map[string]any{"team": "x"}, "input_guardrails": []string{guardrail},
			}})

			c := clientOf(t, api, emulator.AdminKey)
			if err := c.DeleteWorkspace(t.Context(), ours.ID, "ours"); !portkey.IsConflict(err) {
				t.Fatalf("got %v, want a conflict", err)
			}
			live, err := portkey.NewWorkspaces(c).GetUncached(t.Context(), ours.ID)
			if err != nil {
				t.Fatal(err)
			}
			held, err := c.Contents(t.Context(), live)
			if err != nil {
				t.Fatal(err)
			}
			left, err := c.Empty(t.Context(), held)
			if err != nil || len(left) > 0 && !answers.FiltersIgnored || len(held.Hidden) > 0 {
				t.Fatalf("left %v of %s, %v", left, held, err)
			}
			if now, _ := api.Workspace(ours.ID); cmp.Diff(now.Defaults["metadata"], map[string]any{"team": "x"}) != "" {
				t.Errorf("the metadata became %v", now.Defaults)
			}
			if err := c.DeleteWorkspace(t.Context(), ours.ID, "ours"); err != nil {
				t.Fatal(err)
			}
			for kind, n := range before {
				if got := api.Count(kind, theirs.ID); got != n {
					t.Errorf("the neighbour has %d of %s left, of %d", got, kind, n)
				}
			}
		})
	}
}

func TestEmulator_provesGone(t *testing.T) {
	t.Parallel()
	api := emulator.New()
	w := api.AddWorkspace(map[string]any{"name": "🎯 Target"})
	other := api.AddWorkspace(map[string]any{"name": "other"})
	api.Advance(2 * time.Hour)
	_, foreign := api.AddOrganisation("Umbrella")
	unscoped := api.AddKey(emulator.Key{Scopes: []string{"workspaces.read"}})
	confined := api.AddKey(emulator.Key{WorkspaceID: other.ID})
	ref := portkey.Ref{
		ID: w.ID, Name: "🎯 Target", Parent: api.OrganisationID(), CreatedAt: w.CreatedAt.Format(time.RFC3339),
	}

	prove := func(key string) portkey.Gone {
		t.Helper()
		return portkey.NewWorkspaces(clientOf(t, api, key)).ProveGone(t.Context(), ref)
	}
	for name, key := range map[string]string{"foreign": foreign, "unscoped": unscoped, "confined": confined, "admin": emulator.AdminKey} {
		if got := prove(key); got.Proven {
			t.Errorf("%s: it is there, but proven gone: %s", name, got.Seen)
		}
	}
	api.DeleteWorkspace(w.ID)
	for name, key := range map[string]string{"foreign": foreign, "unscoped": unscoped, "confined": confined} {
		if got := prove(key); got.Proven {
			t.Errorf("%s: it can't know: %s", name, got.Seen)
		}
	}
	if got := prove(emulator.AdminKey); !got.Proven {
		t.Errorf("admin: %s", got.Seen)
	}
	ref.ID = "11111111-1111-4111-8111-111111111111"
	if got := prove(emulator.AdminKey); !got.Proven {
		t.Errorf("admin, never archived: %s", got.Seen)
	}
}

func TestEmulator_findsWhatALostAnswerMade(t *testing.T) {
	t.Parallel()
	for _, form := range []emulator.NameForm{emulator.NameDisplay, emulator.NamePlain} {
		for _, body := range []portkey.WorkspaceCreate{
			{Name: "production"}, {Name: "Target", Icon: "🎯"}, {Name: "🎯 Target"}, {Name: "Équipe rouge"},
		} {
			api := emulator.New(emulator.WithAnswers(emulator.Answers{Names: form, CreateName: form}))
			c := clientOf(t, api, emulator.AdminKey)
			sent := func(time.Time) portkey.WorkspaceCreate { return body }
			create, err := portkey.NewWorkspaces(c).PrepareCreate(t.Context(), sent, false)
			if err != nil {
				t.Fatal(err)
			}
			api.Fail(emulator.Fault{Method: http.MethodPost, When: emulator.After, Reset: true, Times: 1})
			_, err = create.Post(t.Context())
			if !portkey.IsUnknownOutcome(err) {
				t.Fatalf("got %v", err)
			}
			got, err := create.Find(t.Context(), func(portkey.Workspace) bool { return true })
			if made, _ := api.Workspace(got.ID); err != nil || got.Display() != portkey.DisplayName(body.Icon, body.Name) || made.Name == "" {
				t.Errorf("%+v: got %s, %v", body, got.Display(), err)
			}
			var taken *portkey.TakenError
			if _, err := portkey.NewWorkspaces(c).PrepareCreate(t.Context(), sent, false); !errors.As(err, &taken) || !taken.MadeHere {
				t.Errorf("%+v: got %v", body, err)
			}
			if n := len(api.Bodies(http.MethodPost, "")); n != 1 {
				t.Errorf("%+v: sent %d times", body, n)
			}
		}
	}
}

func TestEmulator_findsByWhatAPersonHas(t *testing.T) {
	t.Parallel()
	for _, shape := range []emulator.Shape{emulator.ShapeRecorded, emulator.ShapeDocumented} {
		for _, form := range []emulator.NameForm{emulator.NameDisplay, emulator.NamePlain} {
			api := emulator.New(emulator.WithShape(shape), emulator.WithAnswers(emulator.Answers{Names: form, MaxPage: 2}))
			w := api.AddWorkspace(map[string]any{"name": "🎯 Target"})
			for _, name := range []string{"a", "b", "c"} {
				api.AddWorkspace(map[string]any{"name": name})
			}
			c := clientOf(t, api, emulator.AdminKey)
			for _, ref := range []string{w.ID, w.Slug, "🎯 Target", "Target"} {
				if got, err := portkey.NewWorkspaces(c).Find(t.Context(), ref); err != nil || got.Slug.Or("") != w.Slug {
					t.Errorf("%s: got %+v, %v", ref, got, err)
				}
			}
			if _, err := portkey.NewWorkspaces(c).Find(t.Context(), "🚀 Target"); !errors.As(err, new(*portkey.NotFoundError)) {
				t.Errorf("got %v", err)
			}
		}
	}
}
