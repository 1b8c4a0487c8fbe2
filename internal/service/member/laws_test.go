package member

import (
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"pgregory.net/rapid"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness/laws"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

const (
	drawnHome  = "0b7a3c5e-2f41-4d8a-9c66-5e1f0a9d7b32"
	drawnID    = "2b7c9d10-4e5f-4a6b-8c7d-9e0f1a2b3c4d"
	drawnEmail = "Grace.Hopper@example.com"
)

// The laws hold for roles with the prefix and without it, and for those who lead the
// organisation, whose role is as it is configured.
func TestLaws(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answers emulator.Answers
		orgRole string
	}{
		"a member of the organisation": {emulator.Answers{}, "member"},
		"roles without a prefix":       {emulator.Answers{PlainRoles: true}, "member"},
		"an admin of the organisation": {emulator.Answers{}, "admin"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			observe := func(m model, answer portkey.Member) model {
				answer.ID = portkey.Some(drawnID) // as the client does: the answer lacks it
				return m.observe(answer, drawnHome, time.Now())
			}
			laws.Of[model, portkey.Member, portkey.MemberUpdate]{
				Path:    "/admin/workspaces/" + drawnHome + "/users",
				ID:      func(portkey.Member) string { return drawnID }, // of the user
				Answers: test.answers,
				Prepare: func(api *emulator.Server) {
					api.AddWorkspace(map[string]any{"id": drawnHome, "name": "Home"})
					api.Add(emulator.Users, "", map[string]any{"id": drawnID, "email": drawnEmail, "role": test.orgRole})
				},
				Draw:    drawModel,
				Create:  func(m model) any { return portkey.AddMember(drawnID, m.role()) },
				Differs: model.differs,
				Observe: observe,
				Changes: func(m, state model, live portkey.Member) []portkey.MemberUpdate {
					return m.changes(observe(state, live))
				},
			}.Hold(t)
		})
	}
}

func drawModel(t *rapid.T) model {
	var m model
	m.WorkspaceID = types.StringValue(*laws.One(t, "workspace_id", drawnHome, "ws-home-1f2e3d"))
	m.Role = laws.One(t, "role", "admin", "manager", "member")
	m.WhenUnknown = laws.Maybe(t, "when_unknown", whenUnknownError, whenUnknownInvite)
	if rapid.Bool().Draw(t, "by ID") {
		m.UserID = types.StringValue(*laws.One(t, "user_id", drawnID, strings.ToUpper(drawnID)))
		m.Email = types.StringUnknown()
	} else {
		m.Email = types.StringValue(*laws.One(t, "email", drawnEmail, strings.ToLower(drawnEmail), strings.ToUpper(drawnEmail)))
	}
	return m
}
