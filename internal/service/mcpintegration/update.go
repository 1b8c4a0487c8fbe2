package mcpintegration

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Update writes what differs, and nothing where only spelling differs. Names are free,
// since slugs distinguish MCP integrations.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	secret := secretInput.Text(ctx, req.Config, path.Empty(), &resp.Diagnostics)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	state.Notes = tfkit.ReadNotes[notes](ctx, req.Private)
	plan.Notes = state.Notes
	plan, state = r.resolve(ctx, plan), r.resolve(ctx, state)
	done := plan
	done.LastUpdatedAt = state.LastUpdatedAt
	if len(plan.differs(state)) > 0 {
		u := update{r: r, plan: plan, state: state, secret: secret, done: done}
		if !u.write(ctx, req, resp) {
			return
		}
		done = u.done
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, done)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), done.ID)...)
}

// update is one update under way.
type update struct {
	r           *Resource
	plan, state model
	secret      string
	// done is the state after it.
	done model
	// wrote is what was sent, nil if nothing was.
	wrote *written
}

// write writes what differs. It reports false, with an error, if that failed.
func (u *update) write(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) bool {
	api, of := u.r.Session.API, nounOf(u.state)
	edit := versions.Edit(tfkit.ReadOwnWrites(ctx, req.Private), u.plan, u.state)
	integrations := portkey.NewMCPIntegrations(api, u.r.Session.KnownWorkspaceID(ctx, u.state.WorkspaceID))
	answer, err := integrations.Edit(ctx, u.state.address(), func(live portkey.MCPIntegration) ([]portkey.MCPIntegrationUpdate, error) {
		if err := u.state.mustBe(live); err != nil {
			return nil, err
		}
		now, updated := api.Now(), live.LastUpdatedAt.Or("")
		seen := u.state.observe(live, now)
		base, err := edit.Compare(seen, updated, now)
		if err != nil {
			return nil, err
		}
		bodies := u.plan.changes(u.state, base, u.secret, live)
		if len(bodies) > 0 {
			edit.Begin(seen, updated, now)
			sent := bodies[0]
			u.wrote = &written{
				removed: u.state.removed(u.plan, u.secret, live), configurations: sent.Configurations.IsPresent(),
				description: sent.Description.IsPresent(), before: live,
			}
			if unsent := u.plan.lacking(u.secret); u.wrote.configurations && len(unsent) > 0 && !u.r.Session.IsPlanning(u.state.address()) {
				resp.Diagnostics.Append(withoutSecrets(unsent))
			}
		}
		return bodies, nil
	})
	if portkey.IsRefused(err) {
		resp.Diagnostics.Append(of.RefusedUpdate(err, u.r.prove(ctx, u.state, req.Private)(err)))
		return false
	}
	if err != nil {
		resp.Diagnostics.Append(of.UpdateFailed(err))
		return false
	}
	resp.Diagnostics.Append(edit.End(ctx, resp.Private, api.Now())...)
	if u.wrote != nil {
		u.wrote.answer = answer
		after, kept := u.plan.afterWrite(u.secret, *u.wrote)
		u.done.Notes = after
		resp.Diagnostics.Append(tfkit.WriteNotes(ctx, resp.Private, after)...)
		if len(kept) > 0 {
			resp.Diagnostics.Append(stillThere(kept))
		}
	}
	if !edit.Elsewhere && u.done.isShownBy(answer, api.Now()) {
		u.done.LastUpdatedAt = tfkit.OrPrior(answer.LastUpdatedAt, u.done.LastUpdatedAt)
	}
	return true
}
