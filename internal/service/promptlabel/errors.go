package promptlabel

import (
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// noun is what diagnostics need to know of labels.
var noun = tfkit.Noun{
	Words: portkey.PromptLabelWords, Type: "portkey_prompt_label", Name: "name", UniqueName: true,
	References: "ID or exact name",
	Attributes: []string{"name", "description", "color_code", "workspace_id", "scope"},
}

// createFailed explains why a create failed, or may have had an effect.
func createFailed(err error, in place) diag.Diagnostic {
	if in.id() == "" && portkey.IsInvalid(err) {
		return noun.Create().Failed(err, `A label without workspace_id is created in the workspace of the API key, and the key of an organisation has none. `+
			`Set workspace_id, or scope = "organisation".`)
	}
	return noun.CreateFailed(err)
}

// importFailed explains why an import found nothing.
func importFailed(err error, reference string) diag.Diagnostic {
	if errors.Is(err, errNoPlace) {
		return diag.NewErrorDiagnostic(noun.Import().Summary(), fmt.Sprintf(
			"%.100q does not say whose the label is. Specify both, as in workspace/label or organisation/label: the workspace by its ID, slug or exact name, the label by its %s.\n%s",
			reference, noun.References, tfkit.More(tfkit.SectionNotFound)))
	}
	var missing *portkey.NotFoundError
	if errors.As(err, &missing) && missing.One == portkey.WorkspaceWords.One {
		return diag.NewErrorDiagnostic(noun.Import().Summary(), tfkit.WorkspaceFindFailed(err).Detail())
	}
	return noun.FindFailed(noun.Import(), err)
}

// universal refuses to import a label that can't be changed.
func universal(name string) diag.Diagnostic {
	return diag.NewErrorDiagnostic(noun.Import().Summary(), fmt.Sprintf(
		"%q is a label that every workspace has, and that can be neither changed nor deleted. Nothing was imported. Read it with the data source %s.\n%s",
		name, noun.Type, tfkit.More(tfkit.SectionNotFound)))
}
