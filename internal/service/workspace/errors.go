package workspace

import (
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// noun is what diagnostics need to know of workspaces.
var noun = tfkit.Noun{
	Words: portkey.WorkspaceWords, Type: "portkey_workspace", Name: "name",
	References: "ID, slug, or exact name",
	Attributes: []string{"name", "description", "icon", "defaults", "usage_limits", "rate_limits"},
}

func addedDetail(keys []string) string {
	return fmt.Sprintf("The organisation added these keys to the metadata of the workspace: %s. "+
		"The next plan removes them again. To keep them, add them to the configuration: to defaults here, or to default_metadata in the provider block.", strings.Join(keys, ", "))
}

const noDefaultsAdvice = "Nothing was written. Apply again. If that fails too, the metadata can't be managed on this control plane: " +
	"remove it from the configuration, from defaults here and from default_metadata in the provider block."

// mayWrite is an error for an update that would undo what this resource does not manage.
func (m model) mayWrite(state model, live portkey.Workspace) error {
	if !slices.Contains(m.differs(state), "defaults") {
		return nil
	}
	if !live.Defaults.IsPresent() {
		return portkey.ErrNoDefaults
	}
	if updated, known := live.LastUpdatedAt.Or(""), state.LastUpdatedAt.ValueString(); tfkit.Precedes(updated, known) {
		return &staleError{updated: updated, known: known}
	}
	return nil
}

// staleError is the error of an update of defaults that were read older than the state.
type staleError struct{ updated, known string }

func (*staleError) Unwrap() error { return portkey.ErrStale }

func (e *staleError) Error() string {
	return fmt.Sprintf("the response shows the workspace as it was at %s, although it changed at %s", e.updated, e.known)
}

func updateFailed(err error) diag.Diagnostic {
	if errors.Is(err, portkey.ErrNoDefaults) {
		return noun.Update().FailedIn(tfkit.SectionNotPortkey, err, noDefaultsAdvice)
	}
	if errors.As(err, new(*staleError)) || errors.As(err, new(*portkey.StaleError)) {
		return noun.Update().FailedIn(tfkit.SectionForeign, err,
			"Nothing was written: defaults can only be written whole, and what others have set since might be lost. Apply again later.")
	}
	return noun.UpdateFailed(err)
}

// explainLimits adds to the error of a refused write what may be wrong with several
// usage limits. failed is what is said otherwise.
func (m model) explainLimits(act tfkit.Act, err error, failed diag.Diagnostic) diag.Diagnostic {
	var refused *portkey.Error
	if len(m.UsageLimits) < 2 || !portkey.IsInvalid(err) || !errors.As(err, &refused) ||
		refused.Param != "" && !strings.HasPrefix(refused.Param, "usage_limits") {
		return failed
	}
	failed = act.Failed(err, fmt.Sprintf("The configuration has %d usage limits. Newer control planes accept one for each workspace: if that is why, keep one of them.", len(m.UsageLimits)))
	return diag.NewAttributeErrorDiagnostic(path.Root("usage_limits"), failed.Summary(), failed.Detail())
}

// heldError is a delete that failed because of what the workspace contains.
type heldError struct {
	held   portkey.Contents
	left   []portkey.Held
	forced bool
	cause  error
}

func (e *heldError) Error() string { return "the workspace contains " + e.held.String() }

func deleteFailed(err error) diag.Diagnostic {
	var held *heldError
	if !errors.As(err, &held) {
		return noun.Destroy().Failed(err)
	}
	if !held.forced {
		return noun.Destroy().FailedIn(tfkit.SectionHeld, held.cause, "The workspace contains: "+held.held.String()+". Nothing was deleted.",
			"Delete or move these first. To delete everything inside the workspace with it, set force_delete = true, apply, and then destroy it again.")
	}
	lines := []string{"force_delete found: " + held.held.String() + "."}
	if len(held.left) > 0 {
		names := make([]string, 0, len(held.left))
		for _, one := range held.left {
			names = append(names, fmt.Sprintf("%s %s", one.Noun, one.ID))
		}
		lines = append(lines, "Not deleted, because deleting it failed, it could not be verified to be inside, or it belongs to another workspace: "+strings.Join(names, ", ")+".")
	}
	act := noun.Destroy()
	act.Right = "scope to list, read and delete each kind that is named above, and workspaces.update to take them out of the defaults"
	return act.FailedIn(tfkit.SectionHeld, held.cause, append(lines, "Delete the rest by hand, or apply again, which is safe.")...)
}

// addedMetadata names the keys of an answer's metadata that the plan lacks.
func (m model) addedMetadata(answer portkey.Workspace) []string {
	var added []string
	for key := range answer.Composed().Defaults.Or(portkey.WorkspaceDefaults{}).Metadata {
		if _, planned := m.metadata()[key]; !planned {
			added = append(added, key)
		}
	}
	sort.Strings(added)
	return added
}
