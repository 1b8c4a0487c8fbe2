package guardrail

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// noun is what diagnostics need to know of guardrails, wherever they are.
var noun = tfkit.Noun{
	Words: portkey.GuardrailWords, Type: "portkey_guardrail", Name: "name",
	References: "ID, slug, or exact name",
	Attributes: []string{"name", "workspace_id", "target", "checks", "actions"},
}

// nounOf is the noun with the scopes of the place where a guardrail is.
func nounOf(m model) tfkit.Noun {
	of := noun
	of.Words = portkey.WordsOfGuardrails(m.isOrganisations())
	return of
}

// remedy is what to do about what uses a guardrail.
const remedy = "Remove the guardrail there, and then destroy it again."

// homeOf is the id of the workspace in which a guardrail is to be created, "" for one of
// the organisation. Portkey creates one of the organisation if none is named, so that one
// of a workspace without workspace_id is an error, unless the API key has a workspace.
func (r *Resource) homeOf(ctx context.Context, m model, diags *diag.Diagnostics) (id string, ok bool) {
	diags.Append(checkPlace(types.StringPointerValue(m.Scope), m.WorkspaceID)...)
	if diags.HasError() || m.isOrganisations() {
		return "", !diags.HasError()
	}
	id, ok = r.Session.WorkspaceID(ctx, m.WorkspaceID, diags)
	if ok && id == "" {
		id = r.Session.OwnWorkspaceID(ctx)
	}
	if ok && id == "" {
		diags.AddAttributeError(path.Root("workspace_id"), noun.Create().Summary(),
			`The scope is "workspace", workspace_id is not set, and the API key is not known to be that of one workspace. Without a workspace, Portkey would create a guardrail of the whole organisation. `+
				`Nothing was created. Set workspace_id or, if that is intended, scope = "organisation".`)
	}
	return id, id != ""
}

// inWorkspace warns that a guardrail of the organisation was created in a workspace.
func inWorkspace(workspaceID string) diag.Diagnostic {
	return diag.NewAttributeWarningDiagnostic(path.Root("scope"), "Guardrail is not the organisation's",
		`The scope is "organisation", but Portkey created the guardrail in the workspace `+workspaceID+`: the API key is that workspace's own. The next plan replaces it. `+
			`Use the API key of the organisation, or set scope = "workspace".`)
}
