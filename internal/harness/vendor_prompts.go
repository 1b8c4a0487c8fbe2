package harness

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// vendorPrompts are the types about prompts, as the vendor's provider has them.
func vendorPrompts() map[string]map[string]schema.Attribute {
	text, computed := schema.StringAttribute{Optional: true}, schema.StringAttribute{Computed: true}
	either := schema.StringAttribute{Optional: true, Computed: true}
	return map[string]map[string]schema.Attribute{
		"portkey_prompt_collection": {
			"name": text, "workspace_id": text, "parent_collection_id": either,
			"slug": computed, "is_default": schema.BoolAttribute{Computed: true}, "status": computed, "created_at": computed, "last_updated_at": computed,
		},
		"portkey_prompt": {
			"name": text, "collection_id": text, "template": text, "model": text, "virtual_key": text, "parameters": either, "version_description": text,
			"slug": computed, "prompt_version": schema.Int64Attribute{Computed: true}, "prompt_version_id": computed, "prompt_version_status": computed,
			"status": computed, "created_at": computed, "updated_at": computed,
		},
		"portkey_prompt_partial": {
			"name": text, "workspace_id": text, "content": text, "version_description": text,
			"slug": computed, "version": schema.Int64Attribute{Computed: true}, "prompt_partial_version_id": computed,
			"status": computed, "created_at": computed, "updated_at": computed,
		},
	}
}

// promptCollection and prompt put one into the API, and return what the state has of it in
// addition to what is planned.
func (r *vendorResource) promptCollection(planned map[string]any) map[string]any {
	made := r.added(emulator.Collections, planned["workspace_id"], given(planned, "name", "parent_collection_id"))
	return map[string]any{
		"id": made.ID, "slug": made.Slug, "is_default": false, "status": "active",
		"created_at": made.CreatedAt.Format(time.RFC3339), "last_updated_at": made.LastUpdatedAt.Format(time.RFC3339),
	}
}

func (r *vendorResource) prompt(planned map[string]any) map[string]any {
	fields := given(planned, "name", "collection_id", "model", "virtual_key", "version_description")
	fields["string"] = planned["template"]
	parameters := map[string]any{}
	text, isPlanned := planned["parameters"].(string)
	if isPlanned {
		_ = json.Unmarshal([]byte(text), &parameters)
	}
	fields["parameters"] = parameters
	home := ""
	for _, one := range r.api.All(emulator.Collections) {
		if one.ID == planned["collection_id"] {
			home = one.WorkspaceID
		}
	}
	made := r.added(emulator.Prompts, home, fields)
	if !isPlanned { // what is planned stays
		answered, _ := json.Marshal(map[string]any{"model": planned["model"]}) // a text always marshals
		text = string(answered)
	}
	return map[string]any{
		"id": made.ID, "slug": made.Slug, "parameters": text, "prompt_version": 1,
		"prompt_version_id": r.api.Versions(emulator.Prompts, made.ID)[0].ID, "prompt_version_status": "active", "status": "active",
		"created_at": made.CreatedAt.Format(time.RFC3339), "updated_at": noTime,
	}
}

// promptPartial puts one into the API.
func (r *vendorResource) promptPartial(planned map[string]any) map[string]any {
	fields := given(planned, "name", "version_description")
	fields["string"] = planned["content"]
	made := r.added(emulator.Partials, planned["workspace_id"], fields)
	return map[string]any{
		"id": made.ID, "slug": made.Slug, "version": 1, "prompt_partial_version_id": r.api.Versions(emulator.Partials, made.ID)[0].ID,
		"status": "active", "created_at": seconds(made), "updated_at": noTime,
	}
}

// added is an object that was put into a workspace.
func (r *vendorResource) added(noun emulator.Noun, workspace any, fields map[string]any) emulator.Object {
	home, _ := workspace.(string)
	ref := r.api.Add(noun, home, fields)
	all := r.api.All(noun)
	return all[slices.IndexFunc(all, func(one emulator.Object) bool { return one.ID == ref })]
}
