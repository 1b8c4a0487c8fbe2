package integration

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// noun is what diagnostics need to know of integrations of either type.
var noun = tfkit.Noun{
	Words: portkey.IntegrationWords, Type: "portkey_integration", Name: "name",
	References: "ID, slug, or exact name", OwnSlug: true,
	Attributes: []string{
		"name", "slug", "ai_provider_id", "workspace_id", "description", "key", "configurations", "secret_mappings",
		"pricing_adjustments", "tags", "default_provider_slug",
	},
}

// nounOf is the noun with the scopes of the type of an integration.
func nounOf(m model) tfkit.Noun {
	of := noun
	of.Words = portkey.WordsOfIntegrations(m.WorkspaceID.ValueString() != "")
	return of
}

// createFailed explains why a create failed, or may have had an effect.
func createFailed(of tfkit.Noun, m model, err error) diag.Diagnostic {
	var taken *portkey.TakenError
	if errors.As(err, &taken) && m.Slug.ValueString() != "" {
		return of.SlugTaken(m.Slug.ValueString(), taken.Candidates, nil)
	}
	var answer *portkey.Error
	switch {
	case portkey.IsConflict(err) && m.Slug.ValueString() != "":
		return of.SlugTaken(m.Slug.ValueString(), []portkey.Candidate{{Import: m.Slug.ValueString()}}, err)
	case portkey.IsInvalid(err) && errors.As(err, &answer) && answer.Param == "":
		return of.Create().FailedIn(tfkit.SectionValue, err, "Portkey rejected the request without naming a field. Nothing was created. "+
			"It does so if the configurations have a field that is missing, unknown or not valid for the AI provider, and if there is neither a key nor a way to log in without one.",
			"Compare configurations with the documentation of the AI provider, correct it, and apply again.")
	}
	return of.CreateFailed(err)
}

// withoutSecrets warns that secrets are not sent along with the configurations.
func withoutSecrets(names []string) diag.Diagnostic {
	return diag.NewAttributeWarningDiagnostic(path.Root("configurations"), "Configurations are written without their secrets", fmt.Sprintf(
		"Portkey has secrets among the configurations whose values are neither in the configuration nor in the state: `%s`. The update sends configurations without them. "+
			"Whether Portkey keeps them then is not documented: if it does not, requests to the AI provider fail. "+
			"Set them in secret_configurations_wo or secret_configurations, or map them by secret_mappings.\n%s", strings.Join(names, "`, `"), tfkit.More(tfkit.SectionValue)))
}

// stillThere warns that what was cleared is still there.
func stillThere(names []string) diag.Diagnostic {
	return diag.NewWarningDiagnostic("Portkey kept what was removed", fmt.Sprintf(
		"Portkey accepted the update, and the integration still has `%s`. This version of Portkey does not clear it. "+
			"It is not planned again as long as it stays the same. To be rid of it, create the integration again with terraform apply -replace.", strings.Join(names, "`, `")))
}
