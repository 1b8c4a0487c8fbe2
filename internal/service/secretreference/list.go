package secretreference

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

var _ list.ListResourceWithConfigure = (*Resource)(nil)

// NewListResource returns the list resource for the provider's registry.
func NewListResource() list.ListResource { return newResource() }

// ListResourceConfigSchema describes the filter.
func (r *Resource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the secret references of the organisation for `terraform query`, which can generate the configuration that imports them, except for the secrets.\n\n" +
			official + "\n\n" +
			"The API key needs the scope `secret_references.list`, and `secret_references.read` with `include_resource` and for the import.",
		Attributes: map[string]schema.Attribute{
			"manager_type": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "A kind of vault: `aws_sm`, `azure_kv` or `hashicorp_vault`. Only its secret references are listed. If omitted, those of every kind are.",
				Validators:          []validator.String{tfkit.Among(awsSM, azureKV, hashicorp)},
			},
		},
	}
}

// List finds the secret references for terraform query.
func (r *Resource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	r.ListResults(ctx, req, stream, func(diags *diag.Diagnostics) []tfkit.Listed {
		return tfkit.Views(listReferences(ctx, r.Session, req.Config, diags), func(one portkey.SecretReference) tfkit.Listed {
			id := one.ID.Or("")
			return tfkit.Listed{
				ID: id, Slug: one.Slug.Or(""), Name: one.Name.Or(""),
				Model: func(ctx context.Context, diags *diag.Diagnostics) any {
					got, err := portkey.NewSecretReferences(r.Session.API).GetUncached(ctx, id)
					if err != nil {
						diags.Append(noun.Read().Failed(err))
					}
					return newModel().observe(got, r.Session.API.Now())
				},
			}
		})
	})
}
