package invite

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

	"github.com/portkey-community/terraform-provider-portkey/internal/people"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// filter is an argument that narrows a list of invites.
type filter struct {
	description string
	validators  []validator.String
	// is reports whether an invite has the value: a server may ignore the parameter.
	is func(one portkey.Invite, value string) bool
}

// filters are the arguments of the data source and of the list resource, which are the
// parameters of the API.
var filters = map[string]filter{
	"status": {
		"Only invites with this status are returned: `pending`, `accepted`, `expired` or `cancelled`. If omitted, those with any status are returned.",
		[]validator.String{tfkit.NotBlank(), tfkit.OneOf(pending, accepted, expired, cancelled)},
		func(one portkey.Invite, value string) bool { return one.Status.Or("") == value },
	},
	"role": {
		"Only invites with this role in the organisation are returned: `admin` or `member`. If omitted, those with any role are returned.",
		people.OrganisationRole(),
		func(one portkey.Invite, value string) bool { return one.Role.Or("") == value },
	},
	"email": {
		"Only invites that were sent to this address are returned. Case is not significant. If omitted, those to any address are returned.",
		people.Email(),
		func(one portkey.Invite, value string) bool {
			return portkey.Address(one.Email.Or("")) == portkey.Address(value)
		},
	},
}

// NewListDataSource returns the data source portkey_user_invites for the provider's
// registry.
func NewListDataSource() datasource.DataSource {
	arguments := map[string]schema.Attribute{}
	for name, one := range filters {
		arguments[name] = schema.StringAttribute{Optional: true, MarkdownDescription: one.description, Validators: one.validators}
	}
	return &tfkit.ListDataSource[attributes]{
		DataSourceBase: tfkit.DataSourceBase{Name: "user_invites"},
		Description: "Reads the invites to the organisation, whatever became of them. No match returns an empty list; an incomplete list is an error.\n\n" +
			"Official documentation: [Invite users](https://portkey.ai/docs/api-reference/admin-api/control-plane/user-invites/invite-a-user).\n\n" +
			"The API key needs the scope `organisation_users.list`.",
		Arguments:  arguments,
		Listed:     "The invites, in the order in which Portkey lists them. Portkey returns neither their links nor their scopes.",
		Attributes: tfkit.Computed(attributesSchema(), "api_key_scopes", "invite_link"),
		Find: func(ctx context.Context, session *tfkit.Session, config tfsdk.Config, diags *diag.Diagnostics) []attributes {
			return tfkit.Views(listInvites(ctx, session, config, diags), func(one portkey.Invite) attributes { return view(one).attributes })
		},
	}
}

// view is an invite as an import reads it.
func view(one portkey.Invite) model {
	return model{}.observe(one, func(workspaceID string) string { return workspaceID })
}

// listInvites lists what the filters leave.
func listInvites(ctx context.Context, session *tfkit.Session, config tfsdk.Config, diags *diag.Diagnostics) []portkey.Invite {
	query, wanted := url.Values{}, map[string]string{}
	for name := range filters {
		var value types.String
		diags.Append(config.GetAttribute(ctx, path.Root(name), &value)...)
		if value.ValueString() != "" {
			wanted[name] = value.ValueString()
			query.Set(name, value.ValueString())
		}
	}
	if email := wanted["email"]; email != "" {
		query.Set("email", portkey.Address(email))
	}
	if diags.HasError() {
		return nil
	}
	all, err := portkey.NewInvites(session.API).List(ctx, query)
	if err != nil {
		diags.Append(noun.List().Failed(err))
	}
	return slices.DeleteFunc(slices.Clone(all), func(one portkey.Invite) bool {
		for name, value := range wanted {
			if !filters[name].is(one, value) {
				return true
			}
		}
		return false
	})
}
