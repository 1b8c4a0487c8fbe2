package mcpintegration

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// NewDataSource returns the data source portkey_mcp_integration for the provider's
// registry: one MCP integration.
func NewDataSource() datasource.DataSource {
	return &tfkit.LookupDataSource[attributes]{
		DataSourceBase: tfkit.DataSourceBase{Name: "mcp_integration"},
		Noun:           noun,
		Description: "Reads an MCP integration by its ID, its slug or its exact name. It is an error if no MCP integration, or more than one, matches. " +
			"`configurations` lacks the values that Portkey masks.\n\n" +
			official + "\n\n" +
			"The API key needs the scope `organisation_mcp_integrations.read` or, for those of workspaces, `workspace_mcp_integrations.read`, and the scope `list` of the same for a lookup by name.",
		NameArgument: "The exact name of the MCP integration. Case-sensitive.",
		Attributes:   tfkit.Computed(attributesSchema(), secretArguments...),
		Nested:       true,
		Find: func(ctx context.Context, session *tfkit.Session, workspaceID string, by portkey.Lookup) (attributes, error) {
			integrations := portkey.NewMCPIntegrations(session.API, workspaceID)
			found, err := integrations.FindBy(ctx, by)
			if err == nil && by.Name != nil { // a list item has other configurations
				found, err = integrations.GetUncached(ctx, model{}.takeComputed(found).address())
			}
			return model{}.hide(found).observe(found, session.API.Now()).attributes, err
		},
	}
}

// NewListDataSource returns the data source portkey_mcp_integrations for the provider's
// registry: the MCP integrations of a workspace.
func NewListDataSource() datasource.DataSource {
	return &tfkit.ListDataSource[listed]{
		DataSourceBase: tfkit.DataSourceBase{Name: "mcp_integrations"},
		Description: "Reads the MCP integrations of a workspace, or all that are visible to the API key, without their configurations: " +
			"use the data source `portkey_mcp_integration` for these. No match returns an empty list; an incomplete list is an error.\n\n" +
			official + "\n\n" +
			"The API key needs the scope `organisation_mcp_integrations.list` or, for those of workspaces, `workspace_mcp_integrations.list`.",
		Arguments:  map[string]schema.Attribute{"workspace_id": noun.WorkspaceFilter()},
		Listed:     "The MCP integrations, in the order in which Portkey lists them.",
		Attributes: tfkit.Computed(attributesSchema(), append([]string{"configurations", "secret_mappings"}, secretArguments...)...),
		Find: func(ctx context.Context, session *tfkit.Session, config tfsdk.Config, diags *diag.Diagnostics) []listed {
			found, _ := listIntegrations(ctx, session, config, diags)
			return tfkit.Views(found, func(one portkey.MCPIntegration) listed { return model{}.observe(one, session.API.Now()).listed })
		},
	}
}
