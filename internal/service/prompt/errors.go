package prompt

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// noun is what diagnostics need to know of prompts.
var noun = tfkit.Noun{
	Words: portkey.PromptWords, Type: "portkey_prompt", Name: "name",
	References: "ID, slug, or exact name",
	Attributes: []string{"name", "collection_id", "model", "parameters", "tools", "tool_choice", "functions", "version_description"},
}

// collectionNotFound explains that a collection_id names nothing.
func collectionNotFound(act tfkit.Act, ref string, err error) diag.Diagnostic {
	var missing *portkey.NotFoundError
	if !errors.As(err, &missing) {
		return act.Failed(err)
	}
	refusal := missing.Refusal
	if refusal == nil {
		refusal = err
	}
	failed := act.FailedIn(tfkit.SectionNotFound, refusal, fmt.Sprintf(
		"No prompt collection that is visible to this API key has the ID or slug %q. Nothing was changed.", ref),
		"Check the spelling of collection_id, and the organisation of the API key. If the collection is in this configuration, refer to it, as in "+
			"collection_id = portkey_prompt_collection.example.id, so that it is created first.")
	return diag.NewAttributeErrorDiagnostic(path.Root("collection_id"), failed.Summary(), failed.Detail())
}

// rejected explains a write that Portkey rejected for its content; nil for other errors.
// act is the create or the update.
func rejected(act tfkit.Act, err error, m model) diag.Diagnostic {
	var answer *portkey.Error
	if !errors.As(err, &answer) || answer.Method == http.MethodGet || errors.As(err, new(*portkey.PartialError)) {
		return nil
	}
	unchanged := "Nothing was changed."
	if act.Verb == noun.Create().Verb {
		unchanged = "Nothing was created."
	}
	switch {
	case portkey.IsInvalid(err) && answer.Param == "virtual_key":
		failed := act.FailedIn(tfkit.SectionNotFound, err, fmt.Sprintf(
			"The workspace of the prompt has no provider with the slug or ID %q. %s", tfkit.Text(m.ProviderID), unchanged),
			"Check the spelling of provider_id. If the provider is in this configuration, refer to it, as in "+
				"provider_id = portkey_provider.example.slug, so that it is created first.")
		return diag.NewAttributeErrorDiagnostic(path.Root("provider_id"), failed.Summary(), failed.Detail())
	case portkey.IsInvalid(err) && answer.Param == "string":
		failed := act.Failed(err)
		return diag.NewAttributeErrorDiagnostic(path.Root("template"), failed.Summary(), failed.Detail())
	default:
		return nil
	}
}

// createFailed explains why a create failed, or may have had an effect.
func createFailed(err error, plan model) diag.Diagnostic {
	if explained := rejected(noun.Create(), err, plan); explained != nil {
		return explained
	}
	return noun.CreateFailed(err)
}

// updateFailed explains why an update failed. What was created of a version stays, and is
// found by the next apply.
func updateFailed(err error, plan model) diag.Diagnostic {
	if explained := rejected(noun.Update(), err, plan); explained != nil {
		return explained
	}
	return noun.VersionsFailed(err)
}

// notMoved warns of a move that Portkey accepted and did not do.
func notMoved(collection string) diag.Diagnostic {
	return diag.NewAttributeWarningDiagnostic(path.Root("collection_id"), "Prompt may not have been moved", fmt.Sprintf(
		"Portkey accepted the move of the prompt to the collection %q, and still returns it in the collection that it was in. "+
			"Plan again: if the plan moves the prompt once more, this control plane can't move prompts. "+
			"Keep collection_id, or replace the prompt with terraform apply -replace, which gives it another slug.", collection))
}
