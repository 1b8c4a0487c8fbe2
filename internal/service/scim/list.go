package scim

import (
	"context"
	"slices"

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
		MarkdownDescription: "Lists the mappings of SCIM groups to a workspace, or to all workspaces, for `terraform query`, which can generate the configuration that imports them.\n\n" +
			official + "\n\n" + needs,
		Attributes: map[string]schema.Attribute{"workspace_id": noun.ListWorkspaceFilter()},
	}
}

// List finds the mappings for terraform query.
func (r *Resource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	r.ListResults(ctx, req, stream, func(diags *diag.Diagnostics) []tfkit.Listed {
		return tfkit.Views(listMappings(ctx, r.Session, req.Config, diags), func(one portkey.SCIMMapping) tfkit.Listed {
			return tfkit.Listed{
				ID: one.ID.Or(""), Slug: one.WorkspaceID.Or(""), Name: one.Group.Or("") + " " + string(one.Role.Or("")),
				Model: func(context.Context, *diag.Diagnostics) any { return model{}.observe(one) },
			}
		})
	})
}

// listMappings lists what the argument workspace_id selects. It is compared here: the
// filter of the API takes no slug on some control planes.
func listMappings(ctx context.Context, session *tfkit.Session, config tfsdk.Config, diags *diag.Diagnostics) []portkey.SCIMMapping {
	workspaceID, ok := session.WorkspaceFilter(ctx, config, diags)
	if !ok {
		return nil
	}
	found, err := portkey.NewSCIMMappings(session.API).List(ctx, nil)
	if err != nil {
		diags.Append(noun.List().Failed(err))
	}
	return slices.DeleteFunc(found, func(one portkey.SCIMMapping) bool {
		return workspaceID != "" && one.WorkspaceID.Or("") != workspaceID
	})
}
