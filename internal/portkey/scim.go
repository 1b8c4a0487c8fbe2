package portkey

// SCIMMappings are the mappings of SCIM groups to workspaces, of the whole organisation.
type SCIMMappings = Collection[SCIMMapping, SCIMMappingCreate, NoBody]

// SCIMMappingWords are what messages call mappings. The names of the scopes that they
// need are not documented.
var SCIMMappingWords = Words{One: "SCIM workspace mapping", Many: "SCIM workspace mappings", Scopes: "scim"}

// SCIMMappings opens them. A mapping can't be changed, and is read from the list alone.
// It is found by [SCIMMapping.Name]. The filter for workspaces is not used: whether it
// takes a slug differs between control planes.
func (c *Client) SCIMMappings() *SCIMMappings {
	return collect[SCIMMapping, SCIMMappingCreate, NoBody](c, noun[SCIMMapping]{
		Words:    SCIMMappingWords,
		path:     []string{"scim", "workspaces"},
		parent:   inOrganisation[SCIMMapping](),
		pages:    scimPages(),
		fromList: true,
		unread:   true,
		undated:  true, // to create one again that a list does not show yet returns it (documented)
	})
}

func scimPages() pageParameters { return pageParameters{number: "page", size: "page_size"} }

// SCIMMapping is a mapping as the Admin API returns it.
type SCIMMapping struct {
	ID Opt[string] `json:"id,omitzero"`
	// WorkspaceID is the id of the workspace, also where it was created by the slug.
	WorkspaceID Opt[string] `json:"workspace_id,omitzero"`
	// Group is the display name of the group.
	Group   Opt[string]     `json:"scim_group,omitzero"`
	GroupID Opt[string]     `json:"scim_group_id,omitzero"`
	Role    Opt[MemberRole] `json:"role,omitzero"`
}

// SCIMMappingCreate is the body of POST /scim/workspaces. That of a mapping that exists
// returns it, instead of creating another.
type SCIMMappingCreate struct {
	WorkspaceID string     `json:"workspace_id"`
	Role        MemberRole `json:"role"`
	// GroupID and GroupName: exactly one is sent. A group of the name is created where
	// there is none.
	GroupID   string `json:"scim_group_id,omitempty"`
	GroupName string `json:"scim_group_name,omitempty"`
	// Group is the display name of the group, which is not sent: see [SCIMMapping.Name].
	Group string `json:"-"`
}

// Name identifies a mapping by what it maps: "workspace id/group/role".
func (m SCIMMapping) Name() string {
	return mappingName(m.WorkspaceID.Or(""), m.Group.Or(""), m.Role.Or(""))
}

func mappingName(workspaceID, group string, role MemberRole) string {
	return workspaceID + "/" + group + "/" + string(role)
}

func (m SCIMMapping) facts() facts {
	return facts{ids: present(m.ID), names: []string{m.Name()}, workspaceID: m.WorkspaceID.Or("")}
}

func (b SCIMMappingCreate) identity() identity {
	group := b.Group
	if group == "" {
		group = b.GroupName
	}
	return identity{name: mappingName(b.WorkspaceID, group, b.Role)}
}

// SCIMGroups are the groups of the identity provider, which are listed only.
type SCIMGroups = Collection[SCIMGroup, NoBody, NoBody]

// SCIMGroups opens them.
func (c *Client) SCIMGroups() *SCIMGroups {
	return collect[SCIMGroup, NoBody, NoBody](c, noun[SCIMGroup]{
		Words:    Words{One: "SCIM group", Many: "SCIM groups", Scopes: "scim"},
		path:     []string{"scim", "groups"},
		parent:   inOrganisation[SCIMGroup](),
		pages:    scimPages(),
		fromList: true,
		unread:   true,
		undated:  true,
	})
}

// SCIMGroup is a group. The field of its name is not documented.
type SCIMGroup struct {
	ID           Opt[string] `json:"id,omitzero"`
	DisplayName  Opt[string] `json:"display_name,omitzero"`
	SCIMName     Opt[string] `json:"displayName,omitzero"`
	PlainName    Opt[string] `json:"name,omitzero"`
	AsInAMapping Opt[string] `json:"scim_group,omitzero"`
	IDInAMapping Opt[string] `json:"scim_group_id,omitzero"`
}

// Name is the display name.
func (g SCIMGroup) Name() string {
	for _, name := range present(g.DisplayName, g.SCIMName, g.PlainName, g.AsInAMapping) {
		return name
	}
	return ""
}

func (g SCIMGroup) facts() facts {
	return facts{ids: present(g.ID, g.IDInAMapping), names: present(Some(g.Name()))}
}
