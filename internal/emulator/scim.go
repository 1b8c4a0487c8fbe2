package emulator

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// scimPages are the names and sizes of the lists of groups and mappings (seen).
func scimPages() paging { return paging{number: "page", size: "page_size"} }

const scimPage = 100

// scimGroups are those of the identity provider: the list is in the release notes, its
// fields are assumed. Its scope has a name of ours, since none is documented.
func scimGroups() *table {
	return &table{
		noun: SCIMGroups, path: "scim/groups", scopes: []string{"scim"}, organisation: true,
		lacks: []string{"create", "read", "update", "delete"}, fields: map[string]field{"name": {check: isText}},
		byID: true, page: scimPage, most: scimPage, pages: scimPages(), absent: notFound,
		filters: map[string]func(*Server, *Object, string) bool{
			"search": func(_ *Server, o *Object, text string) bool {
				return strings.Contains(strings.ToLower(o.Name), strings.ToLower(text))
			},
		},
		fresh: map[string]any{"users": []any{}},
		shown: []string{"id"},
		complete: func(s *Server, o *Object, answer map[string]any) {
			field := s.answers.GroupName
			if field == "" {
				field = "display_name"
			}
			answer[field] = o.Name
		},
		envelope: func(data []any, total int, _ window) any { return map[string]any{"groups": data, "total_count": total} },
	}
}

// scimMappings: documented, and how a group has one role (documented). No route reads
// or changes one. The filter by workspace accepts the id alone (seen).
func scimMappings() *table {
	return &table{
		noun: SCIMMappings, path: "scim/workspaces", scopes: []string{"scim"}, organisation: true, lacks: []string{"read", "update"},
		byID: true, showsHome: true, confirms: true, absent: notFound,
		page: scimPage, most: scimPage, pages: scimPages(),
		filters: map[string]func(*Server, *Object, string) bool{
			"workspace_id": func(s *Server, o *Object, text string) bool {
				_, w := s.stores[Workspaces].find(text)
				return o.WorkspaceID == text || s.answers.SlugFilters && w != nil && o.WorkspaceID == w.ID
			},
			"scim_group_id": func(_ *Server, o *Object, text string) bool { return o.text("scim_group_id") == text },
			"role":          hasRole,
		},
		fields: map[string]field{
			"workspace_id":    {check: isText, required: true, fixed: true},
			"role":            {check: isRoleOfAnyCase, required: true},
			"scim_group_id":   {check: isText},
			"scim_group_name": {check: isText},
		},
		fresh: map[string]any{"role": "member"},
		shown: []string{"id", "workspace_id", "scim_group_id", "role"},
		complete: func(_ *Server, o *Object, answer map[string]any) {
			answer["scim_group"] = o.Name
		},
		envelope: func(data []any, total int, at window) any {
			return map[string]any{"mappings": data, "total_count": total, "page": at.number, "page_size": at.size}
		},
		write: writeMapping, added: provision, twin: sameMapping, permit: permitMapping,
	}
}

func isRoleOfAnyCase(value any) bool {
	text, _ := value.(string)
	return slices.Contains(memberRoles(), strings.ToLower(text))
}

// provisioned are the names of groups that create workspaces (documented).
var provisioned = regexp.MustCompile(`^ws-.+-role-.+$`)

// writeMapping finds the group, or creates one where there is none of the name.
func writeMapping(s *Server, o *Object, body map[string]any, who by) error {
	delete(o.Fields, "scim_group_name")
	o.Fields["role"] = strings.ToLower(o.text("role"))
	id, byID := body["scim_group_id"].(string)
	name, byName := body["scim_group_name"].(string)
	switch {
	case byID && !byName:
		_, group := s.stores[SCIMGroups].find(id)
		if group == nil || group.OrganisationID != o.OrganisationID {
			return badField("scim_group_id", "no group "+id)
		}
		o.Name = group.Name
		return nil
	case who == person && !byName:
		if o.Name != "" {
			return nil
		}
		name = "Engineering"
	case byID == byName:
		return badField("scim_group_id", "neither or both of scim_group_id and scim_group_name")
	case provisioned.MatchString(name):
		return badField("scim_group_name", "a name for groups that are provisioned by it")
	}
	o.Name, o.Fields["scim_group_id"] = name, s.groupOf(o.OrganisationID, name)
	return nil
}

// groupOf is the id of the group of a name, which is created where there is none.
func (s *Server) groupOf(organisation, name string) string {
	for _, h := range s.stores[SCIMGroups].all {
		if group := h.latest(); group != nil && group.OrganisationID == organisation && group.Name == name {
			return group.ID
		}
	}
	return s.mustAddTo(organisation, s.tables[SCIMGroups], nil, map[string]any{"name": name}, s.now()).ID
}

// mappingsOf are the mappings of a mapping's group.
func (s *Server) mappingsOf(o *Object) []*Object {
	var all []*Object
	for _, h := range s.stores[SCIMMappings].all {
		if one := h.latest(); one != nil && one.text("scim_group_id") == o.text("scim_group_id") {
			all = append(all, one)
		}
	}
	return all
}

// sameMapping is what a POST of the same group, workspace and role answers with
// (documented).
func sameMapping(s *Server, o *Object) *Object {
	for _, one := range s.mappingsOf(o) {
		if one.WorkspaceID == o.WorkspaceID && one.text("role") == o.text("role") {
			return one
		}
	}
	return nil
}

// permitMapping keeps a group to one role (documented), in all workspaces (assumed).
func permitMapping(c *call, _, o *Object) error {
	for _, one := range c.mappingsOf(o) {
		if one.text("role") != o.text("role") {
			return badField("role", "the group has the role "+one.text("role"))
		}
	}
	return nil
}

// provision makes the users of a mapped group, which only tests can name, members of
// the workspace. They stay when the mapping goes (documented).
func provision(s *Server, o *Object, at time.Time) {
	_, group := s.stores[SCIMGroups].find(o.text("scim_group_id"))
	_, w := s.stores[Workspaces].find(o.WorkspaceID)
	users, _ := group.Fields["users"].([]any)
	for _, one := range users {
		id, _ := one.(string)
		s.join(w, id, o.text("role"), at)
	}
}

// removeMappings removes those of an archived workspace (assumed).
func removeMappings(s *Server, w *Object) {
	for _, h := range s.stores[SCIMMappings].byWorkspace[w.ID] {
		if o := h.latest(); o != nil {
			s.remove(s.tables[SCIMMappings], h, o)
		}
	}
}
