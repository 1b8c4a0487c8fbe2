package scim

import (
	"cmp"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"pgregory.net/rapid"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness/laws"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// groups are SCIM groups by name and id.
var groups = map[string]string{"Research": "8a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d", "Payments": "9b2c3d4e-5f6a-4b7c-8d9e-0f1a2b3c4d5e"}

// A mapping can't be updated, and is read from the list alone.
func TestLaws(t *testing.T) {
	t.Parallel()
	const home = "0b7a3c5e-2f41-4d8a-9c66-5e1f0a9d7b32"
	laws.Of[model, portkey.SCIMMapping, portkey.NoBody]{
		Path:   "/scim/workspaces",
		ID:     func(answer portkey.SCIMMapping) string { return answer.ID.Or("") },
		Listed: "mappings",
		Prepare: func(api *emulator.Server) {
			api.AddWorkspace(map[string]any{"id": home, "name": "Home"})
			for name, id := range groups {
				api.Add(emulator.SCIMGroups, "", map[string]any{"id": id, "name": name})
			}
		},
		Draw:   drawModel,
		Plan:   exactlyOneGroup,
		Create: func(m model) any { return m.create(home) },
		Differs: func(a, b model) tfkit.Changes {
			var changes tfkit.Changes
			changes.Add("role", a.create(home).Role == b.create(home).Role)
			changes.Add("scim_group_id", groupOf(a) == groupOf(b))
			return changes
		},
		Observe: model.observe,
	}.Hold(t)
}

// exactlyOneGroup is m as a validator accepts it.
func exactlyOneGroup(m model) model {
	if m.GroupName == nil && m.GroupID.IsNull() {
		m.GroupID = types.StringValue(groups["Research"])
	} else if m.GroupName != nil {
		m.GroupID = types.StringNull()
	}
	return m
}

func groupOf(m model) string { return cmp.Or(groups[tfkit.Text(m.GroupName)], m.GroupID.ValueString()) }

func drawModel(t *rapid.T) model {
	var m model
	m.WorkspaceID = types.StringValue(*laws.One(t, "workspace_id", "0b7a3c5e-2f41-4d8a-9c66-5e1f0a9d7b32", "ws-home-1f2e3d"))
	m.Role = laws.One(t, "role", "admin", "Admin", "manager", "member", "MEMBER")
	if rapid.Bool().Draw(t, "by ID") {
		m.GroupID = types.StringValue(*laws.One(t, "scim_group_id", groups["Research"], groups["Payments"]))
	} else {
		m.GroupName = laws.One(t, "scim_group_name", "Research", "Payments")
	}
	return m
}
