package guardrail

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

var _ list.ListResourceWithConfigure = (*Resource)(nil)

// NewListResource returns the list resource for the provider's registry.
func NewListResource() list.ListResource { return newResource() }

// ListResourceConfigSchema describes the filter.
func (r *Resource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the guardrails of a workspace, or those of the organisation itself, for `terraform query`, " +
			"which can generate the configuration that imports them, except for the sensitive `parameters`.\n\n" + official +
			"The API key needs the scope `guardrails.list` or, for those of the organisation, `organisation_guardrails.list`, and the scope `read` of the same with `include_resource` and for the import.",
		Attributes: map[string]schema.Attribute{"workspace_id": schema.StringAttribute{
			Optional: true, MarkdownDescription: filterDescription, Validators: []validator.String{tfkit.NotBlank()},
		}},
	}
}

// List finds the guardrails for terraform query.
func (r *Resource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	r.ListResults(ctx, req, stream, func(diags *diag.Diagnostics) []tfkit.Listed {
		found, guardrails := listGuardrails(ctx, r.Session, req.Config, diags)
		return tfkit.Views(found, func(one portkey.Guardrail) tfkit.Listed {
			imported := model{}.takeComputed(one)
			return tfkit.Listed{
				ID: imported.ID.ValueString(), Slug: imported.Slug.ValueString(), Name: one.Name.Or(""),
				Model: func(ctx context.Context, diags *diag.Diagnostics) any {
					got, err := guardrails.GetUncached(ctx, imported.address())
					if err != nil {
						diags.Append(noun.Read().Failed(err))
					}
					return r.placed(ctx, imported.observe(got, r.Session.API.Now()))
				},
			}
		})
	})
}

// listGuardrails lists what the argument workspace_id selects.
func listGuardrails(ctx context.Context, session *tfkit.Session, config tfsdk.Config, diags *diag.Diagnostics) ([]portkey.Guardrail, *portkey.Guardrails) {
	workspaceID, ok := session.WorkspaceFilter(ctx, config, diags)
	if !ok {
		return nil, nil
	}
	guardrails := portkey.NewGuardrails(session.API, workspaceID)
	found, err := guardrails.List(ctx, nil)
	if err != nil {
		diags.Append(noun.List().Failed(err))
	}
	return found, guardrails
}
