package portkey_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// Defaults of an organisation are written below /v2, and only the list that changes.
func TestOrganisationDefaults(t *testing.T) {
	t.Parallel()
	api := emulator.New()
	id := api.Add(emulator.Guardrails, "", map[string]any{"slug": "pg-pii-000001"})
	defaults := portkey.NewOrganisationDefaults(clientOf(t, api, emulator.AdminKey))
	err := defaults.Write(t.Context(), func(live portkey.OrganisationGuardrails) ([]portkey.OrganisationGuardrailsUpdate, error) {
		if len(live.Input.Or(nil))+len(live.Output.Or(nil)) > 0 {
			return nil, errors.New("there is something")
		}
		return []portkey.OrganisationGuardrailsUpdate{{Output: portkey.Some([]string{id})}}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	list, err := defaults.List(t.Context())
	output := list.Output.Or(nil)
	if err != nil || len(list.Input.Or(nil)) > 0 || len(output) != 1 || !output[0].Is(id) || !output[0].Is("pg-pii-000001") || output[0].Is("") {
		t.Errorf("got %v, %v", list, err)
	}
	for _, one := range api.Requests() {
		if !strings.HasPrefix(one.Path, "/v2/admin/organisation/defaults") {
			t.Errorf("%s %s", one.Method, one.Path)
		}
	}
	if sent := api.Bodies(http.MethodPut, ""); len(sent) != 1 || sent[0] != `{"output_guardrails":["`+id+`"]}` {
		t.Errorf("sent %q", sent)
	}
}

// Exclusions are rows, of which others stay.
func TestExclusions(t *testing.T) {
	t.Parallel()
	api := emulator.New()
	ours, theirs := api.AddWorkspace(map[string]any{"name": "Ours"}), api.AddWorkspace(map[string]any{"name": "Theirs"})
	api.Add(emulator.GuardrailExclusions, theirs.ID, map[string]any{"direction": "output"})
	rows := portkey.NewExclusions(clientOf(t, api, emulator.AdminKey), api.OrganisationID(), "output")
	for _, excluded := range []bool{true, false} {
		err := rows.Write(t.Context(), func(live portkey.ExcludedWorkspaces) ([]portkey.ExclusionWrite, error) {
			if live.Has(ours.ID, ours.Slug) == excluded || !live.Has(theirs.ID, "") {
				t.Errorf("there is %v", live)
			}
			return []portkey.ExclusionWrite{{WorkspaceID: ours.ID, Excluded: excluded}}, nil
		})
		list, listErr := rows.List(t.Context())
		if err := errors.Join(err, listErr); err != nil || list.Has(ours.ID, "") != excluded || !list.Has(theirs.ID, "") {
			t.Errorf("got %v, %v", list, err)
		}
	}
}

// What something names by id is looked up once, by slug.
func TestClient_GuardrailSlug(t *testing.T) {
	t.Parallel()
	api := emulator.New()
	home := api.AddWorkspace(map[string]any{"name": "Home"})
	guardrail := api.Add(emulator.Guardrails, home.ID, map[string]any{"slug": "pg-pii-000001"})
	api.Add(emulator.Configs, home.ID, map[string]any{"slug": "pc-main-000001"})
	config := api.All(emulator.Configs)[0].ID
	c := clientOf(t, api, emulator.AdminKey)
	const nobody = "0b7a3c5e-0000-4d8a-9c66-5e1f0a9d7b32"
	for range 2 {
		for ref, want := range map[string]string{guardrail: "pg-pii-000001", "pg-pii-000001": "pg-pii-000001", "pg-other": "pg-other"} {
			if got := c.GuardrailSlug(t.Context(), ref); got != want {
				t.Errorf("%s: got %s, want %s", ref, got, want)
			}
		}
		if got := c.ConfigSlug(t.Context(), config); got != "pc-main-000001" {
			t.Errorf("got %s", got)
		}
	}
	if got := len(api.Requests()); got != 2 {
		t.Errorf("%d requests, want 2", got)
	}
	if got := c.GuardrailSlug(t.Context(), nobody); got != nobody {
		t.Errorf("got %s", got)
	}
}
