package securitysettings

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// NewDataSource returns the data source portkey_workspace_security_settings for the
// provider's registry.
func NewDataSource() datasource.DataSource {
	return &tfkit.OwnedDataSource[model]{
		DataSourceBase: tfkit.DataSourceBase{Name: "workspace_security_settings"},
		Noun:           noun,
		Description: "Reads all security settings of a workspace: what members, managers and admins may see and do.\n\n" +
			official + "\n\n" +
			"The API key needs the scope `workspaces.read`, and `workspaces.list` if the workspace is named by its slug.",
		Attributes: map[string]schema.Attribute{
			"id":       schema.StringAttribute{Computed: true, MarkdownDescription: "The ID of the workspace."},
			"settings": schema.MapAttribute{Computed: true, ElementType: types.BoolType, MarkdownDescription: "The settings by name. " + names},
		},
		OfWorkspace: func(found portkey.Workspace, written types.String, diags *diag.Diagnostics) model {
			m := model{ID: types.StringValue(found.ID), WorkspaceID: written}.all(found)
			if len(m.Settings) == 0 {
				diags.Append(noun.Find().WholeFailed(portkey.ErrNoSecuritySettings))
			}
			return m
		},
	}
}
