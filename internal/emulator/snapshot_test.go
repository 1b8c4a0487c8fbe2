package emulator_test

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// filled is a server that has something of each noun, made over HTTP where that stores
// other types than a person's edit does.
func filled(t *testing.T) *api {
	t.Helper()
	a := start(t, emulator.Tolerant(), emulator.WithAnswers(emulator.Answers{SyncedAtOnce: true}))
	home := a.AddWorkspace(map[string]any{
		"name": "Home", "description": "d", "defaults": map[string]any{"metadata": map[string]any{"team": "a"}},
		"usage_limits": []any{map[string]any{"type": "cost", "credit_limit": 10, "periodic_reset": "weekly"}},
		"rate_limits":  []any{map[string]any{"type": "requests", "unit": "rpm", "value": 6}},
	})
	gone := a.AddWorkspace(map[string]any{"name": "Gone"})
	a.DeleteWorkspace(gone.ID)
	grace := a.Add(emulator.Users, "", map[string]any{"email": "grace@example.com"})
	a.Add(emulator.Members, home.ID, map[string]any{"id": grace, "role": "manager"})
	a.Add(emulator.Invites, "", map[string]any{"email": "mary@example.com", "role": "member"})
	a.Add(emulator.SCIMGroups, "", map[string]any{"name": "Engineers"})
	integration := a.Add(emulator.Integrations, "", map[string]any{"name": "OpenAI", "slug": "openai", "key": "sk-1"})
	a.Add(emulator.IntegrationModels, "", map[string]any{"name": "gpt", "integration_id": integration})
	a.Add(emulator.IntegrationWorkspaces, home.ID, map[string]any{"integration_id": "openai"})
	a.Add(emulator.SecretReferences, "", map[string]any{"name": "Vault", "slug": "vault"})
	mcp := a.Add(emulator.MCPIntegrations, "", map[string]any{"name": "GitHub", "slug": "github", "url": "https://mcp.example.com/mcp"})
	a.Add(emulator.MCPIntegrationWorkspaces, home.ID, map[string]any{"integration_id": mcp})
	a.Add(emulator.MCPServers, home.ID, map[string]any{"name": "Tools", "slug": "tools", "mcp_integration_id": mcp})
	const disabled = `{"capabilities":[{"type":"tool","name":"delete_issue","enabled":false}]}`
	a.ok(http.MethodPut, "/mcp-integrations/github/capabilities", disabled)
	a.ok(http.MethodPut, "/mcp-servers/tools/capabilities", disabled)
	for _, noun := range emulator.Contents() {
		a.Add(noun, home.ID, map[string]any{"name": "One"})
	}
	a.Add(emulator.UsagePolicies, home.ID, nil)
	a.Add(emulator.RatePolicies, home.ID, nil)
	a.Add(emulator.GuardrailExclusions, home.ID, map[string]any{"direction": "output"})
	a.Add(emulator.SCIMMappings, home.ID, map[string]any{"scim_group_name": "Engineers"})
	a.ok(http.MethodPost, "/api-keys/organisation/service", `{"name":"ci","scopes":["workspaces.read"],"usage_limits":{"type":"cost","credit_limit":5}}`)
	prompt := a.All(emulator.Prompts)[0].Slug
	a.Edit(emulator.Prompts, prompt, map[string]any{"string": "Hello"})
	a.LabelVersion(prompt, 1, a.All(emulator.Labels)[0].ID)
	a.Use(emulator.Workspaces, home.ID, 3)
	a.Spend(a.All(emulator.UsagePolicies)[0].ID, "a", 2)
	a.AddKey(emulator.Key{Secret: "pk-plan", Scopes: []string{"workspaces.read"}})
	a.AddOrganisation("beta")
	a.AddAuditRecords(1, noon().Add(-time.Hour), nil)
	a.ok(http.MethodPost, "/logs/exports", `{"filters":{},"requested_data":["id"],"description":"d","workspace_id":"`+home.Slug+`"}`)
	return a
}

// Another server that has loaded what one has saved has the same objects, answers alike, and
// saves the same.
func TestSave(t *testing.T) {
	t.Parallel()
	one := filled(t)
	var saved bytes.Buffer
	if err := one.Save(&saved); err != nil {
		t.Fatal(err)
	}
	other := start(t, emulator.Tolerant(), emulator.WithSeed(2), emulator.WithAnswers(emulator.Answers{SyncedAtOnce: true}))
	other.AddWorkspace(map[string]any{"name": "Replaced"})
	if err := other.Load(bytes.NewReader(saved.Bytes())); err != nil {
		t.Fatal(err)
	}
	for _, noun := range emulator.Nouns() {
		before := one.All(noun)
		if len(before) == 0 {
			t.Errorf("nothing of %s is tested", noun)
		}
		if diff := cmp.Diff(before, other.All(noun), cmpopts.IgnoreUnexported(emulator.Object{})); diff != "" {
			t.Errorf("%s: saved - loaded +:\n%s", noun, diff)
		}
	}
	prompt := "/prompts/" + one.All(emulator.Prompts)[0].Slug
	for _, path := range []string{
		"/admin/workspaces", "/api-keys", "/integrations/openai", "/mcp-integrations/github", "/mcp-servers/tools/capabilities", prompt, prompt + "?version=latest", prompt + "/versions",
		"/policies/usage-limits/" + one.All(emulator.UsagePolicies)[0].ID + "/entities", auditDay, "/logs/exports?workspace_id=" + one.Workspaces()[1].Slug,
	} {
		if diff := cmp.Diff(one.ok(http.MethodGet, path, ""), other.ok(http.MethodGet, path, "")); diff != "" {
			t.Errorf("%s: saved - loaded +:\n%s", path, diff)
		}
	}
	other.as("pk-plan").refused(http.MethodGet, "/api-keys", "", http.StatusForbidden, "AB03", "")
	var again bytes.Buffer
	if err := other.Save(&again); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(saved.String(), again.String()); diff != "" {
		t.Errorf("saved once - twice +:\n%s", diff)
	}
	// Ids of what is created from here on are others.
	if id := other.AddWorkspace(map[string]any{"name": "New"}).ID; id == "" {
		t.Error("nothing can be added")
	}
}

// What is no data of the emulator is refused, and replaces nothing.
func TestLoad_refuses(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.AddWorkspace(map[string]any{"name": "Kept"})
	for _, text := range []string{"", "[]", "{}", `{"format":2,"organisations":["a"]}`, `{"format":1,"organisations":["a"],"objects":{"unicorn":[{"id":"1"}]}}`} {
		if err := a.Load(bytes.NewReader([]byte(text))); err == nil {
			t.Errorf("%q was loaded", text)
		}
	}
	if got := len(a.Workspaces()); got != 2 {
		t.Errorf("%d workspaces", got)
	}
}

// The log of a server that runs for long keeps the last requests, and its audit log the last
// writes, also where they are saved and loaded.
func TestKeepRequests(t *testing.T) {
	t.Parallel()
	a := start(t, emulator.KeepRequests(3))
	for range 10 {
		a.ok(http.MethodGet, "/admin/workspaces", "")
	}
	a.refused(http.MethodGet, "/nothing", "", http.StatusNotFound, "AB08", "")
	log := a.Requests()
	if len(log) != 3 || log[2].Path != "/v1/nothing" || len(log[2].Refusal) == 0 || len(log[1].Refusal) > 0 || !log[0].At.Equal(noon()) {
		t.Errorf("the log has %d: %+v", len(log), log)
	}
	for round := range 3 {
		for i := range 10 {
			a.ok(http.MethodPost, "/admin/workspaces", fmt.Sprintf(`{"name":"Team %d of %d"}`, i, round))
		}
		var saved bytes.Buffer
		if err := a.Save(&saved); err != nil {
			t.Fatal(err)
		}
		if err := a.Load(&saved); err != nil {
			t.Fatal(err)
		}
		answer := a.ok(http.MethodGet, auditDay, "")
		if got := answer["total"]; got != 3.0 || !strings.Contains(fmt.Sprint(answer), fmt.Sprintf("Team 9 of %d", round)) {
			t.Errorf("the audit log has %v: %v", got, answer)
		}
	}
}
