package config

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Resource is portkey_config.
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

func newResource() *Resource { return &Resource{tfkit.ResourceBase{Name: "config"}} }

// ModifyPlan plans a replacement for another workspace, takes out of an update what
// Portkey treats as equal, and warns of a create whose name is taken.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	if req.State.Raw.IsNull() {
		if r.Session.API != nil {
			noun.PlanName(ctx, req, resp, []string{"name", "workspace_id"}, r.namesakes)
		}
		return
	}
	tfkit.PlanWorkspace(ctx, r.Session, req, resp)
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	tfkit.NotePlanned(ctx, state.address(), resp)
	if resp.Diagnostics.HasError() || len(resp.RequiresReplace) > 0 || !req.Config.Raw.IsFullyKnown() {
		return
	}
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	changes := plan.differs(state)
	if len(changes) == 0 {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("last_updated_at"), state.LastUpdatedAt)...)
	}
	if !changes.Has("config") {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("version_id"), state.VersionID)...)
	}
}

// namesakes looks in its workspace for what has the name of a config to be created.
func (r *Resource) namesakes(ctx context.Context, parts map[string]string) (shown string, found []portkey.Candidate) {
	workspaceID := r.Session.KnownWorkspaceID(ctx, types.StringValue(parts["workspace_id"]))
	return parts["name"], portkey.NewConfigs(r.Session.API, workspaceID).Namesakes(ctx, portkey.ConfigCreate{Name: parts["name"]})
}

// Create creates the config: one lookup of the name, one POST. Once the POST is
// answered there are only warnings, since an error would taint what was created.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	api := r.Session.API
	workspaceID, ok := r.Session.WorkspaceID(ctx, plan.WorkspaceID, &resp.Diagnostics)
	if !ok {
		return
	}
	configs := portkey.NewConfigs(api, workspaceID)

	body := func(time.Time) portkey.ConfigCreate { return plan.create(workspaceID) }
	creation, err := configs.PrepareCreate(ctx, body, tfkit.IsTrue(plan.AllowDuplicateName))
	if err != nil {
		resp.Diagnostics.Append(noun.CreateFailed(err))
		return
	}
	if creation.Blind() {
		r.Session.WarnOnce(&resp.Diagnostics, "Cannot look for taken names", noun.BlindDetail())
	}
	got, err := creation.Post(ctx)
	if portkey.IsUnknownOutcome(err) {
		got, err = creation.Find(ctx, func(found portkey.Config) bool { return plan.isShownBy(found, api.Now()) })
		if err == nil {
			resp.Diagnostics.AddWarning(noun.Adopted(), noun.AdoptedDetail(got.Slug.Or(""), tfkit.Text(plan.Name)))
		}
	}
	if err != nil {
		resp.Diagnostics.Append(createFailed(err, workspaceID))
		return
	}

	// Saved before anything else happens; the answer to a POST lacks the times.
	state := plan.takeComputed(got)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)
	state = state.takeComputed(configs.ReadBack(ctx, state.address(), ""))
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// Read refreshes the state, and removes the config from it only where it is proven to be
// deleted.
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
	api := r.Session.API

	finding := tfkit.Current
	got, isRead, err := portkey.NewConfigs(api, "").GetIfChanged(ctx, state.address(), settledAt(ctx, req.Private, state.LastUpdatedAt))
	if err == nil {
		writes := tfkit.ReadOwnWrites(ctx, req.Private)
		got, err = portkey.NewConfigs(api, "").Settle(ctx, state.address(), got, func(answer portkey.Config) bool {
			finding = state.judge(writes, answer, api.Now())
			return finding != tfkit.Doubtful
		})
	}
	if err == nil {
		err = state.mustBe(got)
	}
	if err != nil {
		if noun.Gone(noun.Read(), err, r.prove(ctx, state), &resp.Diagnostics) {
			resp.State.RemoveResource(ctx)
		}
		return
	}
	if finding != tfkit.Stale {
		state = state.observe(got, api.Now())
	}
	if isRead && finding == tfkit.Current {
		resp.Diagnostics.Append(noteSettled(ctx, resp.Private, got.LastUpdatedAt.Or(""), api.Now())...)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// prove looks whether a config that the API refuses to return was deleted.
func (r *Resource) prove(ctx context.Context, state model) func(error) portkey.Gone {
	return func(err error) portkey.Gone {
		workspaceID := r.Session.KnownWorkspaceID(ctx, state.WorkspaceID)
		return portkey.NewConfigs(r.Session.API, workspaceID).ProveGoneAfter(ctx, err, state.ref(workspaceID))
	}
}

// mustBe is an error for an answer about another config than the one that was asked for.
func (m model) mustBe(answer portkey.Config) error {
	if answer.Slug.Or("") == m.address() || answer.ID.Or("") == m.ID.ValueString() {
		return nil
	}
	return noun.OtherObject(m.address(), answer.Slug.Or(answer.ID.Or("")))
}

// Update writes what differs, and nothing where only spelling or the arguments of the
// provider itself differ.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	api := r.Session.API

	plan.LastUpdatedAt, plan.VersionID = state.LastUpdatedAt, state.VersionID
	if changes := plan.differs(state); len(changes) > 0 {
		named := false
		configs := portkey.NewConfigs(api, r.Session.KnownWorkspaceID(ctx, state.WorkspaceID))
		if changes.Has("name") {
			body := portkey.ConfigCreate{Name: tfkit.Text(plan.Name)}
			renaming, err := configs.PrepareRename(ctx, state.address(), body, tfkit.IsTrue(plan.AllowDuplicateName))
			if err != nil {
				resp.Diagnostics.Append(noun.UpdateFailed(err))
				return
			}
			defer func() { renaming.End(named) }()
			if renaming.Blind() {
				r.Session.WarnOnce(&resp.Diagnostics, "Cannot look for taken names", noun.BlindDetail())
			}
		}
		edit := versions.Edit(tfkit.ReadOwnWrites(ctx, req.Private), plan, state)
		written, err := configs.Edit(ctx, state.address(), func(live portkey.Config) ([]portkey.ConfigUpdate, error) {
			if err := state.mustBe(live); err != nil {
				return nil, err
			}
			now, updated := api.Now(), live.LastUpdatedAt.Or("")
			seen := state.observe(live, now)
			base, err := edit.Compare(seen, updated, now)
			if err != nil {
				return nil, err
			}
			bodies := plan.changes(state, base)
			if len(bodies) > 0 {
				edit.Begin(seen, updated, now)
			}
			return bodies, nil
		})
		named = err == nil
		if portkey.IsRefused(err) {
			resp.Diagnostics.Append(noun.RefusedUpdate(err, r.prove(ctx, state)(err)))
			return
		}
		if err != nil {
			resp.Diagnostics.Append(noun.UpdateFailed(err))
			return
		}
		resp.Diagnostics.Append(edit.End(ctx, resp.Private, api.Now())...)
		if !edit.Elsewhere && plan.isShownBy(written, api.Now()) {
			plan.LastUpdatedAt = tfkit.OrPrior(written.LastUpdatedAt, plan.LastUpdatedAt)
			if changes.Has("config") { // else it is planned as it was
				plan.VersionID = tfkit.OrPrior(written.VersionID, plan.VersionID)
			}
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), plan.ID)...)
}

// Delete deletes the config. That it was deleted before is success, once proven.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	configs := portkey.NewConfigs(r.Session.API, r.Session.KnownWorkspaceID(ctx, state.WorkspaceID))

	live, err := configs.GetUncached(ctx, state.address())
	if err == nil {
		err = state.mustBe(live)
	}
	if err == nil {
		err = configs.Delete(ctx, state.address(), nil)
	}
	switch {
	case err == nil:
	case portkey.IsConflict(err) || portkey.IsInvalid(err):
		resp.Diagnostics.Append(noun.InUse(err, r.Session.API.ConfigUse(ctx, live), "Remove the config there, and then destroy it again."))
	default:
		noun.Gone(noun.Destroy(), err, r.prove(ctx, state), &resp.Diagnostics)
	}
}

// ImportState takes the slug, the id, or the exact name of a config, the latter also
// behind its workspace: workspace/name.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	ref, ok := tfkit.ImportReference(ctx, noun, req, resp)
	if !ok {
		return
	}
	find := func(workspaceID, ref string) (portkey.Config, error) {
		return portkey.NewConfigs(r.Session.API, workspaceID).Find(ctx, ref)
	}
	found, workspaceID, err := tfkit.FindInWorkspaces(ctx, r.Session.API, find, ref)
	if err != nil {
		resp.Diagnostics.Append(noun.FindFailed(noun.Import(), err))
		return
	}
	state := model{attributes: attributes{listed: listed{WorkspaceID: workspaceID}}}.takeComputed(found)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), state.ID)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("slug"), state.Slug)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("workspace_id"), state.WorkspaceID)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)
}
