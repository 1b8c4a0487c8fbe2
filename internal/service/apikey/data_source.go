package apikey

import (
	"context"
	"net/url"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/limits"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

const (
	documentation = "Official documentation: [API keys](https://portkey.ai/docs/product/enterprise-offering/org-management/api-keys-authn-and-authz).\n\n"
	listScopes    = "`organisation_service_api_keys.list`, `workspace_service_api_keys.list` and `workspace_user_api_keys.list`: " +
		"Portkey lists the API keys of those types for which it has the scope."
)

// view is an API key as a data source shows it: without the provider's own arguments and
// the secret, with the usage that only the server knows.
type view struct {
	attributes

	UsageLimits []limits.UsageReading `tfsdk:"usage_limits"`
}

// viewOf never has null collections, so that for expressions over them work.
func viewOf(api *portkey.Client, answer portkey.APIKey) view {
	v := view{
		attributes:  model{}.observe(answer, types.MapNull(types.StringType), api.Now()).attributes,
		UsageLimits: limits.ReadUsage(answer.UsageLimits.Or(nil)),
	}
	if v.Defaults == nil {
		v.Defaults = &defaults{}
	}
	if v.Defaults.Metadata == nil {
		v.Defaults.Metadata = map[string]string{}
	}
	if answer.AllowConfigOverride.IsPresent() {
		v.Defaults.AllowConfigOverride = new(bool(answer.AllowConfigOverride.Or(true)))
	}
	if policy, ok := answer.RotationPolicy.Get(); ok && v.RotationPolicy != nil {
		v.RotationPolicy.NextRotationAt = tfkit.TextOrNull(policy.NextRotationAt.Or(""))
		v.RotationPolicy.KeyTransitionPeriodMS = tfkit.Number(number(policy.KeyTransitionPeriodMS))
	}
	v.Scopes, v.AlertEmails = append([]string{}, v.Scopes...), append([]string{}, v.AlertEmails...)
	v.RateLimits = append([]limits.RateLimit{}, v.RateLimits...)
	return v
}

func viewAttributes() map[string]schema.Attribute {
	attributes := tfkit.Computed(attributesSchema(), "effective_metadata", "rotate_trigger", "rotate_transition_period_ms", "reset_usage_trigger",
		"encrypt_to", "allow_duplicate_name", "key", "encrypted_key", "key_version", "key_transition_expires_at")
	describe := func(name, description string) {
		attributes[name] = schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	describe("type", "Whose key it is: `organisation-service`, `workspace-service` or `workspace-user`.")
	describe("workspace_id", "The ID of the workspace that contains the API key. Null for a key of the organisation.")
	describe("user_id", "The ID of the user whose key it is. Null for the key of a service.")
	describe("name", "The name of the API key.")
	describe("description", "What the key is for. Null if there is no description.")
	describe("expires_at", "When the key expires, as an RFC 3339 time in UTC. Null if it does not expire.")
	attributes["scopes"] = schema.SetAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "What the key may do, such as `completions.write`."}
	attributes["alert_emails"] = schema.SetAttribute{
		Computed: true, ElementType: types.StringType, MarkdownDescription: "The e-mail addresses that Portkey sends the alerts of the budget to. Empty if there are none.",
	}
	attributes["defaults"] = schema.SingleNestedAttribute{
		Computed:            true,
		MarkdownDescription: "Defaults for every request with this key.",
		Attributes: map[string]schema.Attribute{
			"metadata": schema.MapAttribute{
				Computed: true, ElementType: types.StringType,
				MarkdownDescription: "Metadata that Portkey adds to every request with this key. An empty map if there is none.",
			},
			"config_id":             schema.StringAttribute{Computed: true, MarkdownDescription: "The ID of the config that requests with this key use. Null if there is none."},
			"allow_config_override": schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether a request can use another config."},
		},
	}
	attributes["rotation_policy"] = schema.SingleNestedAttribute{
		Computed:            true,
		MarkdownDescription: "How Portkey rotates the key by itself. Null if it does not.",
		Attributes: map[string]schema.Attribute{
			"rotation_period":          schema.StringAttribute{Computed: true, MarkdownDescription: "How often the key is rotated: `weekly` on Monday or `monthly` on the 1st, at 00:00 UTC."},
			"rotation_period_days":     schema.NumberAttribute{Computed: true, MarkdownDescription: "The number of days between two rotations."},
			"next_rotation_at":         schema.StringAttribute{Computed: true, MarkdownDescription: "When the key is rotated next, as an RFC 3339 time in UTC."},
			"key_transition_period_ms": schema.NumberAttribute{Computed: true, MarkdownDescription: "How long the previous key works after a rotation, in milliseconds."},
		},
	}
	attributes["usage_limits"] = limits.UsageReadingAttribute()
	attributes["rate_limits"] = limits.RateReadingAttribute()
	return attributes
}

// NewDataSource returns the data source portkey_api_key for the provider's registry: one
// API key.
func NewDataSource() datasource.DataSource {
	return &tfkit.LookupDataSource[view]{
		DataSourceBase: tfkit.DataSourceBase{Name: "api_key"},
		Noun:           noun,
		Description: "Reads an API key by its ID or its exact name, without the key itself, which Portkey returns only once. " +
			"It is an error if no API key, or more than one, matches.\n\n" + documentation +
			"The provider's API key needs the scope `read` of the type, such as `workspace_service_api_keys.read`. For a lookup by name, it needs " + listScopes,
		NameArgument: "The exact name of the API key. Case-sensitive.",
		Attributes:   viewAttributes(),
		Nested:       true,
		Find: func(ctx context.Context, session *tfkit.Session, workspaceID string, by portkey.Lookup) (view, error) {
			if by.Name == nil || workspaceID == "" {
				found, err := portkey.NewAPIKeys(session.API, "").FindBy(ctx, by)
				return viewOf(session.API, found), err
			}
			found, err := session.API.APIKeyNamed(ctx, workspaceID, *by.Name)
			if err == nil { // a list item lacks the next reset (recorded)
				found, err = portkey.NewAPIKeys(session.API, "").GetUncached(ctx, found.ID.Or(""))
			}
			return viewOf(session.API, found), err
		},
	}
}

// NewListDataSource returns the data source portkey_api_keys for the provider's
// registry: every API key that matches the filters.
func NewListDataSource() datasource.DataSource {
	arguments := map[string]schema.Attribute{"workspace_id": noun.WorkspaceFilter()}
	for name, one := range filters {
		arguments[name] = schema.StringAttribute{Optional: true, MarkdownDescription: one.description, Validators: one.validators}
	}
	return &tfkit.ListDataSource[view]{
		DataSourceBase: tfkit.DataSourceBase{Name: "api_keys"},
		Description: "Reads the API keys visible to the provider's API key that match the filters, without the keys themselves. " +
			"No match returns an empty list; an incomplete list is an error.\n\n" + documentation +
			"The provider's API key needs " + listScopes,
		Arguments:  arguments,
		Listed:     "The matching API keys, in the order in which Portkey lists them. Portkey returns the date of the next reset for a single API key, not for those in a list.",
		Attributes: viewAttributes(),
		Find: func(ctx context.Context, session *tfkit.Session, config tfsdk.Config, diags *diag.Diagnostics) []view {
			return tfkit.Views(listKeys(ctx, session, config, diags), func(one portkey.APIKey) view { return viewOf(session.API, one) })
		},
	}
}

// filter is an argument that narrows a list of API keys, which Portkey itself can't.
type filter struct {
	description string
	validators  []validator.String
	is          func(one portkey.APIKey, value string) bool
}

// filters are the arguments of the data source and of the list resource, in addition to
// the workspace.
var filters = map[string]filter{
	"type": {
		"Only API keys of this type are returned: `organisation-service`, `workspace-service` or `workspace-user`. If omitted, those of any type are returned.",
		[]validator.String{tfkit.Among(portkey.OrganisationService, portkey.WorkspaceService, portkey.WorkspaceUser)},
		func(one portkey.APIKey, value string) bool { return one.Kind() == value },
	},
	"status": {
		"Only API keys with this status are returned: `active`, `exhausted` or `expired`. Portkey marks expired keys with a delay. If omitted, those with any status are returned.",
		[]validator.String{tfkit.NotBlank(), tfkit.OneOf("active", "exhausted", "expired")},
		func(one portkey.APIKey, value string) bool { return one.Status.Or("") == value },
	},
	"expires_before": {
		"Only API keys that expire before this RFC 3339 time are returned, also those that have expired. If omitted, those that expire at any time or never are returned.",
		[]validator.String{tfkit.NotBlank(), tfkit.RFC3339()},
		func(one portkey.APIKey, value string) bool {
			expires, err := tfkit.ParseTime(one.ExpiresAt.Or(""))
			before, _ := tfkit.ParseTime(value)
			return err == nil && expires.Before(before)
		},
	},
}

// listKeys lists what the arguments leave.
func listKeys(ctx context.Context, session *tfkit.Session, config tfsdk.Config, diags *diag.Diagnostics) []portkey.APIKey {
	workspaceID, ok := session.WorkspaceFilter(ctx, config, diags)
	wanted := map[string]string{}
	for name := range filters {
		var value *string
		diags.Append(config.GetAttribute(ctx, path.Root(name), &value)...)
		if value != nil {
			wanted[name] = *value
		}
	}
	if !ok || diags.HasError() {
		return nil
	}
	query := url.Values{}
	if workspaceID != "" {
		query.Set("workspace_id", workspaceID)
	}
	found, err := portkey.NewAPIKeys(session.API, "").List(ctx, query)
	if err != nil {
		diags.Append(noun.List().Failed(err))
	}
	return slices.DeleteFunc(found, func(one portkey.APIKey) bool {
		if workspaceID != "" && one.WorkspaceID.Or("") != workspaceID || one.Status.Or("") == "archived" {
			return true
		}
		for name, value := range wanted {
			if !filters[name].is(one, value) {
				return true
			}
		}
		return false
	})
}
