package user

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
	drawnID    = "2b7c9d10-4e5f-4a6b-8c7d-9e0f1a2b3c4d"
	drawnEmail = "Grace.Hopper@example.com"
)

func TestLaws(t *testing.T) {
	t.Parallel()
	laws.Of[model, portkey.User, portkey.UserUpdate]{
		Path: "/admin/users",
		Adopt: func(api *emulator.Server) string {
			return api.Add(emulator.Users, "", map[string]any{"id": drawnID, "email": drawnEmail, "role": "member"})
		},
		Draw:    drawModel,
		Differs: model.differs,
		Observe: func(m model, answer portkey.User) model { return m.observe(answer, time.Now()) },
		Changes: func(m, state model, live portkey.User) []portkey.UserUpdate {
			return m.changes(state.observe(live, time.Now()))
		},
	}.Hold(t)
}

func drawModel(t *rapid.T) model {
	var m model
	m.Role = laws.One(t, "role", "admin", "member")
	m.RemoveOnDestroy = laws.Maybe(t, "remove_on_destroy", true, false)
	if rapid.Bool().Draw(t, "by ID") {
		m.UserID = types.StringValue(*laws.One(t, "user_id", drawnID, strings.ToUpper(drawnID)))
	} else {
		m.Email = types.StringValue(*laws.One(t, "email", drawnEmail, strings.ToLower(drawnEmail), strings.ToUpper(drawnEmail)))
	}
	return m
}
