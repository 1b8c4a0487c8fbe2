package user

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/portkey-community/terraform-provider-portkey/internal/people"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// noun is what diagnostics need to know of users.
var noun = people.Noun

// adoption is what a create does.
func adoption() tfkit.Act {
	act := noun.Update()
	act.Verb = "adopt"
	return act
}

// errOwner is the error of an edit of an owner.
var errOwner = errors.New("the user is an owner of the organisation")

const isOwnerCure = "Portkey changes the role of no owner by its API. Nothing was changed.\n" +
	"Remove the resource from the configuration. If it is in the state, add a removed block with destroy = false, or run: terraform state rm '<its address>'.\n"

// ownerRefused is the error of a plan or an apply that would change an owner.
func ownerRefused(act tfkit.Act, who string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("role"), act.Summary(),
		fmt.Sprintf("%s is an owner of the organisation. ", who)+isOwnerCure+tfkit.More(tfkit.SectionProtected))
}

// replaceRefused is the error of a plan that removes a user and adopts them again.
func replaceRefused(who string) diag.Diagnostic {
	act := tfkit.Act{Verb: "replace", Noun: noun.One}
	return diag.NewAttributeErrorDiagnostic(path.Root("remove_on_destroy"), act.Summary(), fmt.Sprintf(
		"remove_on_destroy = true was last applied, so the replacement removes %s from the organisation, and cannot create the user again. Nothing was changed.\n"+
			"If Terraform calls the resource tainted: terraform untaint '<its address>'. To replace it, set remove_on_destroy = false and apply first.\n%s",
		who, tfkit.More(tfkit.SectionProtected)))
}

// unknownUser is what to do where the organisation has no such user.
const unknownUser = "This resource creates nobody. Invite the person, or let single sign-on or SCIM provision the user, and apply again after that."

// writeFailed explains in diags why a write to a user failed, unless that is proven to
// have left.
func writeFailed(act tfkit.Act, err error, prove func(error) portkey.Gone, diags *diag.Diagnostics) portkey.Gone {
	gone := portkey.Gone{Readable: isRejected(err)}
	if portkey.IsRefused(err) {
		gone = prove(err)
	}
	switch {
	case gone.Readable:
		diags.Append(protectedUser(act, err))
	case !portkey.IsRefused(err):
		diags.Append(act.Failed(err))
	case !gone.Proven:
		diags.Append(noun.Refused(act, err, gone))
	}
	return gone
}

// isRejected reports whether the API rejects a write to what is there. With which
// status it protects the last owner is not on record.
func isRejected(err error) bool {
	var answer *portkey.Error
	if !errors.As(err, &answer) {
		return false
	}
	return answer.Status == http.StatusConflict || answer.Status == http.StatusBadRequest && answer.Method == http.MethodDelete
}

// protectedUser explains the rejected write to a user who can be read: Portkey protects
// the user, or the key lacks the scope.
func protectedUser(act tfkit.Act, err error) diag.Diagnostic {
	var answer *portkey.Error
	if !errors.As(err, &answer) || answer.HTML || answer.Status == http.StatusNotFound {
		return act.Failed(err)
	}
	section, scope, cure := tfkit.SectionProtected, "", "Make somebody else an owner or an admin first, and apply again."
	if answer.Status == http.StatusForbidden {
		section, scope = tfkit.SectionScope, fmt.Sprintf(", or the API key lacks the scope %s", act.Scope)
		cure = "Make somebody else an owner or an admin first, or give the API key that scope, and apply again."
	}
	verb := "change the role of"
	if answer.Method == http.MethodDelete {
		verb = "remove"
	}
	return act.FailedIn(section, err, fmt.Sprintf(
		"Portkey refused to %s this user: the organisation has no other owner or admin%s. Nothing was changed.", verb, scope), cure)
}
