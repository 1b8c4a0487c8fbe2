package securitysettings

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// noun is what diagnostics need to know of security settings.
var noun = tfkit.Noun{
	Words: portkey.Words{One: "workspace security settings", Many: "workspace security settings", Rights: "scopes workspaces.read and workspaces.update"},
	Type:  "portkey_workspace_security_settings", Name: "workspace_id", References: "ID, slug or exact name",
	Attributes: []string{"settings"},
}

// unknownError refuses flags that Portkey does not have.
type unknownError struct {
	names []string
	known []string
}

func (e *unknownError) Error() string { return "Portkey has no " + strings.Join(e.names, ", ") }

// unknown is an error for flags that an answer lacks.
func (m model) unknown(flags map[string]bool) error {
	wrong := &unknownError{known: slices.Sorted(maps.Keys(flags))}
	for _, name := range slices.Sorted(maps.Keys(m.Settings)) {
		if _, there := flags[name]; !there {
			wrong.names = append(wrong.names, name)
		}
	}
	if len(wrong.names) == 0 {
		return nil
	}
	return wrong
}

// diagnostics say of each flag what it may be a misspelling of.
func (e *unknownError) diagnostics(act tfkit.Act) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, name := range e.names {
		instead := "Portkey has: " + strings.Join(e.known, ", ") + "."
		if meant, ok := tfkit.Meant(name, e.known); ok {
			instead = fmt.Sprintf("Did you mean %s?", meant)
		}
		diags.AddAttributeError(path.Root("settings").AtMapKey(name), act.Summary(),
			fmt.Sprintf("The workspace has no security setting %q. Nothing was changed. %s\n%s", name, instead, tfkit.More(tfkit.SectionValue)))
	}
	return diags
}

// failed explains why a write changed nothing, or may have changed something.
func failed(act tfkit.Act, err error, prove func(error) portkey.Gone) diag.Diagnostics {
	var unknown *unknownError
	switch {
	case errors.As(err, &unknown):
		return unknown.diagnostics(act)
	case errors.As(err, new(*tfkit.ForeignError)):
		return diag.Diagnostics{noun.UpdateFailed(err)}
	case portkey.IsRefused(err):
		gone := prove(err)
		if gone.Proven {
			return diag.Diagnostics{noun.RefusedUpdate(err, gone)}
		}
		return diag.Diagnostics{noun.Refused(act, err, gone)}
	case portkey.IsInvalid(err):
		return diag.Diagnostics{act.Failed(err, "If Portkey says that an override is not enabled: the organisation does not let its workspaces change these settings. "+
			"Enable that in the settings of the organisation, or remove them from settings here.")}
	}
	if whole := act.WholeFailed(err); whole != nil {
		return diag.Diagnostics{whole}
	}
	return diag.Diagnostics{act.Failed(err)}
}
