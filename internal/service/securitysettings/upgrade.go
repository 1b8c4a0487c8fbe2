package securitysettings

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// upgradeVendor turns a state of the vendor's provider, which has an attribute for each
// setting, into a model. Those that are null were not configured.
func upgradeVendor(raw []byte, diags *diag.Diagnostics) (types.String, model) {
	var old map[string]any
	_ = json.Unmarshal(raw, &old) // then it has no workspace_id
	m := model{Settings: map[string]bool{}}
	workspace, _ := old["workspace_id"].(string)
	id, _ := old["id"].(string)
	if id == "" {
		id = workspace
	}
	for name, value := range old {
		if flag, isFlag := value.(bool); isFlag {
			m.Settings[name] = flag
		}
	}
	if workspace == "" {
		diags.Append(noun.NotVendorState())
	}
	m.ID, m.WorkspaceID = types.StringValue(id), types.StringValue(workspace)
	return m.ID, m
}

// UpgradeState reads state of schema version 0.
func (r *Resource) UpgradeState(context.Context) map[int64]resource.StateUpgrader {
	return tfkit.UpgradeVendor(upgradeVendor)
}

// MoveState takes over settings of the vendor's provider by a moved block.
func (r *Resource) MoveState(context.Context) []resource.StateMover {
	return tfkit.MoveVendor(noun.Type, upgradeVendor)
}
