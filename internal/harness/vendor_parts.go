package harness

import (
	"encoding/json"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// vendorParts are the types of what workspaces and the organisation have parts of, as the
// vendor's provider has them.
func vendorParts() map[string]map[string]schema.Attribute {
	text, computed := schema.StringAttribute{Optional: true}, schema.StringAttribute{Computed: true}
	texts := schema.ListAttribute{Optional: true, ElementType: types.StringType}
	flag := schema.BoolAttribute{Optional: true}
	return map[string]map[string]schema.Attribute{
		"portkey_workspace_member": {"workspace_id": text, "user_id": text, "role": text, "created_at": computed},
		"portkey_scim_workspace_mapping": {
			"workspace_id": text, "role": text, "scim_group_id": schema.StringAttribute{Optional: true, Computed: true}, "scim_group_name": text, "scim_group": computed,
		},
		"portkey_guardrail": {
			"name": text, "workspace_id": text, "checks": text, "actions": text,
			"slug": computed, "version_id": computed, "status": computed, "created_at": computed, "updated_at": computed,
		},
		"portkey_workspace_defaults":          {"workspace_id": text, "input_guardrails": texts, "output_guardrails": texts},
		"portkey_organisation_defaults":       {"input_guardrails": texts, "output_guardrails": texts},
		"portkey_workspace_security_settings": {"workspace_id": text, "members_view_logs": flag, "managers_write_configs": flag},
	}
}

// ofParts puts an object of these types into the API, and returns what the state has of it in
// addition to what is planned.
func (r *vendorResource) ofParts(planned map[string]any) map[string]any {
	home, _ := planned["workspace_id"].(string)
	defaults := given(planned, "input_guardrails", "output_guardrails")
	switch r.name {
	case "portkey_workspace_member":
		r.api.Add(emulator.Members, home, map[string]any{"id": planned["user_id"], "role": planned["role"]})
		return map[string]any{"id": planned["user_id"], "created_at": seconds(r.last(emulator.Members))}
	case "portkey_scim_workspace_mapping":
		r.api.Add(emulator.SCIMMappings, home, given(planned, "role", "scim_group_id", "scim_group_name"))
		made := r.last(emulator.SCIMMappings)
		return map[string]any{"id": made.ID, "scim_group_id": made.Fields["scim_group_id"], "scim_group": planned["scim_group_name"]}
	case "portkey_guardrail":
		return r.guardrail(home, planned)
	case "portkey_workspace_defaults":
		w, _ := r.api.Workspace(home)
		all := map[string]any{}
		maps.Copy(all, w.Defaults)
		maps.Copy(all, defaults)
		r.api.EditWorkspace(home, map[string]any{"defaults": all})
		return map[string]any{"id": home}
	case "portkey_organisation_defaults":
		r.api.Edit(emulator.OrganisationDefaults, r.api.OrganisationID(), defaults)
		return map[string]any{"id": "organisation_defaults"}
	}
	settings := map[string]any{}
	for name, field := range map[string]string{"members_view_logs": "membersViewLogs", "managers_write_configs": "managersWriteConfigs"} {
		if planned[name] != nil {
			settings[field] = planned[name]
		}
	}
	r.api.EditWorkspace(home, map[string]any{"security_settings": settings})
	return map[string]any{"id": home}
}

// guardrail puts one into the API, of the organisation where it has no workspace.
func (r *vendorResource) guardrail(home string, planned map[string]any) map[string]any {
	fields := given(planned, "name")
	for _, name := range []string{"checks", "actions"} {
		text, _ := planned[name].(string)
		fields[name] = json.RawMessage(text)
	}
	r.api.Add(emulator.Guardrails, home, fields)
	made := r.last(emulator.Guardrails)
	return map[string]any{
		"id": made.ID, "slug": made.Slug, "version_id": made.Fields["version_id"], "status": "active", "created_at": seconds(made), "updated_at": noTime,
	}
}
