package invite

import (
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// noun is what diagnostics need to know of invites.
var noun = tfkit.Noun{
	Words: portkey.InviteWords, Type: "portkey_user_invite", Name: "email",
	References: "ID or e-mail address",
	Attributes: []string{"email", "role", "workspaces"},
}

// again is how a user sends another invite.
const again = "To send another invite, run terraform apply -replace='<address above>'."

const notBefore = "- If this is a replacement with create_before_destroy, remove that: the pending invite has to be cancelled first."

// isUser refuses to invite somebody who is a user.
func isUser(user portkey.User, email string) diag.Diagnostic {
	id := user.ID.Or("")
	return diag.NewAttributeErrorDiagnostic(path.Root("email"), noun.Create().Summary(), fmt.Sprintf(
		"%q is the address of a user of the organisation: %s. Nothing was created.\n"+
			"- To manage the role in the organisation, use portkey_user; an import block adopts the user:\n"+
			"  import {\n    to = portkey_user.<name>\n    id = %q\n  }\n"+
			"- To add the user to a workspace, use portkey_workspace_member with user_id = %q.\n"+
			"- If the user accepted an invite that is not in the state, this resource is not needed.\n%s",
		email, id, id, id, tfkit.More(tfkit.SectionTaken)))
}

// createFailed explains why nobody was invited, or somebody may have been.
func createFailed(err error) diag.Diagnostic {
	var taken *portkey.TakenError
	switch {
	case errors.As(err, &taken) && taken.MadeHere:
		return takenError(taken.Name, "Another resource of this run invited the same address first. Nothing was created for this one.\n- If there are two resources for the address, remove one.\n"+notBefore)
	case errors.As(err, &taken):
		return takenError(taken.Name, "An invite for this address already exists, and is pending. Nothing was created.\n"+
			"- If it is not managed yet, import it in the root module with\n"+noun.ImportBlocks(taken.Candidates)+"\n"+
			"- If it is in this state under another address, add a moved block.\n"+
			notBefore)
	case portkey.IsConflict(err):
		return noun.Create().FailedIn(tfkit.SectionTaken, err, "Somebody with this address is a user, or has been invited meanwhile. Nothing was created.",
			"Plan again. To manage a user, use portkey_user and portkey_workspace_member; to adopt an invite, import it by the address.")
	}
	return noun.CreateFailed(err)
}

func takenError(email, detail string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("email"), noun.Create().Summary(),
		fmt.Sprintf("%s: %s\n%s", email, detail, tfkit.More(tfkit.SectionTaken)))
}

// warnAdopted warns of an invite that was found after its answer was lost.
func warnAdopted(got portkey.Invite, email string, diags *diag.Diagnostics) {
	diags.AddWarning(noun.Adopted(), noun.AdoptedDetail(got.ID.Or(""), email)+
		" Its link was in the lost response, so invite_link is null. Portkey has sent the link by e-mail; "+
		"to send another one, invoke the action portkey_resend_invite.")
}

// warnForgotten warns of a destroy that leaves the user in the organisation.
func warnForgotten(email string, diags *diag.Diagnostics) {
	diags.AddWarning("Accepted invite removed from the state only", fmt.Sprintf(
		"%s accepted the invite, so there is nothing to cancel: the user stays in the organisation. "+
			"To remove the user, use portkey_user with remove_on_destroy = true, or remove the user in Portkey.", email))
}
