package tfkit

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// A workspace_id is written as the id or as the slug of a workspace. The state keeps
// what the user wrote; the id is sent.

var workspaceNoun = Noun{Words: portkey.WorkspaceWords, Type: "portkey_workspace", References: "ID or slug"}

// WorkspaceFindFailed explains why the workspace that something else names was not found.
func WorkspaceFindFailed(err error) diag.Diagnostic {
	return workspaceNoun.FindFailed(workspaceNoun.Find(), err)
}

// WorkspaceFindFailedIn is WorkspaceFindFailed for an import that names a workspace, also by
// its name.
func WorkspaceFindFailedIn(act Act, err error) diag.Diagnostic {
	named := workspaceNoun
	named.References = "ID, slug or exact name"
	return named.FindFailed(act, err)
}

// WorkspaceID is the id of the workspace that a workspace_id names; "" for null. It
// reports false, with an error at the attribute, where there is no such workspace.
func (s *Session) WorkspaceID(ctx context.Context, ref types.String, diags *diag.Diagnostics) (id string, ok bool) {
	if ref.ValueString() == "" {
		return "", true
	}
	id, err := s.API.WorkspaceID(ctx, ref.ValueString())
	if err != nil {
		failed := WorkspaceFindFailed(err)
		diags.AddAttributeError(path.Root("workspace_id"), failed.Summary(), failed.Detail())
	}
	return id, err == nil
}

// OwnWorkspaceID is the id of the workspace that an omitted workspace_id means: that of a
// workspace's own key. It is "" for the key of an organisation, and if Portkey does not
// return it, which is asked once.
func (s *Session) OwnWorkspaceID(ctx context.Context) string {
	s.ownWorkspace.Do(func() { s.ownWorkspaceID = s.API.OnlyWorkspaceID(ctx) })
	return s.ownWorkspaceID
}

// KnownWorkspaceID is WorkspaceID for a state, whose workspace may have been deleted:
// then it is what the state has.
func (s *Session) KnownWorkspaceID(ctx context.Context, ref types.String) string {
	if ref.ValueString() == "" {
		return ""
	}
	if id, err := s.API.WorkspaceID(ctx, ref.ValueString()); err == nil {
		return id
	}
	return ref.ValueString()
}

// WorkspaceFilter is the id of the workspace that the argument workspace_id of a data
// source or a list resource names; "" for null. It reports false, with an error, where
// there is no such workspace.
func (s *Session) WorkspaceFilter(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) (id string, ok bool) {
	var ref types.String
	diags.Append(config.GetAttribute(ctx, path.Root("workspace_id"), &ref)...)
	if diags.HasError() {
		return "", false
	}
	return s.WorkspaceID(ctx, ref, diags)
}

// PlanWorkspace plans a replacement where workspace_id names another workspace than
// the one in the state. The id and the slug of one workspace are two spellings of it;
// Portkey is asked only to compare those.
func PlanWorkspace(ctx context.Context, s *Session, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	at := path.Root("workspace_id")
	var planned, known types.String
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, at, &planned)...)
	resp.Diagnostics.Append(req.State.GetAttribute(ctx, at, &known)...)
	if resp.Diagnostics.HasError() || planned.Equal(known) {
		return
	}
	if !planned.IsUnknown() {
		if !s.Ready(&resp.Diagnostics) {
			return
		}
		id, ok := s.WorkspaceID(ctx, planned, &resp.Diagnostics)
		if !ok || id == s.KnownWorkspaceID(ctx, known) {
			return
		}
	}
	resp.RequiresReplace.Append(at)
}
