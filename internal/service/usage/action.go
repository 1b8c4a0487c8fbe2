package usage

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// ResetUsage is the action portkey_reset_usage.
type ResetUsage struct{ tfkit.ActionBase }

var (
	_ action.ActionWithConfigure      = (*ResetUsage)(nil)
	_ action.ActionWithValidateConfig = (*ResetUsage)(nil)
)

// NewResetUsageAction returns the action for the provider's registry.
func NewResetUsageAction() action.Action {
	return &ResetUsage{tfkit.ActionBase{Name: "reset_usage"}}
}

// arguments are those of the action.
type arguments struct {
	APIKeyID      types.String `tfsdk:"api_key_id"`
	ProviderID    types.String `tfsdk:"provider_id"`
	IntegrationID types.String `tfsdk:"integration_id"`
	WorkspaceID   types.String `tfsdk:"workspace_id"`
	PolicyID      types.String `tfsdk:"policy_id"`
	ValueKey      types.String `tfsdk:"value_key"`
}

// named is an argument that names what is reset, with the one that it requires, "" if none.
type named struct {
	name     string
	value    types.String
	requires string
}

func (args arguments) named() []named {
	return []named{
		{"api_key_id", args.APIKeyID, ""},
		{"provider_id", args.ProviderID, "workspace_id"},
		{"integration_id", args.IntegrationID, "workspace_id"},
		{"policy_id", args.PolicyID, "value_key"},
	}
}

// Schema describes the action.
func (a *ResetUsage) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	attribute := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Optional: true, MarkdownDescription: description, Validators: []validator.String{tfkit.NotBlank()}}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Sets to zero what an API key, a provider, a workspace with access to an integration, or a value of a usage limits policy has spent, so that it works again once its budget is used up.\n\n" +
			"Official documentation: [Budget limits](https://portkey.ai/docs/product/ai-gateway/virtual-keys/budget-limits).\n\n" +
			"The budget itself, and the date of its next reset, stay as they are. " +
			"For Terraform before 1.14 and for OpenTofu, change `reset_usage_trigger` of the resources `portkey_api_key` and `portkey_usage_limits_policy`.\n\n" +
			"The API key of the provider needs the scopes `workspace_service_api_keys.read` and `workspace_service_api_keys.update`, or those of the other kinds of keys. " +
			"With `provider_id` it needs `providers.read` and `providers.update`, and with `integration_id` `organisation_integrations.read` and `organisation_integrations.update`, " +
			"or those of `workspace_integrations`. With either it needs `workspaces.read` if `workspace_id` is a slug, and may need it to find the slug of the workspace in the list of an integration. " +
			"With `policy_id` it needs `policies.read` and `policies.update`.",
		Attributes: map[string]schema.Attribute{
			"api_key_id":  attribute("The ID of the API key, a UUID. Exactly one of `api_key_id`, `provider_id`, `integration_id` and `policy_id` is required."),
			"provider_id": attribute("The ID or the slug of the provider. Requires `workspace_id`. Conflicts with `api_key_id`, `integration_id` and `policy_id`."),
			"integration_id": attribute("The ID or the slug of the integration to which the workspace has access. Requires `workspace_id`. " +
				"What other workspaces have spent stays as it is. Conflicts with `api_key_id`, `provider_id` and `policy_id`."),
			"workspace_id": attribute("The ID or the slug of the workspace that contains the provider, or that has access to the integration. Conflicts with `api_key_id` and `policy_id`."),
			"policy_id": attribute("The ID of the usage limits policy, a UUID. Requires `value_key`. " +
				"What other values have spent stays as it is. Conflicts with `api_key_id`, `provider_id` and `integration_id`."),
			"value_key": attribute("The value of what the policy is grouped by, such as a user, as the data source `portkey_usage_limits_policy_entities` returns it. Required with `policy_id`, and conflicts with the other arguments."),
		},
	}
}

// ValidateConfig wants one thing whose usage is reset, and what names it with that.
func (a *ResetUsage) ValidateConfig(ctx context.Context, req action.ValidateConfigRequest, resp *action.ValidateConfigResponse) {
	var args arguments
	resp.Diagnostics.Append(req.Config.Get(ctx, &args)...)
	if resp.Diagnostics.HasError() {
		return
	}
	var set []named
	var names []string
	unknown := false
	for _, one := range args.named() {
		unknown = unknown || one.value.IsUnknown()
		if !one.value.IsNull() {
			set, names = append(set, one), append(names, one.name)
		}
	}
	switch {
	case len(set) == 0:
		resp.Diagnostics.AddError("Missing argument", "Nothing is named whose usage is reset. Set one of api_key_id, provider_id, integration_id and policy_id.")
	case len(set) > 1 && !unknown:
		resp.Diagnostics.AddAttributeError(path.Root(names[1]), "Conflicting arguments", fmt.Sprintf(
			"The arguments %s conflict: an action resets the usage of one of them. Use an action for each.", strings.Join(names, " and ")))
	case len(set) > 1 || unknown:
	default:
		args.checkBeside(set[0], &resp.Diagnostics)
	}
}

// checkBeside wants what is required beside an argument, and nothing else.
func (args arguments) checkBeside(one named, diags *diag.Diagnostics) {
	what := map[string]string{"workspace_id": "the ID or the slug of the workspace", "value_key": "the value whose usage is reset"}
	for name, value := range map[string]types.String{"workspace_id": args.WorkspaceID, "value_key": args.ValueKey} {
		switch {
		case one.requires == name && value.IsNull():
			diags.AddAttributeError(path.Root(name), "Missing argument", fmt.Sprintf("The argument %s requires %s. Set it to %s.", one.name, name, what[name]))
		case one.requires != name && !value.IsNull():
			diags.AddAttributeError(path.Root(name), "Conflicting arguments", fmt.Sprintf("The argument %s conflicts with %s. Remove %s.", name, one.name, name))
		}
	}
}

// Invoke resets the usage.
func (a *ResetUsage) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var args arguments
	resp.Diagnostics.Append(req.Config.Get(ctx, &args)...)
	if resp.Diagnostics.HasError() || !a.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer a.Session.WarnOfWaits(&resp.Diagnostics)
	of, ok := a.find(ctx, args, &resp.Diagnostics)
	if !ok {
		return
	}
	err := of.reset(ctx)
	switch {
	case errors.As(err, new(*portkey.NotFoundError)):
		resp.Diagnostics.AddAttributeError(path.Root("workspace_id"), of.act.Summary(), fmt.Sprintf(
			"The workspace %s has no access to the integration. Nothing was reset. Correct workspace_id, or give the workspace access with portkey_integration_workspace_access.\n%s",
			args.WorkspaceID.ValueString(), tfkit.More(tfkit.SectionNotFound)))
	case portkey.IsUnknownOutcome(err):
		resp.Diagnostics.Append(of.act.FailedIn(tfkit.SectionUnreachable, err,
			fmt.Sprintf("Whether the usage of %s was reset is not known: the response was lost.", of.title),
			"Invoke the action again: it does no harm twice."))
	case err != nil:
		resp.Diagnostics.Append(of.act.Failed(err, fmt.Sprintf("The usage of %s was not reset.", of.title)))
	default:
		resp.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf("The usage of %s was reset.", of.title)})
	}
}
