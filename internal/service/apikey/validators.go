package apikey

import (
	"context"
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// ValidateConfig checks what depends on the type of the key. workspace_id may be omitted
// for a workspace's key: that of a workspace creates it in its own.
func (r *Resource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var kind, workspaceID, userID types.String
	var scopes types.Set
	for name, into := range map[string]any{"type": &kind, "workspace_id": &workspaceID, "user_id": &userID, "scopes": &scopes} {
		resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(name), into)...)
	}
	refuse := func(name, problem string) {
		resp.Diagnostics.AddAttributeError(path.Root(name), "Invalid value", problem)
	}
	isSet := func(value types.String) bool { return !value.IsNull() && !value.IsUnknown() }
	switch kind.ValueString() {
	case portkey.OrganisationService:
		if isSet(workspaceID) {
			refuse("workspace_id", "The attribute workspace_id conflicts with type = \"organisation-service\": such a key belongs to the organisation. "+
				"Remove workspace_id, or use type = \"workspace-service\".")
		}
		if isSet(userID) {
			refuse("user_id", "The attribute user_id conflicts with type = \"organisation-service\": such a key belongs to no user. "+
				"Remove user_id, or use type = \"workspace-user\".")
		}
	case portkey.WorkspaceService:
		if isSet(userID) {
			refuse("user_id", "The attribute user_id conflicts with type = \"workspace-service\": such a key belongs to no user. "+
				"Remove user_id, or use type = \"workspace-user\".")
		}
	case portkey.WorkspaceUser:
		if userID.IsNull() {
			refuse("user_id", "The attribute user_id is missing. A key of type \"workspace-user\" belongs to a user: set user_id to the ID of a member of the workspace, "+
				"or use type = \"workspace-service\".")
		}
	}
	for _, element := range scopes.Elements() {
		scope, _ := element.(types.String)
		if scope.ValueString() == "" { // unknown, or another validator's to refuse
			continue
		}
		if problem := scopeProblem(scope.ValueString(), kind.ValueString()); problem != "" {
			resp.Diagnostics.AddAttributeWarning(path.Root("scopes"), fmt.Sprintf("Check the scope %q", scope.ValueString()),
				fmt.Sprintf("The attribute scopes contains %q, %s", scope.ValueString(), problem))
		}
	}
}

// notEmpty refuses an empty set.
type notEmpty struct{ cure string }

func (notEmpty) Description(context.Context) string         { return "at least one element" }
func (notEmpty) MarkdownDescription(context.Context) string { return "at least one element" }

func (v notEmpty) ValidateSet(_ context.Context, req validator.SetRequest, resp *validator.SetResponse) {
	if !req.ConfigValue.IsNull() && !req.ConfigValue.IsUnknown() && len(req.ConfigValue.Elements()) == 0 {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid value", fmt.Sprintf("The attribute %s is empty. %s", req.Path, v.cure))
	}
}

// atMost warns of a text that is longer than the vendor's own tools allow. What the API
// does with it is not documented.
type atMost struct{ letters int }

func (v atMost) Description(context.Context) string {
	return fmt.Sprintf("at most %d characters", v.letters)
}

func (v atMost) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v atMost) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if n := utf8.RuneCountInString(req.ConfigValue.ValueString()); n > v.letters {
		resp.Diagnostics.AddAttributeWarning(req.Path, "Text may be too long", fmt.Sprintf(
			"The attribute %s has %d characters. Portkey's own tools allow %d, and Portkey may reject more. Shorten it.", req.Path, n, v.letters))
	}
}

// defaultsValidator checks the defaults across their attributes.
type defaultsValidator struct{}

func (defaultsValidator) Description(context.Context) string { return "defaults that have an effect" }
func (defaultsValidator) MarkdownDescription(context.Context) string {
	return "defaults that have an effect"
}

func (defaultsValidator) ValidateObject(_ context.Context, req validator.ObjectRequest, resp *validator.ObjectResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	values := req.ConfigValue.Attributes()
	isNothing := true
	for _, value := range values {
		isNothing = isNothing && value.IsNull()
	}
	config, _ := values["config_id"].(types.String)
	override, _ := values["allow_config_override"].(types.Bool)
	switch {
	case isNothing:
		resp.Diagnostics.AddAttributeWarning(req.Path, "Object without effect", fmt.Sprintf(
			"The object %s sets none of its attributes, so it has no effect. If this is intended, remove it. "+
				"Terraform silently drops unknown keys of an object: check the spelling.", req.Path))
	case override.ValueBool() && !config.IsUnknown() && config.ValueString() == "":
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid value", fmt.Sprintf(
			"The attribute %s is true, and there is no config to override. Set config_id, or remove allow_config_override: true is Portkey's default.",
			req.Path.AtName("allow_config_override")))
	}
}

// policyValidator checks a rotation policy across its attributes.
type policyValidator struct{}

func (policyValidator) Description(context.Context) string {
	return "a policy that says when to rotate"
}
func (policyValidator) MarkdownDescription(context.Context) string {
	return "a policy that says when to rotate"
}

// policyConfig is a rotation policy in a configuration, where any value may be unknown.
type policyConfig struct {
	RotationPeriod        types.String `tfsdk:"rotation_period"`
	RotationPeriodDays    types.Number `tfsdk:"rotation_period_days"`
	NextRotationAt        types.String `tfsdk:"next_rotation_at"`
	KeyTransitionPeriodMS types.Number `tfsdk:"key_transition_period_ms"`
}

func (policyValidator) ValidateObject(ctx context.Context, req validator.ObjectRequest, resp *validator.ObjectResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	var policy policyConfig
	if resp.Diagnostics.Append(req.ConfigValue.As(ctx, &policy, basetypes.ObjectAsOptions{})...); resp.Diagnostics.HasError() {
		return
	}
	period, days, next := policy.RotationPeriod, policy.RotationPeriodDays, policy.NextRotationAt
	refuse := func(format string, args ...any) {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid value", fmt.Sprintf(format, args...))
	}
	isUnset := func(value attr.Value) bool { return value.IsNull() || value.Equal(types.StringValue("")) }
	isSet := func(value attr.Value) bool { return !value.IsUnknown() && !isUnset(value) }
	switch {
	case isSet(period) && isSet(days):
		refuse("The attribute %s conflicts with rotation_period. Portkey takes one of them: remove the other.", req.Path.AtName("rotation_period_days"))
	case isUnset(period) && isUnset(days) && isUnset(next):
		refuse("The object %s does not say when to rotate. Set rotation_period to \"weekly\" or \"monthly\", rotation_period_days, or next_rotation_at, or remove the object. "+
			"Terraform silently drops unknown keys of an object: check the spelling.", req.Path)
	case isSet(next) && (isSet(period) || isSet(days)):
		resp.Diagnostics.AddAttributeWarning(req.Path, "Rotation period with a date", fmt.Sprintf(
			"The object %s has both a period and next_rotation_at. Portkey's documentation is not consistent: the control plane may accept both, or reject that when the plan is applied. "+
				"If it does, remove next_rotation_at.", req.Path))
	}
	length, transition := periodOf(period.ValueString(), days), policy.KeyTransitionPeriodMS
	if ms := tfkit.Float(transition); ms != nil && length > 0 && *ms >= float64(length.Milliseconds()) {
		refuse("The attribute %s is %s, which is not shorter than the rotation period: use less than %d, in milliseconds.",
			req.Path.AtName("key_transition_period_ms"), tfkit.ShowNumber(transition), length.Milliseconds())
	}
}

// periodOf is the shortest time between two rotations of a policy; 0 where it is not
// known.
func periodOf(period string, days types.Number) time.Duration {
	const day, week, february = 24 * time.Hour, 7, 28
	switch count := tfkit.Float(days); {
	case period == "weekly":
		return week * day
	case period == "monthly":
		return february * day
	case count != nil && *count > 0:
		return time.Duration(*count) * day
	}
	return 0
}
