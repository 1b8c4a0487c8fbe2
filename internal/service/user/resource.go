package user

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/portkey-community/terraform-provider-portkey/internal/people"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Resource is portkey_user.
type Resource struct{ tfkit.ResourceBase }

var (
	_ resource.ResourceWithConfigure        = (*Resource)(nil)
	_ resource.ResourceWithConfigValidators = (*Resource)(nil)
	_ resource.ResourceWithIdentity         = (*Resource)(nil)
	_ resource.ResourceWithImportState      = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan       = (*Resource)(nil)
)

// NewResource returns the resource for the provider's registry.
func NewResource() resource.Resource { return newResource() }

func newResource() *Resource { return &Resource{tfkit.ResourceBase{Name: "user"}} }

// ConfigValidators requires one way to name the user.
func (r *Resource) ConfigValidators(context.Context) []resource.ConfigValidator {
	return people.ExactlyOne()
}

// Create adopts a user: it looks the user up, and writes the role where it is another
// one.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	api := r.Session.API
	users := portkey.NewUsers(api)

	found, err := users.Find(ctx, plan.named().Ref())
	if err != nil {
		resp.Diagnostics.Append(people.FindFailed(adoption(), plan.named(), err, unknownUser))
		return
	}
	plan = plan.takeComputed(found)
	var writes tfkit.OwnWrites
	written, err := users.Edit(ctx, plan.ID.ValueString(), func(live portkey.User) ([]portkey.UserUpdate, error) {
		if err := plan.mayEdit(live); err != nil {
			return nil, err
		}
		seen, now := model{}.observe(live, api.Now()), api.Now()
		bodies := plan.changes(seen)
		if len(bodies) > 0 {
			writes.Begin(now, tfkit.Version{}, tfkit.Answered(seen.digest(), live.LastUpdatedAt.Or("")))
		}
		return bodies, nil
	})
	if err != nil {
		r.explain(ctx, adoption(), err, plan, resp.Private, &resp.Diagnostics)
		return
	}
	resp.Diagnostics.Append(writes.End(ctx, resp.Private, api.Now())...)
	resp.Diagnostics.Append(r.Session.NoteOrganisation(ctx, resp.Private, resp.Private)...)
	state := plan.takeComputed(written)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)
}

// mayEdit is an error for who can't be edited.
func (m model) mayEdit(live portkey.User) error {
	if err := noun.MustBe(m.ID.ValueString(), live.ID.Or("")); err != nil {
		return err
	}
	if live.Role.Or("") == "owner" {
		return errOwner
	}
	return nil
}

// explain explains why an adoption or an update failed.
func (r *Resource) explain(ctx context.Context, act tfkit.Act, err error, m model, private tfkit.PrivateState, diags *diag.Diagnostics) {
	switch {
	case errors.Is(err, errOwner):
		diags.Append(ownerRefused(act, m.shown()))
	case errors.As(err, new(*tfkit.ForeignError)):
		diags.Append(noun.UpdateFailed(err))
	default:
		if gone := writeFailed(act, err, r.prove(ctx, m, private), diags); gone.Proven {
			diags.Append(noun.RefusedUpdate(err, gone))
		}
	}
}

// Read refreshes the state, and removes the user from it only where they are proven to
// have left the organisation.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)
	if !noun.CanRefresh(r.Session, &resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	api := r.Session.API

	finding := tfkit.Current
	got, err := state.read(ctx, portkey.NewUsers(api))
	if err == nil {
		writes := tfkit.ReadOwnWrites(ctx, req.Private)
		got, err = portkey.NewUsers(api).Settle(ctx, state.ID.ValueString(), got, func(answer portkey.User) bool {
			finding = state.judge(writes, answer, api.Now())
			return finding != tfkit.Doubtful
		})
	}
	if err == nil {
		err = noun.MustBe(state.ID.ValueString(), got.ID.Or(""))
	}
	if err != nil {
		if noun.Gone(noun.Read(), err, r.prove(ctx, state, req.Private), &resp.Diagnostics) {
			resp.State.RemoveResource(ctx)
		}
		return
	}
	if finding != tfkit.Stale {
		state = state.observe(got, api.Now())
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(r.Session.NoteOrganisation(ctx, req.Private, resp.Private)...)
}

// read reads the user, from the pages of the list where many are read: by a request of
// its own where it is not known how new an answer must be at least, unless the user is
// being imported.
func (m model) read(ctx context.Context, users *portkey.Users) (portkey.User, error) {
	if m.LastUpdatedAt.ValueString() != "" || m.Role == nil {
		return users.Get(ctx, m.ID.ValueString(), m.LastUpdatedAt.ValueString())
	}
	return users.GetUncached(ctx, m.ID.ValueString())
}

// prove looks whether a user whom the API refuses to return has left the organisation.
func (r *Resource) prove(ctx context.Context, m model, private tfkit.PrivateState) func(error) portkey.Gone {
	return func(err error) portkey.Gone {
		return portkey.NewUsers(r.Session.API).ProveGoneAfter(ctx, err, m.ref(tfkit.NotedOrganisation(ctx, private)))
	}
}

// Update writes the role, and nothing where only the spelling of the user or the
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
	if len(plan.differs(state)) > 0 {
		edit := versions.Edit(tfkit.ReadOwnWrites(ctx, req.Private), plan, state)
		written, err := portkey.NewUsers(api).Edit(ctx, state.ID.ValueString(), func(live portkey.User) ([]portkey.UserUpdate, error) {
			if err := state.mayEdit(live); err != nil {
				return nil, err
			}
			now, updated := api.Now(), live.LastUpdatedAt.Or("")
			seen := state.observe(live, now)
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
		if err != nil {
			r.explain(ctx, noun.Update(), err, state, req.Private, &resp.Diagnostics)
			return
		}
		resp.Diagnostics.Append(edit.End(ctx, resp.Private, api.Now())...)
		if plan.isShownBy(written, api.Now()) {
			plan.LastUpdatedAt = tfkit.OrPrior(written.LastUpdatedAt, plan.LastUpdatedAt)
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), plan.ID)...)
}

// Delete removes the user from the organisation with remove_on_destroy. Otherwise only
// the state forgets the user. That the user left before is success, once proven.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !tfkit.IsTrue(state.RemoveOnDestroy) || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	users := portkey.NewUsers(r.Session.API)

	live, err := users.GetUncached(ctx, state.ID.ValueString())
	if err == nil {
		err = noun.MustBe(state.ID.ValueString(), live.ID.Or(""))
	}
	if err == nil {
		err = users.Delete(ctx, state.ID.ValueString(), nil)
	}
	if err != nil {
		writeFailed(noun.Destroy(), err, r.prove(ctx, state, req.Private), &resp.Diagnostics)
	}
}

// ImportState takes the id or the e-mail address of a user.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	ref, ok := tfkit.ImportReference(ctx, noun, req, resp)
	if !ok {
		return
	}
	found, err := portkey.NewUsers(r.Session.API).Find(ctx, people.UserOf(ref).Ref())
	if err != nil {
		resp.Diagnostics.Append(noun.FindFailed(noun.Import(), err))
		return
	}
	id := found.ID.Or("")
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), id)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), id)...)
}
