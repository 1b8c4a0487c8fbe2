package apikey

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/limits"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// ModifyPlan plans the metadata, what becomes of the secret, and a replacement for another
// workspace; takes out of an update what Portkey treats as equal; returns an error for a
// rotation that Portkey would reject; and warns of what a plan does not show.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	resp.Diagnostics.Append(tfkit.PlanMetadata(ctx, r.Session.DefaultMetadata, &resp.Plan)...)
	planned := planned(ctx, resp.Plan, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	r.warnOfPolicy(planned, resp)
	if req.State.Raw.IsNull() {
		r.warnOfPassedRotation(planned, nil, resp)
		resp.Diagnostics.Append(planned.secret(ctx, &resp.Plan)...)
		if r.Session.API != nil {
			noun.PlanName(ctx, req, resp, []string{"name", "type", "workspace_id", "user_id"}, r.namesakes)
		}
		return
	}
	tfkit.PlanWorkspace(ctx, r.Session, req, resp)
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	tfkit.NotePlanned(ctx, state.ID.ValueString(), resp)
	if resp.Diagnostics.HasError() || len(resp.RequiresReplace) > 0 {
		return
	}
	r.warnOfPassedRotation(planned, state.RotationPolicy, resp)
	rotates := planned.RotateTrigger.IsUnknown() || isTriggered(planned.RotateTrigger.ValueStringPointer(), state.RotateTrigger)
	if until, running := state.inTransition(r.now()); rotates && running && !planned.RotateTrigger.IsUnknown() {
		resp.Diagnostics.Append(earlyRotation(until))
		return
	}
	resp.Diagnostics.Append(planned.update(ctx, state, rotates, &resp.Plan)...)
	r.planSent(ctx, req, resp, state, rotates)
}

// planSent plans what the server decides: unknown if the update sends anything, and else
// as it is. Limits in another order are planned as they are.
func (r *Resource) planSent(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse, state model, rotates bool) {
	sent := rotates || !req.Config.Raw.IsFullyKnown()
	if req.Config.Raw.IsFullyKnown() {
		var plan model
		resp.Diagnostics.Append(resp.Plan.Get(ctx, &plan)...)
		if resp.Diagnostics.HasError() {
			return
		}
		limits.PlanUsageOrder(ctx, req, resp, plan.UsageLimits, state.UsageLimits)
		limits.PlanRateOrder(ctx, req, resp, plan.RateLimits, state.RateLimits)
		tfkit.PlanTime(ctx, resp, "expires_at", plan.ExpiresAt, state.ExpiresAt)
		if r.Session.API != nil && plan.configID() != state.configID() {
			plan, state = plan.resolve(r.configID(ctx)), state.resolve(r.configID(ctx))
		}
		sent = sent || len(plan.differs(state)) > 0 || plan.resetsUsage(state) || !tfkit.IsFullyKnown(ctx, plan.EffectiveMetadata)
	}
	for name, known := range map[string]types.String{"last_updated_at": state.LastUpdatedAt, "status": state.Status, "last_reset_at": state.LastResetAt} {
		if sent {
			known = types.StringUnknown()
		}
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root(name), known)...)
	}
}

// now is the server's clock, as far as there is a client.
func (r *Resource) now() time.Time {
	if r.Session.API == nil {
		return time.Now()
	}
	return r.Session.API.Now()
}

// plannedKey is what the plan of a key knows of what decides on its secret.
type plannedKey struct {
	RotateTrigger  types.String
	EncryptTo      types.List
	RotationPolicy types.Object
}

func planned(ctx context.Context, plan tfsdk.Plan, diags *diag.Diagnostics) plannedKey {
	var p plannedKey
	diags.Append(plan.GetAttribute(ctx, path.Root("rotate_trigger"), &p.RotateTrigger)...)
	diags.Append(plan.GetAttribute(ctx, path.Root("encrypt_to"), &p.EncryptTo)...)
	diags.Append(plan.GetAttribute(ctx, path.Root("rotation_policy"), &p.RotationPolicy)...)
	return p
}

// encrypts reports whether a secret is to be encrypted, as far as that is known.
func (p plannedKey) encrypts() (encrypts, known bool) {
	return len(p.EncryptTo.Elements()) > 0, !p.EncryptTo.IsUnknown()
}

// secret plans the attributes of a secret that is not known yet: it will be in one of the
// two, and the other one is null.
func (p plannedKey) secret(ctx context.Context, plan *tfsdk.Plan) diag.Diagnostics {
	key, encrypted := types.StringUnknown(), types.StringUnknown()
	switch encrypts, known := p.encrypts(); {
	case known && encrypts:
		key = types.StringNull()
	case known:
		encrypted = types.StringNull()
	}
	diags := plan.SetAttribute(ctx, path.Root("key"), key)
	diags.Append(plan.SetAttribute(ctx, path.Root("encrypted_key"), encrypted)...)
	return diags
}

// update plans the secret of an update: another one if it rotates, and the same one
// encrypted if that is configured for the first time.
func (p plannedKey) update(ctx context.Context, state model, rotates bool, plan *tfsdk.Plan) diag.Diagnostics {
	var diags diag.Diagnostics
	encrypts, known := p.encrypts()
	held := state.Key.ValueString() != ""
	switch {
	case rotates:
		diags.Append(p.secret(ctx, plan)...)
		diags.Append(plan.SetAttribute(ctx, path.Root("masked_key"), types.StringUnknown())...)
		diags.Append(plan.SetAttribute(ctx, path.Root("key_version"), types.Int64Unknown())...)
		diags.Append(plan.SetAttribute(ctx, path.Root("key_transition_expires_at"), types.StringUnknown())...)
	case held && (encrypts || !known):
		diags.Append(p.secret(ctx, plan)...)
	case state.EncryptedKey.ValueString() != "" && known && !p.EncryptTo.Equal(recipientsOf(state)):
		diags.AddAttributeWarning(path.Root("encrypt_to"), "Secret is not encrypted again", fmt.Sprintf(
			"encrypted_key of the API key %s stays encrypted for the previous recipients, since the state has no other copy of the secret. "+
				"The new value is used from the next rotation on: change rotate_trigger to rotate the API key.", state.ID.ValueString()))
	}
	return diags
}

func recipientsOf(state model) types.List {
	if state.EncryptTo == nil {
		return types.ListNull(types.StringType)
	}
	return tfkit.TextList(state.EncryptTo)
}

// warnOfPolicy warns once that Portkey rotates keys by itself.
func (r *Resource) warnOfPolicy(p plannedKey, resp *resource.ModifyPlanResponse) {
	if !p.RotationPolicy.IsNull() {
		r.Session.WarnOnce(&resp.Diagnostics, "Portkey rotates API keys by itself", "An API key with rotation_policy gets another secret without Terraform, and how Portkey hands that out is not documented. "+
			"The attribute key of the state is the secret of the create or of the last rotation by rotate_trigger: it stops working at the end of the transition period after each rotation. "+
			"The refresh after a rotation warns, and removes the secret from the state. To have Terraform know each secret, use rotate_trigger instead, for example with a time_rotating resource.")
	}
}

// warnOfPassedRotation warns of a date that Portkey may reject, where it is about to be sent.
// One that was sent before it had passed is no mistake: Portkey has moved it on.
func (r *Resource) warnOfPassedRotation(p plannedKey, sent *rotationPolicy, resp *resource.ModifyPlanResponse) {
	next, _ := p.RotationPolicy.Attributes()["next_rotation_at"].(types.String)
	at, err := tfkit.ParseTime(next.ValueString())
	if err != nil || at.After(r.now()) || sent != nil && tfkit.SameDay(next.ValueString(), tfkit.Text(sent.NextRotationAt)) {
		return
	}
	where := path.Root("rotation_policy").AtName("next_rotation_at")
	resp.Diagnostics.AddAttributeWarning(where, "Rotation in the past", fmt.Sprintf(
		"The attribute %s is %q, which is in the past, and Portkey may reject it. Set a later date, or remove next_rotation_at and set a period.", where, next.ValueString()))
}

// namesakes looks for what has the name of a key to be created, of its kind, in its
// workspace and of its user.
func (r *Resource) namesakes(ctx context.Context, parts map[string]string) (shown string, found []portkey.Candidate) {
	workspaceID := r.Session.KnownWorkspaceID(ctx, types.StringValue(parts["workspace_id"]))
	if workspaceID == "" && parts["type"] != portkey.OrganisationService {
		workspaceID = r.Session.OwnWorkspaceID(ctx)
	}
	return parts["name"], portkey.NewAPIKeys(r.Session.API, parts["type"]).Namesakes(ctx, portkey.APIKeyCreate{
		Kind: parts["type"], Name: parts["name"], WorkspaceID: workspaceID, UserID: parts["user_id"],
	})
}
