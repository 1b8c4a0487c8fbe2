package securitysettings

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// ModifyPlan plans a replacement for another workspace, refuses flags that Portkey does not
// have, and says that a destroy changes nothing.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		var workspace types.String
		resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("workspace_id"), &workspace)...)
		resp.Diagnostics.AddWarning("Security settings stay as they are", fmt.Sprintf(
			"Portkey has no way to reset the security settings of a workspace, so destroying the resource changes nothing: those of %s stay as they are, and only the state forgets them.",
			workspace.ValueString()))
		return
	}
	if !req.State.Raw.IsNull() {
		tfkit.PlanWorkspace(ctx, r.Session, req, resp)
	}
	r.checkFlags(ctx, req, resp)
}

// checkFlags refuses flags that the workspace does not have, of those that the state lacks. A workspace that can't be read
// at plan, since it is to be created or for another reason, is left to the apply.
func (r *Resource) checkFlags(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var workspace types.String
	var settings types.Map
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("workspace_id"), &workspace)...)
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("settings"), &settings)...)
	if resp.Diagnostics.HasError() || workspace.IsUnknown() || settings.IsUnknown() || r.Session == nil || r.Session.API == nil {
		return
	}
	planned := model{Settings: map[string]bool{}}
	for name := range settings.Elements() {
		planned.Settings[name] = false
	}
	if !req.State.Raw.IsNull() {
		var known types.Map
		resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("settings"), &known)...)
		for name := range known.Elements() { // Portkey has returned it
			delete(planned.Settings, name)
		}
	}
	if len(planned.Settings) == 0 {
		return
	}
	id, err := r.Session.API.WorkspaceID(ctx, workspace.ValueString())
	if err != nil {
		return
	}
	live, err := portkey.NewWorkspaces(r.Session.API).Get(ctx, id, "")
	flags := flagsOf(live)
	if err != nil || len(flags) == 0 {
		return
	}
	act := noun.Create()
	if !req.State.Raw.IsNull() {
		act = noun.Update()
	}
	var unknown *unknownError
	if errors.As(planned.unknown(flags), &unknown) {
		resp.Diagnostics.Append(unknown.diagnostics(act)...)
	}
}
