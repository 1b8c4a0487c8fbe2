package tfkit

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// PlanPatience is how long a plan waits for what it can do without.
const PlanPatience = 15 * time.Second

// plannedKey is the private-state key under which a plan notes the id of the object.
// Terraform plans a replacement in two calls, and the second one has no prior state but
// gets the private state of the first.
const plannedKey = "planned"

// NoteRefreshed notes that this process refreshes an object, as a plan does.
func (s *Session) NoteRefreshed(id string) {
	s.note("refresh of " + id)
}

// IsPlanning reports whether a change of an object is planned for a user to read.
// Terraform plans it once more when it applies it, in a process that refreshes nothing,
// and shows the warnings of both.
func (s *Session) IsPlanning(id string) bool { return s.isNoted("refresh of " + id) }

// NoteRemoved notes that this process plans to remove something.
func (s *Session) NoteRemoved(what string) { s.note("removal of " + what) }

// IsRemoved reports whether this process has planned to remove it so far.
func (s *Session) IsRemoved(what string) bool { return s.isNoted("removal of " + what) }

func (s *Session) note(fact string) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.noted == nil {
		s.noted = map[string]bool{}
	}
	s.noted[fact] = true
}

func (s *Session) isNoted(fact string) bool {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.noted[fact]
}

// NotePlanned notes in a plan which object it is about, for PlanName.
func NotePlanned(ctx context.Context, id string, resp *resource.ModifyPlanResponse) {
	resp.Diagnostics.Append(Note(ctx, resp.Private, plannedKey, id)...)
}

// PlanName warns of a create whose name is taken, since the apply would fail. It is
// silent where duplicates are allowed, and where the name or one of its parts is not
// known. namesakes looks the name up, given its parts by attribute, and never fails; the
// first part is the name itself.
func (n Noun) PlanName(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse,
	parts []string, namesakes func(ctx context.Context, parts map[string]string) (shown string, found []portkey.Candidate),
) {
	var duplicates types.Bool
	if !n.OwnSlug && !n.UniqueName {
		resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("allow_duplicate_name"), &duplicates)...)
	}
	known, ok := knownTexts(ctx, req.Config, parts, &resp.Diagnostics)
	if !ok || duplicates.IsUnknown() || duplicates.ValueBool() {
		return
	}
	replaced := Noted(ctx, req.Private, plannedKey) // "" for what is not replaced
	ctx, cancel := context.WithTimeout(ctx, PlanPatience)
	defer cancel()
	shown, found := namesakes(ctx, known)
	found = slices.DeleteFunc(found, func(one portkey.Candidate) bool { return one.ID == replaced || one.Slug == replaced })
	if len(found) > 0 {
		resp.Diagnostics.AddAttributeWarning(path.Root(n.Name), fmt.Sprintf("%s named %q already exists", capital(n.A()), shown), fmt.Sprintf(
			"The create of this one will fail, unless the same apply destroys or renames the other one first.\n"+
				"- If it is not managed yet, import it in the root module with\n%s\n"+
				"- If it is in this state under another address, for example because a key of for_each has changed, add a moved block.\n"+
				"- %s\n%s",
			n.ImportBlocks(found), n.duplicate(), More(SectionTaken)))
	}
}

// knownTexts are string attributes of a configuration, null as "". It reports false where one
// of them is unknown.
func knownTexts(ctx context.Context, config tfsdk.Config, attributes []string, diags *diag.Diagnostics) (map[string]string, bool) {
	texts := map[string]string{}
	for _, attribute := range attributes {
		var text types.String
		diags.Append(config.GetAttribute(ctx, path.Root(attribute), &text)...)
		if text.IsUnknown() || diags.HasError() {
			return nil, false
		}
		texts[attribute] = text.ValueString()
	}
	return texts, true
}
