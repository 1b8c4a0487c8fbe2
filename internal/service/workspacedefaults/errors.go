package workspacedefaults

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// noun is what diagnostics need to know of the defaults of a workspace.
var noun = tfkit.Noun{
	Words: portkey.Words{One: "workspace defaults", Many: "workspace defaults", Rights: "scopes workspaces.read and workspaces.update"},
	Type:  "portkey_workspace_defaults", Name: "workspace_id", References: "ID, slug or exact name",
	Attributes: []string{"input_guardrails", "output_guardrails", "user_api_key_config_id"},
}

// thereError refuses to overwrite defaults that nobody has configured.
type thereError struct{ there model }

func (e *thereError) Error() string { return "the workspace has " + e.there.String() }

// String names what is set, by attribute.
func (m model) String() string {
	var parts []string
	for _, list := range []struct {
		name string
		refs []string
	}{{"input_guardrails", m.InputGuardrails}, {"output_guardrails", m.OutputGuardrails}} {
		if len(list.refs) > 0 {
			parts = append(parts, fmt.Sprintf("%s = [%q]", list.name, strings.Join(list.refs, `", "`)))
		}
	}
	if config := tfkit.Text(m.UserAPIKeyConfigID); config != "" {
		parts = append(parts, fmt.Sprintf("user_api_key_config_id = %q", config))
	}
	return strings.ReplaceAll(strings.Join(parts, ", "), `\"`, `"`)
}

// failed explains why a write changed nothing, or may have changed something.
func failed(act tfkit.Act, err error, workspaceID string, prove func(error) portkey.Gone) diag.Diagnostic {
	var there *thereError
	switch {
	case errors.As(err, &there):
		return tfkit.RowTaken{
			At: "workspace_id", What: "defaults",
			Exists: "The workspace has defaults already: " + there.there.String() + ".",
			More:   "- To replace them, clear them in Portkey first.\n",
		}.Failed(noun, &portkey.TakenError{Candidates: []portkey.Candidate{{Import: workspaceID}}})
	case errors.As(err, new(*tfkit.ForeignError)):
		return noun.UpdateFailed(err)
	case portkey.IsRefused(err):
		gone := prove(err)
		if gone.Proven {
			return noun.RefusedUpdate(err, gone)
		}
		return noun.Refused(act, err, gone)
	case portkey.IsInvalid(err):
		return act.Failed(err, "The guardrails and the config must be active ones of this workspace: those of another workspace, or of the organisation, can't be its defaults.")
	}
	if whole := act.WholeFailed(err); whole != nil {
		return whole
	}
	return act.Failed(err)
}
