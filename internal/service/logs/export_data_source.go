package logs

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// exportNoun is what messages say of exports of logs.
var exportNoun = tfkit.Noun{Words: portkey.LogExportWords, References: "ID"}

const (
	exportOfficial = "Official documentation: [Logs export](https://portkey.ai/docs/product/observability/logs-export)."
	exportNeeds    = "The API key needs the scopes `logs.list`, `logs.view` and `logs.export`, and `workspaces.read` or `workspaces.list` to find the slug of a workspace. " +
		"Exports of logs are a feature of Enterprise plans. A user's key sees the exports of that user alone."
	withoutURL = "The URL of the file is not returned: whoever has it can read the logs, and it is valid for a short time. Download the file in Portkey, or with `GET /logs/exports/{id}/download`."
)

// export is how an export of logs is shown.
type export struct {
	ID            types.String `tfsdk:"id"`
	WorkspaceID   types.String `tfsdk:"workspace_id"`
	Description   types.String `tfsdk:"description"`
	Status        types.String `tfsdk:"status"`
	RequestedData types.List   `tfsdk:"requested_data"`
	Filters       types.String `tfsdk:"filters"`
	TotalRecords  types.Number `tfsdk:"total_records"`
	CreatedBy     types.String `tfsdk:"created_by"`
	CreatedAt     types.String `tfsdk:"created_at"`
	LastUpdatedAt types.String `tfsdk:"last_updated_at"`
}

func exportAttributes() map[string]schema.Attribute {
	computed := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	return map[string]schema.Attribute{
		"id":              computed("The ID of the export, a UUID."),
		"workspace_id":    computed("The ID of the workspace."),
		"description":     computed("The description."),
		"status":          computed("`draft` until the export is started, `in_progress`, and then `success`, `failed` or `stopped`."),
		"requested_data":  schema.ListAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "The fields of each request that the file has."},
		"filters":         computed("Which requests the file has, as JSON, with what Portkey has added. Costs are in US cents here."),
		"total_records":   schema.NumberAttribute{Computed: true, MarkdownDescription: "How many requests match. A file has 50,000 at most. Null if Portkey does not return it, as in lists."},
		"created_by":      computed("The ID of the user who created the export."),
		"created_at":      computed("When the export was created, as an RFC 3339 time in UTC."),
		"last_updated_at": computed("When the export was last changed, as an RFC 3339 time in UTC."),
	}
}

func exportOf(answer portkey.LogExport) export {
	shown := func(value portkey.Opt[string]) types.String { return tfkit.StringOrNull(value.Or("")) }
	view := export{
		ID: shown(answer.ID), WorkspaceID: shown(answer.WorkspaceID), Description: shown(answer.Description), Status: shown(answer.Status),
		RequestedData: tfkit.TextList(answer.RequestedData.Or(nil)), Filters: tfkit.StringOrNull(string(answer.Filters.Or(nil))),
		CreatedBy: shown(answer.CreatedBy), CreatedAt: shown(answer.CreatedAt), LastUpdatedAt: shown(answer.LastUpdatedAt),
	}
	if total, there := answer.TotalRecords.Get(); there {
		view.TotalRecords = tfkit.Number((*float64)(&total))
	}
	return view
}

// NewExportsDataSource returns the data source portkey_log_exports for the provider's
// registry: the exports of a workspace.
func NewExportsDataSource() datasource.DataSource {
	return &tfkit.ListDataSource[export]{
		DataSourceBase: tfkit.DataSourceBase{Name: "log_exports"},
		Description: "Reads the log exports of a workspace. No export returns an empty list; an incomplete list is an error.\n\n" +
			exportOfficial + "\n\n" + withoutURL + "\n\n" + exportNeeds,
		Arguments: map[string]schema.Attribute{
			"workspace_id": schema.StringAttribute{Required: true, MarkdownDescription: "The ID or the slug of the workspace.", Validators: []validator.String{tfkit.NotBlank()}},
		},
		Listed:     "The exports, in the order in which Portkey lists them.",
		Attributes: exportAttributes(),
		Find: func(ctx context.Context, session *tfkit.Session, config tfsdk.Config, diags *diag.Diagnostics) []export {
			slug, ok := workspaceSlug(ctx, session, config, diags)
			if !ok {
				return nil
			}
			found, err := session.API.LogExports(ctx, slug)
			if err != nil {
				diags.Append(exportNoun.List().Failed(err))
			}
			return tfkit.Views(found, exportOf)
		},
	}
}

// exportDataSource is the data source portkey_log_export.
type exportDataSource struct{ tfkit.DataSourceBase }

// NewExportDataSource returns the data source portkey_log_export for the provider's
// registry.
func NewExportDataSource() datasource.DataSource {
	return &exportDataSource{tfkit.DataSourceBase{Name: "log_export"}}
}

// Schema describes the data source.
func (d *exportDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := exportAttributes()
	attributes["id"] = schema.StringAttribute{
		Required: true, MarkdownDescription: "The ID of the export, a UUID, which the action `portkey_export_logs` prints.", Validators: []validator.String{tfkit.NotBlank()},
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads a log export: whether it is finished, and how many requests it has.\n\n" + exportOfficial + "\n\n" + withoutURL + "\n\n" + exportNeeds,
		Attributes:          attributes,
	}
}

// Read reads the export.
func (d *exportDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var id types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("id"), &id)...)
	if resp.Diagnostics.HasError() || !d.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer d.Session.WarnOfWaits(&resp.Diagnostics)
	found, err := d.Session.API.LogExport(ctx, id.ValueString())
	if err == nil {
		err = exportNoun.MustBe(id.ValueString(), found.ID.Or(id.ValueString()))
	}
	if err != nil {
		resp.Diagnostics.Append(exportNoun.Find().Failed(err))
		return
	}
	shown := exportOf(found)
	shown.ID = id
	resp.Diagnostics.Append(resp.State.Set(ctx, shown)...)
}
