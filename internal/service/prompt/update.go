package prompt

import (
	"context"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

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
	api := r.Session.API

	plan.LastUpdatedAt, plan.Version, plan.VersionID, plan.LatestVersion = state.LastUpdatedAt, state.Version, state.VersionID, state.LatestVersion
	target := r.spell(ctx, plan, state)
	changes := target.differs(state)
	if len(changes) > 0 || plan.publishes() && !state.publishes() {
		named := false
		prompts := portkey.NewPrompts(api, state.WorkspaceID.ValueString())
		if changes.Has("name") {
			renaming, err := prompts.PrepareRename(ctx, state.address(), portkey.PromptCreate{Name: tfkit.Text(plan.Name)}, tfkit.IsTrue(plan.AllowDuplicateName))
			if err != nil {
				resp.Diagnostics.Append(noun.UpdateFailed(err))
				return
			}
			defer func() { renaming.End(named) }()
			if renaming.Blind() {
				r.Session.WarnOnce(&resp.Diagnostics, "Cannot look for taken names", noun.BlindDetail())
			}
		}
		e := r.newEditor(ctx, target, state, tfkit.ReadOwnWrites(ctx, req.Private))
		written, err := portkey.EditVersions(ctx, prompts, state.address(), e.Versions)
		named = err == nil
		if portkey.IsRefused(err) {
			resp.Diagnostics.Append(noun.VersionsRefused(err, r.prove(ctx, state)))
			return
		}
		if err != nil {
			resp.Diagnostics.Append(updateFailed(err, plan))
			return
		}
		e.NoteBetween(target.between(state, e.Before))
		resp.Diagnostics.Append(e.Edit.End(ctx, resp.Private, api.Now())...)
		if slices.ContainsFunc(changes, isContent) || plan.publishes() && !state.publishes() { // else they are planned as they were
			plan = plan.versioned(e.Written(written))
		}
		plan = plan.settled(target, r.spelled(ctx, target, written.Live), e.Edit.Elsewhere, api.Now())
		if changes.Has("collection_id") && r.stays(ctx, state, written.Live) {
			resp.Diagnostics.Append(notMoved(tfkit.Text(plan.CollectionID)))
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), plan.ID)...)
}

// editor is one update.
type editor = tfkit.VersionEditor[model, portkey.Prompt, portkey.PromptUpdate]

func (r *Resource) newEditor(ctx context.Context, plan, state model, writes tfkit.OwnWrites) *editor {
	seen := func(answer portkey.Prompt) portkey.Prompt { return r.spelled(ctx, state, answer) }
	return &editor{
		Plan: plan, State: state, Edit: versions.Edit(writes, plan, state), Now: r.Session.API.Now,
		Of: tfkit.VersionOwner[model, portkey.Prompt, portkey.PromptUpdate]{
			Check: state.mustBe, Publishes: model.publishes,
			Seen:      func(answer portkey.Prompt, now time.Time) model { return state.observe(seen(answer), now) },
			UpdatedAt: func(answer portkey.Prompt) string { return answer.LastUpdatedAt.Or("") },
			Changes: func(live model, raw portkey.Prompt) ([]portkey.PromptUpdate, *portkey.PromptUpdate) {
				return plan.changes(state, live, raw)
			},
			Shows: func(answer portkey.Prompt, live model) bool {
				return len(plan.over(state, live).differsInContent(state.observeContent(seen(answer)))) == 0
			},
		},
	}
}

// between is what the prompt is after the writes of an update, and what it was before each
// of them: the content is that of before until the last one.
func (m model) between(state, seen model) (last, before, named, moved model) {
	planned := m.differs(state)
	named = seen
	if planned.Has("name") {
		named.Name = m.Name
	}
	moved = named
	if planned.Has("collection_id") {
		moved.CollectionID = m.CollectionID
	}
	return m.over(state, moved), seen, named, moved
}

// versioned is the plan with the versions that its writes have come to.
func (m model) versioned(published portkey.VersionRef, latest int64) model {
	if published.Number > 0 {
		m.Version, m.VersionID = types.Int64Value(int64(published.Number)), types.StringValue(published.ID)
	}
	m.LatestVersion = types.Int64Value(max(m.LatestVersion.ValueInt64(), latest))
	return m
}

// settled is the plan with the time of its writes, if live shows nothing else than target,
// which is the plan in the spelling of the state.
func (m model) settled(target model, live portkey.Prompt, elsewhere bool, now time.Time) model {
	shown := target.differs(target.observe(live, now))
	if !m.publishes() { // what is read back is the default version
		shown = shown.Without(isContent)
	}
	if !elsewhere && len(shown) == 0 {
		m.LastUpdatedAt = tfkit.OrPrior(live.LastUpdatedAt, m.LastUpdatedAt)
	}
	return m
}

// stays reports whether a prompt that was to be moved is read back where it was.
func (r *Resource) stays(ctx context.Context, state model, live portkey.Prompt) bool {
	return live.CollectionID.IsPresent() && live.CollectionID.Or("") != "" &&
		r.Session.API.IsPromptCollection(ctx, tfkit.Text(state.CollectionID), live.CollectionID.Or(""))
}
