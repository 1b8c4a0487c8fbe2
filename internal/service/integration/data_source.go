package integration

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// unshown are the arguments of the resource that no data source has.
var unshown = append([]string{"create_default_provider", "default_provider_slug", "default_provider_id"}, secretArguments...)

// NewDataSource returns the data source portkey_integration for the provider's registry:
// one integration.
func NewDataSource() datasource.DataSource {
	return &tfkit.LookupDataSource[attributes]{
		DataSourceBase: tfkit.DataSourceBase{Name: "integration"},
		Noun:           noun,
		Description: "Reads an integration by its ID, its slug or its exact name. It is an error if no integration, or more than one, matches. " +
			"Portkey returns no secrets, so `configurations` contains none.\n\n" +
			"Official documentation: [Integrations](https://portkey.ai/docs/product/integrations).\n\n" +
			"The API key needs the scope `organisation_integrations.read` or, for those of workspaces, `workspace_integrations.read`, and the scope `list` of the same for a lookup by name.",
		NameArgument: "The exact name of the integration. Case-sensitive.",
		Attributes:   tfkit.Computed(attributesSchema(), unshown...),
		Nested:       true,
		Find: func(ctx context.Context, session *tfkit.Session, workspaceID string, by portkey.Lookup) (attributes, error) {
			integrations := portkey.NewIntegrations(session.API, workspaceID)
			found, err := integrations.FindBy(ctx, by)
			if err == nil && by.Name != nil { // a list item lacks the configurations
				found, err = integrations.GetUncached(ctx, blank().takeComputed(found).address())
			}
			return blank().observe(found, session.API.Now()).attributes, err
		},
	}
}

// NewListDataSource returns the data source portkey_integrations for the provider's
// registry: the integrations of a workspace.
func NewListDataSource() datasource.DataSource {
	return &tfkit.ListDataSource[listed]{
		DataSourceBase: tfkit.DataSourceBase{Name: "integrations"},
		Description: "Reads the integrations of a workspace, or all that are visible to the API key, without their configurations: " +
			"use the data source `portkey_integration` for these. No match returns an empty list; an incomplete list is an error.\n\n" +
			"Official documentation: [Integrations](https://portkey.ai/docs/product/integrations).\n\n" +
			"The API key needs the scope `organisation_integrations.list` or, for those of workspaces, `workspace_integrations.list`.",
		Arguments:  map[string]schema.Attribute{"workspace_id": noun.WorkspaceFilter()},
		Listed:     "The integrations, in the order in which Portkey lists them.",
		Attributes: tfkit.Computed(attributesSchema(), append([]string{"configurations", "secret_mappings", "pricing_adjustments", "tags", "masked_key"}, unshown...)...),
		Find: func(ctx context.Context, session *tfkit.Session, config tfsdk.Config, diags *diag.Diagnostics) []listed {
			found, _ := listIntegrations(ctx, session, config, diags)
			return tfkit.Views(found, func(one portkey.Integration) listed { return blank().observe(one, session.API.Now()).listed })
		},
	}
}
