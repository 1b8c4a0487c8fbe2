package integrationmodels

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// What diagnostics need to know of one model, and of all models of an integration.
var (
	noun = tfkit.Noun{
		Words: portkey.IntegrationModelWords, Type: "portkey_integration_model_access", Name: "model_slug",
		References: "integration and model slug",
		Attributes: []string{"enabled", "custom", "custom_host", "custom_headers", "pricing"},
	}
	setNoun = tfkit.Noun{
		Words: portkey.IntegrationModelsWords, Type: "portkey_integration_models", Name: "integration_id",
		References: "ID, slug or exact name", Attributes: []string{"models", "allow_all_models"},
	}
)

// errRemoved says that a custom model was deleted since the plan.
var errRemoved = errors.New("the model is not there any more")

// unplannedError refuses to delete custom models that no plan named.
type unplannedError struct{ slugs []string }

func (e *unplannedError) Error() string {
	return "the plan does not name " + strings.Join(e.slugs, ", ")
}

// commaError refuses to delete a custom model whose slug has a comma.
type commaError struct{ slug string }

func (e *commaError) Error() string {
	return fmt.Sprintf("The slug %q has a comma. The API takes the slugs of the custom models to delete separated by commas, so that others would be deleted.", e.slug)
}

// deletable are rows, unless one of them would delete other models than its own.
func deletable(rows []portkey.IntegrationModelWrite) ([]portkey.IntegrationModelWrite, error) {
	for _, one := range rows {
		if one.Delete && strings.Contains(one.Slug, ",") {
			return nil, &commaError{one.Slug}
		}
	}
	return rows, nil
}

// undeletable explains a *commaError.
func undeletable(act tfkit.Act, at path.Path, slug string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(at, act.Summary(), (&commaError{slug}).Error()+" Nothing was changed. Delete the model in Portkey, and plan again.")
}

// unnamed refuses a plan that can't name the custom models that it deletes.
func unnamed(act tfkit.Act, integration string, custom []string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("models"), act.Summary(), fmt.Sprintf(
		"The slugs or the base models of models are not known yet, so the plan can't name which custom models of the integration %s are deleted. It has: %s. Nothing was changed.\n"+
			"Use values that are known when Terraform plans, or first apply what they depend on, for example with -target.", integration, strings.Join(custom, ", ")))
}

// managedTwice refuses two kinds of resources for the models of one integration.
func managedTwice(integration, whole, one string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("integration_id"), fmt.Sprintf("Models of the integration %s are managed twice", integration), fmt.Sprintf(
		"Both %s and %s manage models of the integration %s. The former disables or deletes what the latter adds. Nothing was changed. Use one of the two for an integration.",
		whole, one, integration))
}

// createFailed explains why a row was not written, or may have been.
func createFailed(err error, plan rowModel) diag.Diagnostic {
	if missing := noun.Create().NoIntegration(err, plan.IntegrationID.ValueString()); missing != nil {
		return missing
	}
	var taken *portkey.TakenError
	var answer *portkey.Error
	switch {
	case errors.As(err, &answer) && portkey.IsInvalid(err) && answer.Param == "models":
		failed := noun.Create().FailedIn(tfkit.SectionValue, err, fmt.Sprintf("Portkey rejected the model %q. Nothing was created.", plan.ModelSlug.ValueString()),
			"If the catalogue of the AI provider lacks it, correct model_slug, or set custom for a model that it does not have: the data source portkey_integration_models lists the slugs.")
		return diag.NewAttributeErrorDiagnostic(path.Root("model_slug"), failed.Summary(), failed.Detail())
	case !errors.As(err, &taken):
		return noun.Create().Failed(err)
	}
	return tfkit.RowTaken{
		At: "model_slug", What: "model",
		Twice: "manage the model", Exists: "The model already exists at the integration, enabled or with settings.",
	}.Failed(noun, taken)
}

// updateFailed explains why a row, or all of them, were not written.
func updateFailed(of tfkit.Noun, err error, prove func(error) portkey.Gone) diag.Diagnostic {
	var comma *commaError
	switch {
	case errors.As(err, &comma):
		return undeletable(of.Update(), path.Root("models"), comma.slug)
	case errors.Is(err, errRemoved):
		return diag.NewErrorDiagnostic(of.Update().Summary(),
			"The custom model was deleted outside Terraform. Nothing was changed. Plan again to create it.\n"+tfkit.More(tfkit.SectionGone))
	case portkey.IsRefused(err):
		return of.RefusedUpdate(err, prove(err))
	}
	return of.UpdateFailed(err)
}

// setFailed explains why all models were not set at a create.
func setFailed(err error, integration string) diag.Diagnostic {
	if missing := setNoun.Create().NoIntegration(err, integration); missing != nil {
		return missing
	}
	var unplanned *unplannedError
	if errors.As(err, &unplanned) {
		return diag.NewAttributeErrorDiagnostic(path.Root("models"), setNoun.Create().Summary(), fmt.Sprintf(
			"The integration has custom models that the plan does not show, and that would be deleted: %s. Nothing was changed.\n"+
				"Plan again to see them, then either add them to models or apply.\n%s", strings.Join(unplanned.slugs, ", "), tfkit.More(tfkit.SectionForeign)))
	}
	var comma *commaError
	if errors.As(err, &comma) {
		return undeletable(setNoun.Create(), path.Root("models"), comma.slug)
	}
	return setNoun.Create().Failed(err)
}

// deleteFailed explains why models are still there.
func deleteFailed(of tfkit.Noun, err error, prove func(error) portkey.Gone) diag.Diagnostics {
	var comma *commaError
	if errors.As(err, &comma) {
		return diag.Diagnostics{undeletable(of.Destroy(), path.Empty(), comma.slug)}
	}
	return of.RowDeleted(err, prove, "model")
}

// notFound explains why an import did not find the integration.
func notFound(of tfkit.Noun, ref string, err error) diag.Diagnostic {
	var missing *portkey.NotFoundError
	if errors.As(err, &missing) && !missing.ListRefused {
		return notImported(of, ref, "names no integration that is visible to this API key")
	}
	return of.Import().Failed(err)
}

// notImported explains why an import found nothing.
func notImported(of tfkit.Noun, ref, why string) diag.Diagnostic {
	form := "the integration by ID, slug or name."
	if of.Type == noun.Type {
		form = "the integration by ID, slug or name, and the slug of the model: integration/model."
	}
	return diag.NewErrorDiagnostic(of.Import().Summary(), fmt.Sprintf("The import ID %.200q %s.\nSpecify %s\n%s",
		ref, why, form, tfkit.More(tfkit.SectionNotFound)))
}
