package scim

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// attributes are those that the resource and the data source of many share.
type attributes struct {
	ID          types.String `tfsdk:"id"`
	WorkspaceID types.String `tfsdk:"workspace_id"`
	Role        *string      `tfsdk:"role"`
	GroupID     types.String `tfsdk:"scim_group_id"`
	Group       types.String `tfsdk:"scim_group"`
}

// model is the resource.
type model struct {
	attributes

	GroupName *string `tfsdk:"scim_group_name"`
}

// create is the body of the POST, given the id of the workspace.
func (m model) create(workspaceID string) portkey.SCIMMappingCreate {
	body := portkey.SCIMMappingCreate{WorkspaceID: workspaceID, Role: portkey.MemberRole(strings.ToLower(tfkit.Text(m.Role))), GroupName: tfkit.Text(m.GroupName)}
	if body.GroupName == "" {
		body.GroupID = m.GroupID.ValueString()
	}
	return body
}

// takeComputed takes over what the server alone decides, as far as the answer has it. The
// workspace stays as it is written, by id or slug: a mapping can't be moved.
func (m model) takeComputed(answer portkey.SCIMMapping) model {
	m.ID = tfkit.OrPrior(answer.ID, m.ID)
	if m.WorkspaceID.ValueString() == "" {
		m.WorkspaceID = tfkit.OrPrior(answer.WorkspaceID, m.WorkspaceID)
	}
	if m.GroupID.ValueString() == "" {
		m.GroupID = tfkit.OrPrior(answer.GroupID, m.GroupID)
	}
	m.Group = tfkit.OrPrior(answer.Group, m.Group)
	return m
}

// observe is the state as the server has it, in the spelling of m. What the answer lacks
// stays as m has it.
func (m model) observe(answer portkey.SCIMMapping) model {
	m = m.takeComputed(answer)
	m.GroupID = tfkit.OrPrior(answer.GroupID, m.GroupID)
	if role := string(answer.Role.Or("")); role != "" && !strings.EqualFold(role, tfkit.Text(m.Role)) {
		m.Role = &role
	}
	// Whether names of groups are compared with their case is not documented.
	if group := answer.Group.Or(""); m.GroupName != nil && group != "" && !strings.EqualFold(portkey.Composed(group), portkey.Composed(*m.GroupName)) {
		m.GroupName = tfkit.KeepText(m.GroupName, group)
	}
	return m
}
