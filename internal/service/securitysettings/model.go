package securitysettings

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// model is the resource, and the data source.
type model struct {
	ID          types.String    `tfsdk:"id"`
	WorkspaceID types.String    `tfsdk:"workspace_id"`
	Settings    map[string]bool `tfsdk:"settings"`
}

// flagsOf are the flags that an answer has; none where it lacks them.
func flagsOf(answer portkey.Workspace) map[string]bool {
	return answer.SecuritySettings.Or(nil).Flags()
}

// all has every flag of an answer, as an import does.
func (m model) all(answer portkey.Workspace) model {
	m.Settings = flagsOf(answer)
	return m
}

// observe is the state as the server has it: of the flags that m names, since others are not
// managed. Where an answer lacks them all, they stay as m has them.
func (m model) observe(answer portkey.Workspace) model {
	flags := flagsOf(answer)
	if len(flags) == 0 {
		return m
	}
	seen := map[string]bool{}
	for name := range m.Settings {
		if flag, there := flags[name]; there {
			seen[name] = flag
		}
	}
	m.Settings = seen
	return m
}

// from are the flags that m has otherwise than other, or that other lacks.
func (m model) from(other map[string]bool) map[string]bool {
	changed := map[string]bool{}
	for name, flag := range m.Settings {
		if known, there := other[name]; !there || known != flag {
			changed[name] = flag
		}
	}
	return changed
}

// differs names the attributes in which two models differ on the wire: what is managed no
// more is left as it is.
func (m model) differs(other model) tfkit.Changes {
	var changes tfkit.Changes
	changes.Add("settings", len(m.from(other.Settings)) == 0)
	return changes
}

var versions = tfkit.Versions[model]{
	Differs:   model.differs,
	Digest:    func(m model) string { return tfkit.Digest(m.Settings) },
	UpdatedAt: func(model) string { return "" }, // what is known is when the workspace was
}

// changes is the body that makes those flags of a workspace that differ from state those of
// m; none where they are already.
func (m model) changes(state model, live portkey.Workspace) ([]portkey.WorkspaceUpdate, error) {
	if _, err := live.MergeSecuritySettings(nil); err != nil {
		return nil, err
	}
	flags := flagsOf(live)
	if unknown := m.unknown(flags); unknown != nil {
		return nil, unknown
	}
	changed := model{Settings: m.from(state.Settings)}.from(flags)
	if len(changed) == 0 {
		return nil, nil
	}
	merged, err := live.MergeSecuritySettings(changed)
	return []portkey.WorkspaceUpdate{{SecuritySettings: merged}}, err
}
