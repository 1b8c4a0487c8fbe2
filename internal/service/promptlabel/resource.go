package promptlabel

import (
	"context"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Resource is portkey_prompt_label.
type Resource struct{ tfkit.ResourceBase }

var (
	_ resource.ResourceWithConfigure   = (*Resource)(nil)
	_ resource.ResourceWithIdentity    = (*Resource)(nil)
	_ resource.ResourceWithImportState = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan  = (*Resource)(nil)
)

// retainedKey is the private-state key of Retained.
const retainedKey = "retained_description"

// NewResource returns the resource for the provider's registry.
func NewResource() resource.Resource { return newResource() }

func newResource() *Resource { return &Resource{tfkit.ResourceBase{Name: "prompt_label"}} }

// ModifyPlan plans a replacement for another workspace, takes out of an update what Portkey
// treats as equal, and warns of a create whose name is taken.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	var scope types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("scope"), &scope)...)
	if scope.ValueString() != "" {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("workspace_id"), types.StringNull())...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if req.State.Raw.IsNull() {
		if r.Session.API != nil {
			noun.PlanName(ctx, req, resp, []string{"name", "workspace_id", "scope"}, r.namesakes)
		}
		return
	}
	if scope.IsNull() {
		tfkit.PlanWorkspace(ctx, r.Session, req, resp)
	}
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	tfkit.NotePlanned(ctx, state.ID.ValueString(), resp)
	if resp.Diagnostics.HasError() || len(resp.RequiresReplace) > 0 || !req.Config.Raw.IsFullyKnown() {
		return
	}
	var plan model
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &plan)...)
	if !resp.Diagnostics.HasError() && len(plan.differs(state)) == 0 {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("last_updated_at"), state.LastUpdatedAt)...)
	}
}

// namesakes looks in its place for what has the name of a label to be created.
func (r *Resource) namesakes(ctx context.Context, parts map[string]string) (shown string, found []portkey.Candidate) {
	in := place{workspaceID: r.Session.KnownWorkspaceID(ctx, types.StringValue(parts["workspace_id"]))}
	if parts["scope"] != "" {
		id, err := organisationOf(ctx, r.Session)
		if err != nil {
			return "", nil
		}
		in = place{organisationID: id}
	}
	return parts["name"], in.labels(r.Session.API).Namesakes(ctx, portkey.PromptLabelCreate{Name: parts["name"]})
}

// Create creates the label: one lookup of the name, one POST. Once the POST is answered
// there are only warnings, since an error would taint what was created.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	api := r.Session.API
	in, ok := placeOf(ctx, r.Session, plan.WorkspaceID, plan.Scope, &resp.Diagnostics)
	if !ok {
		return
	}
	labels := in.labels(api)

	body := func(time.Time) portkey.PromptLabelCreate { return plan.create(in) }
	creation, err := labels.PrepareCreate(ctx, body, false)
	if err != nil {
		resp.Diagnostics.Append(createFailed(err, in))
		return
	}
	if creation.Blind() {
		r.Session.WarnOnce(&resp.Diagnostics, "Cannot look for taken names", noun.BlindDetail())
	}
	got, err := creation.Post(ctx)
	if portkey.IsUnknownOutcome(err) {
		got, err = creation.Find(ctx, func(found portkey.PromptLabelInfo) bool { return plan.isShownBy(found, api.Now()) })
		if err == nil {
			resp.Diagnostics.AddWarning(noun.Adopted(), noun.AdoptedDetail(got.ID.Or(""), tfkit.Text(plan.Name)))
		}
	}
	if err != nil {
		resp.Diagnostics.Append(createFailed(err, in))
		return
	}

	// Saved before anything else happens; the answer to a POST has the id alone.
	state := plan.takeComputed(got)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(tfkit.IdentifyWithin(ctx, resp.Identity, state.ID, in.workspaceID)...)
	state = state.takeComputed(labels.ReadBack(ctx, state.ID.ValueString(), ""))
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	if in.id() == "" { // a workspace's own key
		home := state.WorkspaceID.ValueString()
		if home == "" {
			home = r.Session.OwnWorkspaceID(ctx)
		}
		resp.Diagnostics.Append(tfkit.IdentifyWithin(ctx, resp.Identity, state.ID, home)...)
	}
}

// Read refreshes the state, and removes the label from it only where it is proven to be
// deleted.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	// State of an older Terraform has no identity, and the framework can't remove a resource
	// without one.
	in := place{workspaceID: state.WorkspaceID.ValueString()}
	if r.Session.API != nil {
		in = placeIn(ctx, r.Session, state)
	}
	resp.Diagnostics.Append(tfkit.IdentifyWithin(ctx, resp.Identity, state.ID, in.workspaceID)...)
	if !noun.CanRefresh(r.Session, &resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	api, id := r.Session.API, state.ID.ValueString()

	state.Retained = tfkit.Noted(ctx, req.Private, retainedKey)
	finding, labels := tfkit.Current, in.labels(api)
	got, err := labels.Get(ctx, id, state.LastUpdatedAt.ValueString())
	if err == nil {
		writes := tfkit.ReadOwnWrites(ctx, req.Private)
		got, err = labels.Settle(ctx, id, got, func(answer portkey.PromptLabelInfo) bool {
			finding = state.judge(writes, answer, api.Now())
			return finding != tfkit.Doubtful
		})
	}
	if err == nil {
		err = noun.MustBe(id, got.ID.Or(""))
	}
	if err != nil {
		if noun.Gone(noun.Read(), err, r.prove(ctx, state, in), &resp.Diagnostics) {
			resp.State.RemoveResource(ctx)
		}
		return
	}
	if finding != tfkit.Stale {
		state = state.observe(got, api.Now())
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(tfkit.Note(ctx, resp.Private, retainedKey, state.Retained)...)
}

// prove looks whether a label that the API refuses to return was deleted.
func (r *Resource) prove(ctx context.Context, state model, in place) func(error) portkey.Gone {
	return func(err error) portkey.Gone { return in.labels(r.Session.API).ProveGoneAfter(ctx, err, state.ref(in)) }
}

// Delete deletes the label. That it was deleted before is success, once proven.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	in, id := placeIn(ctx, r.Session, state), state.ID.ValueString()
	labels := in.labels(r.Session.API)

	live, err := labels.GetUncached(ctx, id)
	if err == nil {
		err = noun.MustBe(id, live.ID.Or(""))
	}
	if err == nil {
		err = labels.Delete(ctx, id, nil)
	}
	if err != nil {
		noun.Gone(noun.Destroy(), err, r.prove(ctx, state, in), &resp.Diagnostics)
	}
}

// ImportState takes workspace/label or organisation/label: the workspace by its id, slug or
// name, the label by its id or exact name. Alone it is a label of a workspace's own key.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	reference, ok := tfkit.ImportReferenceWithin(ctx, noun, req, resp)
	if !ok {
		return
	}
	if req.ID == "" && !strings.Contains(reference, "/") { // an identity without a workspace
		reference = organisation + "/" + reference
	}
	named, err := findPlace(ctx, r.Session, reference)
	var found portkey.PromptLabelInfo
	if err == nil {
		found, err = named.labels(r.Session.API).Find(ctx, named.ref)
	}
	if err != nil {
		resp.Diagnostics.Append(importFailed(err, reference))
		return
	}
	if bool(found.IsUniversal.Or(false)) {
		resp.Diagnostics.Append(universal(found.Name.Or("")))
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), found.ID.Or(""))...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("workspace_id"), named.workspace)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("scope"), named.scope)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("organisation_id"), tfkit.StringOrNull(named.organisationID))...)
	resp.Diagnostics.Append(tfkit.IdentifyWithin(ctx, resp.Identity, types.StringValue(found.ID.Or("")), named.workspaceID)...)
}
