package apikey

import (
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// mayExist explains a create of unknown outcome whose key was not found.
func mayExist(noun tfkit.Noun, key opened, err error) diag.Diagnostic {
	seen := "No API key of that name has appeared."
	var unknown *portkey.UnknownOutcomeError
	if errors.As(err, &unknown) {
		err = unknown.Cause
		switch {
		case unknown.Blind:
			seen = fmt.Sprintf("It was not found in the list of API keys, for which the API key of the provider needs the %s.", noun.Right("list"))
		case unknown.LookErr != nil:
			seen = fmt.Sprintf("It could not be looked for: %v.", unknown.LookErr)
		}
	}
	return noun.Create().FailedIn(tfkit.SectionUnknown, err, fmt.Sprintf(
		"Whether the ephemeral API key %q was created is not known: the response was lost. %s If it was created, nobody knows its key, and it expires at %s. Run Terraform again.",
		key.Name, seen, key.ExpiresAt))
}

// notReturned explains why there is no key to return, and what became of the one that was
// created.
func notReturned(noun tfkit.Noun, key opened, why string, deleteErr error) diag.Diagnostic {
	if deleteErr != nil {
		return noun.Create().FailedIn(tfkit.SectionUnknown, deleteErr, fmt.Sprintf(
			"%s It can't be used, and deleting it failed: %q (%s) expires at %s. Delete it before that in Portkey, or leave it, and run Terraform again.",
			why, key.Name, key.ID, key.ExpiresAt))
	}
	return diag.NewErrorDiagnostic(noun.Create().Summary(), fmt.Sprintf(
		"%s The API key %q was deleted again: nothing is left of it. Run Terraform again.\n%s", why, key.Name, tfkit.More(tfkit.SectionUnknown)))
}

// notDeleted is the failure of Close.
func notDeleted(noun tfkit.Noun, key opened, err error) diag.Diagnostic {
	section := tfkit.SectionServer
	if portkey.IsRefused(err) {
		section = tfkit.SectionScope
	}
	return noun.Destroy().FailedIn(section, err, fmt.Sprintf(
		"The ephemeral API key %q (%s) was not deleted at the end of the run. It expires at %s. Delete it before that in Portkey, or leave it.",
		key.Name, key.ID, key.ExpiresAt))
}
