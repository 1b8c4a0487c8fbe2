package config

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// The list of configs lacks their contents, but has the time of the last update of each. The
// contents in a state are those of that time if they were read long after it: an update that
// came later has a later time. Within the second of an update, or within what the clocks of a
// control plane differ by, an equal time proves nothing. So private state has the time of an
// update whose contents were read long after it.

const (
	settledKey = "settled"
	// settles is how long after an update contents are read that an equal time proves to be
	// the same.
	settles = time.Minute
)

// noteSettled notes that what was last updated at updatedAt (RFC 3339) was read by now, the
// server's clock, if that is long after.
func noteSettled(ctx context.Context, private tfkit.PrivateState, updatedAt string, now time.Time) diag.Diagnostics {
	updated, err := time.Parse(time.RFC3339, updatedAt)
	if err != nil || now.Sub(updated) < settles {
		return nil
	}
	return tfkit.Note(ctx, private, settledKey, updatedAt)
}

// settledAt is the last update of a state (RFC 3339) if its contents were read long after
// that, else "".
func settledAt(ctx context.Context, private tfkit.PrivateState, updatedAt types.String) string {
	if settled := tfkit.Noted(ctx, private, settledKey); settled == updatedAt.ValueString() {
		return settled
	}
	return ""
}
