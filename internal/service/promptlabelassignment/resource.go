package promptlabelassignment

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Resource is portkey_prompt_label_assignment.
type Resource struct{ tfkit.ResourceBase }

var (
	_ resource.ResourceWithConfigure   = (*Resource)(nil)
	_ resource.ResourceWithIdentity    = (*Resource)(nil)
	_ resource.ResourceWithImportState = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan  = (*Resource)(nil)
)

// NewResource returns the resource for the provider's registry.
func NewResource() resource.Resource {
	return &Resource{tfkit.ResourceBase{Name: "prompt_label_assignment"}}
}

// ModifyPlan plans a replacement for another prompt. The id and the slug of one prompt are two
// spellings of it; Portkey is asked only to compare those.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || req.State.Raw.IsNull() {
		return
	}
	at := path.Root("prompt_id")
	var planned, known types.String
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, at, &planned)...)
	resp.Diagnostics.Append(req.State.GetAttribute(ctx, at, &known)...)
	if resp.Diagnostics.HasError() || planned.Equal(known) {
		return
	}
	if !planned.IsUnknown() {
		if !r.Session.Ready(&resp.Diagnostics) {
			return
		}
		same, err := r.Session.API.SamePrompt(ctx, planned.ValueString(), known.ValueString())
		if err != nil {
			resp.Diagnostics.Append(promptNotFound(noun.Find(), planned.ValueString(), err))
			return
		}
		if same {
			return
		}
	}
	resp.RequiresReplace.Append(at)
}

// Create gives the version the label, unless another version has it. Once the PUT is
// answered there are only warnings, since an error would taint what was created.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	var writes tfkit.OwnWrites
	var prompt portkey.Prompt
	err := r.Session.API.EditLabel(ctx, plan.PromptID.ValueString(), plan.LabelID.ValueString(), plan.version(), func(live portkey.LabelledPrompt) (int, bool, error) {
		prompt = live.Prompt
		if live.LabelledVersion.Number > 0 {
			return 0, false, &portkey.TakenError{Words: noun.Words, Name: plan.address(), Candidates: []portkey.Candidate{{Import: plan.address()}}}
		}
		writes.Begin(r.Session.API.Now(), tfkit.Version{}, tfkit.Answered(digest(0), live.LastUpdatedAt.Or("")))
		return plan.version(), true, nil
	})
	if err != nil {
		resp.Diagnostics.Append(createFailed(err, plan))
		return
	}
	plan.ID = types.StringValue(plan.address())
	resp.Diagnostics.Append(writes.End(ctx, resp.Private, r.Session.API.Now())...)
	resp.Diagnostics.Append(notePrompt(ctx, resp.Private, prompt)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), plan.ID)...)
}

// The private-state keys under which is when the prompt was created, and its workspace: a
// proof that it was deleted asks for both.
const (
	createdKey   = "prompt_created_at"
	workspaceKey = "prompt_workspace_id"
)

// notePrompt notes what a proof asks for.
func notePrompt(ctx context.Context, private tfkit.PrivateState, prompt portkey.Prompt) diag.Diagnostics {
	diags := tfkit.Note(ctx, private, createdKey, prompt.CreatedAt.Or(""))
	diags.Append(tfkit.Note(ctx, private, workspaceKey, prompt.WorkspaceID.Or(""))...)
	return diags
}

// Read refreshes the state, and removes the assignment from it only where no version has the
// label, or the prompt is proven to be deleted.
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
	writes := tfkit.ReadOwnWrites(ctx, req.Private)
	live, finding, err := r.read(ctx, state, writes)
	if err != nil {
		if noun.Gone(noun.Read(), err, r.prove(ctx, state, req.Private), &resp.Diagnostics) {
			resp.State.RemoveResource(ctx)
		}
		return
	}
	resp.Diagnostics.Append(notePrompt(ctx, resp.Private, live.Prompt)...)
	switch {
	case finding == tfkit.Stale:
		resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	case live.LabelledVersion.Number > 0:
		resp.Diagnostics.Append(resp.State.Set(ctx, state.observe(live.LabelledVersion.Number))...)
	default: // an answer that is only behind is stale
		resp.State.RemoveResource(ctx)
	}
}

// read reads where the label is. An answer in doubt is asked for again.
func (r *Resource) read(ctx context.Context, state model, writes tfkit.OwnWrites) (live portkey.LabelledPrompt, finding tfkit.Finding, err error) {
	api := r.Session.API
	ask := func() (portkey.Prompt, error) {
		live, err = api.LabelledPrompt(ctx, state.PromptID.ValueString(), state.LabelID.ValueString(), state.version())
		return live.Prompt, err
	}
	first, err := ask()
	if err != nil {
		return live, finding, err
	}
	_, err = portkey.NewPrompts(api, "").SettleBy(ctx, ask, first, func(portkey.Prompt) bool {
		finding = state.judge(writes, live, api.Now())
		return finding != tfkit.Doubtful
	})
	return live, finding, err
}

// prove looks whether a prompt that the API refuses to return was deleted.
func (r *Resource) prove(ctx context.Context, state model, private tfkit.PrivateState) func(error) portkey.Gone {
	return func(err error) portkey.Gone {
		home := tfkit.Noted(ctx, private, workspaceKey)
		gone := portkey.NewPrompts(r.Session.API, home).ProveGoneAfter(ctx, err, portkey.Ref{
			ID: state.PromptID.ValueString(), Parent: home, CreatedAt: tfkit.Noted(ctx, private, createdKey),
		})
		if gone.Proven {
			gone.Seen = "Its prompt was deleted. " + gone.Seen
		}
		return gone
	}
}

// Update moves the label to another version.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	if plan.version() != state.version() {
		writes := tfkit.ReadOwnWrites(ctx, req.Private)
		err := r.Session.API.EditLabel(ctx, plan.PromptID.ValueString(), plan.LabelID.ValueString(), state.version(), func(live portkey.LabelledPrompt) (int, bool, error) {
			now, updated, at := r.Session.API.Now(), live.LastUpdatedAt.Or(""), live.LabelledVersion.Number
			finding := state.judge(writes, live, now)
			switch {
			case at == plan.version() && finding != tfkit.Stale:
				return 0, false, nil
			case at != state.version() && finding != tfkit.Stale:
				return 0, false, finding.Doubt(&tfkit.ForeignError{Attribute: "version", When: updated})
			}
			writes.Begin(now, tfkit.Version{}, tfkit.Answered(digest(at), updated))
			return plan.version(), true, nil
		})
		if err != nil {
			resp.Diagnostics.Append(updateFailed(err, plan, r.prove(ctx, state, req.Private)))
			return
		}
		resp.Diagnostics.Append(writes.End(ctx, resp.Private, r.Session.API.Now())...)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(tfkit.KeepIdentity(ctx, resp.Identity, plan.ID)...)
}

// Delete takes the label from the version, if that still has it. That it was taken before is
// success.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	writes := tfkit.ReadOwnWrites(ctx, req.Private)
	err := r.Session.API.EditLabel(ctx, state.PromptID.ValueString(), state.LabelID.ValueString(), state.version(), func(live portkey.LabelledPrompt) (int, bool, error) {
		isThere := live.LabelledVersion.Number == state.version() || state.judge(writes, live, r.Session.API.Now()) == tfkit.Stale
		return 0, isThere, nil
	})
	if err != nil {
		destroyFailed(err, state, r.prove(ctx, state, req.Private), &resp.Diagnostics)
	}
}
