package apikey

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// onKey is what the actions on an API key share.
type onKey struct{ tfkit.ActionBase }

// keyArgument is the argument that names the key of an action.
const keyArgument = "api_key_id"

func keyAttribute() schema.StringAttribute {
	return schema.StringAttribute{
		Required:            true,
		MarkdownDescription: "The ID of the API key, a UUID.",
		Validators:          []validator.String{tfkit.NotBlank()},
	}
}

// find reads the key first, so that an error can name it and the scopes of its kind. verb
// is what the action does, scope what it needs.
func (a *onKey) find(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse, verb, scope string) (portkey.APIKey, tfkit.Act, bool) {
	var id string
	act := tfkit.Act{Verb: verb, Noun: noun.One, Right: noun.Read().Right}
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(keyArgument), &id)...)
	if resp.Diagnostics.HasError() || !a.Session.Ready(&resp.Diagnostics) {
		return portkey.APIKey{}, act, false
	}
	found, err := a.Session.API.APIKeys("").FindByID(ctx, id)
	if err != nil {
		byID := noun
		byID.References = "ID"
		failed := byID.FindFailed(act, err)
		resp.Diagnostics.AddAttributeError(path.Root(keyArgument), failed.Summary(), failed.Detail())
		return found, act, false
	}
	act.Right = nounOf(a.Session.API, found.Kind()).Right(scope)
	return found, act, true
}

// title names a key in messages.
func title(key portkey.APIKey) string {
	if name := key.Name.Or(""); name != "" {
		return name
	}
	return key.ID.Or("")
}
