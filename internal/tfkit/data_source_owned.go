package tfkit

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// OwnedDataSource is a data source of what there is one of: of a workspace, which its
// argument workspace_id names, or of the organisation. V is how it is shown.
type OwnedDataSource[V any] struct {
	DataSourceBase

	Noun        Noun
	Description string
	// Attributes are those beside workspace_id.
	Attributes map[string]schema.Attribute
	// OfWorkspace shows what a workspace has, given it and workspace_id as it is written. Of
	// what the organisation has one of it is nil, and Find finds that.
	OfWorkspace func(found portkey.Workspace, written types.String, diags *diag.Diagnostics) V
	Find        func(ctx context.Context, api *portkey.Client) (V, error)
}

// Schema describes the data source.
func (d *OwnedDataSource[V]) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	if d.OfWorkspace != nil {
		argument := d.Noun.HomeArgument()
		argument.MarkdownDescription = "The ID or the slug of the workspace."
		d.Attributes["workspace_id"] = argument
	}
	resp.Schema = schema.Schema{MarkdownDescription: d.Description, Attributes: d.Attributes}
}

// Read reads it.
func (d *OwnedDataSource[V]) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	if !d.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer d.Session.WarnOfWaits(&resp.Diagnostics)
	if d.OfWorkspace == nil {
		found, err := d.Find(ctx, d.Session.API)
		if err != nil {
			resp.Diagnostics.Append(d.Noun.Find().Failed(err))
			return
		}
		resp.Diagnostics.Append(resp.State.Set(ctx, found)...)
		return
	}
	var written types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("workspace_id"), &written)...)
	id, ok := d.Session.WorkspaceID(ctx, written, &resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	found, err := portkey.NewWorkspaces(d.Session.API).FindByID(ctx, id)
	if err != nil {
		resp.Diagnostics.Append(WorkspaceFindFailed(err))
		return
	}
	shown := d.OfWorkspace(found, written, &resp.Diagnostics)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.State.Set(ctx, shown)...)
	}
}
