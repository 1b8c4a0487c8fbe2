package integrationmodels

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
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
	refuseBoth(ctx, r.Session, integration, setNoun.Type, &resp.Diagnostics)
	isUpdate := !req.State.Raw.IsNull()
	if isUpdate {
		tfkit.PlanIntegration(ctx, r.Session, req, resp)
	}
	if resp.Diagnostics.HasError() || len(resp.RequiresReplace) > 0 || integration.IsUnknown() || r.Session == nil || r.Session.API == nil {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	var state setModel
	if isUpdate {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	} else {
		list, there := r.liveAtPlan(ctx, integration, &resp.Diagnostics)
		if !there {
			return
		}
		state = setModel{DeletedModels: tfkit.TextList(nil)}.observe(list)
	}
	var models types.Map
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("models"), &models)...)
	if resp.Diagnostics.HasError() {
		return
	}
	isKnown := req.Config.Raw.IsFullyKnown()
	if isKnown && isUpdate {
		var plan setModel
		resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
		if !resp.Diagnostics.HasError() && len(plan.differs(state)) == 0 {
			resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("deleted_models"), state.DeletedModels)...)
			return
		}
	}
	deleted := r.planDeletions(models, state, integration.ValueString(), isUpdate, &resp.Diagnostics)
	if !isKnown && isUpdate && len(deleted) == 0 {
		return // the plan can come to change nothing, and then deleted_models stays as it is
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("deleted_models"), tfkit.TextList(deleted))...)
}

// liveAtPlan is what the integration of a create has. It reports false for one that is not
// there: the same apply can create it, with a slug that is known before.
func (r *SetResource) liveAtPlan(ctx context.Context, integration types.String, diags *diag.Diagnostics) (portkey.IntegrationModelList, bool) {
	at, ok := find(ctx, r.Session, integration, diags)
	if !ok {
		return portkey.IntegrationModelList{}, false
	}
	list, err := at.rows.List(ctx)
	if err != nil && !portkey.IsRefused(err) {
		diags.Append(setNoun.List().Failed(err))
	}
	return list, err == nil
}

// planDeletions are the custom models of state that a plan of models deletes. It warns of
// them, and refuses to delete what it can't name.
func (r *SetResource) planDeletions(models types.Map, state setModel, integration string, isUpdate bool, diags *diag.Diagnostics) []string {
	act := setNoun.Create()
	if isUpdate {
		act = setNoun.Update()
	}
	var custom, open []string
	planned := map[string]string{}
	for _, slug := range sortedKeys(state.Models) {
		if state.Models[slug].Custom != nil {
			custom = append(custom, slug)
		}
	}
	for slug, one := range models.Elements() {
		object, _ := one.(types.Object)
		of, _ := object.Attributes()["custom"].(types.Object)
		base, isKnown := baseOf(of)
		planned[slug] = base.ValueString()
		switch at := path.Root("models").AtMapKey(slug); {
		case !slices.Contains(custom, slug):
		case object.IsUnknown() || !isKnown:
			open = append(open, slug)
		case of.IsNull():
			diags.AddAttributeError(at, "Invalid value", fmt.Sprintf(
				"The attribute %s has no custom block, but the model is a custom one of the integration, and would be deleted. Add custom, or remove the model.", at))
		}
	}
	if len(open) > 0 || models.IsUnknown() && len(custom) > 0 {
		diags.Append(unnamed(act, integration, custom))
		return nil
	}
	deleted := deletions(planned, state.Models)
	for _, slug := range deleted {
		if strings.Contains(slug, ",") {
			diags.Append(undeletable(act, path.Root("models"), slug))
		}
	}
	if len(deleted) > 0 {
		r.Session.WarnOnce(diags, fmt.Sprintf("Custom models of the integration %s are deleted", integration),
			"The apply deletes "+strings.Join(deleted, ", ")+" with their prices and hosts: models does not have them, or gives them another base model.")
	}
	return deleted
}

// baseOf is the base model of a custom block of a plan, null where there is no block. It
// reports false where that is not known yet.
func baseOf(custom types.Object) (base types.String, known bool) {
	base, _ = custom.Attributes()["base_model_slug"].(types.String)
	return base, !custom.IsUnknown() && !base.IsUnknown()
}
