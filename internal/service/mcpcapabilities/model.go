package mcpcapabilities

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// model is what both resources have.
type model struct {
	ID types.String `tfsdk:"id"`
	// Owner is the argument that names what has the capabilities.
	Owner        types.String    `tfsdk:"-"`
	Capabilities map[string]bool `tfsdk:"capabilities"`
	WaitForSync  types.String    `tfsdk:"wait_for_sync"`
}

type integrationModel struct {
	model

	MCPIntegrationID types.String `tfsdk:"mcp_integration_id"`
}

type serverModel struct {
	model

	MCPServerID types.String `tfsdk:"mcp_server_id"`
}

// The bounds of wait_for_sync, and its default.
const (
	defaultPatience = time.Minute
	longestPatience = 30 * time.Minute
)

// patience is how long a write waits for the sync.
func (m model) patience() time.Duration {
	if patience, err := time.ParseDuration(m.WaitForSync.ValueString()); err == nil { // checked by its validator
		return patience
	}
	return defaultPatience
}

// keys are those of the capabilities, in order.
func (m model) keys() []string { return slices.Sorted(maps.Keys(m.Capabilities)) }

// observe is the state as the server has it: of the capabilities that m names, since others
// are not managed. What is not listed stays: it can't be planned away.
func (m model) observe(list portkey.MCPCapabilityList) model {
	seen := map[string]bool{}
	for key, enabled := range m.Capabilities {
		seen[key] = enabled
		if one, listed := list.Of(key); listed && one.Enabled.IsPresent() {
			seen[key] = one.IsEnabled()
		}
	}
	m.Capabilities = seen
	return m
}

// disabled has the capabilities of a list that are not as Portkey makes them, as an import
// does.
func (m model) disabled(list portkey.MCPCapabilityList) model {
	m.Capabilities = map[string]bool{}
	for _, one := range list {
		if !one.IsEnabled() && one.Type.Or("") != portkey.ResourceTemplate {
			m.Capabilities[one.Key()] = false
		}
	}
	return m
}

// rows are those that lead from a state to m, given the list. What m lacks is enabled, as it
// is by default, if it is listed. They are sent whatever the list shows, which may be stale,
// unless again says that they were sent before.
func (m model) rows(state model, list portkey.MCPCapabilityList, again bool) []portkey.MCPCapabilityWrite {
	var rows []portkey.MCPCapabilityWrite
	add := func(key string, enabled bool) {
		live, listed := list.Of(key)
		if !again || !listed || live.IsEnabled() != enabled {
			rows = append(rows, portkey.MCPCapabilityRow(key, enabled))
		}
	}
	for _, key := range m.changed(state) {
		add(key, m.Capabilities[key])
	}
	for _, key := range m.removed(state) {
		if _, listed := list.Of(key); listed {
			add(key, true)
		}
	}
	return rows
}

// changed are the keys that m has otherwise than a state, or that the state lacks.
func (m model) changed(state model) []string {
	return slices.DeleteFunc(m.keys(), func(key string) bool {
		known, there := state.Capabilities[key]
		return there && known == m.Capabilities[key]
	})
}

// removed are the keys that m lacks, of those that a state has disabled.
func (m model) removed(state model) []string {
	return slices.DeleteFunc(state.keys(), func(key string) bool {
		_, stays := m.Capabilities[key]
		return stays || state.Capabilities[key]
	})
}

// differs names the attributes in which two models differ on the wire: to be enabled is the
// same as not to be named.
func (m model) differs(other model) tfkit.Changes {
	var changes tfkit.Changes
	changes.Add("capabilities", maps.Equal(m.off(), other.off()))
	return changes
}

// off are the capabilities that are disabled.
func (m model) off() map[string]bool {
	off := maps.Clone(m.Capabilities)
	maps.DeleteFunc(off, func(_ string, enabled bool) bool { return enabled })
	return off
}

var versions = tfkit.Versions[model]{
	Differs:   model.differs,
	Digest:    func(m model) string { return tfkit.Digest(m.off()) },
	UpdatedAt: func(model) string { return "" }, // what is known is when one of all was
}

// blocked are the capabilities that m enables, and that the integration of a server disables.
func (m model) blocked(list portkey.MCPCapabilityList) []string {
	return slices.DeleteFunc(m.keys(), func(key string) bool {
		one, listed := list.Of(key)
		return !m.Capabilities[key] || !listed || bool(one.IntegrationEnabled.Or(true))
	})
}

// settable are the types of capabilities that can be enabled and disabled.
var settable = []string{"tool", "prompt", "resource"}

// parts are the type and the name of a key.
func parts(key string) (kind, name string) {
	kind, name, _ = strings.Cut(key, "/")
	return kind, name
}
