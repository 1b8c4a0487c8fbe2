package organisationdefaults

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// NewDataSource returns the data source portkey_organisation_defaults for the provider's
// registry.
func NewDataSource() datasource.DataSource {
	return &tfkit.OwnedDataSource[attributes]{
		DataSourceBase: tfkit.DataSourceBase{Name: "organisation_defaults"},
		Noun:           noun,
		Description: "Reads the guardrails that apply to every request of the organisation. They are returned by slug.\n\n" +
			official + "\n\n" +
			"The API key must be one of an organisation, with the scope `organisation_settings.read`.",
		Attributes: tfkit.Computed(attributesSchema()),
		Find: func(ctx context.Context, api *portkey.Client) (attributes, error) {
			got, err := portkey.NewOrganisationDefaults(api).List(ctx)
			return model{attributes: attributes{ID: types.StringValue(theID)}}.observe(got).attributes, err
		},
	}
}
