package invite

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/people"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Resource is portkey_user_invite.
type Resource struct{ tfkit.ResourceBase }

var (
	_ resource.ResourceWithConfigure    = (*Resource)(nil)
	_ resource.ResourceWithIdentity     = (*Resource)(nil)
	_ resource.ResourceWithImportState  = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan   = (*Resource)(nil)
	_ resource.ResourceWithMoveState    = (*Resource)(nil)
	_ resource.ResourceWithUpgradeState = (*Resource)(nil)
)

// NewResource returns the resource for the provider's registry.
func NewResource() resource.Resource { return newResource() }

func newResource() *Resource { return &Resource{tfkit.ResourceBase{Name: "user_invite"}} }

// known resolves the workspaces of a state. One that was deleted stays as it is written.
func (r *Resource) known(ctx context.Context) resolver {
	return func(workspaceID string) string {
		return r.Session.KnownWorkspaceID(ctx, types.StringValue(workspaceID))
	}
}

// resolve looks up the workspaces of a configuration, and reports those that there are
// not.
func (r *Resource) resolve(ctx context.Context, seats []seat, diags *diag.Diagnostics) resolver {
	ids := map[string]string{}
	for i, one := range seats {
		var found diag.Diagnostics
		id, ok := r.Session.WorkspaceID(ctx, types.StringValue(one.WorkspaceID), &found)
		if !ok {
			at := path.Root("workspaces").AtListIndex(i)
			diags.AddAttributeError(at, found[0].Summary(), fmt.Sprintf("%s: %s", at.AtName("workspace_id"), found[0].Detail()))
		}
		ids[one.WorkspaceID] = id
	}
	return func(workspaceID string) string { return cmp.Or(ids[workspaceID], workspaceID) }
}

// Create sends the invite: a look whether the address is a user's, another whether it
// was invited, one POST. Once the POST is answered there are only warnings, since an
// error would taint what was created.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	api, email := r.Session.API, tfkit.Text(plan.Email)
	id := r.resolve(ctx, plan.Workspaces, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	user, err := people.Find(ctx, api, people.UserOf(email))
	switch {
	case err == nil:
		resp.Diagnostics.Append(isUser(user, email))
		return
	case !errors.As(err, new(*portkey.NotFoundError)):
		resp.Diagnostics.Append(noun.Create().Failed(err))
		return
	}

	body := func(time.Time) portkey.InviteCreate { return plan.create(id) }
	creation, err := portkey.NewInvites(api).PrepareCreate(ctx, body, false)
	if err != nil {
		resp.Diagnostics.Append(createFailed(err))
		return
	}
	if creation.Blind() {
		r.Session.WarnOnce(&resp.Diagnostics, "Cannot look for taken names", noun.BlindDetail())
	}
	got, err := creation.Post(ctx)
	if portkey.IsUnknownOutcome(err) {
		got, err = creation.Find(ctx, func(found portkey.Invite) bool { return plan.isShownBy(found, id) })
		if err == nil {
			warnAdopted(got, email, &resp.Diagnostics)
		}
	}
	if err != nil {
		resp.Diagnostics.Append(createFailed(err))
		return
	}

	// Saved before anything else happens; the answer to a POST has the id and the link.
	state := plan.takeComputed(got)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)
	state = state.takeComputed(portkey.NewInvites(api).ReadBack(ctx, state.ID.ValueString(), ""))
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(r.Session.NoteOrganisation(ctx, resp.Private, resp.Private)...)
}

// Read refreshes the state, and removes the invite from it only where it is proven to
// be deleted. One that is cancelled, expired or accepted stays.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	// State of an older Terraform or of the vendor's provider has no identity, and the
	// framework can't remove a resource without one.
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)
	if !noun.CanRefresh(r.Session, &resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)

	got, err := portkey.NewInvites(r.Session.API).Get(ctx, state.ID.ValueString(), "")
	if portkey.IsRefused(err) {
		got, err = r.listed(ctx, state, err)
	}
	if err == nil {
		err = noun.MustBe(state.ID.ValueString(), got.ID.Or(""))
	}
	if err != nil {
		if noun.Gone(noun.Read(), err, r.prove(ctx, state, tfkit.NotedOrganisation(ctx, req.Private)), &resp.Diagnostics) {
			resp.State.RemoveResource(ctx)
		}
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, state.observe(got, r.known(ctx)))...)
	resp.Diagnostics.Append(r.Session.NoteOrganisation(ctx, req.Private, resp.Private)...)
}

// listed is an invite that a read of its own does not return, as the list of its address
// has it: a control plane may return those that are over in the list only. Where the
// list lacks it or has it as pending, the error of the read stays.
func (r *Resource) listed(ctx context.Context, state model, refusal error) (portkey.Invite, error) {
	all, err := portkey.NewInvites(r.Session.API).List(ctx, url.Values{"email": {portkey.Address(tfkit.Text(state.Email))}})
	if err != nil {
		return portkey.Invite{}, refusal
	}
	i := slices.IndexFunc(all, func(one portkey.Invite) bool {
		return one.ID.Or("") == state.ID.ValueString() && isOver(one.Status.Or(""))
	})
	if i < 0 {
		return portkey.Invite{}, refusal
	}
	return all[i], nil
}

// prove looks whether an invite that the API refuses to return was deleted.
func (r *Resource) prove(ctx context.Context, state model, organisation string) func(error) portkey.Gone {
	return func(err error) portkey.Gone {
		return portkey.NewInvites(r.Session.API).ProveGoneAfter(ctx, err, state.ref(organisation))
	}
}

// Update sends nothing: an invite can't be changed. It records another spelling, what an
// import could not know, and what has no effect any more.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.State.Raw = req.Plan.Raw
	var id types.String
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("id"), &id)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), id)...)
}

// Delete cancels a pending invite. Of what is over, nothing is left to cancel.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	invites := portkey.NewInvites(r.Session.API)
	read := func() (portkey.Invite, error) {
		live, err := invites.GetUncached(ctx, state.ID.ValueString())
		if portkey.IsRefused(err) {
			live, err = r.listed(ctx, state, err)
		}
		if err == nil {
			err = noun.MustBe(state.ID.ValueString(), live.ID.Or(""))
		}
		return live, err
	}

	live, err := read()
	if err == nil && !isOver(live.Status.Or("")) {
		err = invites.Delete(ctx, state.ID.ValueString(), nil)
		if portkey.IsInvalid(err) { // accepted or expired since
			if again, readErr := read(); readErr == nil && isOver(again.Status.Or("")) {
				live, err = again, nil
			}
		}
	}
	switch {
	case err != nil:
		noun.Gone(noun.Destroy(), err, r.prove(ctx, state, tfkit.NotedOrganisation(ctx, req.Private)), &resp.Diagnostics)
	case live.Status.Or("") == accepted:
		warnForgotten(tfkit.Text(state.Email), &resp.Diagnostics)
	}
}

// ImportState takes the id of an invite, or the address: of a pending one, or else of the
// latest.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	ref, ok := tfkit.ImportReference(ctx, noun, req, resp)
	if !ok {
		return
	}
	found, err := r.find(ctx, ref)
	if err != nil {
		resp.Diagnostics.Append(noun.FindFailed(noun.Import(), err))
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), found.ID.Or(""))...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), found.ID.Or(""))...)
	resp.Diagnostics.Append(tfkit.Note(ctx, resp.Private, importedKey, "true")...)
}

// find is the invite that an import names.
func (r *Resource) find(ctx context.Context, ref string) (portkey.Invite, error) {
	if email := people.UserOf(ref).Email.ValueString(); email != "" {
		if found, ok, err := r.Session.API.InviteOf(ctx, email); err != nil || ok {
			return found, err
		}
	}
	return portkey.NewInvites(r.Session.API).Find(ctx, ref)
}

// importedKey is the private-state key under which an import notes that the state lacks
// scopes because Portkey does not return them.
const importedKey = "imported"
