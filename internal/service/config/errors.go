package config

import (
	"strings"

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

// inUse explains why a config can't be deleted. A refusal with 409 says that it is in
// use; with 400 it may, since the status is on record for API keys only.
func inUse(refusal error, use portkey.ConfigUse) diag.Diagnostic {
	if portkey.IsInvalid(refusal) && len(use.Users) == 0 {
		return noun.Destroy().Failed(refusal)
	}
	users := "It is used by something that is not visible to this API key."
	if len(use.Users) > 0 {
		users = "It is used by: " + strings.Join(use.Users, ", ") + "."
	}
	if use.Hidden && len(use.Users) > 0 {
		users += " There may be more that is not visible to this API key."
	}
	return noun.Destroy().FailedIn(tfkit.SectionHeld, refusal, "The config is in use. "+users+" Nothing was deleted.",
		"Remove the config there, and then destroy it again.")
}
