package tfkit

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// The sections of the guide that explains every error of the provider. The
// constants are the anchors that the registry derives from its headings.
const (
	SectionKey         = "the-key-is-not-accepted"
	SectionScope       = "the-key-may-not-do-this"
	SectionGone        = "it-was-deleted-or-it-cant-be-read"
	SectionTaken       = "the-name-is-taken"
	SectionUnknown     = "it-is-not-known-whether-the-create-happened"
	SectionForeign     = "somebody-else-has-changed-it"
	SectionHeld        = "the-workspace-is-not-empty"
	SectionProtected   = "it-is-protected"
	SectionValue       = "a-value-is-rejected"
	SectionRate        = "too-many-requests"
	SectionNotPortkey  = "the-response-did-not-come-from-portkey"
	SectionUnreachable = "portkey-cant-be-reached"
	SectionNotFound    = "it-is-not-found"
	SectionUpgrade     = "the-state-cant-be-upgraded"
	SectionServer      = "portkey-failed"
	SectionRotation    = "the-api-key-cant-be-rotated"
	SectionSync        = "the-mcp-server-is-not-synced"
)

// released matches the versions that the registry has pages of. Others, such as dev and
// snapshots, are built from the repository.
var released = regexp.MustCompile(`^[0-9]+\.[0-9]+\.[0-9]+(-(alpha|beta|rc)[.0-9]*)?$`)

var runningVersion atomic.Value

// UseVersion makes errors link to the guides of the version that runs.
func UseVersion(version string) { runningVersion.Store(version) }

// More is the last line of an error: where its kind is explained. Terraform does not
// break a line that begins with a blank.
func More(section string) string {
	version, _ := runningVersion.Load().(string)
	return "  See " + guide("troubleshooting", version) + "#" + section
}

// guide is the address of a guide of a version.
func guide(name, version string) string {
	if released.MatchString(version) {
		return "https://registry.terraform.io/providers/portkey-community/portkey/" + version + "/docs/guides/" + name
	}
	return "https://github.com/portkey-community/terraform-provider-portkey/blob/main/docs/guides/" + name + ".md"
}

// Act is one thing a verb does to a noun, for the words of its errors.
type Act struct {
	// Verb and Noun are those of the summary: Cannot <verb> <noun>.
	Verb, Noun string
	// Right is what the key needs for the call, as in "scope workspaces.read".
	Right string
	// Attributes are the top-level attributes that a field of the request can
	// be blamed on.
	Attributes []string
	// Advice is what else may help where the call is rejected with 403, as sentences.
	Advice string
	// writes is whether the act is to change something in Portkey.
	writes bool
}

// Summary is the first line of every error of this act.
func (a Act) Summary() string { return fmt.Sprintf("Cannot %s %s", a.Verb, a.Noun) }

// word is the verb inside a sentence.
func (a Act) word() string {
	if a.Verb == "destroy" {
		return "delete"
	}
	return a.Verb
}

// Failed turns an error of the client into a diagnostic: what is wrong, whether
// anything was changed, what to do, what Portkey said. extra lines, if any, come before
// the last one.
func (a Act) Failed(err error, extra ...string) diag.Diagnostic {
	known := advise(err)
	parts := []string{known.wrong, a.changed(err), known.cure}
	var answer *portkey.Error
	if errors.As(err, &answer) && answer.IsKnownRejection() {
		parts[2] = "See the first error of this run that says so."
		return diag.NewErrorDiagnostic(a.Summary(), join(parts))
	}
	return a.failed(err, join(parts), known.section, extra)
}

// join is a paragraph of the sentences that are not empty.
func join(sentences []string) string {
	return strings.Join(slices.DeleteFunc(sentences, func(one string) bool { return one == "" }), " ")
}

// changed is a sentence on whether a failed write changed anything; "" of a read.
func (a Act) changed(err error) string {
	var answer *portkey.Error
	var partial *portkey.PartialError
	switch {
	case !a.writes || !errors.As(err, &answer):
		return ""
	case errors.As(err, &partial):
		return capital(partial.Done) + "."
	case portkey.IsUnknownOutcome(err):
		return "Whether anything was changed is not known."
	case a.Verb == "create":
		return "Nothing was created."
	}
	return "Nothing was changed."
}

// FailedIn is Failed for an error whose way out the caller knows: its advice
// and its section of the guide replace those of the HTTP status.
func (a Act) FailedIn(section string, err error, advice ...string) diag.Diagnostic {
	return a.failed(err, advice[0], section, advice[1:])
}

func (a Act) failed(err error, advice, section string, extra []string) diag.Diagnostic {
	lines := append([]string{advice}, extra...)
	lines = append(lines, "Portkey: "+sentence(err))
	if portkey.IsRefused(err) && a.Right != "" && !strings.Contains(advice, a.Right) {
		lines = append(lines, "The call needs the "+a.Right+".")
	}
	var answer *portkey.Error
	if a.Advice != "" && errors.As(err, &answer) && answer.Status == http.StatusForbidden && !answer.HTML {
		lines = append(lines, "  "+a.Advice)
	}
	lines = append(lines, More(section))
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

// advice is what is known of an error: what is wrong, what to do, and where the guide
// says more.
type advice struct{ wrong, cure, section string }

func advise(err error) advice {
	var answer *portkey.Error
	if !errors.As(err, &answer) {
		return advice{"Nothing was sent, or the response was not understood.", "", SectionNotPortkey}
	}
	if answer.HTML {
		return advice{fmt.Sprintf("Something between here and Portkey answered with an HTML page (%d).", answer.Status), "Check base_url and any proxy on the way.", SectionNotPortkey}
	}
	switch status := answer.Status; {
	case status == 0:
		return advice{"Portkey could not be reached, or the connection broke.", "Check base_url, the network and any proxy, then apply again.", SectionUnreachable}
	case status == 401:
		return advice{
			"Portkey rejected the API key (401).",
			"Check api_key or PORTKEY_API_KEY, and that the key was created on the control plane at base_url.", SectionKey,
		}
	case status == 402:
		return advice{"The organisation's subscription does not include this.", "Check its plan in Portkey.", SectionScope}
	case status == 403:
		return advice{
			"The API key may not do this, or the object was deleted or belongs to another organisation: Portkey returns 403 for all three.",
			"Check the scopes and the organisation of the API key.", SectionScope,
		}
	case status == 404 && answer.Code != "":
		return advice{
			"Nothing is at this address: Portkey does not have the object, or hides it from this API key.",
			"Check the IDs and slugs in the configuration, the organisation of the API key, and base_url.", SectionNotFound,
		}
	case status == 404:
		return advice{"Nothing is at this address.", "Check whether it was deleted, and that base_url is the address of the Admin API.", SectionNotPortkey}
	case status == 429:
		return advice{"The organisation's rate limit is used up.", "Apply again later, or set max_requests_per_second in the provider block.", SectionRate}
	case status == 408 || status >= 500:
		return advice{"Portkey, or a gateway in front of it, failed; the request was retried as far as that is safe.", "Apply again later.", SectionServer}
	case status >= 400:
		return advice{"Portkey refused the request.", "Correct the value that it names, and apply again.", SectionValue}
	case status >= 300:
		return advice{"A redirect was not followed, so that the API key goes to no other host.", "Set base_url to the final address.", SectionNotPortkey}
	}
	return advice{"The response was not understood.", "Check that base_url is the address of the Admin API.", SectionNotPortkey}
}

// sentence is the error's own words, closed like a sentence.
func sentence(err error) string {
	text := strings.TrimSpace(err.Error())
	if text == "" || strings.HasSuffix(text, ".") {
		return text
	}
	return text + "."
}
