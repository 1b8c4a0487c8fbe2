package apikey

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// ResetUsage is the action portkey_reset_usage.
type ResetUsage struct{ onKey }

var _ action.ActionWithConfigure = (*ResetUsage)(nil)

// NewResetUsageAction returns the action for the provider's registry.
func NewResetUsageAction() action.Action {
	return &ResetUsage{onKey{tfkit.ActionBase{Name: "reset_usage"}}}
}

// Schema describes the action.
func (a *ResetUsage) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Sets to zero what an API key has spent, so that a key whose budget is used up works again.\n\n" +
			"Official documentation: [Budget limits](https://portkey.ai/docs/product/ai-gateway/virtual-keys/budget-limits).\n\n" +
			"The budget itself, and the date of its next reset, stay as they are. " +
			"For Terraform before 1.14 and for OpenTofu, change `reset_usage_trigger` of the resource `portkey_api_key` instead.\n\n" +
			"The API key of the provider needs the scopes `workspace_service_api_keys.read` and `workspace_service_api_keys.update`, or those of the other kinds of keys.",
		Attributes: map[string]schema.Attribute{keyArgument: keyAttribute()},
	}
}

// Invoke resets the usage.
func (a *ResetUsage) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	key, act, ok := a.find(ctx, req, resp, "reset usage of", "update")
	if !ok {
		return
	}
	defer a.Session.WarnOfWaits(&resp.Diagnostics)
	err := a.Session.API.ResetAPIKeyUsage(ctx, key.ID.Or(""))
	switch {
	case portkey.IsUnknownOutcome(err):
		resp.Diagnostics.Append(act.FailedIn(tfkit.SectionUnreachable, err,
			fmt.Sprintf("Whether the usage of the API key %s was reset is not known: the response was lost.", title(key)),
			"Invoke the action again: it does no harm twice."))
	case err != nil:
		resp.Diagnostics.Append(act.Failed(err, fmt.Sprintf("The usage of the API key %s was not reset.", title(key))))
	default:
		resp.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf("The usage of the API key %s was reset.", title(key))})
	}
}
