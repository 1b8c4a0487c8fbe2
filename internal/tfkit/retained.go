package tfkit

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
)

// KeepRetained is [KeepProse] for a text that can be cleared. A text that the control plane
// retained when it was cleared counts as none, since nothing can clear it, and every plan
// would show its removal. Another text is drift. It returns what is still retained.
func KeepRetained(prior *string, retained, seen string) (text *string, still string) {
	if seen != "" && seen == retained && Text(prior) == "" {
		return prior, retained
	}
	return KeepProse(prior, seen), ""
}

// ClearAgain sees to a text that was cleared and is still there: edit, which calls its
// argument with the live object and sends the bodies that it returns, clears it by another
// body. It returns the object as it was read back, and the text if that stays, which nothing
// can clear; cause is how the other body failed, if it did.
func ClearAgain[T, U any](
	ctx context.Context, written T, textOf func(T) string, body U,
	edit func(ctx context.Context, bodies func(live T) ([]U, error)) (T, error),
) (read T, retained string, cause error) {
	text := textOf(written)
	if text == "" {
		return written, "", nil
	}
	again, err := edit(ctx, func(live T) ([]U, error) {
		if textOf(live) == "" {
			return nil, nil
		}
		return []U{body}, nil
	})
	switch {
	case err != nil:
		return written, text, err
	case textOf(again) != text:
		return again, "", nil
	}
	return again, text, nil
}

// WarnOfRetained warns of a text that nothing clears, at the attribute that has it. There
// is none if the text is empty. cause is how the last attempt failed, if it did.
func WarnOfRetained(attribute, text string, cause error, diags *diag.Diagnostics) {
	if text == "" {
		return
	}
	words := ""
	if cause != nil {
		words = fmt.Sprintf("\nPortkey: %v.", cause)
	}
	diags.AddAttributeWarning(path.Root(attribute), strings.ToUpper(attribute[:1])+attribute[1:]+" was not cleared", fmt.Sprintf(
		"The %[1]s was removed from the configuration, and Portkey still returns %.100[2]q: neither an empty %[1]s nor null clears it there. "+
			"All other changes were written. The state records that there is no %[1]s, so the next plan is empty, and Terraform shows the %[1]s again once somebody changes it. "+
			"To replace the text, set another %[1]s.%[3]s", attribute, text, words))
}

// Retained are digests of what the control plane added to an object, or kept although it was
// cleared, by attribute or field. It is no difference as long as it is the same.
type Retained map[string]string

// Has reports whether a value is retained.
func (r Retained) Has(what, seen string) bool {
	digest, is := r[what]
	return is && digest == Digest(seen)
}

// notesKey is the private-state key of the notes of a resource.
const notesKey = "notes"

// ReadNotes reads what the private state has of a resource, beside its attributes: nothing
// if nothing was written.
func ReadNotes[N any](ctx context.Context, private PrivateState) (notes N) {
	stored, _ := private.GetKey(ctx, notesKey) // fails for reserved keys only
	_ = json.Unmarshal(stored, &notes)         // there may be none
	return notes
}

// WriteNotes writes notes, which must not contain secrets, to the private state.
func WriteNotes[N any](ctx context.Context, private PrivateState, notes N) diag.Diagnostics {
	stored, _ := json.Marshal(notes) // of texts, which always marshal
	return private.SetKey(ctx, notesKey, stored)
}
