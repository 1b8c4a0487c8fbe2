package promptlabel

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/portkey-community/terraform-provider-portkey/internal/limits"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Update writes what differs, and nothing where only spelling differs.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	in := placeIn(ctx, r.Session, state)
	state.Retained = tfkit.Noted(ctx, req.Private, retainedKey)
	plan.Retained, plan.LastUpdatedAt = state.Retained, state.LastUpdatedAt
	if changes := plan.differs(state); len(changes) > 0 {
		u := r.newUpdate(plan, state, in, tfkit.ReadOwnWrites(ctx, req.Private))
		written, err := u.write(ctx, changes, &resp.Diagnostics)
		if portkey.IsRefused(err) {
			resp.Diagnostics.Append(noun.RefusedUpdate(err, r.prove(ctx, state, in)(err)))
			return
		}
		if err != nil {
			resp.Diagnostics.Append(noun.UpdateFailed(err))
			return
		}
		resp.Diagnostics.Append(u.Versions.End(ctx, resp.Private, u.Now())...)
		plan = u.Plan
		if !u.Versions.Elsewhere && plan.isShownBy(written, u.Now()) {
			plan.LastUpdatedAt = tfkit.OrPrior(written.LastUpdatedAt, plan.LastUpdatedAt)
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(tfkit.IdentifyWithin(ctx, resp.Identity, plan.ID, in.workspaceID)...)
	resp.Diagnostics.Append(tfkit.Note(ctx, resp.Private, retainedKey, plan.Retained)...)
}

// update is one update under way: that of an object with limits, of which a label has none.
type update struct {
	limits.Update[model, portkey.PromptLabelInfo, portkey.PromptLabelCreate, portkey.PromptLabelUpdate]
	session *tfkit.Session
}

func (r *Resource) newUpdate(plan, state model, in place, writes tfkit.OwnWrites) *update {
	u := &update{session: r.Session}
	u.Objects, u.Now, u.ID = in.labels(r.Session.API), r.Session.API.Now, state.ID.ValueString()
	u.Plan, u.State, u.Versions = plan, state, versions.Edit(writes, plan, state)
	u.Of.Check = func(answer portkey.PromptLabelInfo) error { return noun.MustBe(u.ID, answer.ID.Or("")) }
	u.Of.Seen = state.observe
	u.Of.UpdatedAt = func(answer portkey.PromptLabelInfo) string { return answer.LastUpdatedAt.Or("") }
	return u
}

// write writes what differs, and returns the label as it was read back.
func (u *update) write(ctx context.Context, changes tfkit.Changes, diags *diag.Diagnostics) (portkey.PromptLabelInfo, error) {
	var none portkey.PromptLabelInfo
	named := false
	if changes.Has("name") {
		renaming, err := u.Objects.PrepareRename(ctx, u.ID, portkey.PromptLabelCreate{Name: tfkit.Text(u.Plan.Name)}, false)
		if err != nil {
			return none, err
		}
		defer func() { renaming.End(named) }()
		if renaming.Blind() {
			u.session.WarnOnce(diags, "Cannot look for taken names", noun.BlindDetail())
		}
	}
	written, err := u.Edit(ctx, func(live portkey.PromptLabelInfo, now time.Time) ([]portkey.PromptLabelUpdate, error) {
		base, err := u.Versions.Compare(u.Of.Seen(live, now), u.Of.UpdatedAt(live), now)
		if err != nil {
			return nil, err
		}
		return u.Plan.changes(u.State, base), nil
	})
	named = err == nil
	if err != nil || !changes.Has("description") {
		return written, err
	}
	u.Plan.Retained = ""
	if tfkit.Text(u.Plan.Description) != "" {
		return written, nil
	}
	description := func(answer portkey.PromptLabelInfo) string { return answer.Description.Or("") }
	written, retained, cause := u.ClearText(ctx, written, description, portkey.PromptLabelUpdate{Description: portkey.Some("")})
	u.Plan.Retained = retained
	tfkit.WarnOfRetained("description", retained, cause, diags)
	return written, nil
}
