package prompt

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
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
		MarkdownDescription: "Lists the prompts of a workspace, or all that are visible to the API key, for `terraform query`, which can generate the configuration that imports them.\n\n" +
			documentation +
			"The API key needs the scope `prompts.list`, and `prompts.read` with `include_resource` and for the import.",
		Attributes: map[string]schema.Attribute{"workspace_id": noun.ListWorkspaceFilter()},
	}
}

// List finds the prompts for terraform query.
func (r *Resource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	r.ListResults(ctx, req, stream, func(diags *diag.Diagnostics) []tfkit.Listed {
		found, prompts := listPrompts(ctx, r.Session, req.Config, diags)
		return tfkit.Views(found, func(one portkey.Prompt) tfkit.Listed {
			imported := model{}.takeComputed(one)
			return tfkit.Listed{
				ID: imported.ID.ValueString(), Slug: imported.address(), Name: one.Name.Or(""),
				Model: func(ctx context.Context, diags *diag.Diagnostics) any {
					got, err := prompts.GetUncached(ctx, imported.address())
					if err != nil {
						diags.Append(noun.Read().Failed(err))
					}
					return imported.observe(got, r.Session.API.Now())
				},
			}
		})
	})
}

// listPrompts lists what the argument workspace_id selects.
func listPrompts(ctx context.Context, session *tfkit.Session, config tfsdk.Config, diags *diag.Diagnostics) ([]portkey.Prompt, *portkey.Prompts) {
	workspaceID, ok := session.WorkspaceFilter(ctx, config, diags)
	if !ok {
		return nil, nil
	}
	prompts := portkey.NewPrompts(session.API, workspaceID)
	found, err := prompts.List(ctx, nil)
	if err != nil {
		diags.Append(noun.List().Failed(err))
	}
	return found, prompts
}
