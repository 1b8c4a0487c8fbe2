package apikey

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Create creates the key: one lookup of the name, one POST, and one read of what the
// answer lacks. The answer alone contains the secret, which is saved first: from there on
// there are only warnings, since an error would taint the key. If the secret is lost, the
// key is rotated, which returns another one.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	api := r.Session.API
	if err := plan.canEncrypt(); err != nil {
		resp.Diagnostics.Append(cannotEncrypt(noun.Create(), err))
		return
	}
	workspaceID, ok := r.Session.WorkspaceID(ctx, plan.WorkspaceID, &resp.Diagnostics)
	if !ok {
		return
	}
	if workspaceID == "" && plan.kind() != portkey.OrganisationService { // names are looked up in the workspace
		workspaceID = r.Session.OwnWorkspaceID(ctx)
	}
	keys, of := portkey.NewAPIKeys(api, plan.kind()), nounOf(api, plan.kind())

	body := func(now time.Time) portkey.APIKeyCreate { return plan.create(workspaceID, now) }
	creation, err := keys.PrepareCreate(ctx, body, tfkit.IsTrue(plan.AllowDuplicateName))
	if err != nil {
		resp.Diagnostics.Append(createFailed(of, err, workspaceID))
		return
	}
	if creation.Blind() {
		r.Session.WarnOnce(&resp.Diagnostics, "Cannot look for taken names", of.BlindDetail())
	}
	got, err := creation.Post(ctx)
	if portkey.IsUnknownOutcome(err) {
		got, err = portkey.FindLostAPIKey(ctx, api, creation, body(api.Now()))
	}
	if err != nil {
		resp.Diagnostics.Append(createFailed(of, err, workspaceID))
		return
	}

	// Saved before anything else happens.
	state := plan.created(got)
	if !got.Secret.IsZero() {
		var encryptErr error
		state, encryptErr = state.hold(got.Secret)
		warnOfEncryption(encryptErr, &resp.Diagnostics)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)
	before := types.StringNull()
	if got.Secret.IsZero() {
		before = types.StringValue(got.MaskedKey)
		if state, ok = r.recover(ctx, state, resp); !ok {
			return
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, state.readBack(ctx, api, before))...)
}

// created is the state after a POST, without the secret: the plan, and what the answer
// contains of what the server decides.
func (m model) created(answer portkey.APIKey) model {
	m = m.takeComputed(answer)
	m.Key, m.EncryptedKey, m.KeyTransitionExpiresAt = types.StringNull(), types.StringNull(), types.StringNull()
	m.KeyVersion = types.Int64Value(1)
	return m
}

// recover rotates a key whose secret was lost with the response to its create: the
// rotation returns another secret, and the key has no spend yet. It reports false, with
// an error, if that failed: Terraform then replaces the key, which nobody can use.
func (r *Resource) recover(ctx context.Context, state model, resp *resource.CreateResponse) (model, bool) {
	state.KeyVersion = types.Int64Value(0)
	rotated, err, encryptErr := state.rotate(ctx, r.Session.API)
	if err != nil {
		resp.Diagnostics.Append(recoveryFailed(nounOf(r.Session.API, state.kind()), state, err))
		return state, false
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, rotated)...)
	warnOfEncryption(encryptErr, &resp.Diagnostics)
	resp.Diagnostics.AddWarning(noun.Adopted(), recoveredDetail(rotated))
	return rotated, true
}
