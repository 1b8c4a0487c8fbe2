package workspace

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

const (
	nameFilter      = "Only workspaces whose name contains this text. Case-sensitive. If omitted, workspaces of any name."
	exactNameFilter = "Only workspaces with exactly this name. Case-sensitive. If omitted, workspaces of any name."
)

// NewListDataSource makes the data source portkey_workspaces for the provider's
// registry: every workspace that matches the filters.
func NewListDataSource() datasource.DataSource {
	return &tfkit.ListDataSource[view]{
		DataSourceBase: tfkit.DataSourceBase{Name: "workspaces"},
		Description: "Reads every workspace visible to the API key, or those that match the filters. " +
			"No match returns an empty list; an incomplete list is an error.\n\n" +
			"Official documentation: [Workspaces](https://portkey.ai/docs/product/enterprise-offering/org-management/workspaces).\n\n" +
			"The API key needs the scope `workspaces.list`. A workspace's own key sees only that workspace.",
		Arguments: map[string]schema.Attribute{
			"name":       schema.StringAttribute{Optional: true, MarkdownDescription: nameFilter},
			"exact_name": schema.StringAttribute{Optional: true, MarkdownDescription: exactNameFilter},
			"status": schema.ListAttribute{
				Optional:            true,
				ElementType:         types.StringType,
				MarkdownDescription: "Only workspaces with these statuses: `active`, `archived` or both. Defaults to `[\"active\"]`.",
				Validators:          []validator.List{tfkit.NoNullElements(), listvalidator.ValueStringsAre(tfkit.Among("active", "archived"))},
			},
		},
		Listed:     "The matching workspaces, in the order in which Portkey lists them.",
		Attributes: viewAttributes(),
		Find: func(ctx context.Context, session *tfkit.Session, config tfsdk.Config, diags *diag.Diagnostics) []view {
			filter := filterOf(ctx, config, diags)
			diags.Append(config.GetAttribute(ctx, path.Root("status"), &filter.Status)...)
			if diags.HasError() {
				return nil
			}
			found, err := session.API.FilterWorkspaces(ctx, filter)
			if err != nil {
				diags.Append(noun.List().Failed(err))
			}
			return tfkit.Views(found, func(one portkey.Workspace) view { return viewOf(session.API, one) })
		},
	}
}

// filterOf reads the filters that the data source and the list resource share.
func filterOf(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) portkey.WorkspaceFilter {
	var name, exactName *string
	diags.Append(config.GetAttribute(ctx, path.Root("name"), &name)...)
	diags.Append(config.GetAttribute(ctx, path.Root("exact_name"), &exactName)...)
	return portkey.WorkspaceFilter{Name: tfkit.Text(name), ExactName: tfkit.Text(exactName)}
}
