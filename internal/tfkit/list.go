package tfkit

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/path"
)

// Listed is one object that a list resource found.
type Listed struct {
	// ID is that of its identity, Name what people know it by, Slug what distinguishes it
	// from another one of the same name.
	ID, Name, Slug string
	// WorkspaceID is the id of its workspace, if that is a part of its identity; else "".
	WorkspaceID string
	// Model is the resource as an import of it reads it, for include_resource.
	Model func(ctx context.Context, diags *diag.Diagnostics) any
}

// ListResults pushes what find returns as the results of a list resource. Whatever goes wrong
// is a result too: diagnostics that come after the stream was returned are not read.
func (b *ResourceBase) ListResults(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream, find func(diags *diag.Diagnostics) []Listed) {
	stream.Results = func(push func(list.ListResult) bool) {
		var diags diag.Diagnostics
		var found []Listed
		if b.Session.Ready(&diags) {
			found = find(&diags)
			b.Session.WarnOfWaits(&diags)
		}
		labels := labelsOf(found)
		for i, one := range found {
			if int64(i) == req.Limit {
				break
			}
			result := req.NewListResult(ctx)
			result.DisplayName = labels[i]
			result.Diagnostics.Append(result.Identity.SetAttribute(ctx, path.Root("id"), one.ID)...)
			if one.WorkspaceID != "" {
				result.Diagnostics.Append(result.Identity.SetAttribute(ctx, path.Root("workspace_id"), one.WorkspaceID)...)
			}
			if req.IncludeResource {
				if model := one.Model(ctx, &result.Diagnostics); !result.Diagnostics.HasError() {
					result.Diagnostics.Append(result.Resource.Set(ctx, model)...)
				}
			}
			if !push(result) {
				return
			}
		}
		if len(diags) > 0 {
			push(list.ListResult{Diagnostics: diags})
		}
	}
}

// labelsOf names each object by its name, which people know it by and a label in HCL
// can be made of, and by its slug as well where another one has that name.
func labelsOf(found []Listed) []string {
	labels := make([]string, len(found))
	named := map[string]int{}
	for _, one := range found {
		named[one.Name]++
	}
	for i, one := range found {
		switch {
		case one.Name == "":
			labels[i] = one.Slug
		case named[one.Name] > 1:
			labels[i] = one.Name + " (" + one.Slug + ")"
		default:
			labels[i] = one.Name
		}
	}
	return labels
}
