package workspacedefaults

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// NewDataSource returns the data source portkey_workspace_defaults for the provider's
// registry.
func NewDataSource() datasource.DataSource {
	return &tfkit.OwnedDataSource[model]{
		DataSourceBase: tfkit.DataSourceBase{Name: "workspace_defaults"},
		Noun:           noun,
		Description: "Reads the default guardrails of a workspace, and the config of the API keys of its users. They are returned by slug.\n\n" +
			official + "\n\n" +
			"The API key needs the scope `workspaces.read`, and `workspaces.list` if the workspace is named by its slug.",
		Attributes: tfkit.Computed(attributesSchema(), "workspace_id"),
		OfWorkspace: func(found portkey.Workspace, written types.String, _ *diag.Diagnostics) model {
			return model{ID: types.StringValue(found.ID), WorkspaceID: written}.observe(found)
		},
	}
}
