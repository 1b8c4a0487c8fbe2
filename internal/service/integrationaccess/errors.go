package integrationaccess

import (
	"errors"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// noun is what diagnostics need to know of access, integrations of integrations.
var (
	noun = tfkit.Noun{
		Words: portkey.IntegrationAccessWords, Type: "portkey_integration_workspace_access", Name: "workspace_id",
		References: "integration and workspace",
		Attributes: []string{"usage_limits", "rate_limits", "default_provider_slug", "create_default_provider"},
	}
	integrations = tfkit.Noun{Words: portkey.IntegrationWords, Type: "portkey_integration", References: "ID or slug"}
)

// errRemoved says that access was removed since the plan.
var errRemoved = errors.New("the workspace has no access to the integration any more")

// createFailed explains why nothing was enabled, or may have been.
func createFailed(err error, integration string) diag.Diagnostic {
	if missing := noun.Create().NoIntegration(err, integration); missing != nil {
		return missing
	}
	var taken *portkey.TakenError
	if !errors.As(err, &taken) {
		return noun.Create().Failed(err)
	}
	return tfkit.RowTaken{
		At: "workspace_id", What: "access",
		Twice:  "give the workspace access to the integration",
		Exists: "The access of the workspace to the integration already exists.",
		More:   "- An integration that is enabled for all new workspaces, and one of the workspace itself, is enabled without a resource: import it, or leave it out.\n",
	}.Failed(noun, taken)
}

// updateFailed explains why limits were not written.
func updateFailed(err error, prove func(error) portkey.Gone) diag.Diagnostic {
	switch {
	case errors.Is(err, errRemoved):
		return diag.NewErrorDiagnostic(noun.Update().Summary(),
			"The access was deleted outside Terraform. Nothing was changed. Plan again to create it.\n"+tfkit.More(tfkit.SectionGone))
	case portkey.IsRefused(err):
		return noun.RefusedUpdate(err, prove(err))
	}
	return noun.UpdateFailed(err)
}

// defaultNotDeleted explains why the default provider is still there, and the access too.
// seen is what else was seen of it.
func defaultNotDeleted(err error, id, seen string) diag.Diagnostic {
	wrong := strings.TrimSpace("The provider " + id + ", which create_default_provider created, was not deleted. " + seen)
	act := noun.Destroy()
	act.Right = "scope providers.delete"
	return act.FailedIn(tfkit.SectionScope, err, wrong+" Nothing was changed: the workspace still has access.",
		"If the API key lacks that scope, give it to the key, or use one that has it. Otherwise delete the provider in Portkey. Then apply again.")
}
