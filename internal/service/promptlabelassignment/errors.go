package promptlabelassignment

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// promptNotFound explains that a prompt_id names nothing.
func promptNotFound(act tfkit.Act, ref string, err error) diag.Diagnostic {
	var missing *portkey.NotFoundError
	if errors.As(err, &missing) && missing.Refusal != nil {
		err = missing.Refusal
	}
	if missing == nil && !portkey.IsRefused(err) {
		return act.Failed(err)
	}
	failed := act.FailedIn(tfkit.SectionNotFound, err, fmt.Sprintf("No prompt that is visible to this API key has the ID or slug %q. Nothing was changed.", ref),
		"Check the spelling of prompt_id, and the organisation of the API key. If the prompt is in this configuration, refer to it, as in "+
			"prompt_id = portkey_prompt.example.id, so that it is created first.")
	return diag.NewAttributeErrorDiagnostic(path.Root("prompt_id"), failed.Summary(), failed.Detail())
}

// explained is the error of a write whose cause is known; nil for others.
func explained(act tfkit.Act, err error, m model) diag.Diagnostic {
	var lost *portkey.LabelsLostError
	if errors.As(err, &lost) {
		return diag.NewAttributeErrorDiagnostic(path.Root("version"), act.Summary(), fmt.Sprintf(
			"Version %d of the prompt %s has other labels, which Portkey may take from it when this one is written: %s. Nothing was changed.\n"+
				"Assign the label to another version, or move the other label first. If that is in this configuration too, apply again.\n%s",
			lost.Version, m.PromptID.ValueString(), strings.Join(lost.Labels, ", "), tfkit.More(tfkit.SectionForeign)))
	}
	var none *portkey.NoVersionError
	if errors.As(err, &none) {
		failed := act.FailedIn(tfkit.SectionNotFound, err, fmt.Sprintf("The prompt %s has no version %d. Nothing was changed.", m.PromptID.ValueString(), none.Number),
			"Set version to one that exists: the data source portkey_prompt_versions lists them.")
		return diag.NewAttributeErrorDiagnostic(path.Root("version"), failed.Summary(), failed.Detail())
	}
	var answer *portkey.Error
	if errors.As(err, &answer) && answer.Method == http.MethodPut && answer.Status == http.StatusNotFound && answer.Code != "" {
		failed := act.FailedIn(tfkit.SectionNotFound, err, fmt.Sprintf("The workspace of the prompt has no label with the ID %q, and neither has the organisation. Nothing was changed.", m.LabelID.ValueString()),
			"Check label_id. If the label is in this configuration, refer to it, as in label_id = portkey_prompt_label.example.id, so that it is created first.")
		return diag.NewAttributeErrorDiagnostic(path.Root("label_id"), failed.Summary(), failed.Detail())
	}
	return nil
}

// createFailed explains why an assignment was not created.
func createFailed(err error, plan model) diag.Diagnostic {
	var taken *portkey.TakenError
	if errors.As(err, &taken) {
		return tfkit.RowTaken{
			At: "prompt_id", What: "assignment",
			Twice:  "assign this label of this prompt",
			Exists: "A version of the prompt has this label already.",
			More:   "- Otherwise take the label from that version in Portkey.\n",
		}.Failed(noun, taken)
	}
	if known := explained(noun.Create(), err, plan); known != nil {
		return known
	}
	var answer *portkey.Error
	if errors.As(err, &answer) && answer.Method == http.MethodGet && portkey.IsRefused(err) {
		return promptNotFound(noun.Create(), plan.PromptID.ValueString(), err)
	}
	return noun.Create().Failed(err)
}

// updateFailed explains why a label was not moved.
func updateFailed(err error, plan model, prove func(error) portkey.Gone) diag.Diagnostic {
	if known := explained(noun.Update(), err, plan); known != nil {
		return known
	}
	if portkey.IsRefused(err) {
		return noun.RefusedUpdate(err, prove(err))
	}
	return noun.UpdateFailed(err)
}

// destroyFailed explains why a label was not taken from its version.
func destroyFailed(err error, state model, prove func(error) portkey.Gone, diags *diag.Diagnostics) {
	if known := explained(noun.Destroy(), err, state); known != nil {
		diags.Append(known)
		return
	}
	noun.Gone(noun.Destroy(), err, prove, diags)
}
