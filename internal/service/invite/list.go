package invite

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

var _ list.ListResourceWithConfigure = (*Resource)(nil)

// NewListResource returns the list resource for the provider's registry.
func NewListResource() list.ListResource { return newResource() }

// ListResourceConfigSchema describes the filters.
func (r *Resource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	arguments := map[string]schema.Attribute{}
	for name, one := range filters {
		arguments[name] = schema.StringAttribute{Optional: true, MarkdownDescription: one.description, Validators: one.validators}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the invites to the organisation for `terraform query`, which can generate the configuration that imports them, except for `api_key_scopes`, which Portkey does not return.\n\n" +
			"Official documentation: [Invite users](https://portkey.ai/docs/api-reference/admin-api/control-plane/user-invites/invite-a-user).\n\n" +
			"The API key needs the scope `organisation_users.list`, and `organisation_users.read` for the import.",
		Attributes: arguments,
	}
}

// List finds the invites for terraform query.
func (r *Resource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	r.ListResults(ctx, req, stream, func(diags *diag.Diagnostics) []tfkit.Listed {
		return tfkit.Views(listInvites(ctx, r.Session, req.Config, diags), func(one portkey.Invite) tfkit.Listed {
			return tfkit.Listed{
				ID: one.ID.Or(""), Slug: one.ID.Or(""), Name: one.Email.Or(""),
				Model: func(context.Context, *diag.Diagnostics) any { return view(one) },
			}
		})
	})
}
