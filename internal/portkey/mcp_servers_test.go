package portkey_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// toolsAt is an API with an MCP server in the second of three workspaces.
func toolsAt() (api *emulator.Server, home emulator.Workspace, id string) {
	api = emulator.New()
	api.AddWorkspace(map[string]any{"name": "First"})
	home = api.AddWorkspace(map[string]any{"name": "Home"})
	api.AddWorkspace(map[string]any{"name": "Last"})
	api.Add(emulator.MCPIntegrations, "", map[string]any{"slug": "github"})
	id = api.Add(emulator.MCPServers, home.ID, map[string]any{"name": "Tools", "slug": "tools", "mcp_integration_id": "github"})
	return api, home, id
}

// The workspace of an MCP server is in its read, or is looked for in the lists of workspaces.
func TestMCPServer_locate(t *testing.T) {
	t.Parallel()
	api, home, id := toolsAt()
	for name, answers := range map[string]emulator.Answers{"as documented": {}, "in reads": {WorkspaceIDInReads: emulator.PresentAlways}} {
		api.SetAnswers(answers)
		for _, ref := range []string{id, "tools"} {
			api.ResetRequests()
			found, err := clientOf(t, api, emulator.AdminKey).LocateMCPServer(t.Context(), ref)
			if err != nil || found.WorkspaceID.Or("") != home.ID || found.ID.Or("") != id {
				t.Errorf("%s, %s: %v, %v", name, ref, found, err)
			}
			if lists := strings.Count(fmt.Sprint(api.Requests()), "/mcp-servers"); name == "in reads" && lists > 1 {
				t.Errorf("%d requests", lists)
			}
		}
	}
	var missing *portkey.NotFoundError
	for _, ref := range []string{"nowhere", "no id"} {
		if _, err := clientOf(t, api, emulator.AdminKey).LocateMCPServer(t.Context(), ref); !errors.As(err, &missing) {
			t.Errorf("%s: %v", ref, err)
		}
	}
}

// That an MCP server is missing from all lists proves that it was deleted, once they can't
// lag, to a key that sees all workspaces of the same organisation.
func TestMCPServer_gone(t *testing.T) {
	t.Parallel()
	api, home, id := toolsAt()
	organisation := api.OrganisationID()
	_, other := api.AddOrganisation("other")
	proves := func(key, organisation string, age time.Duration) portkey.Gone {
		c := clientOf(t, api, key)
		if _, err := portkey.NewWorkspaces(c).List(t.Context(), nil); err != nil { // for the server's clock
			t.Fatal(err)
		}
		return c.ProveMCPServerGone(t.Context(), id, organisation, c.Now().Add(-age))
	}
	if gone := proves(emulator.AdminKey, organisation, 2*time.Hour); gone.Proven || !strings.Contains(gone.Seen, "still listed") {
		t.Errorf("it is there: %+v", gone)
	}
	api.Drop(emulator.MCPServers, id)
	own := api.AddKey(emulator.Key{WorkspaceID: home.ID})
	for name, gone := range map[string]portkey.Gone{
		"young": proves(emulator.AdminKey, organisation, time.Minute), "no organisation": proves(emulator.AdminKey, "", 2*time.Hour),
		"another organisation": proves(other, organisation, 2*time.Hour), "the key of a workspace": proves(own, organisation, 2*time.Hour),
		"no right to list": proves(api.AddKey(emulator.Key{Scopes: []string{"workspaces.read", "workspaces.list"}}), organisation, 2*time.Hour),
	} {
		if gone.Proven || gone.Seen == "" || gone.Lagging != (name == "young") || gone.Elsewhere != (name == "another organisation") {
			t.Errorf("%s: %+v", name, gone)
		}
	}
	if gone := proves(emulator.AdminKey, organisation, 2*time.Hour); !gone.Proven {
		t.Errorf("%+v", gone)
	}
}

// The access of users is read in pages, of which the first is 1, with the default of the
// first; rows of several writers go in one PUT.
func TestMCPUserAccess(t *testing.T) {
	t.Parallel()
	api, home, id := toolsAt()
	for i := range 5 {
		api.Add(emulator.Members, home.ID, map[string]any{"id": fmt.Sprintf("user-%d", i)})
	}
	api.SetAnswers(emulator.Answers{MaxPage: 2})
	c := clientOf(t, api, emulator.AdminKey)
	known, err := c.ResolveMCPServerID(t.Context(), "tools")
	if err != nil || known != id {
		t.Fatalf("%s, %v", known, err)
	}
	rows := portkey.NewMCPUserAccesses(c, id)
	list, err := rows.List(t.Context())
	if err != nil || len(list.Users) != 6 || list.Default.Or("") != "allow" {
		t.Fatalf("%+v, %v", list, err)
	}
	err = rows.Write(t.Context(), func(portkey.MCPUserAccess) ([]portkey.MCPUserAccessWrite, error) {
		return []portkey.MCPUserAccessWrite{{Default: "deny"}, {UserID: "user-4", Enabled: true}, {UserID: "user-1"}}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if bodies := api.Bodies("PUT", ""); len(bodies) != 1 || bodies[0] != `{"user_access":[{"user_id":"user-4","enabled":true},{"user_id":"user-1","enabled":false}],"default_user_access":"deny"}` {
		t.Errorf("sent %q", bodies)
	}
	list, err = rows.List(t.Context())
	user, there := list.Of("user-4")
	if err != nil || list.Default.Or("") != "deny" || !there || !bool(user.Enabled.Or(false)) || !bool(user.HasOverride.Or(false)) {
		t.Errorf("%+v, %v", list, err)
	}
	if same, err := c.SameMCPServer(t.Context(), "tools", id); !same || err != nil {
		t.Errorf("not the same: %v", err)
	}
	if _, err := c.ResolveMCPServerID(t.Context(), "nowhere"); !portkey.IsRefused(err) {
		t.Errorf("resolved: %v", err)
	}
}
