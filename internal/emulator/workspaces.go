package emulator

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// workspaces: recorded. They are written by code of their own, since the API
// takes the icon and the name for one thing, replaces defaults whole and fills
// in limits. An archived one answers as a missing right does (recorded).
func workspaces() *table {
	return &table{
		noun: Workspaces, path: "admin/workspaces", scopes: []string{"workspaces"},
		slug: "ws", length: 6, byID: true, bySlug: true, archives: true, absent: noRights,
		page: workspacePage, most: workspacePage,
		filters: map[string]func(*Server, *Object, string) bool{
			"name": func(s *Server, w *Object, text string) bool {
				return slices.ContainsFunc(s.answers.Names.of(w), func(name string) bool { return strings.Contains(name, text) })
			},
			"exact_name": func(s *Server, w *Object, text string) bool {
				// Every form ends with the plain name, which is quick to compare.
				return strings.HasSuffix(text, w.Name) && slices.Contains(s.answers.Names.of(w), text)
			},
		},
		views: map[string]map[string]view{"name_format": {"display": single, "plain": plain}},
		fields: map[string]field{
			"name": {}, "description": {}, "icon": {}, "defaults": {}, "usage_limits": {}, "rate_limits": {},
			"security_settings": {later: true}, "users": {check: listOf(isText), fixed: true},
		},
		fresh:   map[string]any{"is_default": 0.0, "security_settings": securitySettings()},
		draft:   draftWorkspace,
		write:   writeWorkspace,
		added:   addContents,
		removed: removeFromWorkspace,
		answer:  answerWorkspace,
		refuse:  refuseWorkspace,
	}
}

// workspacePage is the default and the largest page of workspaces; both assumed.
const workspacePage = 100

// draftWorkspace makes the id the slug in the documentation's shape.
func draftWorkspace(s *Server, w *Object) {
	if s.shape == ShapeDocumented {
		w.ID = w.Slug
	}
}

// addContents puts into a workspace its first members, its default collection, and a provider for every
// integration that all workspaces have; its slug is the integration's (recorded), so that every
// workspace has one of that slug.
func addContents(s *Server, w *Object, at time.Time) {
	s.addFirstMembers(w, at)
	s.addDefaultCollection(w, at)
	s.grantGlobal(w, at)
	s.grantGlobalMCP(w, at)
	for _, integration := range s.answers.GlobalIntegrations {
		s.mustAdd(s.tables[Providers], w, map[string]any{
			"name": integration, "slug": integration, "note": automatic,
		}, at)
	}
}

// removeFromWorkspace removes what goes with an archived workspace.
func removeFromWorkspace(s *Server, w *Object) {
	removeMappings(s, w)
	removeWithWorkspace(s, w)
}

// refuseWorkspace wants the name of the workspace in the body, in either form
// (the vendor's provider sends both); force_delete is taken and ignored (vendor's
// changelog), and so is workspace_id (both of the vendor's SDKs send it).
func refuseWorkspace(c *call, w *Object) error {
	body, err := c.object(func(key string) bool { return slices.Contains([]string{"name", "force_delete", "workspace_id"}, key) })
	if err != nil {
		return err
	}
	if name, _ := body["name"].(string); name != w.Name && name != display(w) {
		return badField("name", "not the name of the workspace")
	}
	if number(w.Fields["is_default"]) != 0 {
		return badField("id", "the default workspace can't be deleted")
	}
	for noun, t := range c.tables {
		if t.inside && !t.harmless && len(c.within(noun, w.ID)) > 0 {
			return conflict("Unable to delete. Please ensure that all Virtual Keys are deleted")
		}
	}
	return nil
}

// securitySettings are the recorded ones of a workspace of today.
func securitySettings() map[string]any {
	settings := map[string]any{}
	for _, name := range strings.Fields(`
		membersViewLogs managersUpdateWs managersViewLogs membersViewAllData membersViewApiKeys membersViewConfigs
		membersViewPrompts managersViewAllData managersViewApiKeys managersViewConfigs managersViewPrompts
		membersWriteApiKeys membersWriteConfigs membersWritePrompts managersWriteApiKeys managersWriteConfigs
		managersWritePrompts managersWriteWsUsers membersViewAnalytics managersViewAnalytics membersViewGuardrails
		managersViewGuardrails membersViewLogMetadata membersViewVirtualKeys membersWriteGuardrails
		managersViewLogMetadata managersViewVirtualKeys managersWriteGuardrails managersWriteMcpServers
		membersWriteVirtualKeys managersWriteVirtualKeys organisationAdminsViewLogs managersWriteWsIntegrations
		managersWriteWsMcpIntegrations organisationAdminsViewLogMetadata`) {
		settings[name] = name != "membersWriteConfigs" && name != "membersWriteGuardrails"
	}
	return settings
}

// sameKeys reports whether two objects have the same keys.
func sameKeys(a, b map[string]any) bool {
	return slices.Equal(slices.Sorted(maps.Keys(a)), slices.Sorted(maps.Keys(b)))
}
