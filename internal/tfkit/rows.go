package tfkit

import (
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

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
