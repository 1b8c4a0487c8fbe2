package promptpartial

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// editor is one update.
type editor = tfkit.VersionEditor[model, portkey.PromptPartial, portkey.PromptPartialUpdate]

// Update writes what differs, and nothing where only spelling, the description of the next
// version or the arguments of the provider itself differ.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	api, workspaceID := r.Session.API, r.workspaceID(ctx, state)

	plan.LastUpdatedAt, plan.Version, plan.VersionID, plan.LatestVersion = state.LastUpdatedAt, state.Version, state.VersionID, state.LatestVersion
	changes := plan.differs(state)
	if len(changes) > 0 || plan.publishes() && !state.publishes() {
		named := false
		partials := portkey.NewPromptPartials(api, workspaceID)
		if changes.Has("name") {
			renaming, err := partials.PrepareRename(ctx, state.address(), portkey.PromptPartialCreate{Name: tfkit.Text(plan.Name)}, tfkit.IsTrue(plan.AllowDuplicateName))
			if err != nil {
				resp.Diagnostics.Append(noun.UpdateFailed(err))
				return
			}
			defer func() { renaming.End(named) }()
			if renaming.Blind() {
				r.Session.WarnOnce(&resp.Diagnostics, "Cannot look for taken names", noun.BlindDetail())
			}
		}
		e := newEditor(plan, state, tfkit.ReadOwnWrites(ctx, req.Private), api.Now)
		written, err := portkey.EditVersions(ctx, partials, state.address(), e.Versions)
		named = err == nil
		if portkey.IsRefused(err) {
			resp.Diagnostics.Append(noun.VersionsRefused(err, r.prove(ctx, state, workspaceID)))
			return
		}
		if err != nil {
			resp.Diagnostics.Append(noun.VersionsFailed(err))
			return
		}
		e.NoteBetween(plan.between(state, e.Before))
		resp.Diagnostics.Append(e.Edit.End(ctx, resp.Private, api.Now())...)
		if changes.Has("content") || plan.publishes() && !state.publishes() { // else they are planned as they were
			plan = plan.versioned(e.Written(written))
		}
		plan = plan.settled(written.Live, e.Edit.Elsewhere, api.Now())
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(tfkit.IdentifyWithin(ctx, resp.Identity, plan.ID, workspaceID)...)
}

func newEditor(plan, state model, writes tfkit.OwnWrites, now func() time.Time) *editor {
	return &editor{
		Plan: plan, State: state, Edit: versions.Edit(writes, plan, state), Now: now,
		Of: tfkit.VersionOwner[model, portkey.PromptPartial, portkey.PromptPartialUpdate]{
			Check: state.mustBe, Seen: state.observe, Publishes: model.publishes,
			UpdatedAt: func(answer portkey.PromptPartial) string { return answer.LastUpdatedAt.Or("") },
			Changes: func(seen model, _ portkey.PromptPartial) ([]portkey.PromptPartialUpdate, *portkey.PromptPartialUpdate) {
				return plan.changes(state, seen)
			},
			Shows: func(answer portkey.PromptPartial, seen model) bool {
				return portkey.SameText(answer.Content.Or(""), plan.over(state, seen))
			},
		},
	}
}

// between is what the partial is after the writes of an update, and what it was before each
// of them: the content is that of before until the last one.
func (m model) between(state, seen model) (last, before, named model) {
	named = seen
	if m.differs(state).Has("name") {
		named.Name = m.Name
	}
	last = named
	content := m.over(state, seen)
	last.Content = &content
	return last, seen, named
}

// versioned is the plan with the versions that its writes have come to.
func (m model) versioned(published portkey.VersionRef, latest int64) model {
	if published.Number > 0 {
		m.Version, m.VersionID = types.Int64Value(int64(published.Number)), types.StringValue(published.ID)
	}
	m.LatestVersion = types.Int64Value(max(m.LatestVersion.ValueInt64(), latest))
	return m
}

// settled is the plan with the time of its writes, if live shows nothing else.
func (m model) settled(live portkey.PromptPartial, elsewhere bool, now time.Time) model {
	if !m.publishes() { // what is read back is the default version
		live.Content = portkey.Opt[string]{}
	}
	if !elsewhere && m.isShownBy(live, now) {
		m.LastUpdatedAt = tfkit.OrPrior(live.LastUpdatedAt, m.LastUpdatedAt)
	}
	return m
}
