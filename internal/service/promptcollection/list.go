package promptcollection

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

var _ list.ListResourceWithConfigure = (*Resource)(nil)

// NewListResource returns the list resource for the provider's registry.
func NewListResource() list.ListResource { return newResource() }

// ListResourceConfigSchema describes the argument.
func (r *Resource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the collections of prompts of a workspace, its default one too, for `terraform query`, which can generate the configuration that imports them.\n\n" + documentation +
			"The API key needs the scope `prompts.list`, and `prompts.read` with `include_resource` and for the import. It needs `workspaces.read` if `workspace_id` is a slug.",
		Attributes: map[string]schema.Attribute{"workspace_id": noun.ListHomeArgument()},
	}
}

// List finds the collections for terraform query.
func (r *Resource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	r.ListResults(ctx, req, stream, func(diags *diag.Diagnostics) []tfkit.Listed {
		found, collections := listCollections(ctx, r.Session, req.Config, diags)
		return tfkit.Views(found, func(one portkey.PromptCollection) tfkit.Listed {
			imported := model{attributes: attributes{WorkspaceID: types.StringNull()}}.takeComputed(one)
			return tfkit.Listed{
				ID: imported.ID.ValueString(), Slug: imported.Slug.ValueString(), Name: one.Name.Or(""),
				Model: func(ctx context.Context, diags *diag.Diagnostics) any {
					got, err := collections.GetUncached(ctx, imported.ID.ValueString())
					if err != nil {
						diags.Append(noun.Read().Failed(err))
					}
					return imported.observe(got, r.Session.API.Now())
				},
			}
		})
	})
}

// listCollections lists those of the workspace that the argument workspace_id names.
func listCollections(ctx context.Context, session *tfkit.Session, config tfsdk.Config, diags *diag.Diagnostics) ([]portkey.PromptCollection, *portkey.PromptCollections) {
	workspaceID, ok := session.WorkspaceFilter(ctx, config, diags)
	if !ok {
		return nil, nil
	}
	collections := portkey.NewPromptCollections(session.API, workspaceID)
	found, err := collections.List(ctx, nil)
	if err != nil {
		diags.Append(noun.List().Failed(err))
	}
	return found, collections
}
