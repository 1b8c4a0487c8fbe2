package tfkit

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// CheckWindow is an error for a time window that does not end after it starts, by the
// names of the arguments of both times.
func CheckWindow(ctx context.Context, config tfsdk.Config, start, end string) diag.Diagnostics {
	var from, to types.String
	diags := config.GetAttribute(ctx, path.Root(start), &from)
	diags.Append(config.GetAttribute(ctx, path.Root(end), &to)...)
	begins, errFrom := ParseTime(from.ValueString())
	ends, errTo := ParseTime(to.ValueString())
	if errFrom == nil && errTo == nil && !ends.After(begins) {
		diags.Append(invalid(path.Root(end), fmt.Sprintf("The attribute %s is %q, which is not after %s, %q. Set a later time.",
			end, to.ValueString(), start, from.ValueString()))...)
	}
	return diags
}

// WarnOfOpenWindow warns of a time window that has not ended, by the name of the argument
// of its end.
func WarnOfOpenWindow(now time.Time, argument, end string) diag.Diagnostics {
	at, err := ParseTime(end)
	if err != nil || !at.After(now) {
		return nil
	}
	return diag.Diagnostics{diag.NewAttributeWarningDiagnostic(path.Root(argument), "Time window has not ended", fmt.Sprintf(
		"The attribute %s is %q, which is in the future, so the result changes with every request to Portkey: every plan shows outputs and resources that depend on it as changed. "+
			"Set a time in the past.", argument, end))}
}
