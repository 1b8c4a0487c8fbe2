package tfkit

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// NotListedError says that a list lacks a row, which proves nothing about it.
type NotListedError struct{ portkey.Gone }

func (e *NotListedError) Error() string { return e.Seen }

// NotListed explains that a list lacks a row, which proves nothing. what is a short word for
// the row.
func (a Act) NotListed(gone portkey.Gone, what string) diag.Diagnostic {
	remedy := fmt.Sprintf("Plan again later, or, if you know that the %s was deleted, remove the resource from the state with terraform state rm.", what)
	if gone.Elsewhere {
		remedy = "Check api_key, and which provider configuration (alias) the resource uses."
	}
	return diag.NewErrorDiagnostic(a.Summary(), gone.Seen+" Nothing was changed.\n"+remedy+"\n"+More(SectionGone))
}

// KeepIdentity sets the identity where there is none: in a state of an older Terraform or of
// the vendor's provider. It stays as it was once it is set.
func KeepIdentity(ctx context.Context, identity *tfsdk.ResourceIdentity, id types.String) diag.Diagnostics {
	var known types.String
	diags := identity.GetAttribute(ctx, path.Root("id"), &known)
	if known.ValueString() == "" {
		diags.Append(identity.SetAttribute(ctx, path.Root("id"), id)...)
	}
	return diags
}

// AbsentRow is what the absence of a row from its list proves: that it was deleted, unless
// it was created less than an hour ago. createdAt is when, as far as the state has it, and
// otherwise the time of the last write. seen is the absence, as a clause, and what the row.
func (w OwnWrites) AbsentRow(createdAt types.String, now time.Time, seen, what string) portkey.Gone {
	created := createdAt.ValueString()
	if created == "" && !w.Began.IsZero() {
		created = w.Began.Format(time.RFC3339)
	}
	if IsRecent(created, now) {
		return portkey.Gone{Lagging: true, Seen: seen + ", but " + what + " was created less than an hour ago, and Portkey's list can lag."}
	}
	return portkey.Gone{Proven: true, Seen: seen + "."}
}

// RowDeleted explains why a row is still there, if it is: prove looks whether it was
// deleted before.
func (n Noun) RowDeleted(err error, prove func(error) portkey.Gone, what string) diag.Diagnostics {
	var diags diag.Diagnostics
	var absent *NotListedError
	if errors.As(err, &absent) {
		diags.Append(n.Destroy().NotListed(absent.Gone, what))
		return diags
	}
	n.Gone(n.Destroy(), err, prove, &diags)
	return diags
}

// RowTaken explains that a row is there already.
type RowTaken struct {
	// At is the attribute that distinguishes the rows of a list.
	At string
	// Twice is what two resources of one row do, and Exists that it is there, as a sentence.
	Twice, Exists string
	// What is a short word for the row, and More what else can be done, as a line.
	What, More string
}

// Failed is the error of a create.
func (t RowTaken) Failed(n Noun, taken *portkey.TakenError) diag.Diagnostic {
	detail := fmt.Sprintf("Two resources of this run %s, and the other one was created first. Nothing was created for this one. Remove one of them.\n", t.Twice)
	if !taken.MadeHere {
		detail = fmt.Sprintf("%s Nothing was created.\n- If the %s is not managed yet, import it in the root module with\n%s\n"+
			"- If it is in this state under another address, add a moved block.\n%s", t.Exists, t.What, n.ImportBlocks(taken.Candidates), t.More)
	}
	return diag.NewAttributeErrorDiagnostic(path.Root(t.At), n.Create().Summary(), detail+More(SectionTaken))
}
