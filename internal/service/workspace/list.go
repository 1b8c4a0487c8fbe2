package workspace

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

var _ list.ListResourceWithConfigure = (*Resource)(nil)

// NewListResource returns the list resource for the provider's registry.
func NewListResource() list.ListResource { return newResource() }

// ListResourceConfigSchema describes the filters, which are the API's own.
func (r *Resource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the active workspaces visible to the API key, for `terraform query`, which can generate the configuration that imports them.\n\n" +
			"Official documentation: [Workspaces](https://portkey.ai/docs/product/enterprise-offering/org-management/workspaces).\n\n" +
			"The API key needs the scope `workspaces.list`, and `workspaces.read` with `include_resource` and for the import.",
		Attributes: map[string]schema.Attribute{
			"name":       schema.StringAttribute{Optional: true, MarkdownDescription: nameFilter},
			"exact_name": schema.StringAttribute{Optional: true, MarkdownDescription: exactNameFilter},
		},
	}
}

// List finds the workspaces for terraform query.
func (r *Resource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	r.ListResults(ctx, req, stream, func(diags *diag.Diagnostics) []tfkit.Listed {
		filter := filterOf(ctx, req.Config, diags)
		if diags.HasError() {
			return nil
		}
		workspaces := portkey.NewWorkspaces(r.Session.API)
		found, err := r.Session.API.FilterWorkspaces(ctx, filter)
		if err != nil {
			diags.Append(noun.List().Failed(err))
		}
		return tfkit.Views(found, func(one portkey.Workspace) tfkit.Listed {
			return tfkit.Listed{
				// Without the icon, it can become a label in HCL.
				ID: one.ID, Slug: one.Slug.Or(one.ID), Name: portkey.PlainName(one.Icon.Or(""), one.Name.Or("")),
				Model: func(ctx context.Context, diags *diag.Diagnostics) any {
					got, err := workspaces.Get(ctx, one.ID, "") // from the list, or by itself
					if err != nil {
						diags.Append(noun.Read().Failed(err))
					}
					imported := model{attributes: attributes{ID: types.StringValue(one.ID)}}
					return imported.observe(got, r.Session.DefaultMetadata, r.Session.API.Now())
				},
			}
		})
	})
}
