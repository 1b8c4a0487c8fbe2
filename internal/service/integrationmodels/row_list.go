package integrationmodels

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

var _ list.ListResourceWithConfigure = (*RowResource)(nil)

// NewListResource returns the list resource for the provider's registry.
func NewListResource() list.ListResource { return newRowResource() }

// ListResourceConfigSchema describes the integration.
func (r *RowResource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the models of an integration that are enabled or custom for `terraform query`, which can generate the configuration that imports them.\n\n" +
			official + "\n\n" + needsRead,
		Attributes: map[string]schema.Attribute{
			"integration_id": schema.StringAttribute{Required: true, MarkdownDescription: integrationArgument, Validators: []validator.String{tfkit.NotBlank()}},
		},
	}
}

// List finds the models for terraform query.
func (r *RowResource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	r.ListResults(ctx, req, stream, func(diags *diag.Diagnostics) []tfkit.Listed {
		var integration types.String
		diags.Append(req.Config.GetAttribute(ctx, path.Root("integration_id"), &integration)...)
		list, ok := listModels(ctx, r.Session, integration, noun, diags)
		if !ok {
			return nil
		}
		var managed []portkey.IntegrationModel
		for _, one := range list.Models {
			if one.Enabled.Or(false) || one.IsCustom.Or(false) {
				managed = append(managed, one)
			}
		}
		return tfkit.Views(managed, func(one portkey.IntegrationModel) tfkit.Listed {
			imported := rowOf(integration.ValueString(), one.Slug.Or("")).observe(one, false, r.Session.API.Now())
			return tfkit.Listed{
				ID: imported.ID.ValueString(), Slug: integration.ValueString(), Name: one.Slug.Or(""),
				Model: func(context.Context, *diag.Diagnostics) any { return imported },
			}
		})
	})
}

// listModels lists the models of an integration, or reports false.
func listModels(ctx context.Context, s *tfkit.Session, integration types.String, of tfkit.Noun, diags *diag.Diagnostics) (portkey.IntegrationModelList, bool) {
	if diags.HasError() {
		return portkey.IntegrationModelList{}, false
	}
	at, ok := find(ctx, s, integration, diags)
	if !ok {
		return portkey.IntegrationModelList{}, false
	}
	list, err := at.rows.List(ctx)
	if err != nil {
		diags.Append(of.List().Failed(err))
	}
	return list, err == nil
}
