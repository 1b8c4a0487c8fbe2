package member

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// noun is what diagnostics need to know of members, invites of invites.
var (
	noun = tfkit.Noun{
		Words: portkey.MemberWords, Type: "portkey_workspace_member", Name: "user_id",
		References: "ID or e-mail address",
		Attributes: []string{"workspace_id", "user_id", "email", "role"},
	}
	invites = tfkit.Noun{
		Words: portkey.InviteWords, Type: "portkey_user_invite", Name: "email",
		References: "ID", Attributes: []string{"email", "role"},
	}
)

// createFailed explains why nobody was added, or may have been.
func createFailed(err error, m model, workspaceID string) diag.Diagnostic {
	at := path.Root("user_id")
	if m.UserID.IsUnknown() || m.UserID.IsNull() {
		at = path.Root("email")
	}
	var taken *portkey.TakenError
	var unknown *portkey.UnknownOutcomeError
	who := m.user().Ref()
	if errors.As(err, &unknown) {
		unknown.Name = who
	}
	switch {
	case errors.As(err, &taken) && taken.MadeHere:
		return diag.NewAttributeErrorDiagnostic(at, noun.Create().Summary(), fmt.Sprintf(
			"Two resources of this run add the user %q to the workspace, and the other one was created first. Nothing was created for this one. Remove one of them.\n%s",
			who, tfkit.More(tfkit.SectionTaken)))
	case errors.As(err, &taken), portkey.IsConflict(err):
		imported := []portkey.Candidate{{Import: workspaceID + "/" + who}}
		if taken != nil && len(taken.Candidates) > 0 {
			imported = taken.Candidates
		}
		return diag.NewAttributeErrorDiagnostic(at, noun.Create().Summary(), fmt.Sprintf(
			"The user %q already exists as a member of the workspace. Nothing was created.\n"+
				"- If the member is not managed yet, import it in the root module with\n%s\n"+
				"- If it is in this state under another address, add a moved block.\n"+
				"- Owners of the organisation are members of every workspace: import them, or leave them out.\n%s",
			who, noun.ImportBlocks(imported), tfkit.More(tfkit.SectionTaken)))
	}
	return noun.CreateFailed(err)
}

// otherInvite refuses to use a pending invite that says something else.
func otherInvite(m model, pending portkey.Invite) diag.Diagnostic {
	grants := "what it grants is not known, since the response does not contain it"
	if seats, known := pending.Workspaces.Get(); known {
		var all []string
		for _, seat := range seats {
			all = append(all, fmt.Sprintf("%s of workspace %s", seat.Role, seat.WorkspaceID))
		}
		grants = "it is to the organisation alone"
		if len(all) > 0 {
			grants = "it makes the user " + strings.Join(all, ", ")
		}
	}
	return diag.NewAttributeErrorDiagnostic(path.Root("email"), noun.Create().Summary(), fmt.Sprintf(
		"There is a pending invite %s for %q as %s of the organisation, but %s. Portkey has one invite per address, which can't be changed. Nothing was created.\n"+
			"Apply again once it is accepted, or cancel it in Portkey and apply again. To invite somebody to several workspaces at once, use portkey_user_invite.\n%s",
		pending.ID.Or(""), m.Email.ValueString(), pending.Role.Or("member"), grants, tfkit.More(tfkit.SectionTaken)))
}

// wasUser warns of the invite of somebody who accepted an earlier one, and is no user any
// more. A plan does not warn of it, since that would take a request for each address.
func wasUser(m model, earlier portkey.Invite) diag.Diagnostic {
	email := m.Email.ValueString()
	return diag.NewAttributeWarningDiagnostic(path.Root("email"), "Somebody who left is invited again: "+email, fmt.Sprintf(
		"%s accepted the invite %s, and is no user of the organisation any more. when_unknown = \"invite\" sends another invite.\n"+
			"If the person is not meant to come back, remove the resource: the destroy cancels the invite.", email, earlier.ID.Or("")))
}

// cure is what to do about a user whom the organisation does not have.
func cure(m model) string {
	if m.UserID.ValueString() != "" {
		return "Check the ID: the data source portkey_users lists the users of the organisation."
	}
	return `Check the address. To invite the person, set when_unknown = "invite", or use portkey_user_invite.`
}

// deleteFailed explains why a member is still there.
func deleteFailed(err error, m model, gone portkey.Gone) diag.Diagnostic {
	if gone.Readable && m.isLed() {
		return noun.Destroy().FailedIn(tfkit.SectionScope, err, fmt.Sprintf(
			"The user %q is an %s of the organisation, and thereby an admin of every workspace: Portkey refused to remove that member. Nothing was changed.",
			m.Email.ValueString(), m.OrgRole.ValueString()),
			"To stop managing the member, use a removed block with destroy = false, or run terraform state rm '<its address>'. "+
				"To remove the user from the workspace, change the role in the organisation first.")
	}
	return noun.Refused(noun.Destroy(), err, gone)
}

// notImported explains why an import found nobody.
func notImported(ref, why string) diag.Diagnostic {
	return diag.NewErrorDiagnostic(noun.Import().Summary(), fmt.Sprintf("The import ID %.200q %s.\n"+
		"Specify the workspace and the user, each by ID; the slug of the workspace and the e-mail address of the user will do: workspace/user.\n%s",
		ref, why, tfkit.More(tfkit.SectionNotFound)))
}
