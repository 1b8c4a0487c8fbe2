package promptpartial

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// versionEdit is what an update writes.
type versionEdit = portkey.VersionEdit[portkey.PromptPartial, portkey.PromptPartialUpdate]

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
		partials := api.PromptPartials(workspaceID)
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
		var before, newest portkey.PromptPartial // as the update finds them
		written, err := portkey.EditVersions(ctx, partials, state.address(), func(live portkey.PromptPartial, latest func() (portkey.PromptPartial, error)) (versionEdit, error) {
			before = live
			return e.Versions(live, func() (portkey.PromptPartial, error) {
				var err error
				newest, err = latest()
				return newest, err
			})
		})
		named = err == nil
		if portkey.IsRefused(err) {
			resp.Diagnostics.Append(noun.VersionsRefused(err, r.prove(ctx, state, workspaceID)))
			return
		}
		if err != nil {
			resp.Diagnostics.Append(noun.VersionsFailed(err))
			return
		}
		if !state.publishes() {
			before = newest
		}
		if written.Created.ID != "" || written.Published.ID != "" {
			noteBetween(e.Edit, plan, state.observe(before, api.Now()), api.Now())
		}
		resp.Diagnostics.Append(e.Edit.End(ctx, resp.Private, api.Now())...)
		if changes.Has("content") || plan.publishes() && !state.publishes() { // else they are planned as they were
			plan = plan.settleVersions(written, newest)
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

// noteBetween adds what the partial was between the writes of an update, which a read that is
// behind may show: the content is that of before until the last of them, and the time that of
// any.
func noteBetween(edit *tfkit.Edit[model], plan, seen model, now time.Time) {
	named := seen
	named.Name = plan.Name
	for _, between := range []model{seen, named} {
		if digest := versions.Digest(between); digest != versions.Digest(plan) {
			edit.OwnWrites.Begin(now, tfkit.Version{Digest: digest, From: edit.Began.Add(-time.Second), Until: now.Add(time.Second)}, tfkit.Version{})
		}
	}
}

// settleVersions is the plan with the versions that its writes have come to. newest is the
// latest version before them.
func (m model) settleVersions(written portkey.VersionsEdited[portkey.PromptPartial], newest portkey.PromptPartial) model {
	published := written.Published
	if published.Number == 0 && m.publishes() && written.Live.Version.IsPresent() { // it was there already
		published = portkey.ShownVersion(written.Live)
	}
	if published.Number > 0 {
		m.Version, m.VersionID = types.Int64Value(int64(published.Number)), types.StringValue(published.ID)
	}
	latest := max(int64(newest.Version.Or(0)), int64(published.Number), int64(written.Created.Number))
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
