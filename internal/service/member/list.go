package member

import (
	"cmp"
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

// ListResourceConfigSchema describes the workspace.
func (r *Resource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the members of a workspace for `terraform query`, which can generate the configuration that imports them.\n\n" +
			official +
			"The API key needs the scope `workspace_users.list`.",
		Attributes: map[string]schema.Attribute{
			"workspace_id": schema.StringAttribute{Required: true, MarkdownDescription: workspaceArgument, Validators: []validator.String{tfkit.NotBlank()}},
		},
	}
}

// List finds the members for terraform query.
func (r *Resource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	r.ListResults(ctx, req, stream, func(diags *diag.Diagnostics) []tfkit.Listed {
		return tfkit.Views(listMembers(ctx, r.Session, req.Config, diags), func(one portkey.Member) tfkit.Listed {
			imported := model{}.take(one, one.WorkspaceID.Or(""))
			return tfkit.Listed{
				ID: imported.ID.ValueString(), Slug: imported.UserID.ValueString(), Name: cmp.Or(one.Email.Or(""), imported.UserID.ValueString()),
				Model: func(context.Context, *diag.Diagnostics) any { return imported },
			}
		})
	})
}

// listMembers lists those of the workspace that the argument workspace_id names, each with
// the workspace.
func listMembers(ctx context.Context, session *tfkit.Session, config tfsdk.Config, diags *diag.Diagnostics) []portkey.Member {
	workspaceID, ok := session.WorkspaceFilter(ctx, config, diags)
	if !ok {
		return nil
	}
	found, err := portkey.NewMembers(session.API, workspaceID).List(ctx, nil)
	if err != nil {
		diags.Append(noun.List().Failed(err))
	}
	for i := range found {
		found[i].WorkspaceID = portkey.Some(workspaceID)
	}
	return found
}
