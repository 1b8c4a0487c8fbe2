package harness

import (
	"encoding/json"
	"slices"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// policy decodes the conditions and groups of a policy, which are JSON in texts.
func (r *vendorResource) policy(noun emulator.Noun, planned map[string]any) map[string]any {
	fields := map[string]any{}
	for name, value := range planned {
		if value == nil || slices.Contains([]string{"workspace_id", "id", "status", "created_at", "updated_at"}, name) {
			continue
		}
		if text, is := value.(string); is && (name == "conditions" || name == "group_by") {
			var list []any
			if err := json.Unmarshal([]byte(text), &list); err != nil {
				panic(err) // the configurations of tests are valid
			}
			value = list
		}
		fields[name] = value
	}
	home, _ := planned["workspace_id"].(string)
	r.api.Add(noun, home, fields)
	made := r.last(noun)
	return map[string]any{"id": made.ID, "status": "active", "created_at": seconds(made), "updated_at": seconds(made)}
}
