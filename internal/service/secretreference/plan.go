package secretreference

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/resourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// ConfigValidators requires exactly one way to authenticate.
func (r *Resource) ConfigValidators(context.Context) []resource.ConfigValidator {
	var objects []path.Expression
	for _, name := range variantNames() {
		objects = append(objects, path.MatchRoot(name))
	}
	return []resource.ConfigValidator{resourcevalidator.ExactlyOneOf(objects...)}
}

// ValidateConfig refuses a way to authenticate to another kind of vault.
func (r *Resource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var managerType types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("manager_type"), &managerType)...)
	if managerType.IsNull() || managerType.IsUnknown() || modeField[managerType.ValueString()] == "" {
		return
	}
	for _, v := range variants {
		var object types.Object
		resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(v.name), &object)...)
		if !object.IsNull() && !object.IsUnknown() && v.managerType != managerType.ValueString() {
			resp.Diagnostics.AddAttributeError(path.Root(v.name), "Invalid value", fmt.Sprintf(
				"The object %s authenticates to another kind of vault: it requires manager_type = %q, which is %q.", v.name, v.managerType, managerType.ValueString()))
		}
	}
}

// ModifyPlan plans a replacement for another way to authenticate, takes out of an update
// what Portkey treats as equal, and warns of a create whose name is taken.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	if req.State.Raw.IsNull() {
		if r.Session.API != nil {
			noun.PlanName(ctx, req, resp, []string{"name", "slug"}, r.namesakes)
		}
		return
	}
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	tfkit.NotePlanned(ctx, state.ID.ValueString(), resp)
	r.planVariant(ctx, req, resp, state)
	if resp.Diagnostics.HasError() || len(resp.RequiresReplace) > 0 || !req.Config.Raw.IsFullyKnown() {
		return
	}
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if len(plan.differs(r.spelledAs(ctx, plan, state))) == 0 {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("last_updated_at"), state.LastUpdatedAt)...)
	}
}

// planVariant plans a replacement where the configuration authenticates otherwise than
// the state: Portkey merges the fields of both, and would keep the secret of the old one.
func (r *Resource) planVariant(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse, state model) {
	known, ok := state.variant()
	if !ok {
		return
	}
	for _, v := range variants {
		var planned types.Object
		resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root(v.name), &planned)...)
		if !planned.IsNull() && !planned.IsUnknown() && v.name != known.name {
			resp.RequiresReplace.Append(path.Root(v.name))
		}
	}
}

// namesakes looks for what has the name of a secret reference to be created. One with a
// slug of its own may have any name.
func (r *Resource) namesakes(ctx context.Context, parts map[string]string) (shown string, found []portkey.Candidate) {
	if parts["slug"] != "" {
		return "", nil
	}
	return parts["name"], portkey.NewSecretReferences(r.Session.API).Namesakes(ctx, portkey.SecretReferenceCreate{Name: parts["name"]})
}

// spelledAs is the state with the allowed workspaces as the plan spells them, where they
// are the same ones. Portkey is asked only if the spelling differs.
func (r *Resource) spelledAs(ctx context.Context, plan, state model) model {
	planned, known := plan.allowed(), state.allowed()
	if r.Session.API == nil || len(planned) == 0 || len(planned) != len(known) || slices.Equal(planned, known) {
		return state
	}
	ids := func(refs []string) []string {
		var all []string
		for _, ref := range refs {
			all = append(all, r.Session.KnownWorkspaceID(ctx, types.StringValue(ref)))
		}
		slices.Sort(all)
		return all
	}
	if slices.Equal(ids(planned), ids(known)) {
		state.AllowedWorkspaces = plan.AllowedWorkspaces
	}
	return state
}
