package workspace

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/limits"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// update is one update under way.
type update struct {
	api         *portkey.Client
	id          string
	plan, state model
	versions    *tfkit.Edit[model]

	// before is the workspace as the first edit found it, live as the last one did.
	before, live portkey.Workspace
	// renamed reports that the name was written, partial that all changes but those of
	// usage limits were. done is the state as far as the update got.
	renamed, partial bool
	done             model
}

// write writes what differs, and returns the workspace as it was read back. What a
// control plane does not change in one request is changed in several.
func (u *update) write(ctx context.Context, diags *diag.Diagnostics) (portkey.Workspace, error) {
	written, err := u.edit(ctx, func(live portkey.Workspace, now time.Time) ([]portkey.WorkspaceUpdate, error) {
		_, err := u.versions.Compare(u.seen(live, now), live.LastUpdatedAt.Or(""), now)
		if err == nil {
			err = u.plan.mayWrite(u.state, live)
		}
		return u.plan.changes(u.state, live, now), err
	})
	if portkey.IsInvalid(err) && u.limitsMayBeWhy() {
		written, err = u.writeInParts(ctx, err, diags)
	}
	u.renamed = u.renamed || err == nil
	if err == nil && u.plan.differs(u.state).Has("description") {
		written = u.settleDescription(ctx, written, diags)
	}
	return written, err
}

// edit sends the bodies that a plan makes of the live workspace.
func (u *update) edit(ctx context.Context, plan func(live portkey.Workspace, now time.Time) ([]portkey.WorkspaceUpdate, error)) (portkey.Workspace, error) {
	return u.api.Workspaces().Edit(ctx, u.id, func(live portkey.Workspace) ([]portkey.WorkspaceUpdate, error) {
		if !isSame(live, u.id) {
			return nil, noun.OtherObject(u.id, live.ID)
		}
		u.live = live
		if u.before.ID == "" {
			u.before = live
		}
		now := u.api.Now()
		bodies, err := plan(live, now)
		if err == nil && len(bodies) > 0 {
			u.begin(live, now)
		}
		return bodies, err
	})
}

// seen is the live workspace in the spelling of the state.
func (u *update) seen(live portkey.Workspace, now time.Time) model {
	return u.state.observe(live, types.MapNull(types.StringType), now)
}

// begin notes a write of the live workspace.
func (u *update) begin(live portkey.Workspace, now time.Time) {
	u.versions.Begin(u.seen(live, now), live.LastUpdatedAt.Or(""), now)
}

// limitsMayBeWhy reports whether a request was rejected that a control plane may reject
// because of null inside a usage limit, or of another type for one.
func (u *update) limitsMayBeWhy() bool {
	_, nulls := limits.WithoutNulls(u.usageLimits(u.live))
	return nulls || limits.Retypes(u.plan.UsageLimits, u.state.UsageLimits)
}

func (u *update) usageLimits(live portkey.Workspace) []portkey.UsageLimit {
	return limits.ChangeUsage(u.plan.UsageLimits, u.state.UsageLimits, live.UsageLimits.Or(nil), u.api.Now())
}

// writeInParts writes the other changes, and then the usage limits: with what is removed
// left out, as a control plane takes it that replaces limits, or by clearing them first.
// They are cleared only if nothing but what is on the server stands against them.
func (u *update) writeInParts(ctx context.Context, refusal error, diags *diag.Diagnostics) (portkey.Workspace, error) {
	others := u.plan
	others.UsageLimits = u.state.UsageLimits
	if len(others.differs(u.state)) > 0 {
		_, err := u.edit(ctx, func(live portkey.Workspace, now time.Time) ([]portkey.WorkspaceUpdate, error) {
			return others.changes(u.state, live, now), nil
		})
		if err != nil {
			return portkey.Workspace{}, err
		}
		u.done, u.renamed, u.partial = others, true, true
	}
	written, err := u.edit(ctx, func(live portkey.Workspace, _ time.Time) ([]portkey.WorkspaceUpdate, error) {
		omitting, _ := limits.WithoutNulls(u.usageLimits(live))
		return []portkey.WorkspaceUpdate{{UsageLimits: portkey.Some(omitting)}}, nil
	})
	switch {
	case err == nil && !u.limitsStay(written):
		return written, nil
	case err == nil:
	case !portkey.IsInvalid(err) || !limits.Retypes(u.plan.UsageLimits, u.state.UsageLimits):
		return written, u.partly(err)
	}
	written, err = u.api.Workspaces().Rewrite(ctx, u.id, func(live portkey.Workspace) (portkey.Rewrite[portkey.WorkspaceUpdate], error) {
		u.begin(live, u.api.Now())
		omitting, _ := limits.WithoutNulls(u.usageLimits(live))
		before := limits.ChangeUsage(u.state.UsageLimits, u.state.UsageLimits, live.UsageLimits.Or(nil), u.api.Now())
		before, _ = limits.WithoutNulls(before)
		return portkey.Rewrite[portkey.WorkspaceUpdate]{
			Clear:   portkey.WorkspaceUpdate{UsageLimits: portkey.Null[[]portkey.UsageLimit]()},
			Set:     portkey.WorkspaceUpdate{UsageLimits: portkey.Some(omitting)},
			Restore: portkey.WorkspaceUpdate{UsageLimits: portkey.Some(before)},
		}, nil
	})
	var cleared *portkey.ClearedError
	if errors.As(err, &cleared) && !cleared.Restored {
		u.done.UsageLimits = nil
	}
	if err == nil {
		diags.AddAttributeWarning(path.Root("usage_limits"), "Usage limits were cleared and set again", fmt.Sprintf(
			"Portkey did not change the usage limits of this workspace in one request, so they were cleared and set again by two. "+
				"They are as configured. What was used so far may count from zero again: check the workspace in Portkey.\nPortkey: %v.", refusal))
	}
	return written, u.partly(err)
}

// partly adds to an error that the other changes were written, if they were.
func (u *update) partly(err error) error {
	if err == nil || !u.partial {
		return err
	}
	return &portkey.PartialError{Done: "the changes of other attributes were written", Err: err}
}

// limitsStay reports whether an answer shows that the server kept what was left out.
func (u *update) limitsStay(written portkey.Workspace) bool {
	answered, ok := written.UsageLimits.Get()
	return ok && u.showsLimits(written) &&
		!limits.UsageReordered(limits.ObserveUsage(u.plan.UsageLimits, answered, u.api.Now()), u.plan.UsageLimits)
}

// shows reports whether an answer is newer than the workspace before the update. Within
// one second that can't be known where times are cut to it.
func (u *update) shows(written portkey.Workspace) bool {
	return precedes(u.before, written)
}

// showsLimits reports whether an answer is newer than the edit of the limits. After the
// edit of the other changes, which may be of the same second, it is if that one was seen.
func (u *update) showsLimits(written portkey.Workspace) bool {
	if !u.partial {
		return precedes(u.live, written)
	}
	return precedes(u.before, u.live) && !precedes(written, u.live)
}

func precedes(one, other portkey.Workspace) bool {
	return tfkit.Precedes(one.LastUpdatedAt.Or(""), other.LastUpdatedAt.Or(""))
}

// settleDescription sees to a description that was cleared and is still there: it is
// cleared in the other form, and if it stays, that is reported and remembered.
func (u *update) settleDescription(ctx context.Context, written portkey.Workspace, diags *diag.Diagnostics) portkey.Workspace {
	u.plan.Retained = ""
	text := written.Description.Or("")
	if tfkit.Text(u.plan.Description) != "" || text == "" || !u.shows(written) {
		return written
	}
	again, err := u.edit(ctx, func(live portkey.Workspace, _ time.Time) ([]portkey.WorkspaceUpdate, error) {
		if live.Description.Or("") == "" {
			return nil, nil
		}
		return []portkey.WorkspaceUpdate{{Description: portkey.Null[string]()}}, nil
	})
	words := ""
	switch {
	case err != nil:
		words = fmt.Sprintf("\nPortkey: %v.", err)
	case again.Description.Or("") == "" && again.ID != "":
		return again
	case again.Description.Or("") != text || precedes(again, written):
		return written
	default:
		written = again
	}
	u.plan.Retained = text
	diags.AddAttributeWarning(path.Root("description"), "Description was not cleared", fmt.Sprintf(
		"The description was removed from the configuration, and Portkey still returns %.100q: neither an empty description nor null clears it there. "+
			"All other changes were written. The state records that there is no description, so the next plan is empty, and Terraform shows the description again once somebody changes it. "+
			"To replace the text, set another description.%s", text, words))
	return written
}

// retainedKey is the private-state key of Retained.
const retainedKey = "retained_description"

// failed explains a failed update.
func (u *update) failed(ctx context.Context, err error) diag.Diagnostic {
	var cleared *portkey.ClearedError
	switch {
	case errors.As(err, &cleared):
		return u.clearedFailed(err, cleared.Restored)
	case portkey.IsRefused(err):
		return noun.RefusedUpdate(err, u.api.Workspaces().ProveGoneAfter(ctx, err, u.state.ref()))
	}
	return u.plan.explainLimits(noun.Update(), err, updateFailed(err))
}

// clearedFailed explains usage limits that were cleared and could not be set again.
func (u *update) clearedFailed(err error, restored bool) diag.Diagnostic {
	others := "Nothing else was changed."
	if u.partial {
		others = "The changes of other attributes were written."
	}
	has := "has"
	if portkey.IsUnknownOutcome(err) {
		has = "may have"
	}
	detail := "Portkey did not change the usage limits in one request, so they were cleared, and setting them again failed: " +
		"the workspace " + has + " no usage limit now, and nothing stops its requests. " + others +
		" Apply again to set the usage limits, or set them in Portkey. If Portkey refuses a value, correct it first."
	if restored {
		detail = "Portkey refused the usage limits of this plan. They had been cleared for it, so those from before were set again. " + others +
			" What was used so far may count from zero again. Correct the value that Portkey names, and apply again."
	}
	failed := noun.Update().FailedIn(tfkit.SectionValue, err, detail)
	return diag.NewAttributeErrorDiagnostic(path.Root("usage_limits"), failed.Summary(), failed.Detail())
}
