package mcpcapabilities

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// ModifyPlan plans a replacement for another owner, and warns of capabilities that are
// enabled because they are named no more, and of those that are not listed.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var state model
	if !req.State.Raw.IsNull() {
		var diags diag.Diagnostics
		state, diags = r.of.get(ctx, req.State)
		resp.Diagnostics.Append(diags...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if req.Plan.Raw.IsNull() {
		r.warnOfEnabled("Destroying the resource", model{}, state, &resp.Diagnostics)
		return
	}
	var owner types.String
	var capabilities types.Map
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root(r.of.attribute), &owner)...)
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("capabilities"), &capabilities)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if !req.State.Raw.IsNull() {
		r.of.plan(ctx, r.Session, req, resp)
	}
	if resp.Diagnostics.HasError() || capabilities.IsUnknown() {
		return
	}
	planned := model{Owner: owner, Capabilities: map[string]bool{}}
	for key, one := range capabilities.Elements() {
		enabled, _ := one.(types.Bool)
		planned.Capabilities[key] = enabled.ValueBool()
	}
	if len(resp.RequiresReplace) > 0 {
		r.warnOfEnabled("Replacing the resource", model{}, state, &resp.Diagnostics)
		state = model{}
	} else {
		r.warnOfEnabled("Removing it from capabilities", planned, state, &resp.Diagnostics)
	}
	r.warnOfUnlisted(ctx, planned, state, &resp.Diagnostics)
}

// warnOfEnabled warns of capabilities that a state has disabled, and a plan does not name.
func (r *Resource) warnOfEnabled(act string, planned, state model, diags *diag.Diagnostics) {
	if enabled := planned.removed(state); len(enabled) > 0 {
		diags.AddAttributeWarning(path.Root("capabilities"), "Capabilities will be enabled", fmt.Sprintf(
			"%s enables %s of the %s %s: Portkey enables what nobody has disabled. To keep them disabled, keep them in capabilities as false.",
			act, strings.Join(enabled, ", "), r.of.what, state.Owner.ValueString()))
	}
}

// warnOfUnlisted warns of capabilities that the state does not have, and that a synced owner
// does not list. It is no error, since the same apply may change the upstream server. An owner
// that can't be read is left to the apply, which may create it.
func (r *Resource) warnOfUnlisted(ctx context.Context, planned, state model, diags *diag.Diagnostics) {
	var fresh []string
	for _, key := range planned.keys() {
		if _, known := state.Capabilities[key]; !known {
			fresh = append(fresh, key)
		}
	}
	if len(fresh) == 0 || planned.Owner.IsUnknown() || r.Session == nil || r.Session.API == nil {
		return
	}
	id, err := r.of.resolve(ctx, r.Session.API, planned.Owner.ValueString())
	if err != nil {
		return
	}
	list, err := portkey.NewMCPCapabilities(r.Session.API, r.of.owner, id).List(ctx)
	if err != nil || len(list.Lacks(fresh)) == 0 {
		return
	}
	var lacking *portkey.NotSyncedError
	if err := r.Session.API.AwaitMCPCapabilities(ctx, r.of.owner, id, fresh, 0); !errors.As(err, &lacking) || lacking.Status != "synced" {
		return
	}
	for _, key := range lacking.Missing {
		diags.AddAttributeWarning(path.Root("capabilities").AtMapKey(key), "Unknown capability",
			lacks(lacking, key)+" Unless this apply changes the upstream MCP server, it will fail.")
	}
}

// warnOfLost warns of capabilities of a state that are not listed.
func (r *Resource) warnOfLost(state model, list portkey.MCPCapabilityList, diags *diag.Diagnostics) {
	if lost := list.Lacks(state.keys()); len(lost) > 0 {
		r.Session.WarnOnce(diags, fmt.Sprintf("Capabilities of the %s %s are not listed", r.of.what, state.Owner.ValueString()), fmt.Sprintf(
			"Portkey does not list %s, and the state keeps what it has of them. If the upstream MCP server no longer has them, remove them from capabilities. "+
				"If it is not synced at present, nothing is to be done: the data source %s shows that.", strings.Join(lost, ", "), metadataType(r.of.owner)))
	}
}

// warnOfBlocked warns of capabilities that are enabled for a server, and disabled for its
// integration.
func (r *Resource) warnOfBlocked(m model, list portkey.MCPCapabilityList, diags *diag.Diagnostics) {
	if blocked := m.blocked(list); len(blocked) > 0 {
		r.Session.WarnOnce(diags, fmt.Sprintf("Capabilities of the MCP server %s are disabled above", m.Owner.ValueString()), fmt.Sprintf(
			"The MCP integration of the server disables %s, so that they can't be used although capabilities says true. "+
				"Enable them for the integration, or set them to false here.", strings.Join(blocked, ", ")))
	}
}
