package limits

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Update is an update of an object that has usage limits. What a control plane does not
// change in one request is changed in several. M is the model of the noun, T its answers,
// U the bodies of its PUTs.
type Update[M any, T portkey.Object, D portkey.CreateBody, U any] struct {
	Objects     *portkey.Collection[T, D, U]
	Now         func() time.Time
	ID          string
	Plan, State M
	Versions    *tfkit.Edit[M]
	Of          Owner[M, T, U]

	// Before is the object as the first edit found it, Live as the last one did.
	Before, Live T
	// Partial reports that all changes but those of usage limits were written. Done is the
	// state as far as the update got.
	Partial bool
	Done    M

	edited bool // whether Before is known
}

// Owner is what an [Update] needs to know of a noun.
type Owner[M, T, U any] struct {
	// Check is an error for an answer about another object.
	Check func(T) error
	// Seen is an answer in the spelling of the state, UpdatedAt its time, RFC 3339.
	Seen      func(answer T, now time.Time) M
	UpdatedAt func(T) string
	// Writes reports whether a plan writes anything, and Changes are the bodies of that.
	Writes  func(plan M) bool
	Changes func(plan M, live T, now time.Time) ([]U, error)
	// Limits are the usage limits of a model, and With a model with others.
	Limits func(M) []UsageLimit
	With   func(M, []UsageLimit) M
	// Answered are the usage limits of an answer, and Body is a PUT of usage limits alone.
	Answered func(T) portkey.Opt[portkey.UsageLimits]
	Body     func(portkey.Opt[[]portkey.UsageLimit]) U
}

// Write writes what differs, and returns the object as it was read back. refusal is why
// usage limits were cleared and set again, nil if they were not.
func (u *Update[M, T, D, U]) Write(ctx context.Context) (written T, refusal, err error) {
	written, err = u.Edit(ctx, func(live T, now time.Time) ([]U, error) {
		if _, err := u.Versions.Compare(u.Of.Seen(live, now), u.Of.UpdatedAt(live), now); err != nil {
			return nil, err
		}
		return u.Of.Changes(u.Plan, live, now)
	})
	if portkey.IsInvalid(err) && u.limitsMayBeWhy() {
		return u.writeInParts(ctx, err)
	}
	return written, nil, err
}

// Edit sends the bodies that a plan makes of the live object.
func (u *Update[M, T, D, U]) Edit(ctx context.Context, plan func(live T, now time.Time) ([]U, error)) (T, error) {
	return u.Objects.Edit(ctx, u.ID, func(live T) ([]U, error) {
		if err := u.Of.Check(live); err != nil {
			return nil, err
		}
		u.Live = live
		if !u.edited {
			u.Before, u.edited = live, true
		}
		now := u.Now()
		bodies, err := plan(live, now)
		if err == nil && len(bodies) > 0 {
			u.begin(live, now)
		}
		return bodies, err
	})
}

// begin notes a write of the live object.
func (u *Update[M, T, D, U]) begin(live T, now time.Time) {
	u.Versions.Begin(u.Of.Seen(live, now), u.Of.UpdatedAt(live), now)
}

// limitsMayBeWhy reports whether a request was rejected that a control plane may reject
// because of null inside a usage limit, or of another type for one.
func (u *Update[M, T, D, U]) limitsMayBeWhy() bool {
	_, nulls := WithoutNulls(u.change(u.Plan, u.Live))
	return nulls || Retypes(u.Of.Limits(u.Plan), u.Of.Limits(u.State))
}

func (u *Update[M, T, D, U]) change(to M, live T) []portkey.UsageLimit {
	return ChangeUsage(u.Of.Limits(to), u.Of.Limits(u.State), u.Of.Answered(live).Or(nil), u.Now())
}

// writeInParts writes the other changes, and then the usage limits: with what is removed
// left out, as a control plane takes it that replaces limits, or by clearing them first.
// They are cleared only if nothing but what is on the server stands against them.
func (u *Update[M, T, D, U]) writeInParts(ctx context.Context, cause error) (written T, refusal, err error) {
	others := u.Of.With(u.Plan, u.Of.Limits(u.State))
	if u.Of.Writes(others) {
		if _, err := u.Edit(ctx, func(live T, now time.Time) ([]U, error) { return u.Of.Changes(others, live, now) }); err != nil {
			return written, nil, err
		}
		u.Done, u.Partial = others, true
	}
	written, err = u.Edit(ctx, func(live T, _ time.Time) ([]U, error) {
		omitting, _ := WithoutNulls(u.change(u.Plan, live))
		return []U{u.Of.Body(portkey.Some(omitting))}, nil
	})
	switch {
	case err == nil && !u.limitsStay(written):
		return written, nil, nil
	case err == nil:
	case !portkey.IsInvalid(err) || !Retypes(u.Of.Limits(u.Plan), u.Of.Limits(u.State)):
		return written, nil, u.partly(err)
	}
	written, err = u.Objects.Rewrite(ctx, u.ID, func(live T) (portkey.Rewrite[U], error) {
		u.begin(live, u.Now())
		omitting, _ := WithoutNulls(u.change(u.Plan, live))
		before, _ := WithoutNulls(u.change(u.State, live))
		return portkey.Rewrite[U]{
			Clear: u.Of.Body(portkey.Null[[]portkey.UsageLimit]()), Set: u.Of.Body(portkey.Some(omitting)), Restore: u.Of.Body(portkey.Some(before)),
		}, nil
	})
	var cleared *portkey.ClearedError
	if errors.As(err, &cleared) && !cleared.Restored {
		u.Done = u.Of.With(u.Done, nil)
	}
	if err == nil {
		refusal = cause
	}
	return written, refusal, u.partly(err)
}

// partly adds to an error that the other changes were written, if they were.
func (u *Update[M, T, D, U]) partly(err error) error {
	if err == nil || !u.Partial {
		return err
	}
	return &portkey.PartialError{Done: "the changes of other attributes were written", Err: err}
}

// limitsStay reports whether an answer shows that the server kept what was left out.
func (u *Update[M, T, D, U]) limitsStay(written T) bool {
	answered, ok := u.Of.Answered(written).Get()
	plan := u.Of.Limits(u.Plan)
	return ok && u.showsLimits(written) && !UsageReordered(ObserveUsage(plan, answered, u.Now()), plan)
}

// Shows reports whether an answer is newer than the object before the update. Within one
// second that can't be known where times are cut to it.
func (u *Update[M, T, D, U]) Shows(written T) bool { return u.Precedes(u.Before, written) }

// showsLimits reports whether an answer is newer than the edit of the limits. After the
// edit of the other changes, which may be of the same second, it is if that one was seen.
func (u *Update[M, T, D, U]) showsLimits(written T) bool {
	if !u.Partial {
		return u.Precedes(u.Live, written)
	}
	return u.Precedes(u.Before, u.Live) && !u.Precedes(written, u.Live)
}

// Precedes reports whether one answer is older than another.
func (u *Update[M, T, D, U]) Precedes(one, other T) bool {
	return tfkit.Precedes(u.Of.UpdatedAt(one), u.Of.UpdatedAt(other))
}

// ClearText is [tfkit.ClearAgain], unless an answer is older than the change that it follows:
// what that one shows is no evidence that the text stays.
func (u *Update[M, T, D, U]) ClearText(ctx context.Context, written T, textOf func(T) string, body U) (read T, retained string, cause error) {
	if !u.Shows(written) {
		return written, "", nil
	}
	again, retained, cause := tfkit.ClearAgain(ctx, written, textOf, body, func(ctx context.Context, bodies func(T) ([]U, error)) (T, error) {
		return u.Edit(ctx, func(live T, _ time.Time) ([]U, error) { return bodies(live) })
	})
	unread := retained == "" && u.Of.UpdatedAt(again) == ""
	if cause == nil && (unread || u.Precedes(again, written)) {
		return written, "", nil
	}
	return again, retained, cause
}

// WarnOfClearing warns that the usage limits of an object were cleared and set again, and
// why.
func WarnOfClearing(n tfkit.Noun, refusal error, diags *diag.Diagnostics) {
	if refusal != nil {
		diags.AddAttributeWarning(path.Root("usage_limits"), "Usage limits were cleared and set again", fmt.Sprintf(
			"Portkey did not change the usage limits of this %s in one request, so they were cleared and set again by two. "+
				"They are as configured. What was used so far may count from zero again: check the %s in Portkey.\nPortkey: %v.", n.One, n.One, refusal))
	}
}

// ClearedFailed explains usage limits that were cleared and could not be set again. It
// reports false for another error.
func (u *Update[M, T, D, U]) ClearedFailed(n tfkit.Noun, err error) (failed diag.Diagnostic, cleared bool) {
	var why *portkey.ClearedError
	if !errors.As(err, &why) {
		return nil, false
	}
	others := "Nothing else was changed."
	if u.Partial {
		others = "The changes of other attributes were written."
	}
	has := "has"
	if portkey.IsUnknownOutcome(err) {
		has = "may have"
	}
	detail := "Portkey did not change the usage limits in one request, so they were cleared, and setting them again failed: " +
		"the " + n.One + " " + has + " no usage limit now, and nothing stops its requests. " + others +
		" Apply again to set the usage limits, or set them in Portkey. If Portkey refuses a value, correct it first."
	if why.Restored {
		detail = "Portkey refused the usage limits of this plan. They had been cleared for it, so those from before were set again. " + others +
			" What was used so far may count from zero again. Correct the value that Portkey names, and apply again."
	}
	said := n.Update().FailedIn(tfkit.SectionValue, err, detail)
	return diag.NewAttributeErrorDiagnostic(path.Root("usage_limits"), said.Summary(), said.Detail()), true
}
