package workspace

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/limits"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// update is one update under way.
type update struct {
	limits.Update[model, portkey.Workspace, portkey.WorkspaceCreate, portkey.WorkspaceUpdate]
	api *portkey.Client
}

func newUpdate(api *portkey.Client, plan, state model, writes tfkit.OwnWrites) *update {
	id := state.ID.ValueString()
	u := &update{api: api}
	u.Objects, u.Now, u.ID = portkey.NewWorkspaces(api), api.Now, id
	u.Plan, u.State, u.Done = plan, state, state
	u.Versions = versions.Edit(writes, plan, state)
	u.Of = limits.Owner[model, portkey.Workspace, portkey.WorkspaceUpdate]{
		Check: func(live portkey.Workspace) error {
			if isSame(live, id) {
				return nil
			}
			return noun.OtherObject(id, live.ID)
		},
		Seen: func(live portkey.Workspace, now time.Time) model {
			return state.observe(live, types.MapNull(types.StringType), now)
		},
		UpdatedAt: func(w portkey.Workspace) string { return w.LastUpdatedAt.Or("") },
		Writes:    func(to model) bool { return len(to.differs(state)) > 0 },
		Changes: func(to model, live portkey.Workspace, now time.Time) ([]portkey.WorkspaceUpdate, error) {
			return to.changes(state, live, now), to.mayWrite(state, live)
		},
		Limits:   func(m model) []limits.UsageLimit { return m.UsageLimits },
		With:     func(m model, usage []limits.UsageLimit) model { m.UsageLimits = usage; return m },
		Answered: func(w portkey.Workspace) portkey.Opt[portkey.UsageLimits] { return w.UsageLimits },
		Body: func(usage portkey.Opt[[]portkey.UsageLimit]) portkey.WorkspaceUpdate {
			return portkey.WorkspaceUpdate{UsageLimits: usage}
		},
	}
	return u
}

// write writes what differs, and returns the workspace as it was read back.
func (u *update) write(ctx context.Context, diags *diag.Diagnostics) (portkey.Workspace, error) {
	written, refusal, err := u.Write(ctx)
	limits.WarnOfClearing(noun, refusal, diags)
	if err == nil && u.Plan.differs(u.State).Has("description") {
		written = u.settleDescription(ctx, written, diags)
	}
	return written, err
}

// settleDescription sees to a description that was cleared and is still there: it is
// cleared in the other form, and if it stays, that is reported and remembered.
func (u *update) settleDescription(ctx context.Context, written portkey.Workspace, diags *diag.Diagnostics) portkey.Workspace {
	u.Plan.Retained = ""
	if tfkit.Text(u.Plan.Description) != "" {
		return written
	}
	description := func(w portkey.Workspace) string { return w.Description.Or("") }
	written, retained, cause := u.ClearText(ctx, written, description, portkey.WorkspaceUpdate{Description: portkey.Null[string]()})
	u.Plan.Retained = retained
	tfkit.WarnOfRetained("description", retained, cause, diags)
	return written
}

// retainedKey is the private-state key of Retained.
const retainedKey = "retained_description"

// failed explains a failed update.
func (u *update) failed(ctx context.Context, err error) diag.Diagnostic {
	if failed, cleared := u.ClearedFailed(noun, err); cleared {
		return failed
	}
	if portkey.IsRefused(err) {
		return noun.RefusedUpdate(err, portkey.NewWorkspaces(u.api).ProveGoneAfter(ctx, err, u.State.ref()))
	}
	return u.Plan.explainLimits(noun.Update(), err, updateFailed(err))
}
