package prompt

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Resource is portkey_prompt.
type Resource struct{ tfkit.ResourceBase }

var (
	_ resource.ResourceWithConfigure      = (*Resource)(nil)
	_ resource.ResourceWithIdentity       = (*Resource)(nil)
	_ resource.ResourceWithImportState    = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan     = (*Resource)(nil)
	_ resource.ResourceWithMoveState      = (*Resource)(nil)
	_ resource.ResourceWithUpgradeState   = (*Resource)(nil)
	_ resource.ResourceWithValidateConfig = (*Resource)(nil)
)

// NewResource returns the resource for the provider's registry.
func NewResource() resource.Resource { return newResource() }

func newResource() *Resource { return &Resource{tfkit.ResourceBase{Name: "prompt"}} }

// Create creates the prompt: one lookup of the name, one POST, which publishes the first
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
	home, ok := r.collection(ctx, noun.Create(), plan, &resp.Diagnostics)
	if !ok {
		return
	}
	plan.WorkspaceID = tfkit.StringOrNull(home.WorkspaceID)
	prompts := portkey.NewPrompts(api, home.WorkspaceID)

	body := func(time.Time) portkey.PromptCreate { return plan.create() }
	creation, err := prompts.PrepareCreate(ctx, body, tfkit.IsTrue(plan.AllowDuplicateName))
	if err != nil {
		resp.Diagnostics.Append(noun.CreateFailed(err))
		return
	}
	if creation.Blind() {
		r.Session.WarnOnce(&resp.Diagnostics, "Cannot look for taken names", noun.BlindDetail())
	}
	got, err := creation.Post(ctx)
	if portkey.IsUnknownOutcome(err) {
		got, err = creation.Find(ctx, func(found portkey.Prompt) bool { return plan.isShownBy(r.spelled(ctx, plan, found), api.Now()) })
		if err == nil {
			resp.Diagnostics.AddWarning(noun.Adopted(), noun.AdoptedDetail(got.Slug.Or(""), tfkit.Text(plan.Name)))
		}
	}
	if err != nil {
		resp.Diagnostics.Append(createFailed(err, plan))
		return
	}

	// Saved before anything else happens; the answer to a POST lacks the times, and names
	// the first version otherwise than reads do.
	if !got.VersionID.IsPresent() {
		got.VersionID, got.Version = got.FirstVersionID, portkey.Some(portkey.Number(1))
	}
	state := plan.takeComputed(got)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)
	state = state.takeComputed(prompts.ReadBack(ctx, state.address(), ""))
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// Read refreshes the state, and removes the prompt from it only where it is proven to be
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
	got, err := r.get(ctx, state)
	if err == nil {
		writes := tfkit.ReadOwnWrites(ctx, req.Private)
		got, err = portkey.NewPrompts(api, "").SettleBy(ctx, func() (portkey.Prompt, error) { return r.get(ctx, state) }, got, func(answer portkey.Prompt) bool {
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
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// get reads the version that a state is compared with: the default one, or the latest one of
// a prompt that Terraform does not publish.
func (r *Resource) get(ctx context.Context, state model) (got portkey.Prompt, err error) {
	if state.publishes() {
		got, err = portkey.NewPrompts(r.Session.API, "").GetUncached(ctx, state.address())
	} else {
		got, err = r.Session.API.Draft(ctx, state.address())
	}
	if err != nil {
		return got, err
	}
	return r.spelled(ctx, state, got), nil
}

// prove looks whether a prompt that the API refuses to return was deleted.
func (r *Resource) prove(ctx context.Context, state model) func(error) portkey.Gone {
	return func(err error) portkey.Gone {
		home := state.WorkspaceID.ValueString()
		return portkey.NewPrompts(r.Session.API, home).ProveGoneAfter(ctx, err, state.ref(home))
	}
}

// mustBe is an error for an answer about another prompt than the one that was asked for.
func (m model) mustBe(answer portkey.Prompt) error {
	if answer.Slug.Or("") == m.address() || answer.ID.Or("") == m.ID.ValueString() {
		return nil
	}
	return noun.OtherObject(m.address(), answer.Slug.Or(answer.ID.Or("")))
}

// Delete deletes the prompt. That it was deleted before is success, once proven.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	prompts := portkey.NewPrompts(r.Session.API, state.WorkspaceID.ValueString())

	live, err := prompts.GetUncached(ctx, state.address())
	if err == nil {
		err = state.mustBe(live)
	}
	if err == nil {
		err = prompts.Delete(ctx, state.address(), nil)
	}
	if err != nil {
		noun.Gone(noun.Destroy(), err, r.prove(ctx, state), &resp.Diagnostics)
	}
}

// ImportState takes the slug, the id, or the exact name of a prompt, the latter also behind
// its workspace: workspace/name.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	ref, ok := tfkit.ImportReference(ctx, noun, req, resp)
	if !ok {
		return
	}
	find := func(workspaceID, ref string) (portkey.Prompt, error) {
		return portkey.NewPrompts(r.Session.API, workspaceID).Find(ctx, ref)
	}
	found, _, err := tfkit.FindInWorkspaces(ctx, r.Session.API, find, ref)
	if err != nil {
		resp.Diagnostics.Append(noun.FindFailed(noun.Import(), err))
		return
	}
	state := model{}.takeComputed(found)
	for name, value := range map[string]types.String{"id": state.ID, "slug": state.Slug, "workspace_id": state.WorkspaceID} {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), value)...)
	}
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)
}
