package config

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

var _ list.ListResourceWithConfigure = (*Resource)(nil)

// NewListResource makes the list resource for the provider's registry.
func NewListResource() list.ListResource { return newResource() }

// ListResourceConfigSchema describes the filter.
func (r *Resource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Finds the configs of a workspace, or all that the API key can see, for `terraform query`, which can write the configuration that imports them, but for their sensitive `config`.\n\n" +
			"The API key needs the scope `configs.list`, and `configs.read` with `include_resource` and for the import.",
		Attributes: map[string]schema.Attribute{
			"workspace_id": schema.StringAttribute{Optional: true, MarkdownDescription: workspaceFilter},
		},
	}
}

// List finds the configs for terraform query.
func (r *Resource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	tfkit.List(ctx, req, stream, func(diags *diag.Diagnostics) (found []tfkit.Listed) {
		var filter struct {
			WorkspaceID types.String `tfsdk:"workspace_id"`
		}
		diags.Append(req.Config.Get(ctx, &filter)...)
		if diags.HasError() || !r.Session.Ready(diags) {
			return nil
		}
		defer r.Session.WarnOfWaits(diags)
		workspaceID, ok := r.Session.WorkspaceID(ctx, filter.WorkspaceID, diags)
		if !ok {
			return nil
		}
		configs := r.Session.API.Configs(workspaceID)
		all, err := configs.List(ctx, nil)
		if err != nil {
			diags.Append(noun.List().Failed(err))
		}
		for _, one := range all {
			imported := model{}.takeComputed(one)
			found = append(found, tfkit.Listed{
				ID: imported.ID.ValueString(), Slug: imported.address(), Name: one.Name.Or(""),
				Model: func(ctx context.Context, diags *diag.Diagnostics) any {
					got, err := configs.GetUncached(ctx, imported.address())
					if err != nil {
						diags.Append(noun.Read().Failed(err))
					}
					return imported.observe(got, r.Session.API.Now())
				},
			})
		}
		return found
	})
}
