package apikey

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// keyArgument is the argument that names the key of the action.
const keyArgument = "api_key_id"

// Rotate is the action portkey_rotate_api_key.
type Rotate struct{ tfkit.ActionBase }

var _ action.ActionWithConfigure = (*Rotate)(nil)

// NewRotateAction returns the action for the provider's registry.
func NewRotateAction() action.Action {
	return &Rotate{tfkit.ActionBase{Name: "rotate_api_key"}}
}

// Schema describes the action.
func (a *Rotate) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Rotates an API key without returning the new one, so that the current key stops working after a transition.\n\n" +
			"Official documentation: [API key rotation](https://portkey.ai/docs/product/enterprise-offering/org-management/api-key-rotation).\n\n" +
			"~> An action returns no value, so nobody learns the new key. Use the action to put an end to a key that has leaked, or that is not to be used any more. " +
			"To get a new key, change `rotate_trigger` of the resource `portkey_api_key` instead: the resource keeps the new key, and what refers to it is updated.\n\n" +
			"Portkey rejects another rotation until the transition is over. The earliest time at which a change of `rotate_trigger` can give the key a new value is then the end of the transition. " +
			"The next plan of a resource that manages the key shows that its `key` is about to stop working.\n\n" +
			"The ID, the usage and the limits of the key stay as they are. Deleting the key revokes it at once.\n\n" +
			"The API key of the provider needs the scopes `workspace_service_api_keys.read` and `workspace_service_api_keys.rotate`, or those of the other kinds of keys.",
		Attributes: map[string]schema.Attribute{
			keyArgument: schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "The ID of the API key, a UUID.",
				Validators:          []validator.String{tfkit.NotBlank()},
			},
			"transition_period_ms": schema.NumberAttribute{
				Optional: true,
				MarkdownDescription: "For how long the current key stays valid, in milliseconds. The minimum is `1800000`, which is 30 minutes. " +
					"If omitted, the period of the key's rotation policy is used, or 30 minutes.",
				Validators: []validator.Number{tfkit.WholeBetween(portkey.MinKeyTransition, tfkit.MostWhole)},
			},
		},
	}
}

// Invoke rotates the key by one POST, and forgets the new secret.
func (a *Rotate) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var transition types.Number
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("transition_period_ms"), &transition)...)
	key, act, ok := a.find(ctx, req, resp)
	if !ok {
		return
	}
	defer a.Session.WarnOfWaits(&resp.Diagnostics)
	rotated, err := a.Session.API.RotateAPIKey(ctx, key.ID.Or(""), rotateOptions(transition))
	if err != nil {
		resp.Diagnostics.Append(notRotated(act, title(key), err))
		return
	}
	until := "until the end of the transition"
	if rotated.TransitionExpiresAt != "" {
		until = "until " + rotated.TransitionExpiresAt
	}
	resp.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf(
		"The API key %s was rotated. The previous key works %s, and nobody knows the new one. To get a new key after that, change rotate_trigger of its portkey_api_key.",
		title(key), until)})
}

// find reads the key first, so that an error can name it and the scopes of its kind.
func (a *Rotate) find(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) (portkey.APIKey, tfkit.Act, bool) {
	var id string
	act := tfkit.Act{Verb: "rotate", Noun: noun.One, Right: noun.Read().Right}
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(keyArgument), &id)...)
	if resp.Diagnostics.HasError() || !a.Session.Ready(&resp.Diagnostics) {
		return portkey.APIKey{}, act, false
	}
	found, err := portkey.NewAPIKeys(a.Session.API, "").FindByID(ctx, id)
	if err != nil {
		byID := noun
		byID.References = "ID"
		failed := byID.FindFailed(act, err)
		resp.Diagnostics.AddAttributeError(path.Root(keyArgument), failed.Summary(), failed.Detail())
		return found, act, false
	}
	act.Right = nounOf(a.Session.API, found.Kind()).Right("rotate")
	return found, act, true
}

// title names a key in messages.
func title(key portkey.APIKey) string {
	if name := key.Name.Or(""); name != "" {
		return name
	}
	return key.ID.Or("")
}

// notRotated explains a rotation of the action that failed.
func notRotated(act tfkit.Act, name string, err error) diag.Diagnostic {
	var failed *portkey.RotateError
	if !errors.As(err, &failed) {
		return act.Failed(err, "The key was not rotated.")
	}
	until := "the end of the transition"
	if failed.Until != "" {
		until = failed.Until
	}
	switch failed.Outcome {
	case portkey.TransitionRunning:
		return act.FailedIn(tfkit.SectionRotation, err, fmt.Sprintf(
			"The API key %s was rotated before, and that rotation is not over. Nothing was changed. Invoke the action again after %s.", name, until))
	case portkey.SecretLost:
		return act.FailedIn(tfkit.SectionRotation, err, fmt.Sprintf(
			"The response to the rotation of %s was lost, but the key was rotated: the previous key works until %s. "+
				"Do not invoke the action again.", name, until))
	case portkey.NotRotatedSeen:
		return act.FailedIn(tfkit.SectionRotation, err, fmt.Sprintf(
			"The response to the rotation of %s was lost. The API key was read since, and has not changed. Invoke the action again.", name))
	case portkey.RotationUnknown:
		return act.FailedIn(tfkit.SectionRotation, err, fmt.Sprintf(
			"Whether the API key %s was rotated is not known: the response was lost. "+
				"Look in Portkey whether its masked key has changed, and invoke the action again if it has not.", name))
	}
	return act.Failed(err, fmt.Sprintf("The API key %s was not rotated.", name))
}
