package policy

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// viewAttributes are those of the resource, without its arguments.
func (r *Resource[M]) viewAttributes() map[string]schema.Attribute {
	attributes := tfkit.Computed(r.attributes(), "allow_duplicate_name", "reset_usage_trigger")
	attributes["workspace_id"] = schema.StringAttribute{Computed: true, MarkdownDescription: "The ID of the workspace whose requests the policy limits."}
	attributes["name"] = schema.StringAttribute{Computed: true, MarkdownDescription: "The name of the policy."}
	if _, resets := attributes["next_usage_reset_at"]; resets {
		attributes["next_usage_reset_at"] = schema.StringAttribute{
			Computed: true, MarkdownDescription: "When the usage is reset next, as an RFC 3339 time in UTC. Null if it is never reset.",
		}
	}
	return attributes
}

// one is the data source of one policy, which view shows.
func one[M policy[M], V any](r *Resource[M], what string, view func(*portkey.Client, portkey.Policy) V) datasource.DataSource {
	return &tfkit.LookupDataSource[V]{
		DataSourceBase: tfkit.DataSourceBase{Name: r.Name},
		Noun:           r.noun,
		Description: "Reads " + what + " by its ID or its exact name. It is an error if no policy, or more than one, matches.\n\n" + documentation +
			"The API key needs the scopes `policies.read` and `policies.list`, and `workspaces.read` if `workspace_id` is a slug.",
		NameArgument:      "The exact name of the policy. Case-sensitive.",
		Attributes:        r.viewAttributes(),
		Nested:            true,
		WorkspaceArgument: "If omitted, it defaults to the workspace of a workspace's own key; with the API key of an organisation, it is required with `name`.",
		Find: func(ctx context.Context, session *tfkit.Session, workspaceID string, by portkey.Lookup) (V, error) {
			if by.Name != nil && workspaceID == "" {
				workspaceID = session.OwnWorkspaceID(ctx)
			}
			found, err := portkey.NewPolicies(session.API, r.kind, workspaceID).FindBy(ctx, by)
			return view(session.API, found), err
		},
	}
}

// many is the data source of the policies of a workspace.
func many[M policy[M], V any](r *Resource[M], name, what string, view func(*portkey.Client, portkey.Policy) V) datasource.DataSource {
	return &tfkit.ListDataSource[V]{
		DataSourceBase: tfkit.DataSourceBase{Name: name},
		Description: "Reads the " + what + " of a workspace. If there is none, the list is empty; an incomplete list is an error.\n\n" + documentation +
			"The API key needs the scope `policies.list`, and `workspaces.read` if `workspace_id` is a slug.",
		Arguments:  map[string]schema.Attribute{"workspace_id": r.noun.HomeArgument()},
		Listed:     "The policies, in the order in which Portkey lists them.",
		Attributes: r.viewAttributes(),
		Find: func(ctx context.Context, session *tfkit.Session, config tfsdk.Config, diags *diag.Diagnostics) []V {
			found, _ := r.listed(ctx, session, config, diags)
			return tfkit.Views(found, func(one portkey.Policy) V { return view(session.API, one) })
		},
	}
}

// usageView shows a usage limits policy with the date of the server.
func usageView(api *portkey.Client, answer portkey.Policy) usageAttributes {
	v := usageModel{}.observe(answer, api.Now()).usageAttributes
	v.NextUsageResetAt = tfkit.TextOrNull(answer.NextUsageResetAt.Or(""))
	return v
}

func rateView(api *portkey.Client, answer portkey.Policy) rateAttributes {
	return rateModel{}.observe(answer, api.Now()).rateAttributes
}

// The constructors of the data sources, for the provider's registry.

// NewUsageDataSource returns portkey_usage_limits_policy: one usage limits policy.
func NewUsageDataSource() datasource.DataSource {
	return one(newUsageResource(), "a usage limits policy of a workspace", usageView)
}

// NewUsageListDataSource returns portkey_usage_limits_policies: those of a workspace.
func NewUsageListDataSource() datasource.DataSource {
	return many(newUsageResource(), "usage_limits_policies", "usage limits policies", usageView)
}

// NewRateDataSource returns portkey_rate_limits_policy: one rate limits policy.
func NewRateDataSource() datasource.DataSource {
	return one(newRateResource(), "a rate limits policy of a workspace", rateView)
}

// NewRateListDataSource returns portkey_rate_limits_policies: those of a workspace.
func NewRateListDataSource() datasource.DataSource {
	return many(newRateResource(), "rate_limits_policies", "rate limits policies", rateView)
}
