package integration

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// ModifyPlan plans a replacement for another workspace, takes out of an update what
// Portkey treats as equal, and warns of what a plan does not show: a create whose name is
// taken, and an update that lacks secrets.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	if req.State.Raw.IsNull() {
		checkMissingSecrets(ctx, req.Config, nil, &resp.Diagnostics)
		r.planName(ctx, req, resp)
		return
	}
	tfkit.PlanWorkspace(ctx, r.Session, req, resp)
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	tfkit.NotePlanned(ctx, state.address(), resp)
	if resp.Diagnostics.HasError() || len(resp.RequiresReplace) > 0 || !req.Config.Raw.IsFullyKnown() {
		return
	}
	var plan model
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	state.Notes = tfkit.ReadNotes[notes](ctx, req.Private)
	checkMissingSecrets(ctx, req.Config, state.foreignSecrets(), &resp.Diagnostics)
	if r.Session.API != nil && len(plan.SecretMappings)+len(state.SecretMappings) > 0 {
		plan.SecretMappings = tfkit.ResolveMappings(plan.SecretMappings, r.Session.SecretReferenceSlug(ctx))
		state.SecretMappings = tfkit.ResolveMappings(state.SecretMappings, r.Session.SecretReferenceSlug(ctx))
	}
	changes := plan.differs(state)
	set := func(name string, value attr.Value) {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root(name), value)...)
	}
	if plan.Configurations != nil && !changes.Has("configurations") {
		set("configurations", types.StringPointerValue(state.Configurations))
	}
	if plan.PricingAdjustments != nil && !changes.Has("pricing_adjustments") {
		set("pricing_adjustments", types.StringPointerValue(state.PricingAdjustments))
	}
	if len(changes) == 0 {
		set("last_updated_at", state.LastUpdatedAt)
	}
	if changes.Has("key") {
		set("masked_key", types.StringUnknown())
	}
	r.warnOfSecrets(ctx, req, resp, plan, state)
}

// planName warns of a create without a slug whose name is taken.
func (r *Resource) planName(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var slug types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("slug"), &slug)...)
	if r.Session.API != nil && slug.IsNull() {
		noun.PlanName(ctx, req, resp, []string{"name", "workspace_id"}, r.namesakes)
	}
}

// namesakes looks for what has the name of an integration to be created.
func (r *Resource) namesakes(ctx context.Context, parts map[string]string) (shown string, found []portkey.Candidate) {
	workspaceID := r.Session.KnownWorkspaceID(ctx, types.StringValue(parts["workspace_id"]))
	return parts["name"], portkey.NewIntegrations(r.Session.API, workspaceID).Namesakes(ctx, portkey.IntegrationCreate{Name: parts["name"]})
}

// warnOfSecrets warns of an update that sends the configurations without all of their
// secrets, and of a key that is removed and stays.
func (r *Resource) warnOfSecrets(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse, plan, state model) {
	known := secretsOf(ctx, req.Config, &resp.Diagnostics)
	changes := plan.differs(state)
	if !r.Session.IsPlanning(state.address()) {
		return
	}
	if changes.Has("configurations") || changes.Has("secret_configurations") {
		if unsent := plan.lacking(known, state.Notes.Masked); len(unsent) > 0 {
			resp.Diagnostics.Append(withoutSecrets(unsent))
		}
	}
	if changes.Has("key") && known.key == "" {
		resp.Diagnostics.AddAttributeWarning(path.Root("key"), "Key is not deleted",
			"The key is removed from the configuration. Nothing removes it from the integration: Portkey keeps it, and uses it unless a mapping of the field key in secret_mappings takes precedence.")
	}
}
