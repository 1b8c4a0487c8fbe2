package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// ImportState takes workspace/provider: the workspace by its id, slug or name, the
// provider by its slug, id or exact name. The import ID of the vendor's provider, which
// has a colon, will do.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	in, ref, ok := importReference(ctx, req, resp)
	if !ok {
		return
	}
	home, err := portkey.NewWorkspaces(r.Session.API).Find(ctx, in)
	if err != nil {
		failed := tfkit.WorkspaceFindFailed(err)
		resp.Diagnostics.AddError(noun.Import().Summary(), failed.Detail())
		return
	}
	found, err := portkey.NewProviders(r.Session.API, home.ID).Find(ctx, ref)
	if err != nil {
		resp.Diagnostics.Append(noun.FindFailed(noun.Import(), err))
		return
	}
	if in != home.Slug.Or("") { // a name is no workspace_id
		in = home.ID
	}
	state := model{}.takeComputed(found)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), state.ID)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("slug"), state.Slug)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("workspace_id"), in)...)
	resp.Diagnostics.Append(tfkit.IdentifyWithin(ctx, resp.Identity, state.ID, home.ID)...)
}

// importReference is what an import names: a workspace and a provider. It reports false,
// with an error, where it names only one of them.
func importReference(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) (in, ref string, ok bool) {
	ref, ok = tfkit.ImportReference(ctx, noun, req, resp)
	if !ok {
		return "", "", false
	}
	if req.ID == "" {
		resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, path.Root("workspace_id"), &in)...)
		return in, ref, !resp.Diagnostics.HasError()
	}
	in, ref, ok = strings.Cut(req.ID, "/")
	if !ok {
		in, ref, ok = strings.Cut(req.ID, ":")
	}
	if !ok || in == "" || ref == "" {
		resp.Diagnostics.Append(diag.NewErrorDiagnostic(noun.Import().Summary(), fmt.Sprintf(
			"%.100q does not name a workspace and a provider. Specify both, as in workspace/provider: the workspace by its ID, slug or exact name, the provider by its %s.\n%s",
			req.ID, noun.References, tfkit.More(tfkit.SectionNotFound))))
		return "", "", false
	}
	return in, ref, true
}
