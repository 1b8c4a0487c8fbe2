package members

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/portkey-community/terraform-provider-portkey/internal/people"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// noun is what diagnostics need to know of the members of a workspace.
var noun = tfkit.Noun{
	Words: portkey.Words{One: "workspace member set", Many: "workspace member sets", Scopes: portkey.MemberWords.Scopes},
	Type:  "portkey_workspace_members", Name: "members",
	References: "ID or slug",
	Attributes: []string{"members", "workspace_id"},
}

var inviteNoun = tfkit.Noun{Words: portkey.InviteWords, Type: "portkey_user_invite", Name: "email", References: "ID"}

// planAct is what a plan does: it reads.
func planAct() tfkit.Act { return tfkit.Act{Verb: "plan", Noun: noun.One, Right: noun.List().Right} }

// atSeat is a diagnostic shown at a key.
func atSeat(s seat, d diag.Diagnostic) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(s.at(), d.Summary(), fmt.Sprintf("The member %q: %s", s.key, d.Detail()))
}

// lookupFailed explains why a key could not be looked up.
func lookupFailed(act tfkit.Act, failed *lookupError) diag.Diagnostic {
	if missing := new(portkey.NotFoundError); !errors.As(failed.err, &missing) {
		return atSeat(failed.seat, act.Failed(failed.err))
	}
	act.Right = people.Noun.List().Right
	return atSeat(failed.seat, act.FailedIn(tfkit.SectionScope, failed.err,
		"The address is that of no member, and users can't be looked up: the API key lacks the "+act.Right+". Nothing was changed.",
		"Give the API key that scope. The API key of a workspace can't have it: use the ID of the user as the key of members, or the API key of an organisation."))
}

// unknown refuses addresses and IDs of nobody, by name.
func unknown(act tfkit.Act, all []seat) diag.Diagnostic {
	var keys []string
	for _, one := range all {
		keys = append(keys, one.key)
	}
	at, cure := path.Root("members"), "Check the spelling."
	if len(all) == 1 {
		at = all[0].at()
	}
	if slices.ContainsFunc(keys, func(key string) bool { return strings.Contains(key, "@") }) {
		cure = "Check the spelling, or set when_unknown = \"invite\" to invite the addresses."
	}
	return diag.NewAttributeErrorDiagnostic(at, act.Summary(), fmt.Sprintf("No user of the organisation has the ID or the e-mail address %s. Nothing was changed.\n%s\n%s",
		quoted(keys), cure, tfkit.More(tfkit.SectionNotFound)))
}

// twice refuses an ID and an address of one user.
func twice(act tfkit.Act, first, second seat) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(second.at(), act.Summary(), fmt.Sprintf(
		"The keys %q and %q of members are the ID and the e-mail address of one user. Nothing was changed. Remove one of them.", first.key, second.key))
}

// otherInvite refuses to invite who has an invite that says something else.
func otherInvite(act tfkit.Act, s seat) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(s.at(), act.Summary(), fmt.Sprintf(
		"An invite for %q is pending that does not include this workspace with the role %q, and Portkey accepts one pending invite for an address. Nothing was changed for this address.\n"+
			"Apply again once the invite is accepted, or cancel the invite, or use portkey_user_invite with all of the workspaces.\n%s", s.key, s.role, tfkit.More(tfkit.SectionTaken)))
}

// noAdmin refuses a plan that leaves nobody to administer the workspace.
func noAdmin(act tfkit.Act, lost []string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("members"), act.Summary(), fmt.Sprintf(
		"No admin or manager would be left in the workspace: %s would be removed or get a lower role. Nothing was changed.\n"+
			"Give the role \"admin\" or \"manager\" to a user in members, or set allow_no_admin = true. "+
			"Owners and admins of the organisation count only if they are in members, and the invited only once they have accepted.\n%s",
		quoted(lost), tfkit.More(tfkit.SectionProtected)))
}

// unnamed refuses a plan that can't say who is removed.
func unnamed(act tfkit.Act) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("members"), act.Summary(),
		"The keys of members are not known yet, so the plan can't name who is removed from the workspace. Nothing was changed.\n"+
			"Use keys that are known when Terraform plans, such as e-mail addresses, or first apply what the keys depend on, for example with -target.")
}

// foreignRole refuses to overwrite a role that somebody else gave since the state was read.
func foreignRole(act tfkit.Act, s seat, live, when string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(s.at(), act.Summary(), fmt.Sprintf(
		"The role of %q was not changed: somebody else changed it to %q at %s, after this state was read.\n"+
			"Plan again to see the edit, then either adopt it in the configuration or apply over it.\n%s", s.key, live, when, tfkit.More(tfkit.SectionForeign)))
}

// unlisted explains why the members could not be listed; seen is what is known of their
// workspace.
func unlisted(act tfkit.Act, err error, seen portkey.Gone) diag.Diagnostic {
	if !portkey.IsRefused(err) {
		return act.Failed(err)
	}
	act.Right = noun.List().Right
	return act.FailedIn(tfkit.SectionGone, err,
		"Portkey refused to list the members of the workspace. "+seen.Seen+" Nothing was changed.",
		"Check the API key, its organisation and base_url, or, if you know that the workspace is deleted: terraform state rm '<its address>'.")
}

func quoted(all []string) string {
	texts := make([]string, 0, len(all))
	for _, one := range all {
		texts = append(texts, fmt.Sprintf("%q", one))
	}
	return strings.Join(texts, ", ")
}

// importFailed explains why an import found no workspace.
func importFailed(err error) diag.Diagnostic {
	workspaces := tfkit.Noun{Words: portkey.WorkspaceWords, References: noun.References}
	return workspaces.FindFailed(noun.Import(), err)
}
