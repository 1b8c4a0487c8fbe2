package apikey

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// createFailed explains why a create failed, or may have had an effect. workspaceID is
// where the key was to be; "" is none, or not known.
func createFailed(of tfkit.Noun, err error, workspaceID string) diag.Diagnostic {
	var answer *portkey.Error
	if workspaceID == "" && portkey.IsInvalid(err) && errors.As(err, &answer) && answer.Param == "workspace_id" {
		return of.Create().Failed(err, "Without workspace_id, the API key is created in the workspace of the provider's own API key, and the key of an organisation has none. Set workspace_id.")
	}
	failed := of.CreateFailed(err)
	var unknown *portkey.UnknownOutcomeError
	if !errors.As(err, &unknown) || len(unknown.Candidates) == 0 {
		return failed
	}
	return diag.NewErrorDiagnostic(failed.Summary(), failed.Detail()+"\n"+
		"  The secret of the one that was created is lost: import it and set rotate_trigger, which returns another secret, or delete it.")
}

// recoveredDetail is the warning of a create whose secret was lost, and that rotated the
// key.
func recoveredDetail(state model) string {
	return fmt.Sprintf("The response to the create of %q was lost, and the secret of the API key with it. "+
		"Exactly one API key with that name, kind and scopes appeared after it: %s. It was rotated in the same create, so the state has a secret that works. "+
		"The lost one is known to nobody and stops working at %s. Nothing was created twice.",
		tfkit.Text(state.Name), state.ID.ValueString(), cmp.Or(state.KeyTransitionExpiresAt.ValueString(), "the end of the transition period"))
}

// recoveryFailed explains why the secret of a created key is lost.
func recoveryFailed(of tfkit.Noun, state model, err error) diag.Diagnostic {
	return of.Create().FailedIn(tfkit.SectionRotation, err, fmt.Sprintf(
		"The API key %s was created, but the response to the create was lost, and its secret with it. Rotating the API key, which returns another secret, failed as well%s. "+
			"Nobody knows the secret. The state has the API key without the secret, marked as tainted.", state.ID.ValueString(), lacking(of, err)),
		"Apply again: Terraform deletes this API key and creates another one. "+
			"To keep it instead, run terraform untaint '<address above>' and set rotate_trigger.")
}

// lacking is a clause on the scope that a rejected rotation lacks.
func lacking(of tfkit.Noun, err error) string {
	if !portkey.IsRefused(err) {
		return ""
	}
	return ": it needs the " + of.Right("rotate")
}

// rotationFailure is a failed rotation: the state that it leaves, and until when the
// secret in that is valid at least, if the rotation may have happened.
type rotationFailure struct {
	diagnostic diag.Diagnostic
	state      model
	lostUntil  string
}

// rotateFailed explains a failed rotation. The trigger stays as it was in the state, so
// that the next plan shows the rotation again.
func (u *update) rotateFailed(ctx context.Context, err error) rotationFailure {
	of := nounOf(u.r.Session.API, u.State.kind())
	failure := rotationFailure{state: u.Done}
	rest := ""
	if u.wrote {
		rest = " The other changes of this update were written."
	}
	failed := func(section string, advice ...string) rotationFailure {
		text := of.Rotate().FailedIn(section, err, advice...)
		failure.diagnostic = diag.NewAttributeErrorDiagnostic(path.Root("rotate_trigger"), text.Summary(), text.Detail())
		return failure
	}
	var lost *portkey.RotateError
	if !errors.As(err, &lost) {
		return failed(tfkit.SectionRotation, "The API key was not rotated."+rest)
	}
	switch lost.Outcome {
	case portkey.TransitionRunning:
		failure.state.KeyTransitionExpiresAt = orKnown(lost.Until, failure.state.KeyTransitionExpiresAt)
		return failed(tfkit.SectionRotation, fmt.Sprintf("The previous rotation of the API key is not over: two secrets are valid until %s, and Portkey rejects another rotation until then. "+
			"The API key was not rotated.%s", cmp.Or(lost.Until, "its transition ends"), rest), "Apply again after that.")
	case portkey.NotRotatedSeen:
		return failed(tfkit.SectionRotation, "The response to the rotation was lost, and the API key still has the secret that it had: it was not rotated."+rest, "Apply again.")
	case portkey.SecretLost:
		failure.lostUntil = lost.Until
		failure.state.KeyTransitionExpiresAt = orKnown(lost.Until, failure.state.KeyTransitionExpiresAt)
		return failed(tfkit.SectionRotation, fmt.Sprintf("The API key was rotated, but the response was lost, and the new secret with it. "+
			"The key in the state is the previous one, which works until %s at least.%s", lost.Until, rest),
			"Apply again after that time: Portkey rejects another rotation until then. The next plan shows the rotation again. "+
				"From then until that apply no secret works that anybody knows. To bridge that time, create another API key.")
	case portkey.RotationUnknown:
		failure.lostUntil = u.leastTransition()
		return failed(tfkit.SectionRotation, fmt.Sprintf("Whether the API key was rotated is not known: the response was lost. "+
			"The key in the state works until %s at least: if it was not rotated, without an end.%s", failure.lostUntil, rest),
			"Plan again: the refresh shows whether it was rotated, and the plan shows the rotation again. If it was, apply after that time.")
	}
	if !portkey.IsRefused(err) {
		text := of.Rotate().Failed(err, "The API key was not rotated."+rest)
		failure.diagnostic = diag.NewAttributeErrorDiagnostic(path.Root("rotate_trigger"), text.Summary(), text.Detail())
		return failure
	}
	gone := u.r.prove(ctx, u.State)(err)
	if gone.Proven {
		return failed(tfkit.SectionGone, "The API key was deleted outside Terraform. "+gone.Seen+" It was not rotated."+rest, "Plan again to create it.")
	}
	return failed(tfkit.SectionScope, fmt.Sprintf("Portkey refused to rotate the API key: it needs the %s. It was not rotated, and its secret works as before.%s",
		of.Right("rotate"), rest), "Give the API key of the provider that scope, or use one that has it, and apply again. Older control planes check "+of.Right("update")+" instead.")
}

// leastTransition is until when the previous secret is valid at least if a rotation that
// was sent by now has happened.
func (u *update) leastTransition() string {
	period := cmp.Or(rotateOptions(u.Plan.RotateTransitionPeriodMS).TransitionPeriodMS, portkey.MinKeyTransition)
	return u.r.Session.API.Now().Add(time.Duration(period) * time.Millisecond).UTC().Format(time.RFC3339)
}

func orKnown(text string, known types.String) types.String {
	if text == "" {
		return known
	}
	return types.StringValue(text)
}

// lostSeen says that a rotation whose response was lost has happened.
func lostSeen(state model) diag.Diagnostic {
	return diag.NewAttributeWarningDiagnostic(path.Root("key"), "Secret of the API key is lost", fmt.Sprintf(
		"The last rotation of the API key %s has happened, although its response was lost, and the new secret is known to nobody. "+
			"The key in the state is the previous one, which works until %s at least. Apply the rotation again after that time.\n%s",
		state.ID.ValueString(), state.KeyTransitionExpiresAt.ValueString(), tfkit.More(tfkit.SectionRotation)))
}

// rotatedElsewhere is the warning of a refresh that found another secret than the state
// has. known is the state before it.
func rotatedElsewhere(known, seen model) diag.Diagnostic {
	who := "Somebody else has rotated it"
	if seen.RotationPolicy != nil {
		who = "Its rotation policy or somebody else has rotated it"
	}
	until := "may have stopped working"
	if at := seen.KeyTransitionExpiresAt.ValueString(); at != "" {
		until = "stops working at " + at
	}
	kept := ""
	if known.Key.ValueString() != "" || known.EncryptedKey.ValueString() != "" {
		kept = " It was removed from the state: key and encrypted_key are null."
	}
	return diag.NewAttributeWarningDiagnostic(path.Root("key"), "API key was rotated outside Terraform", fmt.Sprintf(
		"The API key %s has another secret than the state: %s is now %s. %s. The secret that was in the state %s, and with it everything that uses the attribute key or encrypted_key of this resource, "+
			"or was given the secret by hand.%s\nTo have the secret in the state again, change rotate_trigger, which rotates the API key in place once the rotation by others is over.\n%s",
		seen.ID.ValueString(), cmp.Or(known.MaskedKey.ValueString(), portkey.NewSecret(known.Key.ValueString()).Masked()), seen.MaskedKey.ValueString(), who, until, kept, tfkit.More(tfkit.SectionRotation)))
}

// earlyRotation is the error of a planned rotation that Portkey would reject.
func earlyRotation(until string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("rotate_trigger"), noun.Rotate().Summary(), fmt.Sprintf(
		"rotate_trigger has changed, but the previous rotation of the API key is not over: until %s two secrets are valid, and Portkey rejects another rotation. Nothing was changed.\n"+
			"Plan again after that time, or set rotate_trigger back to its previous value until then.\n%s", until, tfkit.More(tfkit.SectionRotation)))
}

// cannotEncrypt refuses to create or rotate a key whose secret could not be stored.
func cannotEncrypt(act tfkit.Act, err error) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("encrypt_to"), act.Summary(), fmt.Sprintf(
		"A secret can't be encrypted for these recipients: %v. Nothing was sent. Correct encrypt_to, and apply again.\n%s", err, tfkit.More(tfkit.SectionValue)))
}

// warnOfEncryption warns of a secret that was returned and could not be encrypted, which
// was tried before the request. It is not stored in clear text instead.
func warnOfEncryption(err error, diags *diag.Diagnostics) {
	if err != nil {
		diags.AddAttributeWarning(path.Root("encrypted_key"), "Secret was not encrypted", fmt.Sprintf(
			"The secret of the API key could not be encrypted, so it is not in the state: %v. Change rotate_trigger to get another one.", err))
	}
}
