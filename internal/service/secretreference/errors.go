package secretreference

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// noun is what diagnostics need to know of secret references.
var noun = tfkit.Noun{
	Words: portkey.SecretReferenceWords, Type: "portkey_secret_reference", Name: "name",
	References: "ID, slug, or exact name",
	Attributes: []string{"name", "slug", "description", "manager_type", "secret_path", "secret_key", "tags", "allowed_workspaces"},
}

// createFailed explains why a create failed, or may have had an effect. slug is the one
// that was configured, if any.
func (r *Resource) createFailed(ctx context.Context, err error, slug string) diag.Diagnostic {
	if slug == "" {
		return noun.CreateFailed(err)
	}
	var unknown *portkey.UnknownOutcomeError
	if errors.As(err, &unknown) {
		unknown.Duplicate = false // the slug is unique
	}
	if !portkey.IsInvalid(err) {
		return noun.CreateFailed(err)
	}
	taken, unread := portkey.NewSecretReferences(r.Session.API).GetUncached(ctx, slug)
	if unread != nil {
		return noun.CreateFailed(err)
	}
	failed := noun.Create().FailedIn(tfkit.SectionTaken, err, fmt.Sprintf("A secret reference with the slug %q already exists. Nothing was created.", slug),
		"If it is not managed yet, import it in the root module with\n"+noun.ImportBlocks([]portkey.Candidate{{Import: taken.ID.Or(slug)}}),
		"Otherwise use another slug. With create_before_destroy, omit slug and set allow_duplicate_name = true.")
	return diag.NewAttributeErrorDiagnostic(path.Root("slug"), failed.Summary(), failed.Detail())
}

// updateFailed explains why an update failed. removed are the fields of the object that it
// would have removed.
func updateFailed(err error, object string, removed []string) diag.Diagnostic {
	if len(removed) == 0 || !portkey.IsInvalid(err) {
		return noun.UpdateFailed(err)
	}
	failed := noun.Update().FailedIn(tfkit.SectionValue, err, fmt.Sprintf(
		"Portkey rejected the change, which removes %s from %s. Not every control plane can do that. Nothing was changed.", strings.Join(removed, ", "), object),
		"Replace the secret reference: terraform apply -replace='<address above>'.")
	return diag.NewAttributeErrorDiagnostic(path.Root(object), failed.Summary(), failed.Detail())
}
