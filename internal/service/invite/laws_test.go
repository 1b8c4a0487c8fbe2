package invite

import (
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"pgregory.net/rapid"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness/laws"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// homes are workspaces by slug and id, both of which a configuration can have.
var homes = map[string]string{
	"ws-home-1f2e3d":   "0b7a3c5e-2f41-4d8a-9c66-5e1f0a9d7b32",
	"ws-produc-4a5b6c": "6c6f2b7e-3c1d-4a52-9a5e-0f4d1c8b2a37",
}

func homeID(workspaceID string) string {
	if id, isSlug := homes[workspaceID]; isSlug {
		return id
	}
	return workspaceID
}

// An invite can't be updated. No answer has the scopes of its API keys.
func TestLaws(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answers emulator.Answers
		lenient []string
	}{
		"as assumed":         {emulator.Answers{}, []string{"api_key_scopes"}},
		"without workspaces": {emulator.Answers{Sparse: true}, []string{"api_key_scopes", "workspaces"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			laws.Of[model, portkey.Invite, portkey.NoBody]{
				Path:    "/admin/users/invites",
				ID:      func(answer portkey.Invite) string { return answer.ID.Or("") },
				Answers: test.answers,
				Lenient: test.lenient,
				Prepare: func(api *emulator.Server) {
					for slug, id := range homes {
						api.AddWorkspace(map[string]any{"id": id, "slug": slug, "name": slug})
					}
				},
				Draw:    drawModel,
				Plan:    onePerWorkspace,
				Create:  func(m model) any { return m.create(homeID) },
				Differs: func(a, b model) tfkit.Changes { return a.differs(b, homeID) },
				Observe: func(m model, answer portkey.Invite) model { return m.observe(answer, homeID) },
			}.Hold(t)
		})
	}
}

// onePerWorkspace leaves out what a validator rejects: a workspace that is listed twice.
func onePerWorkspace(m model) model {
	var seats []seat
	for _, one := range m.Workspaces {
		if !slices.ContainsFunc(seats, func(other seat) bool { return homeID(other.WorkspaceID) == homeID(one.WorkspaceID) }) {
			seats = append(seats, one)
		}
	}
	if len(m.Workspaces) > 0 {
		m.Workspaces = seats
	}
	return m
}

func drawModel(t *rapid.T) model {
	var m model
	m.Email = laws.One(t, "email", "ada@example.com", "Ada@Example.com", "grace@example.com")
	m.Role = laws.One(t, "role", "admin", "member")
	m.InviteLink = types.StringUnknown()
	m.Workspaces = *laws.One(t, "workspaces", nil, []seat{}, drawSeats(t, 1), drawSeats(t, 2))
	m.APIKeyScopes = *laws.One(t, "api_key_scopes", nil, []string{}, []string{"logs.list", "prompts.read"}, []string{"prompts.read", "logs.list"})
	return m
}

func drawSeats(t *rapid.T, n int) []seat {
	seats := make([]seat, n)
	for i := range seats {
		seats[i] = seat{
			WorkspaceID: *laws.One(t, "workspace_id", "ws-home-1f2e3d", homes["ws-home-1f2e3d"], "ws-produc-4a5b6c", homes["ws-produc-4a5b6c"]),
			Role:        *laws.One(t, "role in the workspace", "admin", "manager", "member"),
		}
	}
	return seats
}
