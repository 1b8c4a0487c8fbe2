package user

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/people"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// view is what the data source of one shows.
type view struct {
	attributes

	WorkspaceIDs []string `tfsdk:"workspace_ids"`
}

// NewDataSource returns the data source portkey_user for the provider's registry: one
// user.
func NewDataSource() datasource.DataSource {
	shown := tfkit.Computed(attributesSchema())
	maps.Copy(shown, map[string]schema.Attribute{
		"workspace_ids": schema.SetAttribute{
			Computed: true, ElementType: types.StringType,
			MarkdownDescription: "The IDs of the workspaces that the user is a member of. Of owners and admins of the organisation, those of all workspaces.",
		},
	})
	return &tfkit.LookupDataSource[view]{
		DataSourceBase: tfkit.DataSourceBase{Name: "user"},
		Noun:           noun,
		Description: "Reads a user of the organisation by the ID or the e-mail address. It is an error if there is no such user.\n\n" +
			documentation +
			"The API key must be one of an organisation, with the scope `organisation_users.read`, and `organisation_users.list` for a lookup by e-mail address.",
		NameArgument: "The e-mail address of the user. Case is not significant.",
		Attributes:   shown,
		Find: func(ctx context.Context, session *tfkit.Session, _ string, by portkey.Lookup) (view, error) {
			users := portkey.NewUsers(session.API)
			if by.Name != nil {
				address := portkey.Address(*by.Name)
				by.Name = &address
			}
			found, err := users.FindBy(ctx, by)
			if err == nil && !found.WorkspaceIDs.IsPresent() { // found in a list
				found, err = users.GetUncached(ctx, found.ID.Or(""))
			}
			return view{model{}.observe(found, session.API.Now()).attributes, found.WorkspaceIDs.Or([]string{})}, err
		},
	}
}

// NewListDataSource returns the data source portkey_users for the provider's registry:
// the users of the organisation.
func NewListDataSource() datasource.DataSource {
	return &tfkit.ListDataSource[attributes]{
		DataSourceBase: tfkit.DataSourceBase{Name: "users"},
		Description: "Reads the users of the organisation, or those that match the filters, without their workspaces: " +
			"use the data source `portkey_user` for those. No match returns an empty list; an incomplete list is an error.\n\n" +
			documentation +
			"The API key must be one of an organisation, with the scope `organisation_users.list`, and `organisation_users.read` for the filter `email`.",
		Arguments: map[string]schema.Attribute{
			"role": schema.StringAttribute{
				Optional: true, MarkdownDescription: roleFilter,
				Validators: []validator.String{tfkit.NotBlank(), tfkit.OneOf("owner", "admin", "member")},
			},
			"email": schema.StringAttribute{Optional: true, MarkdownDescription: emailFilter, Validators: people.Email()},
		},
		Listed:     "The users, in the order in which Portkey lists them.",
		Attributes: tfkit.Computed(attributesSchema()),
		Find: func(ctx context.Context, session *tfkit.Session, config tfsdk.Config, diags *diag.Diagnostics) []attributes {
			found := listUsers(ctx, session, config, diags)
			return tfkit.Views(found, func(one portkey.User) attributes { return model{}.observe(one, session.API.Now()).attributes })
		},
	}
}
