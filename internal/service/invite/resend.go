package invite

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Resend is the action portkey_resend_invite.
type Resend struct{ tfkit.ActionBase }

var _ action.ActionWithConfigure = (*Resend)(nil)

// NewResendAction returns the action for the provider's registry.
func NewResendAction() action.Action {
	return &Resend{tfkit.ActionBase{Name: "resend_invite"}}
}

// Schema describes the action.
func (a *Resend) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Sends a pending invite again by e-mail.\n\n" +
			"Official documentation: [Resend an invite](https://portkey.ai/docs/api-reference/admin-api/control-plane/user-invites/resend-a-user-invite).\n\n" +
			"-> Sending an invite again replaces its link and, as far as is known, starts its time again. " +
			"The link is in the e-mail alone: the attribute `invite_link` of `portkey_user_invite` keeps the first one, and `expires_at` is refreshed by the next plan.\n\n" +
			"An invite that was accepted, has expired or was cancelled can't be sent again: the action returns an error. " +
			"To invite again, run `terraform apply -replace='<address of the portkey_user_invite>'`.\n\n" +
			"The API key needs the scopes `organisation_users.create` and `organisation_users.read`.",
		Attributes: map[string]schema.Attribute{
			"invite_id": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "The ID of the invite, a UUID.",
				Validators:          []validator.String{tfkit.NotBlank()},
			},
		},
	}
}

// Invoke sends the invite again: it is read first, so that an error can say what became
// of it.
func (a *Resend) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var id string
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("invite_id"), &id)...)
	if resp.Diagnostics.HasError() || !a.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer a.Session.WarnOfWaits(&resp.Diagnostics)
	act := tfkit.Act{Verb: "resend", Noun: noun.One, Right: noun.Create().Right}
	found, err := portkey.NewInvites(a.Session.API).FindByID(ctx, id)
	if err != nil {
		byID := noun
		byID.References = "ID"
		failed := byID.FindFailed(act, err)
		resp.Diagnostics.AddAttributeError(path.Root("invite_id"), failed.Summary(), failed.Detail())
		return
	}
	email := found.Email.Or(id)
	if status := found.Status.Or(""); isOver(status) {
		resp.Diagnostics.Append(notPending(act, email, status))
		return
	}
	_, err = a.Session.API.ResendInvite(ctx, id)
	switch {
	case portkey.IsUnknownOutcome(err):
		resp.Diagnostics.Append(act.FailedIn(tfkit.SectionUnreachable, err,
			fmt.Sprintf("Whether the invite was sent to %s again is not known: the response was lost.", email),
			"Invoke the action again if no e-mail arrives. An invite that is sent once more replaces the link."))
	case err != nil:
		resp.Diagnostics.Append(act.Failed(err, fmt.Sprintf("The invite was not sent to %s again.", email)))
	default:
		resp.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf("The invite was sent to %s again.", email)})
	}
}

func notPending(act tfkit.Act, email, status string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("invite_id"), act.Summary(), fmt.Sprintf(
		"The invite of %s is %s, and only a pending one can be sent again. Nothing was sent.\n"+
			"To send another invite to somebody who is no user, run terraform apply -replace='<address of the portkey_user_invite>'.\n%s",
		email, status, tfkit.More(tfkit.SectionValue)))
}
