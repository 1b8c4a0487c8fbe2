package organisationdefaults

import (
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// noun is what diagnostics need to know of the defaults of an organisation.
var noun = tfkit.Noun{
	Words: portkey.Words{One: "organisation defaults", Many: "organisation defaults", Rights: "scopes organisation_settings.read and organisation_settings.update"},
	Type:  "portkey_organisation_defaults", Name: "input_guardrails", References: "ID " + theID,
	Attributes: []string{"input_guardrails", "output_guardrails"},
}

// thereError refuses to replace guardrails that nobody has configured.
type thereError struct{ there model }

func (e *thereError) Error() string { return "the organisation has " + e.there.String() }

// failed explains why a write changed nothing, or may have changed something.
func failed(act tfkit.Act, err error) diag.Diagnostic {
	var there *thereError
	switch {
	case errors.As(err, &there):
		return tfkit.RowTaken{
			At: there.there.differs(model{})[0], What: "defaults",
			Exists: "The organisation has default guardrails already: " + there.there.String() + ".",
			More:   "- To replace them, set adopt = true.\n",
		}.Failed(noun, &portkey.TakenError{Candidates: []portkey.Candidate{{Import: theID}}})
	case errors.Is(err, errElsewhere):
		return elsewhere(act)
	case errors.As(err, new(*tfkit.ForeignError)):
		return noun.UpdateFailed(err)
	case errors.Is(err, portkey.ErrStale):
		return act.FailedIn(tfkit.SectionForeign, err, "Nothing was changed. Apply again later.")
	case portkey.IsInvalid(err):
		return act.Failed(err, "The guardrails must be active ones of the organisation: that of a workspace can't be a default of the organisation.")
	}
	return act.Failed(err)
}

// elsewhere is the error of a key of another organisation, whose defaults are others.
func elsewhere(act tfkit.Act) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("id"), act.Summary(),
		"The API key is one of another organisation than that of the state. Nothing was changed.\n"+
			"Check api_key, and which provider configuration (alias) the resource uses. To manage the defaults of that organisation, use another resource.\n"+tfkit.More(tfkit.SectionGone))
}
