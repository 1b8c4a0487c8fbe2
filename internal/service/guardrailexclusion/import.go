package guardrailexclusion

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// ImportState takes direction/workspace, the latter by id, slug or name.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	ref, ok := tfkit.ImportReference(ctx, noun, req, resp)
	if !ok {
		return
	}
	direction, workspace, nested := strings.Cut(ref, "/")
	if !nested || workspace == "" || !slices.Contains([]string{"input", "output"}, direction) {
		resp.Diagnostics.Append(notImported(ref, "does not name a direction and a workspace"))
		return
	}
	home, err := portkey.NewWorkspaces(r.Session.API).Find(ctx, workspace)
	if err != nil {
		resp.Diagnostics.Append(tfkit.WorkspaceFindFailedIn(noun.Import(), err))
		return
	}
	if workspace != home.Slug.Or("") { // a name is no workspace_id
		workspace = home.ID
	}
	state := model{WorkspaceID: types.StringValue(workspace), Direction: types.StringValue(direction)}
	state.ID = types.StringValue(state.address())
	at, err := r.find(ctx, state)
	if err != nil {
		resp.Diagnostics.Append(noun.Import().Failed(err))
		return
	}
	list, err := at.rows.List(ctx)
	if err != nil {
		resp.Diagnostics.Append(noun.Import().Failed(err))
		return
	}
	if !at.has(list) {
		resp.Diagnostics.Append(notImported(ref, "names a workspace that is not excluded"))
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)
}

func notImported(ref, why string) diag.Diagnostic {
	return diag.NewErrorDiagnostic(noun.Import().Summary(), fmt.Sprintf("The import ID %.200q %s.\n"+
		"Specify the direction, and the workspace by ID, slug or name: input/workspace or output/workspace.\n%s",
		ref, why, tfkit.More(tfkit.SectionNotFound)))
}
