package config

import (
	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// noun is what diagnostics need to know of configs.
var noun = tfkit.Noun{
	Words: portkey.ConfigWords, Type: "portkey_config", Name: "name",
	References: "ID, slug, or exact name",
	Attributes: []string{"name", "config", "workspace_id"},
}

// createFailed explains why a create failed, or may have had an effect.
// workspaceID is where the config was to be; "" is the key's own workspace.
func createFailed(err error, workspaceID string) diag.Diagnostic {
	if workspaceID == "" && portkey.IsInvalid(err) {
		return noun.Create().Failed(err, "A config without workspace_id is created in the workspace of the API key, and the key of an organisation has none. Set workspace_id.")
	}
	return noun.CreateFailed(err)
}
