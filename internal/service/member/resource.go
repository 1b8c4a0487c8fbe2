package member

import (
	"context"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/people"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Resource is portkey_workspace_member.
type Resource struct{ tfkit.ResourceBase }

var (
	_ resource.ResourceWithConfigure        = (*Resource)(nil)
	_ resource.ResourceWithConfigValidators = (*Resource)(nil)
	_ resource.ResourceWithIdentity         = (*Resource)(nil)
	_ resource.ResourceWithImportState      = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan       = (*Resource)(nil)
	_ resource.ResourceWithMoveState        = (*Resource)(nil)
	_ resource.ResourceWithUpgradeState     = (*Resource)(nil)
)

// NewResource returns the resource for the provider's registry.
func NewResource() resource.Resource { return newResource() }

func newResource() *Resource { return &Resource{tfkit.ResourceBase{Name: "workspace_member"}} }

// Create adds the user: the list of users and that of members, which all creates of a run
// share, and one POST. Who is no user yet is invited, if that is configured.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	workspaceID, ok := r.Session.WorkspaceID(ctx, plan.WorkspaceID, &resp.Diagnostics)
	if !ok {
		return
	}
	began := r.Session.API.Now()
	user, err := people.Find(ctx, r.Session.API, plan.user())
	byID := plan.UserID.ValueString() != ""
	var state model
	switch {
	case err == nil:
		people.WarnOfRole(path.Root("role"), user.Email.Or(plan.user().Ref()), user.Role.Or(""), tfkit.Text(plan.Role), &resp.Diagnostics)
		state, ok = r.add(ctx, plan, user, workspaceID, &resp.Diagnostics)
	case byID && !people.IsUnknown(err): // the key of a workspace can't list users
		state, ok = r.add(ctx, plan, portkey.User{ID: portkey.Some(plan.UserID.ValueString())}, workspaceID, &resp.Diagnostics)
	case !byID && people.IsUnknown(err) && tfkit.Text(plan.WhenUnknown) == whenUnknownInvite:
		state, ok = r.invite(ctx, plan, workspaceID, &resp.Diagnostics)
	default:
		resp.Diagnostics.Append(people.FindFailed(noun.Create(), plan.user(), err, cure(plan)))
		return
	}
	if !ok {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)
	var writes tfkit.OwnWrites // the answer lacks the time, see model.ref
	writes.Begin(began, tfkit.Version{}, tfkit.Version{})
	resp.Diagnostics.Append(writes.End(ctx, resp.Private, r.Session.API.Now())...)
}

// add makes a user a member. Who is known from the list of users is not read back.
func (r *Resource) add(ctx context.Context, plan model, user portkey.User, workspaceID string, diags *diag.Diagnostics) (model, bool) {
	api := r.Session.API
	members := portkey.NewMembers(api, workspaceID)
	id := user.ID.Or("")
	creation, err := members.PrepareCreate(ctx, func(time.Time) portkey.MemberCreate { return portkey.AddMember(id, plan.role()) }, false)
	if err != nil {
		diags.Append(createFailed(err, plan, workspaceID))
		return plan, false
	}
	if creation.Blind() {
		r.Session.WarnOnce(diags, "Cannot look for members", noun.BlindDetail())
	}
	_, err = creation.Post(ctx)
	if portkey.IsUnknownOutcome(err) {
		led := plan
		_, err = creation.Find(ctx, func(found portkey.Member) bool {
			led.OrgRole = types.StringValue(found.OrgRole.Or(""))
			return led.isShownBy(found, api.Now())
		})
		if err == nil {
			diags.AddWarning(noun.Adopted(), noun.AdoptedDetail(workspaceID+"/"+id, plan.user().Ref()))
		}
	}
	if err != nil {
		diags.Append(createFailed(err, plan, workspaceID))
		return plan, false
	}
	state := plan.added(user, workspaceID)
	if !user.Role.IsPresent() {
		state = state.take(members.ReadBack(ctx, id, ""), workspaceID)
		state.Role = plan.Role
		people.WarnOfRole(path.Root("role"), state.user().Ref(), state.OrgRole.ValueString(), tfkit.Text(plan.Role), diags)
	}
	return state, true
}

// Read refreshes the state, and removes the member from it only where that is proven to
// have left.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(tfkit.KeepIdentity(ctx, resp.Identity, state.ID)...)
	if !noun.CanRefresh(r.Session, &resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	workspaceID := r.Session.KnownWorkspaceID(ctx, state.WorkspaceID)
	var there bool
	if state.isInvited() {
		state, there = r.readInvited(ctx, state, workspaceID, &resp.Diagnostics)
	} else {
		state, there = r.readMember(ctx, state, workspaceID, tfkit.ReadOwnWrites(ctx, req.Private), &resp.Diagnostics)
	}
	switch {
	case resp.Diagnostics.HasError():
	case !there:
		resp.State.RemoveResource(ctx)
	default:
		r.Session.NoteRefreshed(state.ID.ValueString())
		resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	}
}

// readMember is the state of a member as the list of the workspace has it; false where the
// member is proven to have left.
func (r *Resource) readMember(ctx context.Context, state model, workspaceID string, writes tfkit.OwnWrites, diags *diag.Diagnostics) (model, bool) {
	api, id := r.Session.API, state.UserID.ValueString()
	members := portkey.NewMembers(api, workspaceID)
	finding := tfkit.Current
	got, err := members.Get(ctx, id, state.LastUpdatedAt.ValueString())
	if err == nil {
		got, err = members.Settle(ctx, id, got, func(answer portkey.Member) bool {
			finding = state.judge(writes, answer, api.Now())
			return finding != tfkit.Doubtful
		})
	}
	if err == nil && !strings.EqualFold(got.ID.Or(""), id) {
		err = noun.OtherObject(id, got.ID.Or(""))
	}
	if err != nil {
		prove := func(err error) portkey.Gone { return members.ProveGoneAfter(ctx, err, state.ref(workspaceID, writes)) }
		return state, !noun.Gone(noun.Read(), err, prove, diags)
	}
	if finding != tfkit.Stale {
		state = state.observe(got, workspaceID, api.Now())
	}
	return state, true
}

// Update gives the member another role, and writes nothing where only spelling or the
// arguments of the provider itself differ.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	api := r.Session.API

	plan.LastUpdatedAt = state.LastUpdatedAt
	if len(plan.differs(state)) > 0 && !state.isInvited() {
		workspaceID := r.Session.KnownWorkspaceID(ctx, state.WorkspaceID)
		members := portkey.NewMembers(api, workspaceID)
		edit := versions.Edit(tfkit.ReadOwnWrites(ctx, req.Private), plan, state)
		written, err := members.Edit(ctx, state.UserID.ValueString(), func(live portkey.Member) ([]portkey.MemberUpdate, error) {
			now, updated := api.Now(), live.LastUpdatedAt.Or("")
			seen := state.observe(live, workspaceID, now)
			base, err := edit.Compare(seen, updated, now)
			if err != nil {
				return nil, err
			}
			bodies := plan.changes(base)
			if len(bodies) > 0 {
				edit.Begin(seen, updated, now)
			}
			return bodies, nil
		})
		if portkey.IsRefused(err) {
			resp.Diagnostics.Append(noun.RefusedUpdate(err, members.ProveGoneAfter(ctx, err, state.ref(workspaceID, edit.OwnWrites))))
			return
		}
		if err != nil {
			resp.Diagnostics.Append(noun.UpdateFailed(err))
			return
		}
		resp.Diagnostics.Append(edit.End(ctx, resp.Private, api.Now())...)
		if !edit.Elsewhere && plan.isShownBy(written, api.Now()) {
			plan.LastUpdatedAt = tfkit.OrPrior(written.LastUpdatedAt, plan.LastUpdatedAt)
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(tfkit.KeepIdentity(ctx, resp.Identity, plan.ID)...)
}

// Delete removes the member from the workspace, or cancels the invite. That there is
// neither any more is success, once proven.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	workspaceID := r.Session.KnownWorkspaceID(ctx, state.WorkspaceID)
	if state.isInvited() {
		accepted := false
		if state, accepted = r.cancel(ctx, state, workspaceID, &resp.Diagnostics); !accepted {
			return
		}
	}
	members := portkey.NewMembers(r.Session.API, workspaceID)
	err := members.Delete(ctx, state.UserID.ValueString(), nil)
	switch {
	case err == nil:
	case !portkey.IsRefused(err):
		resp.Diagnostics.Append(noun.Destroy().Failed(err))
	default:
		gone := members.ProveGoneAfter(ctx, err, state.ref(workspaceID, tfkit.ReadOwnWrites(ctx, req.Private)))
		if !gone.Proven {
			resp.Diagnostics.Append(deleteFailed(err, state, gone))
		}
	}
}
