package tfkit

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// Identity is the identity of a resource that its id alone distinguishes from all others.
func (n Noun) Identity() identityschema.Schema {
	return identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{RequiredForImport: true, Description: n.idDescription()},
	}}
}

// IdentityWithin is the identity of a resource that is found within its workspace only.
func (n Noun) IdentityWithin() identityschema.Schema {
	identity := n.Identity()
	identity.Attributes["workspace_id"] = identityschema.StringAttribute{
		RequiredForImport: true, Description: fmt.Sprintf("The ID of the workspace that contains the %s, a UUID.", n.One),
	}
	return identity
}

// IdentifyWithin sets such an identity. Its workspace, by the id, stays as it is once it is
// there: an identity must not change. It stays null for what is in no workspace.
func IdentifyWithin(ctx context.Context, identity *tfsdk.ResourceIdentity, id types.String, workspaceID string) diag.Diagnostics {
	diags := identity.SetAttribute(ctx, path.Root("id"), id)
	var known types.String
	diags.Append(identity.GetAttribute(ctx, path.Root("workspace_id"), &known)...)
	if known.ValueString() == "" && workspaceID != "" {
		diags.Append(identity.SetAttribute(ctx, path.Root("workspace_id"), workspaceID)...)
	}
	return diags
}

// ImportReferenceWithin is [ImportReference] for [Noun.IdentityWithin]: workspace/id.
func ImportReferenceWithin(ctx context.Context, n Noun, req resource.ImportStateRequest, resp *resource.ImportStateResponse) (ref string, ok bool) {
	ref, ok = ImportReference(ctx, n, req, resp)
	if !ok || req.ID != "" {
		return ref, ok
	}
	var workspace types.String
	resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, path.Root("workspace_id"), &workspace)...)
	if workspace.ValueString() != "" {
		ref = workspace.ValueString() + "/" + ref
	}
	return ref, !resp.Diagnostics.HasError()
}

// ImportReference is what an import by ID or by [Noun.Identity] names. It reports false,
// with an error, where it names nothing.
func ImportReference(ctx context.Context, n Noun, req resource.ImportStateRequest, resp *resource.ImportStateResponse) (ref string, ok bool) {
	ref = req.ID
	if ref == "" && req.Identity != nil && !req.Identity.Raw.IsFullyNull() {
		resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, path.Root("id"), &ref)...)
	}
	if ref == "" && !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(n.NothingToImport())
	}
	return ref, ref != "" && !resp.Diagnostics.HasError()
}

// FindInWorkspaces finds what an import of something that a workspace contains names: it
// by its id, slug or name among all that the key sees, or by one of these in a
// workspace, as in workspace/name. find looks in the workspace of an id; "" is all that
// the key sees. workspace is the one that ref names, as a workspace_id; null where it
// names none.
func FindInWorkspaces[T any](
	ctx context.Context, api *portkey.Client, find func(workspaceID, ref string) (T, error), ref string,
) (found T, workspace types.String, err error) {
	in, name, nested := strings.Cut(ref, "/")
	if !nested {
		found, err = find("", ref)
		return found, types.StringNull(), err
	}
	home, err := portkey.NewWorkspaces(api).Find(ctx, in)
	if errors.As(err, new(*portkey.NotFoundError)) { // the slash is part of a name
		found, err = find("", ref)
		return found, types.StringNull(), err
	}
	if err != nil {
		return found, types.StringNull(), err
	}
	if in != home.ID && in != home.Slug.Or("") { // a name is no workspace_id
		in = home.ID
	}
	found, err = find(home.ID, name)
	return found, types.StringValue(in), err
}

// finder is a collection of the client.
type finder[T any] interface {
	Find(ctx context.Context, ref string) (T, error)
	FindByID(ctx context.Context, id string) (T, error)
}

// FindWithin is [FindInWorkspaces] for what is listed within a workspace only, so that its
// name has to follow that. With a workspace's own key the workspace is the key's.
func FindWithin[T any, F finder[T]](ctx context.Context, s *Session, open func(c *portkey.Client, workspaceID string) F, ref string) (found T, workspace types.String, err error) {
	own := ""
	found, workspace, err = FindInWorkspaces(ctx, s.API, func(workspaceID, ref string) (T, error) {
		if workspaceID == "" {
			own = s.OwnWorkspaceID(ctx)
			workspaceID = own
		}
		if workspaceID == "" {
			return open(s.API, "").FindByID(ctx, ref)
		}
		return open(s.API, workspaceID).Find(ctx, ref)
	}, ref)
	if workspace.IsNull() {
		workspace = StringOrNull(own)
	}
	return found, workspace, err
}

// FindWithinFailed explains why an import found nothing by [FindWithin].
func (n Noun) FindWithinFailed(err error, workspace types.String) diag.Diagnostic {
	failed := n.FindFailed(n.Import(), err)
	if !workspace.IsNull() || !errors.As(err, new(*portkey.NotFoundError)) {
		return failed
	}
	return diag.NewErrorDiagnostic(failed.Summary(), failed.Detail()+"\n  A name has to follow its workspace, as in workspace/name.")
}
