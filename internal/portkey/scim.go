package portkey

import (
	"cmp"
	"context"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"
)

// SCIMMappings are the mappings of SCIM groups to workspaces, of the whole organisation.
type SCIMMappings = Collection[SCIMMapping, SCIMMappingCreate, NoBody]

// SCIMMappingWords are what messages call mappings. The names of the scopes that they
// need are not documented.
var SCIMMappingWords = Words{One: "SCIM workspace mapping", Many: "SCIM workspace mappings", Scopes: "scim", Rights: scimRights}

// SCIMGroupWords are what messages call groups.
var SCIMGroupWords = Words{One: "SCIM group", Many: "SCIM groups", Scopes: "scim", Rights: scimRights}

const scimRights = "rights of an Admin API key of an organisation with SCIM"

// NewSCIMMappings opens them. A mapping can't be changed, and is read from the list alone.
// It is found by [SCIMMapping.Name]. The filter for workspaces is not used: whether it
// takes a slug differs between control planes.
func NewSCIMMappings(c *Client) *SCIMMappings {
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

// IsProvisionedGroup reports whether Portkey itself maps a SCIM group of that name to a
// workspace (documented), unless the organisation has chosen another pattern.
func IsProvisionedGroup(name string) bool { return provisionedGroup.MatchString(name) }

var provisionedGroup = regexp.MustCompile(`^ws-.+-role-.+$`)

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

// Name identifies a mapping by what it maps: "workspace id/group/role". The role is in
// lower case: the API takes it in any.
func (m SCIMMapping) Name() string {
	return mappingName(m.WorkspaceID.Or(""), m.Group.Or(""), m.Role.Or(""))
}

func mappingName(workspaceID, group string, role MemberRole) string {
	return workspaceID + "/" + group + "/" + strings.ToLower(string(role))
}

// MapsGroup reports whether a mapping is of the group that the body of a create names.
func (m SCIMMapping) MapsGroup(body SCIMMappingCreate) bool {
	if body.GroupID != "" {
		return m.GroupID.Or("") == body.GroupID
	}
	return SameText(m.Group.Or(""), body.GroupName)
}

// OtherRole is a mapping that gives the group of a create another role, for which the API
// rejects the create: nil where there is none, or none is left after as long as a delete
// of the same run may take.
func (c *Client) OtherRole(ctx context.Context, body SCIMMappingCreate) (*SCIMMapping, error) {
	until := time.Now().Add(c.opts.Waits.TakenName)
	for {
		all, err := NewSCIMMappings(c).readList(ctx, nil)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(all.items, func(one SCIMMapping) bool {
			return one.MapsGroup(body) && !strings.EqualFold(string(one.Role.Or("")), string(body.Role))
		})
		if i < 0 {
			return nil, nil
		}
		if !time.Now().Before(until) {
			return &all.items[i], nil
		}
		if err := c.sleep(ctx, c.opts.Waits.TakenNamePause, "the group has another role"); err != nil {
			return &all.items[i], err
		}
	}
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

// NewSCIMGroups opens them.
func NewSCIMGroups(c *Client) *SCIMGroups {
	return collect[SCIMGroup, NoBody, NoBody](c, noun[SCIMGroup]{
		Words:    SCIMGroupWords,
		path:     []string{"scim", "groups"},
		parent:   inOrganisation[SCIMGroup](),
		pages:    scimPages(),
		fromList: true,
		unread:   true,
		undated:  true,
	})
}

// SCIMGroupName is the display name of a group, by which its mappings are looked for.
// Where the list of groups does not show it, as on a control plane that has none, a
// mapping of the group does. It is the id where neither does: then nothing maps the
// group.
func (c *Client) SCIMGroupName(ctx context.Context, id string) string {
	c.keyState.mu.Lock()
	known := c.groupNames[id]
	c.keyState.mu.Unlock()
	if known != "" {
		return known
	}
	groups, _ := NewSCIMGroups(c).List(ctx, nil)
	named := map[string]string{}
	for _, one := range groups {
		named[one.facts().id()] = one.Name()
	}
	if named[id] == "" {
		mappings, _ := NewSCIMMappings(c).List(ctx, nil) // the lookup that follows reports an error
		for _, one := range mappings {
			named[one.GroupID.Or("")] = one.Group.Or("")
		}
	}
	c.keyState.mu.Lock()
	defer c.keyState.mu.Unlock()
	maps.Copy(c.groupNames, named)
	return cmp.Or(named[id], id)
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
