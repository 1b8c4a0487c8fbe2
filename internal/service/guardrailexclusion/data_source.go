package guardrailexclusion

import (
	"context"

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

// view is an exclusion of a list.
type view struct {
	WorkspaceID types.String `tfsdk:"workspace_id"`
}

// NewListDataSource returns the data source portkey_guardrail_exclusions for the provider's
// registry: those of one direction.
func NewListDataSource() datasource.DataSource {
	return &tfkit.ListDataSource[view]{
		DataSourceBase: tfkit.DataSourceBase{Name: "guardrail_exclusions"},
		Description: "Reads the workspaces that are excluded from the default guardrails of the organisation, of one direction. No exclusion returns an empty list; an incomplete list is an error.\n\n" +
			official + "\n\n" + needs,
		Arguments: map[string]schema.Attribute{
			"direction": schema.StringAttribute{Required: true, MarkdownDescription: directions, Validators: []validator.String{tfkit.OneOf("input", "output")}},
		},
		Result: "workspaces",
		Listed: "The workspaces, in the order in which Portkey lists them.",
		Attributes: map[string]schema.Attribute{
			"workspace_id": schema.StringAttribute{Computed: true, MarkdownDescription: "The ID of the workspace."},
		},
		Find: func(ctx context.Context, session *tfkit.Session, config tfsdk.Config, diags *diag.Diagnostics) []view {
			var direction string
			if diags.Append(config.GetAttribute(ctx, path.Root("direction"), &direction)...); diags.HasError() {
				return nil
			}
			organisation, err := session.API.OrganisationID(ctx)
			if err != nil {
				diags.Append(tfkit.WorkspaceFindFailed(err))
				return nil
			}
			list, err := portkey.NewExclusions(session.API, organisation, direction).List(ctx)
			if err != nil {
				diags.Append(noun.List().Failed(err))
			}
			return tfkit.Views(list.Workspaces, func(id string) view { return view{types.StringValue(id)} })
		},
	}
}
