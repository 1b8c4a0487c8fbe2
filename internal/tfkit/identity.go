package tfkit

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
)

// IDIdentity is the identity of a resource that its id alone tells from every other.
func IDIdentity(description string) identityschema.Schema {
	return identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{RequiredForImport: true, Description: description},
	}}
}

// ImportReference is what an import by ID or by [IDIdentity] names. It reports false,
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
