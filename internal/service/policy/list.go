package policy

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

var _ list.ListResourceWithConfigure = (*Resource[usageModel])(nil)

// NewUsageListResource returns the list resource portkey_usage_limits_policy for the
// provider's registry.
func NewUsageListResource() list.ListResource { return newUsageResource() }

// NewRateListResource returns the list resource portkey_rate_limits_policy for the
// provider's registry.
func NewRateListResource() list.ListResource { return newRateResource() }

// ListResourceConfigSchema describes the argument.
func (r *Resource[M]) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the " + r.noun.Many + " of a workspace, for `terraform query`, which can generate the configuration that imports them.\n\n" + documentation +
			"The API key needs the scope `policies.list`, and `policies.read` with `include_resource` and for the import. It needs `workspaces.read` if `workspace_id` is a slug.",
		Attributes: map[string]schema.Attribute{"workspace_id": r.noun.ListHomeArgument()},
	}
}

// List finds the policies for terraform query.
func (r *Resource[M]) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	r.ListResults(ctx, req, stream, func(diags *diag.Diagnostics) []tfkit.Listed {
		found, workspaceID := r.listed(ctx, r.Session, req.Config, diags)
		return tfkit.Views(found, func(one portkey.Policy) tfkit.Listed {
			id := one.ID.Or("")
			return tfkit.Listed{
				ID: id, Slug: id, Name: one.Name.Or(""),
				Model: func(ctx context.Context, diags *diag.Diagnostics) any {
					got, err := r.Session.API.Policy(ctx, r.kind, workspaceID, id, "", true)
					if err != nil {
						diags.Append(r.noun.Read().Failed(err))
					}
					var m M
					return m.sharing(common{WorkspaceID: types.StringValue(workspaceID)}).observe(got, r.Session.API.Now())
				},
			}
		})
	})
}

// listed lists the policies of the workspace that the argument workspace_id names.
func (r *Resource[M]) listed(ctx context.Context, session *tfkit.Session, config tfsdk.Config, diags *diag.Diagnostics) (found []portkey.Policy, workspaceID string) {
	workspaceID, ok := session.WorkspaceFilter(ctx, config, diags)
	if !ok {
		return nil, ""
	}
	found, err := portkey.NewPolicies(session.API, r.kind, workspaceID).List(ctx, nil)
	if err != nil {
		diags.Append(r.noun.List().Failed(err))
	}
	return found, workspaceID
}
