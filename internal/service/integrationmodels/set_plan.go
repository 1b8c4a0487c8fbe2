package integrationmodels

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// ModifyPlan names the custom models that are deleted, and refuses a second way to manage
// the models.
//
// Terraform plans a change once more when it applies it, in a process of its own, and
// accepts no other deleted_models then. So those of an update follow from the state, and
// only those of a create from what the integration has.
func (r *SetResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	var integration types.String
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("integration_id"), &integration)...)
	refuseBoth(ctx, r.Session, integration, setNoun.Type, !req.Plan.Raw.Equal(req.State.Raw), &resp.Diagnostics)
	isUpdate := !req.State.Raw.IsNull()
	if isUpdate {
		tfkit.PlanIntegration(ctx, r.Session, req, resp)
	}
	if resp.Diagnostics.HasError() || len(resp.RequiresReplace) > 0 || !req.Config.Raw.IsFullyKnown() || r.Session == nil || r.Session.API == nil {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	var plan, state setModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if isUpdate {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if !isUpdate {
		list, ok := listModels(ctx, r.Session, integration, setNoun, &resp.Diagnostics)
		if !ok {
			return
		}
		state = setModel{DeletedModels: tfkit.TextList(nil)}.observe(list)
	}
	for _, slug := range sortedKeys(plan.Models) {
		if before, there := state.Models[slug]; there && before.Custom != nil && plan.Models[slug].Custom == nil {
			at := path.Root("models").AtMapKey(slug)
			resp.Diagnostics.AddAttributeError(at, "Invalid value", fmt.Sprintf(
				"The attribute %s has no custom block, but the model is a custom one of the integration, and would be deleted. Add custom, or remove the model.", at))
		}
	}
	deleted := plan.deletions(state.Models)
	if isUpdate && len(plan.differs(state)) == 0 {
		deleted = state.planned()
	} else if len(deleted) > 0 {
		r.Session.WarnOnce(&resp.Diagnostics, fmt.Sprintf("Custom models of the integration %s are deleted", integration.ValueString()),
			"The apply deletes "+strings.Join(deleted, ", ")+" with their prices and hosts: models does not have them, or gives them another base model.")
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("deleted_models"), tfkit.TextList(deleted))...)
}
