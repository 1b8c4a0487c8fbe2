package provider

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/portkey-community/terraform-provider-portkey/internal/limits"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// view is a provider as a data source shows it: with the usage that only the server knows.
type view struct {
	attributes

	UsageLimits []limits.UsageReading `tfsdk:"usage_limits"`
}

// viewOf never has null collections, so that for expressions over them work.
func viewOf(api *portkey.Client, answer portkey.Provider) view {
	v := view{attributes: model{}.observe(answer, api.Now()).attributes, UsageLimits: limits.ReadUsage(answer.UsageLimits.Or(nil))}
	v.RateLimits = slices.Concat([]limits.RateLimit{}, v.RateLimits)
	return v
}

func viewAttributes() map[string]schema.Attribute {
	attributes := tfkit.Computed(attributesSchema(), "allow_duplicate_name")
	for name, description := range map[string]string{
		"workspace_id":   "The ID of the workspace that contains the provider.",
		"integration_id": "The slug of the integration, or its ID on control planes that return that.",
		"name":           "The name of the provider.",
		"slug":           "The slug of the provider, by which requests name it.",
		"note":           "A note about the provider. Null if there is none.",
		"expires_at":     "When the provider expires, as an RFC 3339 time in UTC. Null if it does not expire.",
	} {
		attributes[name] = schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	attributes["usage_limits"], attributes["rate_limits"] = limits.UsageReadingAttribute(), limits.RateReadingAttribute()
	return attributes
}

// NewDataSource returns the data source portkey_provider for the provider's registry: one
// provider.
func NewDataSource() datasource.DataSource {
	return &tfkit.LookupDataSource[view]{
		DataSourceBase: tfkit.DataSourceBase{Name: "provider"},
		Noun:           noun,
		Description: "Reads a provider of a workspace by its ID, its slug or its exact name. It is an error if no provider, or more than one, matches.\n\n" + documentation +
			"The API key needs the scopes `providers.read` and `providers.list`, and `workspaces.read` if `workspace_id` is a slug.",
		NameArgument: "The exact name of the provider. Case-sensitive.",
		Attributes:   viewAttributes(),
		Within:       true,
		Find: func(ctx context.Context, session *tfkit.Session, workspaceID string, by portkey.Lookup) (view, error) {
			found, err := portkey.NewProviders(session.API, workspaceID).FindBy(ctx, by)
			return viewOf(session.API, found), err
		},
	}
}

// NewListDataSource returns the data source portkey_providers for the provider's registry:
// the providers of a workspace.
func NewListDataSource() datasource.DataSource {
	return &tfkit.ListDataSource[view]{
		DataSourceBase: tfkit.DataSourceBase{Name: "providers"},
		Description: "Reads the providers of a workspace, those too that Portkey has created by itself. " +
			"If there is none, the list is empty; an incomplete list is an error.\n\n" + documentation +
			"The API key needs the scope `providers.list`, and `workspaces.read` if `workspace_id` is a slug.",
		Arguments:  map[string]schema.Attribute{"workspace_id": noun.HomeArgument()},
		Listed:     "The providers, in the order in which Portkey lists them.",
		Attributes: viewAttributes(),
		Find: func(ctx context.Context, session *tfkit.Session, config tfsdk.Config, diags *diag.Diagnostics) []view {
			found, _ := listProviders(ctx, session, config, diags)
			return tfkit.Views(found, func(one portkey.Provider) view { return viewOf(session.API, one) })
		},
	}
}
