package mcpserver

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// attributes are those that the resource and the data sources share. What a
// configuration must set is a plain Go value, since it is known wherever a model is read;
// what the server owns is a framework value, since it is unknown in a plan.
type attributes struct {
	ID               types.String `tfsdk:"id"`
	WorkspaceID      types.String `tfsdk:"workspace_id"`
	MCPIntegrationID types.String `tfsdk:"mcp_integration_id"`
	Name             *string      `tfsdk:"name"`
	Slug             types.String `tfsdk:"slug"`
	Description      *string      `tfsdk:"description"`
	Status           types.String `tfsdk:"status"`
	CreatedAt        types.String `tfsdk:"created_at"`
}

// model is the resource.
type model struct {
	attributes

	// Retained is a description that the control plane kept although it was cleared. The
	// private state has it.
	Retained string `tfsdk:"-"`
}

// ref is what a proof that the server was deleted has to go by.
func (m model) ref(workspaceID string) portkey.Ref {
	return portkey.Ref{ID: m.ID.ValueString(), Name: tfkit.Text(m.Name), Parent: workspaceID, CreatedAt: m.CreatedAt.ValueString()}
}

// create is the body of the POST, given the id of the workspace.
func (m model) create(workspaceID string) portkey.MCPServerCreate {
	return portkey.MCPServerCreate{
		Name: tfkit.Text(m.Name), WorkspaceID: workspaceID, MCPIntegrationID: m.MCPIntegrationID.ValueString(),
		Slug: m.Slug.ValueString(), Description: tfkit.Text(m.Description),
	}
}

// takeComputed takes over what the server alone decides, as far as the answer has it. The
// workspace and the integration stay as they are written, by id or slug: a server can't be
// moved.
func (m model) takeComputed(answer portkey.MCPServer) model {
	m.Slug = tfkit.OrPrior(answer.Slug, m.Slug)
	if m.ID.ValueString() == "" {
		m.ID = tfkit.OrPrior(answer.ID, m.ID)
	}
	if m.WorkspaceID.ValueString() == "" {
		m.WorkspaceID = tfkit.OrPrior(answer.WorkspaceID, m.WorkspaceID)
	}
	if m.MCPIntegrationID.ValueString() == "" {
		m.MCPIntegrationID = tfkit.OrPrior(answer.MCPIntegrationID, m.MCPIntegrationID)
	}
	m.Status = tfkit.OrPrior(answer.Status, m.Status)
	m.CreatedAt = tfkit.OrPrior(answer.CreatedAt, m.CreatedAt)
	return m
}

// observe is the state as the server has it, in the spelling of m. What the answer lacks
// stays as m has it.
func (m model) observe(answer portkey.MCPServer) model {
	m = m.takeComputed(answer)
	if answer.Name.IsPresent() {
		m.Name = tfkit.KeepText(m.Name, answer.Name.Or(""))
	}
	if answer.Description.IsPresent() {
		m.Description, m.Retained = tfkit.KeepRetained(m.Description, m.Retained, answer.Description.Or(""))
	}
	return m
}

// differs names the attributes in which two models differ on the wire.
func (m model) differs(other model) tfkit.Changes {
	var changes tfkit.Changes
	changes.Add("name", tfkit.Text(m.Name) == tfkit.Text(other.Name))
	changes.Add("description", tfkit.TrimmedProse(tfkit.Text(m.Description)) == tfkit.TrimmedProse(tfkit.Text(other.Description)))
	return changes
}

// isShownBy reports whether an answer says nothing else than m.
func (m model) isShownBy(answer portkey.MCPServer) bool {
	return len(m.differs(m.observe(answer))) == 0
}

// changes are the bodies of the PUTs that turn state into m, at most one, given the server as
// it is: what this update changes, and only what is not there already.
func (m model) changes(state model, live portkey.MCPServer) []portkey.MCPServerUpdate {
	var body portkey.MCPServerUpdate
	seen := state.observe(live)
	sends := false
	for _, name := range m.differs(state) {
		if !m.differs(seen).Has(name) { // somebody else, or a lost attempt, was first
			continue
		}
		sends = true
		switch name {
		case "name":
			body.Name = portkey.Some(tfkit.Text(m.Name))
		case "description":
			body.Description = portkey.SomeOrNull(tfkit.Text(m.Description), tfkit.Text(m.Description) != "")
		}
	}
	if !sends {
		return nil
	}
	return []portkey.MCPServerUpdate{body}
}
