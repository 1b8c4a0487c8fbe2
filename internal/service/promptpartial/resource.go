package promptpartial

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Resource is portkey_prompt_partial.
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

func newResource() *Resource { return &Resource{tfkit.ResourceBase{Name: "prompt_partial"}} }

// Create creates the partial: one lookup of the name, one POST, which publishes the first
// version. Once the POST is answered there are only warnings, since an error would taint
// what was created.
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
	partials := portkey.NewPromptPartials(api, workspaceID)

	body := func(time.Time) portkey.PromptPartialCreate { return plan.create(workspaceID) }
	creation, err := partials.PrepareCreate(ctx, body, tfkit.IsTrue(plan.AllowDuplicateName))
	if err != nil {
		resp.Diagnostics.Append(noun.CreateFailed(err))
		return
	}
	if creation.Blind() {
		r.Session.WarnOnce(&resp.Diagnostics, "Cannot look for taken names", noun.BlindDetail())
	}
	got, err := creation.Post(ctx)
	if portkey.IsUnknownOutcome(err) {
		got, err = creation.Find(ctx, func(found portkey.PromptPartial) bool { return plan.isShownBy(found, api.Now()) })
		if err == nil {
			resp.Diagnostics.AddWarning(noun.Adopted(), noun.AdoptedDetail(got.Slug.Or(""), tfkit.Text(plan.Name)))
		}
	}
	if err != nil {
		resp.Diagnostics.Append(noun.CreateFailed(err))
		return
	}

	// Saved before anything else happens; the answer to a POST lacks the times, and names
	// the first version otherwise than reads do.
	if !got.VersionID.IsPresent() {
		got.VersionID, got.Version = got.FirstVersionID, portkey.Some(portkey.Number(1))
	}
	state := plan.takeComputed(got)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(tfkit.IdentifyWithin(ctx, resp.Identity, state.ID, workspaceID)...)
	state = state.takeComputed(partials.ReadBack(ctx, state.address(), ""))
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// workspaceID is the id of the workspace in a state, as far as that can be known.
func (r *Resource) workspaceID(ctx context.Context, state model) string {
	if r.Session.API == nil {
		return state.WorkspaceID.ValueString()
	}
	return r.Session.KnownWorkspaceID(ctx, state.WorkspaceID)
}

// Read refreshes the state, and removes the partial from it only where it is proven to be
// deleted.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	// State of an older Terraform or of the vendor's provider has no identity, and the
	// framework can't remove a resource without one.
	workspaceID := r.workspaceID(ctx, state)
	resp.Diagnostics.Append(tfkit.IdentifyWithin(ctx, resp.Identity, state.ID, workspaceID)...)
	if !noun.CanRefresh(r.Session, &resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	api := r.Session.API

	finding := tfkit.Current
	get := func() (portkey.PromptPartial, error) { return r.get(ctx, state) }
	got, err := get()
	if err == nil {
		writes := tfkit.ReadOwnWrites(ctx, req.Private)
		got, err = portkey.NewPromptPartials(api, workspaceID).SettleBy(ctx, get, got, func(answer portkey.PromptPartial) bool {
			finding = state.judge(writes, answer, api.Now())
			return finding != tfkit.Doubtful
		})
	}
	if err == nil {
		err = state.mustBe(got)
	}
	if err != nil {
		if noun.Gone(noun.Read(), err, r.prove(ctx, state, workspaceID), &resp.Diagnostics) {
			resp.State.RemoveResource(ctx)
		}
		return
	}
	if finding != tfkit.Stale {
		state = state.observe(got, api.Now())
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// get reads the version that a state is compared with: the default one, or the latest one of
// a partial that Terraform does not publish.
func (r *Resource) get(ctx context.Context, state model) (portkey.PromptPartial, error) {
	if state.publishes() {
		return portkey.NewPromptPartials(r.Session.API, "").GetUncached(ctx, state.address())
	}
	return r.Session.API.PartialDraft(ctx, state.address())
}

// prove looks whether a partial that the API refuses to return was deleted.
func (r *Resource) prove(ctx context.Context, state model, workspaceID string) func(error) portkey.Gone {
	return func(err error) portkey.Gone {
		return portkey.NewPromptPartials(r.Session.API, workspaceID).ProveGoneAfter(ctx, err, state.ref(workspaceID))
	}
}

// mustBe is an error for an answer about another partial than the one that was asked for.
func (m model) mustBe(answer portkey.PromptPartial) error {
	if answer.Slug.Or("") == m.address() || answer.ID.Or("") == m.ID.ValueString() {
		return nil
	}
	return noun.OtherObject(m.address(), answer.Slug.Or(answer.ID.Or("")))
}

// Delete deletes the partial. That it was deleted before is success, once proven.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	workspaceID := r.workspaceID(ctx, state)
	partials := portkey.NewPromptPartials(r.Session.API, workspaceID)

	live, err := partials.GetUncached(ctx, state.address())
	if err == nil {
		err = state.mustBe(live)
	}
	if err == nil {
		err = partials.Delete(ctx, state.address(), nil)
	}
	if err != nil {
		noun.Gone(noun.Destroy(), err, r.prove(ctx, state, workspaceID), &resp.Diagnostics)
	}
}

// ImportState takes workspace/partial: the workspace by its id, slug or name, the partial by
// its slug, id or exact name. With a workspace's own key, that is the workspace.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	ref, ok := tfkit.ImportReferenceWithin(ctx, noun, req, resp)
	if !ok {
		return
	}
	found, workspace, err := tfkit.FindWithin(ctx, r.Session, portkey.NewPromptPartials, ref)
	if err != nil {
		resp.Diagnostics.Append(noun.FindWithinFailed(err, workspace))
		return
	}
	workspaceID := r.Session.KnownWorkspaceID(ctx, workspace)
	if workspaceID == "" {
		resp.Diagnostics.AddError(noun.Import().Summary(), fmt.Sprintf(
			"%.100q does not name the workspace of the partial, which no response of Portkey contains. Specify both, as in workspace/partial.\n%s",
			ref, tfkit.More(tfkit.SectionNotFound)))
		return
	}
	state := model{}.takeComputed(found)
	for name, value := range map[string]types.String{"id": state.ID, "slug": state.Slug, "workspace_id": workspace} {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), value)...)
	}
	resp.Diagnostics.Append(tfkit.IdentifyWithin(ctx, resp.Identity, state.ID, workspaceID)...)
}
