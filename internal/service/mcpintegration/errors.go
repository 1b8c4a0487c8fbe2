package mcpintegration

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// noun is what diagnostics need to know of MCP integrations of either type.
var noun = tfkit.Noun{
	Words: portkey.MCPIntegrationWords, Type: "portkey_mcp_integration", Name: "name",
	References: "ID, slug, or exact name", OwnSlug: true,
	Attributes: []string{
		"name", "slug", "url", "auth_type", "transport", "workspace_id", "description", "configurations", "secret_mappings",
	},
}

// nounOf is the noun with the scopes of the type of an MCP integration.
func nounOf(m model) tfkit.Noun {
	of := noun
	of.Words = portkey.WordsOfMCPIntegrations(m.WorkspaceID.ValueString() != "")
	return of
}

// createFailed explains why a create failed, or may have had an effect.
func createFailed(of tfkit.Noun, m model, err error) diag.Diagnostic {
	slug := m.Slug.ValueString()
	var taken *portkey.TakenError
	switch {
	case slug == "":
	case errors.As(err, &taken):
		return of.SlugTaken(slug, taken.Candidates, nil)
	case portkey.IsConflict(err):
		return of.SlugTaken(slug, []portkey.Candidate{{Import: slug}}, err)
	}
	return of.CreateFailed(err)
}

// withoutSecrets warns that secrets are not sent along with the configurations.
func withoutSecrets(paths []string) diag.Diagnostic {
	return diag.NewAttributeWarningDiagnostic(path.Root("configurations"), "Configurations are written without their secrets", fmt.Sprintf(
		"Portkey has values among the configurations that it does not show, and that are neither in the configuration nor in the state: `%s`. The update sends configurations without them. "+
			"Whether Portkey keeps them then is not documented: if it does not, requests to the MCP server fail. "+
			"Set them in secret_configurations_wo or secret_configurations, or map their field by secret_mappings.\n%s", strings.Join(paths, "`, `"), tfkit.More(tfkit.SectionValue)))
}

// stillThere warns that what was cleared is still there.
func stillThere(names []string) diag.Diagnostic {
	return diag.NewWarningDiagnostic("Portkey kept what was removed", fmt.Sprintf(
		"Portkey accepted the update, and the MCP integration still has `%s`. This version of Portkey does not clear it. "+
			"It is not planned again as long as it stays the same. To be rid of it, create the MCP integration again with terraform apply -replace.", strings.Join(names, "`, `")))
}
