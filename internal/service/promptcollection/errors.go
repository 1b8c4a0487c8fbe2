package promptcollection

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

// noun is what diagnostics need to know of collections.
var noun = tfkit.Noun{
	Words: portkey.PromptCollectionWords, Type: "portkey_prompt_collection", Name: "name",
	References: "ID, slug, or exact name",
	Attributes: []string{"name", "workspace_id", "parent_collection_id"},
}

// createFailed explains why a create failed, or may have had an effect.
func createFailed(err error, plan model) diag.Diagnostic {
	var answer *portkey.Error
	if !errors.As(err, &answer) || answer.Method != http.MethodPost || answer.Status != http.StatusNotFound || answer.Code == "" || plan.ParentCollectionID.ValueString() == "" {
		return noun.CreateFailed(err)
	}
	failed := noun.Create().FailedIn(tfkit.SectionNotFound, err,
		fmt.Sprintf("The workspace has no collection of the ID or slug %q. Nothing was created.", plan.ParentCollectionID.ValueString()),
		"Check parent_collection_id: a parent is a collection of the same workspace. If it is in this configuration, refer to it, as in "+
			"parent_collection_id = portkey_prompt_collection.example.id, so that it is created first.")
	return diag.NewAttributeErrorDiagnostic(path.Root("parent_collection_id"), failed.Summary(), failed.Detail())
}

// notEmpty explains why a collection is not deleted.
func notEmpty(inside portkey.PromptCollectionContents) diag.Diagnostic {
	more := ""
	if inside.Hidden {
		more = " There may be more that is not visible to this API key."
	}
	return diag.NewErrorDiagnostic(noun.Destroy().Summary(), fmt.Sprintf(
		"The collection is not empty. It contains: %s.%s Nothing was deleted.\n"+
			"Move or delete them, and then destroy it again. If they are in this configuration, let them refer to the collection, "+
			"as in collection_id = portkey_prompt_collection.example.id, so that they are destroyed first.\n%s",
		strings.Join(inside.Inside, ", "), more, tfkit.More(tfkit.SectionHeld)))
}

// inUse explains a delete that Portkey rejects with 400 or 409, although nothing was seen in
// the collection.
func inUse(refusal error) diag.Diagnostic {
	return noun.Destroy().FailedIn(tfkit.SectionHeld, refusal,
		"The collection contains something that is not visible to this API key. Nothing was deleted.",
		"Move or delete it, and then destroy the collection again.")
}
