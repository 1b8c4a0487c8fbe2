package user

import (
	"context"
	"errors"
	"net/url"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/people"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

const (
	roleFilter  = "Only users with this role in the organisation. If omitted, users of any role."
	emailFilter = "Only the user with this e-mail address. Case is not significant. If omitted, users of any address."
)

var _ list.ListResourceWithConfigure = (*Resource)(nil)

// NewListResource returns the list resource for the provider's registry.
func NewListResource() list.ListResource { return newResource() }

// ListResourceConfigSchema describes the filters.
func (r *Resource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the users of the organisation, without its owners, for `terraform query`, which can generate the configuration that imports them.\n\n" +
			documentation +
			"The API key needs the scope `organisation_users.list`, and `organisation_users.read` for the import.",
		Attributes: map[string]schema.Attribute{
			"role":  schema.StringAttribute{Optional: true, MarkdownDescription: roleFilter, Validators: people.OrganisationRole()},
			"email": schema.StringAttribute{Optional: true, MarkdownDescription: emailFilter, Validators: people.Email()},
		},
	}
}

// List finds the users for terraform query.
func (r *Resource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	r.ListResults(ctx, req, stream, func(diags *diag.Diagnostics) []tfkit.Listed {
		found := listUsers(ctx, r.Session, req.Config, diags)
		found = slices.DeleteFunc(found, func(one portkey.User) bool { return one.Role.Or("") == "owner" })
		return tfkit.Views(found, func(one portkey.User) tfkit.Listed {
			id := one.ID.Or("")
			return tfkit.Listed{
				ID: id, Slug: id, Name: one.Email.Or(""),
				Model: func(context.Context, *diag.Diagnostics) any { return model{}.observe(one, r.Session.API.Now()) },
			}
		})
	})
}

// listUsers lists what the arguments role and email select, by the API and compared
// again.
func listUsers(ctx context.Context, session *tfkit.Session, config tfsdk.Config, diags *diag.Diagnostics) []portkey.User {
	var role, email types.String
	diags.Append(config.GetAttribute(ctx, path.Root("role"), &role)...)
	diags.Append(config.GetAttribute(ctx, path.Root("email"), &email)...)
	if diags.HasError() {
		return nil
	}
	var found []portkey.User
	var err error
	switch users := portkey.NewUsers(session.API); {
	case email.ValueString() != "":
		var one portkey.User
		if one, err = users.FindByName(ctx, portkey.Address(email.ValueString())); err == nil {
			found = []portkey.User{one}
		}
		if people.IsUnknown(err) {
			err = nil
		}
	case role.ValueString() != "":
		found, err = users.List(ctx, url.Values{"role": {role.ValueString()}})
	default:
		found, err = users.List(ctx, nil)
	}
	var unlisted *portkey.NotFoundError
	if errors.As(err, &unlisted) {
		err = unlisted.Refusal
	}
	if err != nil {
		diags.Append(noun.List().Failed(err))
	}
	return slices.DeleteFunc(found, func(one portkey.User) bool {
		return role.ValueString() != "" && one.Role.Or("") != role.ValueString()
	})
}
