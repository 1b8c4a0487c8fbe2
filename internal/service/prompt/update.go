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
		prompts := api.Prompts(state.WorkspaceID.ValueString())
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
		edit := versions.Edit(tfkit.ReadOwnWrites(ctx, req.Private), target, state)
		e := editor{Resource: r, ctx: ctx, plan: target, state: state, edit: edit}
		written, err := portkey.EditVersions(ctx, prompts, state.address(), e.versions)
		named = err == nil
		if portkey.IsRefused(err) {
			resp.Diagnostics.Append(refusedUpdate(err, plan, r.prove(ctx, state)))
			return
		}
		if err != nil {
			resp.Diagnostics.Append(updateFailed(err, plan))
			return
		}
		e.noteBetween(api.Now())
		resp.Diagnostics.Append(edit.End(ctx, resp.Private, api.Now())...)
		plan = e.settled(plan, written)
		if changes.Has("collection_id") && e.stays(written.Live) {
			resp.Diagnostics.Append(notMoved(tfkit.Text(plan.CollectionID)))
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), plan.ID)...)
}

// editor is one update: it decides which version the prompt is to have.
type editor struct {
	*Resource
	ctx         context.Context //nolint:containedctx // of one update
	plan, state model
	edit        *tfkit.Edit[model]
	// latest is the number of the latest version, where that was read.
	latest int64
	// seen is the prompt before the writes.
	seen model
}

// versionEdit is what an update writes.
type versionEdit = portkey.VersionEdit[portkey.Prompt, portkey.PromptUpdate]

// versions plans the writes of an update, given the prompt with its default version, and a
// read of the latest one. A version that is there already is published, and not created
// again: an earlier run was cut after it had created it.
func (e *editor) versions(live portkey.Prompt, latest func() (portkey.Prompt, error)) (todo versionEdit, err error) {
	if err := e.state.mustBe(live); err != nil {
		return todo, err
	}
	// The state shows the default version, or the latest one if that is not published.
	head, newest := live, portkey.Prompt{}
	if !e.state.publishes() {
		if newest, err = latest(); err != nil {
			return todo, err
		}
		head = newest
	}
	now, updated := e.Session.API.Now(), head.LastUpdatedAt.Or("")
	seen := e.state.observe(e.spelled(e.ctx, e.state, head), now)
	base, err := e.edit.Compare(seen, updated, now)
	if err != nil {
		return todo, err
	}
	todo.Bodies, todo.Content = e.plan.changes(e.state, base, head)
	publishing := e.plan.publishes() && !e.state.publishes()
	if todo.Content != nil || publishing {
		if !newest.Version.IsPresent() {
			if newest, err = latest(); err != nil {
				return todo, err
			}
		}
		e.version(&todo, live, newest, e.plan.over(e.state, base))
		e.latest = int64(newest.Version.Or(0))
	}
	if len(todo.Bodies) > 0 || todo.Content != nil || todo.Existing.Number > 0 {
		e.edit.Begin(seen, updated, now)
		e.seen = seen
	}
	return todo, nil
}

// version decides whether the latest version is what the prompt is to have, or another one
// has to be created, and which becomes the default one.
func (e *editor) version(todo *versionEdit, live, newest portkey.Prompt, target model) {
	todo.Publish = e.plan.publishes()
	todo.Shows = func(answer portkey.Prompt) bool {
		shown := e.state.observeContent(e.spelled(e.ctx, e.state, answer))
		return len(target.differsInContent(shown)) == 0
	}
	if !todo.Shows(newest) {
		return
	}
	todo.Content = nil
	if todo.Publish && newest.Version.Or(0) != live.Version.Or(0) {
		todo.Existing = portkey.VersionRef{ID: newest.VersionID.Or(""), Number: int(newest.Version.Or(0))}
	}
}

// noteBetween adds what the prompt was between the writes of an update, which a read that is
// behind may show: the content is that of before until the last of them, and the time that of
// any.
func (e *editor) noteBetween(now time.Time) {
	if e.edit.Began.IsZero() || e.seen.Name == nil {
		return
	}
	named, moved := e.seen, e.seen
	named.Name = e.plan.Name
	moved.Name, moved.CollectionID = e.plan.Name, e.plan.CollectionID
	for _, between := range []model{e.seen, named, moved} {
		version := tfkit.Version{Digest: between.digest(), From: e.edit.Began.Add(-time.Second), Until: now.Add(time.Second)}
		if between.digest() != e.plan.digest() {
			e.edit.OwnWrites.Begin(now, version, tfkit.Version{})
		}
	}
}

// settled is the plan with what the server decides, after its writes.
func (e *editor) settled(plan model, written portkey.VersionsEdited[portkey.Prompt]) model {
	live := e.spelled(e.ctx, e.plan, written.Live)
	published := written.Published
	if published.Number == 0 && e.plan.publishes() && live.Version.IsPresent() { // it was there already
		published = portkey.VersionRef{ID: live.VersionID.Or(""), Number: int(live.Version.Or(0))}
	}
	if published.Number > 0 {
		plan.Version, plan.VersionID = types.Int64Value(int64(published.Number)), types.StringValue(published.ID)
	}
	plan.LatestVersion = types.Int64Value(max(plan.LatestVersion.ValueInt64(), e.latest, int64(published.Number), int64(written.Created.Number)))
	shown := e.plan.differs(e.plan.observe(live, e.Session.API.Now()))
	if !e.plan.publishes() { // what is read back is the default version
		shown = shown.Without(isContent)
	}
	if !e.edit.Elsewhere && len(shown) == 0 {
		plan.LastUpdatedAt = tfkit.OrPrior(live.LastUpdatedAt, plan.LastUpdatedAt)
	}
	return plan
}

// stays reports whether a prompt that was to be moved is read back where it was.
func (e *editor) stays(live portkey.Prompt) bool {
	return live.CollectionID.IsPresent() && live.CollectionID.Or("") != "" &&
		e.Session.API.IsPromptCollection(e.ctx, tfkit.Text(e.state.CollectionID), live.CollectionID.Or(""))
}
