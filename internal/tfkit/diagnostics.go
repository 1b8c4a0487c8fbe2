package tfkit

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// Guide is the page that explains every error summary of the provider.
const Guide = "https://registry.terraform.io/providers/portkey-community/portkey/latest/docs/guides/troubleshooting"

// Act is one thing a verb does to a noun, for the words of its errors.
type Act struct {
	// Verb and Noun make the summary: Cannot <verb> <noun>.
	Verb, Noun string
	// Scope is the permission of the key that the call needs.
	Scope string
	// Attributes are the top-level attributes that a field of the request can
	// be blamed on.
	Attributes []string
}

// Summary is the first line of every error of this act.
func (a Act) Summary() string { return fmt.Sprintf("Cannot %s %s", a.Verb, a.Noun) }

// Failed turns an error of the client into a diagnostic: what to do, then what
// Portkey said. extra lines, if any, come in between.
func (a Act) Failed(err error, extra ...string) diag.Diagnostic {
	lines := []string{a.advice(err)}
	lines = append(lines, extra...)
	lines = append(lines, sentence(err))
	if portkey.IsRefused(err) && a.Scope != "" {
		lines = append(lines, "The call needs the scope "+a.Scope+".")
	}
	lines = append(lines, "More: "+Guide)
	detail := strings.Join(lines, "\n")
	if at, ok := a.blamed(err); ok {
		return diag.NewAttributeErrorDiagnostic(at, a.Summary(), detail)
	}
	return diag.NewErrorDiagnostic(a.Summary(), detail)
}

// blamed is the attribute that the API's error names as the field at fault.
func (a Act) blamed(err error) (path.Path, bool) {
	var refused *portkey.Error
	if !errors.As(err, &refused) {
		return path.Empty(), false
	}
	field, _, _ := strings.Cut(refused.Param, ".")
	field, _, _ = strings.Cut(field, "[")
	for _, name := range a.Attributes {
		if name == field {
			return path.Root(name), true
		}
	}
	return path.Empty(), false
}

func (a Act) advice(err error) string {
	var refused *portkey.Error
	if !errors.As(err, &refused) {
		return "The call was not made or not understood: see the reason below."
	}
	if refused.HTML {
		return "Something between here and Portkey answered with an HTML page: check base_url and any proxy on the way."
	}
	switch status := refused.Status; {
	case status == 0:
		return "Portkey could not be reached, or the connection broke: check base_url, the network and any proxy, then apply again."
	case status == 400 || status == 422:
		return "Portkey refused a value of the request: correct it and apply again."
	case status == 401:
		return "Portkey does not know this API key: check api_key or PORTKEY_API_KEY, and that base_url is the control plane that made the key."
	case status == 402:
		return "The subscription of the organisation does not cover this: see its plan in Portkey."
	case status == 403:
		return "The key may not do this, or what it asks for was deleted or belongs to another organisation: Portkey answers all three alike."
	case status == 404:
		return "Nothing is at this address: it was deleted, or base_url points at something that is not the Admin API."
	case status == 408 || status >= 500:
		return "Portkey, or a gateway before it, failed; the call was repeated as far as that is safe. Apply again later."
	case status == 409:
		return "It is in conflict with what exists already."
	case status == 429:
		return "The rate limit of the organisation is used up: apply again later, or set max_requests_per_second in the provider block."
	case status >= 300 && status < 400:
		return "A redirect was refused, so that the API key goes to no other host: set base_url to the final address."
	}
	return "Portkey's answer was not understood: is base_url the address of its Admin API?"
}

// sentence is the error's own words, closed like a sentence.
func sentence(err error) string {
	text := strings.TrimSpace(err.Error())
	if text == "" || strings.HasSuffix(text, ".") {
		return text
	}
	return text + "."
}
