package provider

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// createFailed explains why a create failed, or may have had an effect.
func (r *Resource) createFailed(ctx context.Context, err error, plan model, workspaceID string) diag.Diagnostic {
	slug := plan.Slug.ValueString()
	var taken *portkey.TakenError
	if errors.As(err, &taken) && slug != "" {
		return slugTaken(slug, taken.Candidates)
	}
	if slug != "" && (portkey.IsConflict(err) || portkey.IsInvalid(err)) {
		// Somebody else, or Portkey itself, has created it since it was looked up.
		if found := r.Session.API.ProvidersOfSlug(ctx, workspaceID, slug); len(found) > 0 {
			return slugTaken(slug, found)
		}
	}
	if errors.As(err, &taken) {
		failed := noun.CreateFailed(err)
		return diag.NewAttributeErrorDiagnostic(path.Root(noun.Name), failed.Summary(), failed.Detail()+
			"\n  Instead of allow_duplicate_name, the provider can have a slug of its own: set slug.")
	}
	var answer *portkey.Error
	if errors.As(err, &answer) && answer.Method == http.MethodPost && answer.Status == http.StatusForbidden && !answer.HTML {
		return notGranted(err, plan)
	}
	return noun.CreateFailed(err)
}

// slugTaken refuses a slug that another provider of the workspace has.
func slugTaken(slug string, candidates []portkey.Candidate) diag.Diagnostic {
	if len(candidates) == 0 {
		return diag.NewAttributeErrorDiagnostic(path.Root("slug"), noun.Create().Summary(), fmt.Sprintf(
			"Two resources of this run create a provider with the slug %q in the same workspace. Nothing was created for this one. Give them different slugs.\n%s",
			slug, tfkit.More(tfkit.SectionTaken)))
	}
	return diag.NewAttributeErrorDiagnostic(path.Root("slug"), noun.Create().Summary(), fmt.Sprintf(
		"A provider with the slug %q already exists in the workspace. Nothing was created.\n"+
			"- If it is not managed yet, import it in the root module with\n%s\n"+
			"- If Portkey has created it by itself, as it does with the slug of the integration when that is created or enabled for a workspace, the import manages that one. "+
			"With create_default_provider = false there, none is created.\n"+
			"- If it is in this state under another address, add a moved block. If this run destroyed that one, apply again.\n"+
			"- Otherwise set another slug.\n%s",
		slug, noun.ImportBlocks(candidates), tfkit.More(tfkit.SectionTaken)))
}

// notGranted explains a create that was rejected with 403 for as long as it was repeated.
func notGranted(err error, plan model) diag.Diagnostic {
	return noun.Create().FailedIn(tfkit.SectionScope, err, fmt.Sprintf(
		"The integration %q is not enabled for the workspace %q, or does not exist, or the API key lacks the %s or has no access to the workspace: Portkey returns the same for all of them. "+
			"The create was repeated for a while, in case the integration was about to be enabled. Nothing was created.",
		plan.IntegrationID.ValueString(), plan.WorkspaceID.ValueString(), noun.Create().Right),
		"Enable the integration with portkey_integration_workspace_access. If that is in this configuration, refer to it, as in "+
			"integration_id = portkey_integration_workspace_access.example.integration_id, so that it is created first. "+
			"If the integration is enabled, give the API key that scope. Then apply again.")
}

// rateLimitsNotSet is the warning of a create whose rate limits could not be set. They are
// set after the create, since newer control planes reject a create with some.
func rateLimitsNotSet(err error) diag.Diagnostic {
	failed := noun.Update().Failed(err)
	return diag.NewAttributeWarningDiagnostic(path.Root("rate_limits"), "Rate limits were not set",
		"The provider was created, and setting its rate limits by a second request failed: it has none, and nothing limits its requests. "+
			"Apply again: the refresh shows that they are missing, and the plan sets them.\n"+failed.Detail())
}

// refusedUpdate explains an update that was rejected. A provider whose integration was
// disabled for its workspace is listed, and can't be read.
func refusedUpdate(err error, gone portkey.Gone) diag.Diagnostic {
	failed := noun.RefusedUpdate(err, gone)
	if gone.Proven || gone.Readable || gone.Elsewhere || gone.Lagging {
		return failed
	}
	return diag.NewErrorDiagnostic(failed.Summary(), failed.Detail()+
		"\n  The same is returned if the integration of the provider is not enabled for the workspace any more: enable it again, or destroy the provider.")
}
