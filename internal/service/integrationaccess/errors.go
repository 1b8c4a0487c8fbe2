package integrationaccess

import (
	"errors"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

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

// absentError says that a list lacks a row, which proves nothing.
type absentError struct{ gone portkey.Gone }

func (e *absentError) Error() string { return e.gone.Seen }

// createFailed explains why nothing was enabled, or may have been.
func createFailed(err error, integration string) diag.Diagnostic {
	if missing := noun.Create().NoIntegration(err, integration); missing != nil {
		return missing
	}
	var taken *portkey.TakenError
	if !errors.As(err, &taken) {
		return noun.Create().Failed(err)
	}
	if taken.MadeHere {
		return diag.NewAttributeErrorDiagnostic(path.Root("workspace_id"), noun.Create().Summary(),
			"Two resources of this run give the workspace access to the integration, and the other one was created first. Nothing was created for this one. "+
				"Remove one of them.\n"+tfkit.More(tfkit.SectionTaken))
	}
	return diag.NewAttributeErrorDiagnostic(path.Root("workspace_id"), noun.Create().Summary(),
		"The access of the workspace to the integration already exists. Nothing was created.\n"+
			"- If the access is not managed yet, import it in the root module with\n"+noun.ImportBlocks(taken.Candidates)+"\n"+
			"- If it is in this state under another address, add a moved block.\n"+
			"- An integration that is enabled for all new workspaces, and one of the workspace itself, is enabled without a resource: import it, or leave it out.\n"+
			tfkit.More(tfkit.SectionTaken))
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

// deleteFailed explains why access is still there.
func deleteFailed(err error, prove func(error) portkey.Gone) diag.Diagnostics {
	var diags diag.Diagnostics
	var absent *absentError
	if errors.As(err, &absent) {
		diags.Append(notListed(noun.Destroy(), absent.gone))
		return diags
	}
	noun.Gone(noun.Destroy(), err, prove, &diags)
	return diags
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

// notListed explains that a list lacks a row, which proves nothing.
func notListed(act tfkit.Act, gone portkey.Gone) diag.Diagnostic {
	remedy := "Plan again later, or, if you know that the access was removed, remove the resource from the state with terraform state rm."
	if gone.Elsewhere {
		remedy = "Check api_key, and which provider configuration (alias) the resource uses."
	}
	return diag.NewErrorDiagnostic(act.Summary(), gone.Seen+" Nothing was changed.\n"+remedy+"\n"+tfkit.More(tfkit.SectionGone))
}
