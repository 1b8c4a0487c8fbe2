package workspace

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sort"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

var attributes = []string{"name", "description", "icon", "defaults", "usage_limits", "rate_limits"}

// The acts that can fail, with the scope that each needs.
var (
	createAct = tfkit.Act{Verb: "create", Noun: "workspace", Scope: "workspaces.create", Attributes: attributes}
	readAct   = tfkit.Act{Verb: "read", Noun: "workspace", Scope: "workspaces.read"}
	updateAct = tfkit.Act{Verb: "update", Noun: "workspace", Scope: "workspaces.update", Attributes: attributes}
	deleteAct = tfkit.Act{Verb: "destroy", Noun: "workspace", Scope: "workspaces.delete"}
	importAct = tfkit.Act{Verb: "import", Noun: "workspace", Scope: "workspaces.read"}
	findAct   = tfkit.Act{Verb: "find", Noun: "workspace", Scope: "workspaces.read"}
	listAct   = tfkit.Act{Verb: "list", Noun: "workspaces", Scope: "workspaces.list"}
)

const blindDetail = "The API key lacks the scope workspaces.list, so a workspace is created without a look whether its name is taken, " +
	"and a create whose answer is lost can't be found again. Give the key that scope."

func adoptedDetail(id, name string) string {
	return fmt.Sprintf("The answer to the create of %q was lost. Exactly one workspace of that name, with just these settings, "+
		"appeared after it and was adopted: %s. Nothing was created twice.", name, id)
}

func addedDetail(keys []string) string {
	return fmt.Sprintf("The organisation added these keys to the metadata of the workspace: %s. "+
		"The next plan removes them again, unless they are added to the configuration: to defaults here, or to default_metadata in the provider block.", strings.Join(keys, ", "))
}

func unknownDetail(argument string) string {
	return fmt.Sprintf("The provider argument %s is not known yet, so the state is taken as it is.", argument)
}

// refused explains a refusal that does not prove the workspace gone.
func refused(act tfkit.Act, err error, gone portkey.Gone) diag.Diagnostic {
	var answer *portkey.Error
	if errors.As(err, &answer) && answer.Method == http.MethodGet {
		act.Scope = readAct.Scope // every verb reads first
	}
	return act.FailedIn(tfkit.SectionGone, err,
		"That it is gone is not proven, so it stays in the state. "+gone.Seen,
		"Ways on: mend the key, its organisation or base_url; terraform plan -refresh=false; or a removed block, if it is known to be gone.")
}

// refusedUpdate is refused for an update, where gone is no success.
func refusedUpdate(err error, gone portkey.Gone) diag.Diagnostic {
	if gone.Proven {
		return updateAct.FailedIn(tfkit.SectionGone, err,
			"The workspace was deleted outside Terraform: plan again, and it is created anew. "+gone.Seen)
	}
	return refused(updateAct, err, gone)
}

func createFailed(err error) diag.Diagnostic {
	var taken *portkey.TakenError
	if errors.As(err, &taken) {
		return diag.NewAttributeErrorDiagnostic(path.Root("name"), createAct.Summary(), takenDetail(taken))
	}
	var unknown *portkey.UnknownOutcomeError
	if errors.As(err, &unknown) {
		return diag.NewErrorDiagnostic(createAct.Summary(), unknownOutcomeDetail(unknown))
	}
	return createAct.Failed(err)
}

func takenDetail(taken *portkey.TakenError) string {
	if taken.MadeHere {
		return fmt.Sprintf("Two resources of this run want the name %q, and the other one has it. Give them different names, "+
			"or set allow_duplicate_name = true if two workspaces of one name are meant.\n%s", taken.Name, tfkit.More(tfkit.SectionTaken))
	}
	return fmt.Sprintf("A workspace called %q exists already, and nothing was created. Which is the case?\n"+
		"- It is not managed yet: adopt it with\n%s\n"+
		"- It is in this state under another address: write a moved block. If that address was destroyed or renamed by this very run, apply again.\n"+
		"- Two workspaces of one name are meant (create_before_destroy needs it): set allow_duplicate_name = true.\n%s",
		taken.Name, importBlocks(taken.Candidates), tfkit.More(tfkit.SectionTaken))
}

func unknownOutcomeDetail(unknown *portkey.UnknownOutcomeError) string {
	again := "Apply again: the name is looked up first, so nothing is created twice."
	if unknown.Duplicate {
		again = "Look in Portkey before applying again, since allow_duplicate_name = true lets that create a second one: " +
			"if it is there, delete or import it."
	}
	advice := "No workspace of that name has appeared. " + again
	switch {
	case unknown.Blind:
		advice = "The API key lacks the scope workspaces.list, so it could not be looked for. Look in Portkey: " +
			"if it is there, import it; if not, apply again."
	case len(unknown.Candidates) > 0:
		advice = "These bear its name and appeared since, but it can't be told which of them it is. Adopt the right one with\n" +
			importBlocks(unknown.Candidates)
	case unknown.LookErr != nil:
		advice = "It could not be looked for: " + strings.TrimSuffix(unknown.LookErr.Error(), ".") + ".\n" + again
	}
	return fmt.Sprintf("Whether the workspace %q was created is not known, and it is not in the state.\n%s\nPortkey: %v.\n%s",
		unknown.Name, advice, unknown.Cause, tfkit.More(tfkit.SectionUnknown))
}

// importBlocks is HCL that adopts the candidates, one by one.
func importBlocks(candidates []portkey.Workspace) string {
	blocks := make([]string, 0, len(candidates))
	for _, one := range candidates {
		blocks = append(blocks, fmt.Sprintf("  import {\n    to = portkey_workspace.<name>\n    id = %q\n  }", one.ID))
	}
	return strings.Join(blocks, "\n")
}

// foreignError refuses to overwrite what somebody else wrote.
type foreignError struct{ attribute, when string }

func (e *foreignError) Error() string {
	return fmt.Sprintf("somebody else changed %s at %s, after this state was read", e.attribute, e.when)
}

// errUntoldDefaults refuses a write that could drop what it can't see.
var errUntoldDefaults = errors.New("the answer does not tell the workspace's defaults, and writing the metadata would drop the guardrails and the config in them")

const untoldDefaultsAdvice = "Nothing was written. Apply again; if the answer is the same then, this control plane can't be trusted with the metadata: " +
	"take it out of the configuration, from defaults here and from default_metadata in the provider block."

// mayWrite refuses an update that would undo what this resource does not know of.
func (m model) mayWrite(state model, live portkey.Workspace, foreign string) error {
	if foreign != "" {
		return &foreignError{attribute: foreign, when: live.LastUpdatedAt.Or("an unknown time")}
	}
	if !slices.Contains(m.differs(state), "defaults") {
		return nil
	}
	if !live.Defaults.Told() {
		return errUntoldDefaults
	}
	if told, known := live.LastUpdatedAt.Or(""), state.LastUpdatedAt.ValueString(); precedes(told, known) {
		return &staleError{told: told, known: known}
	}
	return nil
}

// staleError refuses to write defaults over such as are older than the state.
type staleError struct{ told, known string }

func (*staleError) Unwrap() error { return portkey.ErrStale }

func (e *staleError) Error() string {
	return fmt.Sprintf("the answer tells the workspace as it was at %s, although it changed at %s", e.told, e.known)
}

func updateFailed(err error) diag.Diagnostic {
	var foreign *foreignError
	if errors.As(err, &foreign) {
		return diag.NewAttributeErrorDiagnostic(path.Root(foreign.attribute), updateAct.Summary(), fmt.Sprintf(
			"Nothing was written: %v, so this plan would overwrite an edit that it does not show.\n"+
				"Plan again to see the edit, then take it over into the configuration or apply over it.\n%s", foreign, tfkit.More(tfkit.SectionForeign)))
	}
	if errors.Is(err, errUntoldDefaults) {
		return updateAct.FailedIn(tfkit.SectionNotPortkey, err, untoldDefaultsAdvice)
	}
	var stale *staleError
	if errors.As(err, &stale) {
		return updateAct.FailedIn(tfkit.SectionForeign, err,
			"Nothing was written: defaults can only be written whole, and what others have put there since might be lost. Apply again in a while.")
	}
	return updateAct.Failed(err)
}

// heldError is a delete refused because of what the workspace holds.
type heldError struct {
	held   portkey.Contents
	left   []portkey.Held
	forced bool
	cause  error
}

func (e *heldError) Error() string { return "the workspace holds " + e.held.String() }

func deleteFailed(err error) diag.Diagnostic {
	var held *heldError
	if !errors.As(err, &held) {
		return deleteAct.Failed(err)
	}
	if !held.forced {
		return deleteAct.FailedIn(tfkit.SectionHeld, held.cause, "The workspace holds: "+held.held.String()+".",
			"Delete or move these first; or set force_delete = true, apply that, and destroy again: it deletes everything inside the workspace.")
	}
	lines := []string{"force_delete found: " + held.held.String() + "."}
	if len(held.left) > 0 {
		names := make([]string, 0, len(held.left))
		for _, one := range held.left {
			names = append(names, fmt.Sprintf("%s %s", one.Kind, one.ID))
		}
		lines = append(lines, "Left, since it could not be deleted or not be shown to be inside: "+strings.Join(names, ", ")+".")
	}
	act := deleteAct
	act.Scope = "to list, read and delete each kind that is named above, and workspaces.update to take them out of the defaults"
	return act.FailedIn(tfkit.SectionHeld, held.cause, append(lines, "What is left can be deleted by hand; applying again is safe.")...)
}

// nothingToImport refuses an import that names nothing.
func nothingToImport() diag.Diagnostic {
	return diag.NewErrorDiagnostic(importAct.Summary(),
		"The import id is empty. Give the id of the workspace, its slug or its exact name.\n"+tfkit.More(tfkit.SectionNotFound))
}

// findFailed explains why an import or a data source found nothing.
func findFailed(act tfkit.Act, err error) diag.Diagnostic {
	var ambiguous *portkey.AmbiguousError
	if errors.As(err, &ambiguous) {
		return diag.NewErrorDiagnostic(act.Summary(), fmt.Sprintf(
			"Several workspaces are called %.100q: use the id of one of them.\n%s\n%s",
			ambiguous.Name, candidateLines(ambiguous.Candidates), tfkit.More(tfkit.SectionNotFound)))
	}
	var missing *portkey.NotFoundError
	if !errors.As(err, &missing) {
		return act.Failed(err)
	}
	if missing.ListRefused {
		act.Scope = listAct.Scope
		return act.Failed(missing.Refusal, fmt.Sprintf("Without the list only an id or a slug can be found, and %.100q is none that the key can see.", missing.Ref))
	}
	nothing := fmt.Sprintf("No active workspace that this key can see has the id, the slug or exactly the name %.100q.\n"+
		"Upper and lower case matter. A key of another organisation, or a workspace's own key, sees other workspaces.", missing.Ref)
	if missing.Refusal != nil {
		return act.FailedIn(tfkit.SectionNotFound, missing.Refusal, nothing)
	}
	return diag.NewErrorDiagnostic(act.Summary(), nothing+"\n"+tfkit.More(tfkit.SectionNotFound))
}

func candidateLines(candidates []portkey.Workspace) string {
	lines := make([]string, 0, len(candidates))
	for _, one := range candidates {
		lines = append(lines, fmt.Sprintf("- %s (slug %s, made %s)", one.ID, one.Slug.Or("unknown"), one.CreatedAt.Or("at an unknown time")))
	}
	return strings.Join(lines, "\n")
}

func errOtherWorkspace(id string, got portkey.Workspace) error {
	return fmt.Errorf("asked for the workspace %s, Portkey answered with %s; nothing was changed", id, got.ID)
}

// addedMetadata names the keys of an answer's metadata that the plan lacks.
func (m model) addedMetadata(answer portkey.Workspace) []string {
	var added []string
	for key := range answer.Defaults.Or(portkey.WorkspaceDefaults{}).Metadata {
		if _, planned := m.metadata()[key]; !planned {
			added = append(added, key)
		}
	}
	sort.Strings(added)
	return added
}
