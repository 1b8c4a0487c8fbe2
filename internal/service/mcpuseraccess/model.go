package mcpuseraccess

import (
	"maps"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// model is the resource.
type model struct {
	ID            types.String    `tfsdk:"id"`
	MCPServerID   types.String    `tfsdk:"mcp_server_id"`
	DefaultAccess *string         `tfsdk:"default_access"`
	Users         map[string]bool `tfsdk:"users"`
}

// who are the ids of users, by the keys of the map.
type who map[string]string

// observe is the state as the server has it: the default if m has one, and the users that m
// names. Who is no member of the workspace any more, or whose id is not known, is left out.
func (m model) observe(answer portkey.MCPUserAccess, ids who) model {
	if seen, told := answer.Default.Get(); told && tfkit.Text(m.DefaultAccess) != "" {
		m.DefaultAccess = &seen
	}
	if m.Users == nil {
		return m
	}
	seen := map[string]bool{}
	for key := range m.Users {
		if row, there := answer.Of(ids[key]); there {
			seen[key] = bool(row.Enabled.Or(false))
		}
	}
	m.Users = seen
	return m
}

// imported has the default, and all users who have an access of their own, by their ids.
func (m model) imported(answer portkey.MCPUserAccess) model {
	m.DefaultAccess = tfkit.TextOrNull(answer.Default.Or(""))
	m.Users = map[string]bool{}
	for _, row := range answer.Users {
		if row.HasOverride.Or(false) {
			m.Users[row.ID.Or("")] = bool(row.Enabled.Or(false))
		}
	}
	if len(m.Users) == 0 {
		m.Users = nil
	}
	return m
}

// differs names the attributes in which two models differ on the wire.
func (m model) differs(other model) tfkit.Changes {
	var changes tfkit.Changes
	changes.Add("default_access", tfkit.Text(m.DefaultAccess) == "" || tfkit.Text(m.DefaultAccess) == tfkit.Text(other.DefaultAccess))
	changes.Add("users", len(m.changed(other)) == 0 && len(m.removed(other)) == 0)
	return changes
}

// changed are the keys whose access m has otherwise than other, or that other lacks.
func (m model) changed(other model) []string {
	var keys []string
	for _, key := range slices.Sorted(maps.Keys(m.Users)) {
		if known, there := other.Users[key]; !there || known != m.Users[key] {
			keys = append(keys, key)
		}
	}
	return keys
}

// removed are the keys of other that m lacks.
func (m model) removed(other model) []string {
	var keys []string
	for _, key := range slices.Sorted(maps.Keys(other.Users)) {
		if _, stays := m.Users[key]; !stays {
			keys = append(keys, key)
		}
	}
	return keys
}

// digest identifies what an answer shows of m.
func (m model) digest() string { return tfkit.Digest(tfkit.Text(m.DefaultAccess), m.Users) }

// writes are the rows of the PUT that turns state into m: what differs from state, and is
// not there already. Users who are removed get the access of the default. A user of m who
// still follows the default gets a row of their own where that changes.
func (m model) writes(state model, live portkey.MCPUserAccess, ids who) ([]portkey.MCPUserAccessWrite, error) {
	var rows []portkey.MCPUserAccessWrite
	standard := live.Default.Or("")
	if wanted := tfkit.Text(m.DefaultAccess); wanted != "" && wanted != tfkit.Text(state.DefaultAccess) && wanted != standard {
		rows = append(rows, portkey.MCPUserAccessWrite{Default: wanted})
		standard = wanted
	}
	defaults := len(rows) > 0
	changed := m.changed(state)
	for _, key := range slices.Sorted(maps.Keys(m.Users)) {
		isChanged := slices.Contains(changed, key)
		row, there := live.Of(ids[key])
		follows := there && !bool(row.HasOverride.Or(true))
		differs := !there || bool(row.Enabled.Or(!portkey.Bool(m.Users[key]))) != m.Users[key]
		if isChanged && (differs || follows) || defaults && follows {
			rows = append(rows, portkey.MCPUserAccessWrite{UserID: ids[key], Enabled: m.Users[key]})
		}
	}
	for _, key := range m.removed(state) {
		row, there := live.Of(ids[key])
		switch {
		case !there || !bool(row.HasOverride.Or(true)): // nothing is set for the user
		case standard == "":
			return nil, errNoDefault
		case bool(row.Enabled.Or(false)) != (standard == "allow"):
			rows = append(rows, portkey.MCPUserAccessWrite{UserID: ids[key], Enabled: standard == "allow"})
		}
	}
	return rows, nil
}

// foreign is an error for rows that overwrite what somebody else has changed since the state
// was read, given what an answer shows of the state.
func foreign(state, seen model, rows []portkey.MCPUserAccessWrite, ids who) error {
	edited := tfkit.ForeignError{When: "an unknown time"}
	for _, row := range rows {
		if row.Default != "" && tfkit.Text(state.DefaultAccess) != "" && tfkit.Text(state.DefaultAccess) != tfkit.Text(seen.DefaultAccess) {
			edited.Attribute = "default_access"
		}
		for key, known := range state.Users {
			if now, is := seen.Users[key]; row.Default == "" && ids[key] == row.UserID && is && now != known {
				edited.Attribute = "users"
			}
		}
	}
	if edited.Attribute == "" {
		return nil
	}
	return &edited
}

// settling is how long after a write an answer may show what was replaced: answers have no
// times.
const settling = time.Minute

// lags reports whether an answer shows what the last write of this resource has replaced.
func (m model) lags(writes tfkit.OwnWrites, seen model, now time.Time) bool {
	replaced := func(v tfkit.Version) bool { return v.Digest == seen.digest() }
	return seen.digest() != m.digest() && now.Sub(writes.Ended) < settling && slices.ContainsFunc(writes.Replaced, replaced)
}

// begin notes a write that replaces what was seen.
func begin(writes *tfkit.OwnWrites, seen model, now time.Time) {
	writes.Begin(now, tfkit.Version{}, tfkit.Answered(seen.digest(), now.UTC().Format(time.RFC3339)))
}
