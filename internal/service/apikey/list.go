package apikey

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
	arguments := map[string]schema.Attribute{"workspace_id": noun.ListWorkspaceFilter()}
	for name, one := range filters {
		arguments[name] = schema.StringAttribute{Optional: true, MarkdownDescription: one.description, Validators: one.validators}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the API keys visible to the provider's API key, for `terraform query`, which can generate the configuration that imports them. " +
			"An import does not know the key itself: add `rotate_trigger` to get another one.\n\n" + documentation +
			"The provider's API key needs " + listScopes + " With `include_resource` and for the import, it also needs the scope `read` of the types.",
		Attributes: arguments,
	}
}

// List finds the API keys for terraform query.
func (r *Resource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	r.ListResults(ctx, req, stream, func(diags *diag.Diagnostics) []tfkit.Listed {
		return tfkit.Views(listKeys(ctx, r.Session, req.Config, diags), func(one portkey.APIKey) tfkit.Listed {
			id := one.ID.Or("")
			return tfkit.Listed{
				ID: id, Slug: id, Name: one.Name.Or(""),
				Model: func(ctx context.Context, diags *diag.Diagnostics) any {
					got, err := portkey.NewAPIKeys(r.Session.API, one.Kind()).GetUncached(ctx, id)
					if err != nil {
						diags.Append(noun.Read().Failed(err))
					}
					return model{}.observe(got, r.Session.DefaultMetadata, r.Session.API.Now())
				},
			}
		})
	})
}
